/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-destination-editor.h"

#include <glib/gi18n-lib.h>

#include "ph-check-view.h"
#include "ph-error.h"
#include "ph-leave-bar.h"
#include "ph-message.h"
#include "ph-profile-change.h"
#include "ph-profile-form.h"
#include "ph-target.h"

struct _PhDestinationEditor
{
  GtkBox parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *title;
  GtkWidget *name_row;
  GtkWidget *name_label;
  GtkWidget *name_entry;
  GtkWidget *form_box;
  GtkWidget *status;
  GtkWidget *add_button;
  GtkWidget *cancel_button;
  GtkWidget *revert_button;
  GtkWidget *check_button;
  GtkWidget *scroller;
  int check_height; /* of what the check says, when it was looked at last */
  PhProfileForm *form;
  PhCheckView *check;
  PhLeaveBar *leave_bar;

  PhProfile *before; /* (nullable): what it was when it was opened; NULL: it is new */
  gboolean check_next;
  gboolean closing; /* the person wants to leave the whole window */
  gboolean storing; /* leaving waits for the secret to be stored */
};

G_DEFINE_FINAL_TYPE (PhDestinationEditor, ph_destination_editor, GTK_TYPE_BOX)

enum
{
  DONE,
  CHECKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_name (PhDestinationEditor *editor)
{
  return ph_profile_get_name (ph_profile_form_get_profile (editor->form));
}

static void
show_status (PhDestinationEditor *editor, const GError *error)
{
  g_autofree char *text = error != NULL ? ph_message_from_error (error) : NULL;

  ph_message_show (editor->status, NULL, text, NULL);
}

static void
set_new (PhDestinationEditor *editor, gboolean is_new)
{
  gtk_widget_set_visible (editor->name_row, is_new);
  gtk_widget_set_visible (editor->add_button, is_new);
  gtk_widget_set_visible (editor->cancel_button, is_new);
  gtk_widget_set_visible (editor->revert_button, !is_new);
  gtk_widget_set_visible (editor->check_button, !is_new);
  gtk_label_set_text (GTK_LABEL (editor->title),
                      is_new ? _ ("New destination") : get_name (editor));
}

/* Has its window been closed?  What still had an answer to come keeps the editor alive, but not
 * what is in it: GTK clears the children of a template when they are destroyed. */
static gboolean
is_closed (PhDestinationEditor *editor)
{
  return editor->form_box == NULL;
}

/* --- saving what is there already ---------------------------------------------------------------
 */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhDestinationEditor) editor = user_data;

  if (ph_check_view_run_finish (PH_CHECK_VIEW (source), result))
    g_signal_emit (editor, signals[CHECKED], 0);
}

/* What the check says grows below the form; the person who asked for it wants to see it. */
static void
on_height_changed (PhDestinationEditor *editor, GParamSpec *property, GtkAdjustment *adjustment)
{
  GtkWidget *check = GTK_WIDGET (editor->check);
  int height;

  gtk_widget_get_preferred_height_for_width (check, gtk_widget_get_allocated_width (check), &height,
                                             NULL);
  if (height > editor->check_height)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  editor->check_height = height;
}

static void
run_check (PhDestinationEditor *editor)
{
  ph_check_view_run_async (editor->check, get_name (editor), on_checked, g_object_ref (editor));
}

static void
on_secret_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhDestinationEditor) editor = user_data;
  gboolean done = ph_secret_field_save_finish (PH_SECRET_FIELD (source), result);

  if (done && editor->check_next && !is_closed (editor))
    run_check (editor);
  editor->check_next = FALSE;
}

/* What was typed of the secret is stored first, if there is something. */
static void
check (PhDestinationEditor *editor)
{
  PhSecretField *secret = ph_profile_form_get_secret (editor->form);

  if (ph_secret_field_get_text (secret) == NULL || !gtk_widget_get_visible (GTK_WIDGET (secret)))
    {
      run_check (editor);
      return;
    }
  editor->check_next = TRUE;
  ph_secret_field_save_async (secret, get_name (editor), on_secret_saved, g_object_ref (editor));
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhDestinationEditor) editor = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, &error);

  if (is_closed (editor))
    return;
  if (done)
    ph_profile_form_hide_password (editor->form);
  show_status (editor, error);
}

/* A destination that works isn't replaced by one that can't; one that doesn't may as well get what
 * is right already. */
static gboolean
may_save (PhDestinationEditor *editor)
{
  PhProfile *saved = ph_config_get_profile (editor->parts->config, get_name (editor), NULL);
  g_autoptr (PhTarget) target = ph_target_new (ph_profile_form_get_profile (editor->form), NULL);
  g_autoptr (PhTarget) old = saved != NULL ? ph_target_new (saved, NULL) : NULL;

  return target != NULL || old == NULL;
}

static void
save (PhDestinationEditor *editor)
{
  g_autofree const char **keys = ph_profile_form_list_changes (editor->form);

  if (keys[0] != NULL && may_save (editor))
    ph_profile_change_set_async (editor->parts->watch, ph_profile_form_get_profile (editor->form),
                                 keys, on_set, g_object_ref (editor));
}

