/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-shortcut-trigger.h"

#include <gtk/gtk.h>

char *
ph_shortcut_trigger_from_accelerator (const char *accelerator)
{
  static const struct
  {
    GdkModifierType mask;
    const char *name;
  } modifiers[] = { { GDK_CONTROL_MASK, "CTRL+" },
                    { GDK_MOD1_MASK, "ALT+" },
                    { GDK_SHIFT_MASK, "SHIFT+" },
                    { GDK_SUPER_MASK, "LOGO+" } };
  GString *trigger = g_string_new (NULL);
  GdkModifierType mask;
  guint keyval;

  gtk_accelerator_parse (accelerator, &keyval, &mask);
  for (guint i = 0; i < G_N_ELEMENTS (modifiers); i++)
    if ((mask & modifiers[i].mask) != 0)
      g_string_append (trigger, modifiers[i].name);
  if (keyval != 0)
    g_string_append (trigger, gdk_keyval_name (keyval));
  return g_string_free (trigger, keyval == 0);
}
