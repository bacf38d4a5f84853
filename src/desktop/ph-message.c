/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-message.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

char *
ph_message_from_error (const GError *error)
{
  const char *hint = ph_error_get_window_hint (error);

  return hint != NULL ? g_strdup_printf (_ ("%s: %s"), error->message, hint)
                      : g_strdup (error->message);
}

/* Languages without spaces between words have them around a Latin word only. */
static void
replace_word (GString *text, const char *word, const char *label)
{
  g_autofree char *behind = g_strconcat (" ", word, NULL);
  g_autofree char *before = g_strconcat (word, " ", NULL);

  if (g_unichar_iswide (g_utf8_get_char (label)))
    g_string_replace (text, behind, word, 0);
  if (g_unichar_iswide (g_utf8_get_char (g_utf8_prev_char (label + strlen (label)))))
    g_string_replace (text, before, word, 0);
  g_string_replace (text, word, label, 0);
}

char *
ph_message_name_setting (const char *text, GParamSpec *setting)
{
  const char *key = setting->name;
  const char *label = g_param_spec_get_nick (setting);
  g_autofree char *assignment = g_strconcat (key, "=", NULL);
  g_autoptr (GString) named = g_string_new (text);

  if (text == NULL)
    return NULL;
  /* "for example endpoint=https://…" */
  g_string_replace (named, assignment, "", 0);
  /* A key such as "bucket" is an ordinary word too, but where it is first it is the subject. */
  if (strchr (key, '-') != NULL)
    replace_word (named, key, label);
  else if (g_str_has_prefix (text, key))
    g_string_replace (named, key, label, 1);
  return g_string_free (g_steal_pointer (&named), FALSE);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  if (on)
    gtk_style_context_add_class (style, name);
  else
    gtk_style_context_remove_class (style, name);
}

void
ph_message_show (GtkWidget *label, GtkWidget *widget, const char *error, const char *hint)
{
  const char *text = error != NULL ? error : hint;

  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
  set_class (label, "dim-label", error == NULL);
  set_class (label, "pichoist-error", error != NULL);
  if (widget == NULL)
    return;
  set_class (widget, GTK_STYLE_CLASS_ERROR, error != NULL);
  atk_object_set_description (gtk_widget_get_accessible (widget), text != NULL ? text : "");
}
