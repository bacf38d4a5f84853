/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-secret-field.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-message.h"

struct _PhSecretField
{
  GtkGrid parent_instance;

  const PhSettingsParts *parts;
  const char *purpose;
  GtkWidget *label;
  GtkWidget *entry;
  GtkWidget *reveal_button;
  GtkWidget *spinner;
  GtkWidget *cancel_button;
  GtkWidget *message;
  GtkWidget *consent; /* the row that offers the file */

  char *profile;             /* (nullable): whose stored secret can be shown */
  gboolean stored;           /* the entry shows what is stored, or nothing */
  gboolean loading;          /* what changes is not the person's work */
  GCancellable *cancellable; /* (nullable): of what is under way */
  GTask *saving;             /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PhSecretField, ph_secret_field, GTK_TYPE_GRID)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- what is under way --- */

static GCancellable *
begin (PhSecretField *field)
{
  g_cancellable_cancel (field->cancellable);
  g_set_object (&field->cancellable, NULL);
  field->cancellable = g_cancellable_new ();
  gtk_spinner_start (GTK_SPINNER (field->spinner));
  gtk_widget_show (field->spinner);
  gtk_widget_show (field->cancel_button);
  gtk_widget_hide (field->consent);
  ph_message_show (field->message, field->entry, NULL, _ ("Waiting for the keyring…"));
  return field->cancellable;
}

static void
end (PhSecretField *field)
{
  g_clear_object (&field->cancellable);
  gtk_spinner_stop (GTK_SPINNER (field->spinner));
  gtk_widget_hide (field->spinner);
  gtk_widget_hide (field->cancel_button);
  ph_message_show (field->message, field->entry, NULL, NULL);
}

static void
on_cancel (PhSecretField *field)
{
  g_cancellable_cancel (field->cancellable);
}

static void
set_entry (PhSecretField *field, const char *text)
{
  field->loading = TRUE;
  gtk_entry_set_text (GTK_ENTRY (field->entry), text);
  field->loading = FALSE;
}

static void
show_visibly (PhSecretField *field, gboolean visible)
{
  gtk_entry_set_visibility (GTK_ENTRY (field->entry), visible);
  gtk_button_set_image (
      GTK_BUTTON (field->reveal_button),
      gtk_image_new_from_icon_name (visible ? "view-conceal-symbolic" : "view-reveal-symbolic",
                                    GTK_ICON_SIZE_BUTTON));
}

/* --- showing it --- */

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhSecretField) field = user_data;
  g_autoptr (GError) error = NULL;
  char *secret = ph_secret_keeper_lookup_finish (PH_SECRET_KEEPER (source), result, &error);

  /* Another question has taken its place. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && field->cancellable != NULL
      && !g_cancellable_is_cancelled (field->cancellable))
    return;
  end (field);
  if (secret != NULL && field->stored)
    {
      set_entry (field, secret);
      show_visibly (field, TRUE);
    }
  else if (error != NULL && !ph_error_is_cancelled (error))
    ph_secret_field_set_error (field, error);
  else if (secret == NULL && error == NULL)
    ph_message_show (field->message, field->entry, NULL, _ ("No secret is stored yet"));
  ph_secret_free (secret);
}

static void
on_reveal (PhSecretField *field)
{
  gboolean visible = gtk_entry_get_visibility (GTK_ENTRY (field->entry));
  gboolean empty = gtk_entry_get_text_length (GTK_ENTRY (field->entry)) == 0;

  if (visible || !empty || field->profile == NULL)
    show_visibly (field, !visible);
  else
    ph_secret_keeper_lookup_async (field->parts->secrets, field->profile, field->purpose,
                                   begin (field), on_looked_up, g_object_ref (field));
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhSecretField) field = user_data;
  PhSecretPresence presence
      = ph_secret_keeper_probe_finish (PH_SECRET_KEEPER (source), result, NULL);
  gboolean there = presence == PH_SECRET_STORED || presence == PH_SECRET_LOCKED;

  gtk_entry_set_placeholder_text (GTK_ENTRY (field->entry), there ? _ ("Stored") : NULL);
}

/* --- storing it --- */

static void
end_saving (PhSecretField *field, gboolean done)
{
  g_autoptr (GTask) task = g_steal_pointer (&field->saving);

  gtk_widget_hide (field->consent);
  if (done)
    {
      field->stored = TRUE;
      g_free (field->profile);
      field->profile = g_strdup (g_task_get_task_data (task));
      ph_engine_reload (field->parts->engine, NULL);
    }
  if (task != NULL)
    g_task_return_boolean (task, done);
}

static void save (PhSecretField *field);

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhSecretField) field = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = ph_secret_keeper_finish (PH_SECRET_KEEPER (source), result, &error);
  PhSecretPlace place;

  end (field);
  if (done || field->saving == NULL)
    {
      end_saving (field, done);
      return;
    }
  if (ph_error_is_cancelled (error))
    ph_message_show (field->message, field->entry, _ ("Not stored"), NULL);
  else
    ph_secret_field_set_error (field, error);
  g_object_get (field->parts->config, "secret-store", &place, NULL);
  if (place == PH_SECRET_PLACE_KEYRING)
    gtk_widget_show (field->consent);
  else
    end_saving (field, FALSE);
}