static void
on_edited (PhDestinationEditor *editor)
{
  if (editor->before == NULL)
    return;
  ph_check_view_clear (editor->check);
  save (editor);
}

static void
on_check (PhDestinationEditor *editor)
{
  if (!ph_profile_form_validate (editor->form))
    return;
  save (editor);
  check (editor);
}

static void
on_config_changed (PhConfig *config, PhDestinationEditor *editor)
{
  PhProfile *profile;

  if (editor->before == NULL)
    return;
  profile = ph_config_peek_profile (config, get_name (editor), NULL);
  if (profile != NULL)
    ph_profile_form_take_over (editor->form, profile);
  else
    g_signal_emit (editor, signals[DONE], 0);
}

gboolean
ph_destination_editor_revert (PhDestinationEditor *editor)
{
  g_autoptr (PhProfile) before = NULL;

  if (editor->before == NULL)
    return FALSE;
  before = g_object_ref (editor->before);
  ph_check_view_clear (editor->check);
  ph_profile_change_set_async (editor->parts->watch, before, ph_profile_list_keys (), on_set,
                               g_object_ref (editor));
  ph_profile_form_load (editor->form, before, TRUE);
  return TRUE;
}

static void
on_revert (PhDestinationEditor *editor)
{
  ph_destination_editor_revert (editor);
}

/* --- a new one ----------------------------------------------------------------------------------
 */

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhDestinationEditor) editor = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, &error);
  PhProfile *profile;

  if (is_closed (editor))
    return;
  if (!done)
    {
      show_status (editor, error);
      return;
    }
  profile = ph_config_peek_profile (editor->parts->config,
                                    gtk_entry_get_text (GTK_ENTRY (editor->name_entry)), NULL);
  if (profile == NULL)
    return;
  g_clear_object (&editor->before);
  editor->before = ph_profile_copy (profile, ph_profile_get_name (profile));
  ph_profile_form_settle (editor->form, profile);
  set_new (editor, FALSE);
  gtk_widget_grab_focus (editor->check_button);
  check (editor);
}

static void
on_add (PhDestinationEditor *editor)
{
  const char *name = gtk_entry_get_text (GTK_ENTRY (editor->name_entry));
  g_autoptr (GError) error = NULL;
  g_autoptr (PhProfile) profile = NULL;

  if (!ph_profile_check_name (name, &error))
    {
      show_status (editor, error);
      gtk_widget_grab_focus (editor->name_entry);
      return;
    }
  show_status (editor, NULL);
  if (!ph_profile_form_validate (editor->form))
    return;
  profile = ph_profile_copy (ph_profile_form_get_profile (editor->form), name);
  ph_profile_change_add_async (editor->parts->watch, profile, PH_PROFILE_ADD, on_added,
                               g_object_ref (editor));
}

static void
begin (PhDestinationEditor *editor, PhProfile *profile, gboolean saved)
{
  g_clear_object (&editor->before);
  if (saved)
    editor->before = ph_profile_copy (profile, ph_profile_get_name (profile));
  editor->check_next = editor->closing = editor->storing = FALSE;
  ph_leave_bar_hide (editor->leave_bar);
  ph_check_view_clear (editor->check);
  show_status (editor, NULL);
  ph_profile_form_load (editor->form, profile, saved);
  set_new (editor, !saved);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (editor->scroller)), 0);
}

/* --- leaving ------------------------------------------------------------------------------------
 */

static void
leave (PhDestinationEditor *editor)
{
  gboolean closing = editor->closing;

  editor->closing = editor->storing = FALSE;
  ph_leave_bar_hide (editor->leave_bar);
  g_signal_emit (editor, signals[DONE], 0);
  if (closing)
    gtk_window_close (GTK_WINDOW (gtk_widget_get_toplevel (GTK_WIDGET (editor))));
}

/* What stays in the form is what counts as loaded, so that nothing is asked about again. */
static void
on_discard (PhDestinationEditor *editor)
{
  g_autoptr (PhProfile) profile = g_object_ref (
      editor->before != NULL ? editor->before : ph_profile_form_get_profile (editor->form));

  ph_profile_form_load (editor->form, profile, editor->before != NULL);
  leave (editor);
}

/* In the words of the form.  (transfer full) */
static char *
name_setting (const GError *error)
{
  const char *key = ph_error_get_setting (error);
  g_autoptr (GTypeClass) class = g_type_class_ref (PH_TYPE_PROFILE);
  GParamSpec *spec
      = key != NULL ? g_object_class_find_property (G_OBJECT_CLASS (class), key) : NULL;
  g_autofree char *text = ph_message_from_error (error);

  return spec != NULL ? ph_message_name_setting (text, spec) : g_steal_pointer (&text);
}

