/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-capabilities.h"

#include <glib/gi18n-lib.h>

struct _PhCapabilities
{
  GObject parent_instance;

  struct
  {
    PhCapabilityState state;
    char *reason; /* (nullable) */
  } all[PH_N_CAPABILITIES];
};

G_DEFINE_FINAL_TYPE (PhCapabilities, ph_capabilities, G_TYPE_OBJECT)

static const char *const names[] = {
  [PH_CAPABILITY_TRAY] = "tray",
  [PH_CAPABILITY_WATCHING] = "watching",
  [PH_CAPABILITY_HOTKEY] = "hotkey",
  [PH_CAPABILITY_DROP] = "drop",
  [PH_CAPABILITY_SCREENSHOT] = "screenshot",
  [PH_CAPABILITY_NOTIFICATIONS] = "notifications",
  [PH_CAPABILITY_SERVER] = "server",
};

static const char *const states[] = {
  [PH_CAPABILITY_NO] = "no",
  [PH_CAPABILITY_LIMITED] = "limited",
  [PH_CAPABILITY_YES] = "yes",
};

static guint changed_signal;

static void
ph_capabilities_finalize (GObject *object)
{
  PhCapabilities *capabilities = PH_CAPABILITIES (object);

  for (guint i = 0; i < PH_N_CAPABILITIES; i++)
    g_free (capabilities->all[i].reason);
  G_OBJECT_CLASS (ph_capabilities_parent_class)->finalize (object);
}

static void
ph_capabilities_class_init (PhCapabilitiesClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_capabilities_finalize;
  changed_signal = g_signal_new ("changed", PH_TYPE_CAPABILITIES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
ph_capabilities_init (PhCapabilities *capabilities)
{
  for (guint i = 0; i < PH_N_CAPABILITIES; i++)
    capabilities->all[i].reason = g_strdup (_ ("it is not in this version yet"));
}

PhCapabilities *
ph_capabilities_new (void)
{
  return g_object_new (PH_TYPE_CAPABILITIES, NULL);
}

void
ph_capabilities_set (PhCapabilities *capabilities, PhCapability capability, PhCapabilityState state,
                     const char *reason)
{
  if (capabilities->all[capability].state == state
      && g_strcmp0 (capabilities->all[capability].reason, reason) == 0)
    return;
  capabilities->all[capability].state = state;
  g_free (capabilities->all[capability].reason);
  capabilities->all[capability].reason = g_strdup (reason);
  g_signal_emit (capabilities, changed_signal, 0, names[capability]);
}

PhCapabilityState
ph_capabilities_get (PhCapabilities *capabilities, PhCapability capability, const char **reason)
{
  if (reason != NULL)
    *reason = capabilities->all[capability].reason;
  return capabilities->all[capability].state;
}

GVariant *
ph_capabilities_to_variant (PhCapabilities *capabilities)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < PH_N_CAPABILITIES; i++)
    g_variant_builder_add (&builder, "(sss)", names[i], states[capabilities->all[i].state],
                           capabilities->all[i].reason != NULL ? capabilities->all[i].reason : "");
  return g_variant_builder_end (&builder);
}
