/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-forget-dialog.h"

#include <glib/gi18n-lib.h>

#include "ph-config.h"
#include "ph-forget.h"
#include "ph-message.h"

typedef struct
{
  gboolean wanted;
  PhForgetAnswer answer;
  GPtrArray *said;
} Forgetting;

static void
forgetting_free (Forgetting *forgetting)
{
  g_ptr_array_unref (forgetting->said);
  g_free (forgetting);
}

/* With settings of its own: nobody else's may be changed here. */
static void
forget_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Forgetting *forgetting = data;
  g_autofree char *config_dir = ph_config_dup_dir ();
  g_autofree char *data_dir = ph_config_dup_data_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PhConfig) config = ph_config_load_again (config_dir, &error);

  forgetting->answer = PH_FORGET_FAILED;
  if (config == NULL)
    g_ptr_array_add (forgetting->said, ph_message_from_error (error));
  else if (ph_forget_everything (config, data_dir, forgetting->said))
    forgetting->answer = PH_FORGET_DONE;
  g_task_return_boolean (task, TRUE);
}

static void
on_response (GtkWidget *dialog, int response, Forgetting *forgetting)
{
  forgetting->wanted = response == GTK_RESPONSE_ACCEPT;
  gtk_widget_destroy (dialog);
}

/* Also where it goes with its parent, unanswered. */
static void
on_destroyed (GtkWidget *dialog, GTask *task)
{
  g_autoptr (GTask) owned = task;
  const Forgetting *forgetting = g_task_get_task_data (task);

  if (forgetting->wanted)
    g_task_run_in_thread (task, forget_in_thread);
  else
    g_task_return_boolean (task, TRUE);
}

void
ph_forget_dialog_ask_async (GtkWindow *parent, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Forgetting *forgetting = g_new0 (Forgetting, 1);
  GtkWidget *dialog = gtk_message_dialog_new (
      parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, GTK_MESSAGE_QUESTION,
      GTK_BUTTONS_NONE, "%s", _ ("Forget everything?"));

  forgetting->said = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, forgetting, (GDestroyNotify) forgetting_free);
  gtk_message_dialog_format_secondary_text (
      GTK_MESSAGE_DIALOG (dialog), "%s",
      _ ("This removes from this computer:\n"
         "• all secret access keys and proxy passwords that Pichoist has stored, in the keyring "
         "and "
         "in its own file\n"
         "• the pictures that wait in the queue: they are not sent any more\n"
         "• the start at log-in\n\n"
         "What is online stays there, and so do your settings and the history."));
  gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Cancel"), GTK_RESPONSE_CANCEL);
  gtk_style_context_add_class (gtk_widget_get_style_context (gtk_dialog_add_button (
                                   GTK_DIALOG (dialog), _ ("_Forget"), GTK_RESPONSE_ACCEPT)),
                               GTK_STYLE_CLASS_DESTRUCTIVE_ACTION);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), forgetting);
  g_signal_connect (dialog, "destroy", G_CALLBACK (on_destroyed), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

PhForgetAnswer
ph_forget_dialog_ask_finish (GAsyncResult *result, char **said)
{
  const Forgetting *forgetting = g_task_get_task_data (G_TASK (result));
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < forgetting->said->len; i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "",
                            (const char *) forgetting->said->pdata[i]);
  *said = g_string_free (g_steal_pointer (&lines), FALSE);
  return forgetting->answer;
}