/* What is typed now and can't be saved as it is; NULL where nothing gets lost.  (transfer full) */
static char *
describe_loss (PhDestinationEditor *editor)
{
  g_autoptr (GError) error = ph_profile_form_find_loss (editor->form);
  g_autofree const char **keys = ph_profile_form_list_changes (editor->form);
  g_autoptr (PhTarget) target = NULL;
  g_autofree char *reason = NULL;

  if (error == NULL && keys[0] != NULL && !may_save (editor))
    target = ph_target_new (ph_profile_form_get_profile (editor->form), &error);
  if (error == NULL)
    return NULL;
  reason = name_setting (error);
  return g_strdup_printf (_ ("A change of “%s” can't be saved: %s"), get_name (editor), reason);
}

static void
on_secret_left (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhDestinationEditor) editor = user_data;
  gboolean done = ph_secret_field_save_finish (PH_SECRET_FIELD (source), result);

  if (!editor->storing)
    return;
  editor->storing = FALSE;
  if (done)
    leave (editor);
  else
    ph_leave_bar_ask (editor->leave_bar, _ ("The secret could not be stored; it is still here."));
}

gboolean
ph_destination_editor_leave (PhDestinationEditor *editor, gboolean closing)
{
  PhSecretField *secret = ph_profile_form_get_secret (editor->form);
  g_autofree char *loss = NULL;

  editor->closing = closing;
  if (editor->before == NULL)
    {
      /* Cancel is clear enough; a window is closed by mistake as well. */
      if (!closing || !ph_profile_form_is_edited (editor->form))
        return TRUE;
      ph_leave_bar_ask (editor->leave_bar, _ ("This destination has not been added yet."));
      return FALSE;
    }
  loss = describe_loss (editor);
  if (loss != NULL || editor->storing)
    {
      ph_leave_bar_ask (editor->leave_bar,
                        loss != NULL ? loss : _ ("The keyring has not taken the secret yet."));
      return FALSE;
    }
  save (editor);
  if (ph_secret_field_get_text (secret) == NULL || !gtk_widget_get_visible (GTK_WIDGET (secret)))
    return TRUE;
  editor->storing = TRUE;
  ph_secret_field_save_async (secret, get_name (editor), on_secret_left, g_object_ref (editor));
  return FALSE;
}

static void
on_back (PhDestinationEditor *editor)
{
  if (ph_destination_editor_leave (editor, FALSE))
    leave (editor);
}

/* --- life ---------------------------------------------------------------------------------------
 */

void
ph_destination_editor_begin_new (PhDestinationEditor *editor, PhProfile *profile)
{
  begin (editor, profile, FALSE);
  gtk_entry_set_text (GTK_ENTRY (editor->name_entry), ph_profile_get_name (profile));
  gtk_widget_grab_focus (editor->name_entry);
}

void
ph_destination_editor_open (PhDestinationEditor *editor, PhProfile *profile)
{
  begin (editor, profile, TRUE);
}

static void
ph_destination_editor_finalize (GObject *object)
{
  g_clear_object (&PH_DESTINATION_EDITOR (object)->before);
  G_OBJECT_CLASS (ph_destination_editor_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, title);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, name_row);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, name_label);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, name_entry);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, form_box);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, status);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, add_button);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, revert_button);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, check_button);
  gtk_widget_class_bind_template_child (widget_class, PhDestinationEditor, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
  gtk_widget_class_bind_template_callback (widget_class, on_revert);
}

static void
ph_destination_editor_class_init (PhDestinationEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = ph_destination_editor_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-destination-editor.ui");
  bind_children (widget_class);
  signals[CHECKED] = g_signal_new ("checked", PH_TYPE_DESTINATION_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", PH_TYPE_DESTINATION_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
ph_destination_editor_init (PhDestinationEditor *editor)
{
  gtk_widget_init_template (GTK_WIDGET (editor));
}

PhDestinationEditor *
ph_destination_editor_new (const PhSettingsParts *parts)
{
  PhDestinationEditor *editor = g_object_new (PH_TYPE_DESTINATION_EDITOR, NULL);

  editor->parts = parts;
  editor->form = ph_profile_form_new (parts);
  editor->check = ph_check_view_new (parts);
  editor->leave_bar = ph_leave_bar_new ();
  gtk_box_pack_start (GTK_BOX (editor), GTK_WIDGET (editor->leave_bar), FALSE, FALSE, 0);
  gtk_box_reorder_child (GTK_BOX (editor), GTK_WIDGET (editor->leave_bar), 1);
  g_signal_connect_object (editor->leave_bar, "discard", G_CALLBACK (on_discard), editor,
                           G_CONNECT_SWAPPED);
  gtk_size_group_add_widget (ph_profile_form_get_labels (editor->form), editor->name_label);
  gtk_container_add (GTK_CONTAINER (editor->form_box), GTK_WIDGET (editor->form));
  gtk_container_add (GTK_CONTAINER (editor->form_box), GTK_WIDGET (editor->check));
  g_signal_connect_object (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (editor->scroller)), "notify::upper",
      G_CALLBACK (on_height_changed), editor, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor->form, "edited", G_CALLBACK (on_edited), editor,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (parts->config, "changed", G_CALLBACK (on_config_changed), editor, 0);
  return editor;
}