static void
save (PhSecretField *field)
{
  ph_secret_keeper_save_async (field->parts->secrets, g_task_get_task_data (field->saving),
                               field->purpose, gtk_entry_get_text (GTK_ENTRY (field->entry)),
                               begin (field), on_saved, g_object_ref (field));
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhSecretField) field = user_data;
  g_autoptr (GError) error = NULL;

  if (field->saving == NULL)
    return;
  if (ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, &error))
    save (field);
  else
    ph_secret_field_set_error (field, error);
}

static void
on_agree (PhSecretField *field)
{
  gtk_widget_hide (field->consent);
  ph_config_watch_set_async (field->parts->watch, "secret-store", "file", on_file_chosen,
                             g_object_ref (field));
}

static void
on_later (PhSecretField *field)
{
  end_saving (field, FALSE);
}

void
ph_secret_field_save_async (PhSecretField *field, const char *profile, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  if (field->saving != NULL)
    end_saving (field, FALSE);
  field->saving = g_task_new (field, NULL, callback, user_data);
  g_task_set_task_data (field->saving, g_strdup (profile), g_free);
  save (field);
}

gboolean
ph_secret_field_save_finish (PhSecretField *field, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, field), FALSE);
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/* --- the rest --- */

static void
on_changed (PhSecretField *field)
{
  if (field->loading)
    return;
  field->stored = FALSE;
  ph_message_show (field->message, field->entry, NULL, NULL);
  g_signal_emit (field, signals[EDITED], 0);
}

void
ph_secret_field_set_profile (PhSecretField *field, const char *profile)
{
  g_cancellable_cancel (field->cancellable);
  if (field->saving != NULL)
    end_saving (field, FALSE);
  end (field);
  g_free (field->profile);
  field->profile = g_strdup (profile);
  field->stored = TRUE;
  set_entry (field, "");
  show_visibly (field, FALSE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (field->entry), NULL);
  gtk_widget_hide (field->consent);
  if (profile != NULL)
    ph_secret_keeper_probe_async (field->parts->secrets, profile, field->purpose, NULL, on_probed,
                                  g_object_ref (field));
}

const char *
ph_secret_field_get_text (PhSecretField *field)
{
  const char *text = gtk_entry_get_text (GTK_ENTRY (field->entry));

  return !field->stored && *text != '\0' ? text : NULL;
}

void
ph_secret_field_set_text (PhSecretField *field, const char *text)
{
  set_entry (field, text);
  field->stored = FALSE;
}

void
ph_secret_field_set_error (PhSecretField *field, const GError *error)
{
  g_autofree char *text = error != NULL ? ph_message_from_error (error) : NULL;

  ph_message_show (field->message, field->entry, text, NULL);
}

/* The window goes while a keyring hangs. */
static void
ph_secret_field_destroy (GtkWidget *widget)
{
  PhSecretField *field = PH_SECRET_FIELD (widget);

  g_cancellable_cancel (field->cancellable);
  if (field->saving != NULL)
    end_saving (field, FALSE);
  GTK_WIDGET_CLASS (ph_secret_field_parent_class)->destroy (widget);
}

static void
ph_secret_field_finalize (GObject *object)
{
  g_free (PH_SECRET_FIELD (object)->profile);
  g_clear_object (&PH_SECRET_FIELD (object)->cancellable);
  G_OBJECT_CLASS (ph_secret_field_parent_class)->finalize (object);
}

static void
ph_secret_field_class_init (PhSecretFieldClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = ph_secret_field_finalize;
  widget_class->destroy = ph_secret_field_destroy;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-secret-field.ui");
  gtk_widget_class_bind_template_child (widget_class, PhSecretField, label);
  gtk_widget_class_bind_template_child (widget_class, PhSecretField, entry);
  gtk_widget_class_bind_template_child (widget_class, PhSecretField, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, PhSecretField, spinner);
  gtk_widget_class_bind_template_child (widget_class, PhSecretField, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PhSecretField, message);
  gtk_widget_class_bind_template_child (widget_class, PhSecretField, consent);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_agree);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
  signals[EDITED] = g_signal_new ("edited", PH_TYPE_SECRET_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
ph_secret_field_init (PhSecretField *field)
{
  gtk_widget_init_template (GTK_WIDGET (field));
  field->stored = TRUE;
}

PhSecretField *
ph_secret_field_new (const PhSettingsParts *parts, const char *purpose, GtkSizeGroup *labels)
{
  PhSecretField *field = g_object_new (PH_TYPE_SECRET_FIELD, NULL);
  gboolean is_proxy = g_str_equal (purpose, PH_SECRET_PURPOSE_PROXY);

  field->parts = parts;
  field->purpose = purpose;
  gtk_label_set_text_with_mnemonic (GTK_LABEL (field->label),
                                    is_proxy ? _ ("Proxy pass_word") : _ ("_Secret access key"));
  atk_object_set_name (gtk_widget_get_accessible (field->entry),
                       is_proxy ? _ ("Proxy password") : _ ("Secret access key"));
  gtk_widget_set_tooltip_text (
      field->entry, is_proxy ? _ ("Of the name in the proxy's address; it is kept in the keyring")
                             : _ ("The private half of the key; it is kept in the keyring"));
  if (labels != NULL)
    gtk_size_group_add_widget (labels, field->label);
  return field;
}
