/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-wayland.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "ph-clipboard-choice.h"
#include "ph-clipboard-error.h"
#include "ph-data-control-wayland.h"
#include "ph-error.h"
#include "ph-pipe-reader.h"
#include "ph-pipe-writer.h"

struct _PhClipboardWayland
{
  GObject parent_instance;

  PhDataControl *control; /* (nullable): only while it is opened */
  gboolean has_ended;
  guint64 serial, last_serial;
  gboolean is_own;    /* our link is there, by us or by a clipboard manager: */
  guint64 own_serial; /* which doesn't count as another copy */
  GPtrArray *reads;   /* Read: under way */
};

static void ph_clipboard_wayland_init_interface (PhClipboardInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhClipboardWayland, ph_clipboard_wayland, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_CLIPBOARD,
                                                      ph_clipboard_wayland_init_interface))

/* --- reading ------------------------------------------------------------------------------------
 */

typedef struct
{
  PhClipboardWayland *clipboard; /* borrowed: the task has it */
  GTask *task;
  PhPipeReader *reader; /* (nullable): until the pipe has ended */
  GBytes *bytes; /* (nullable): all of it, if its owner still was there when it closed the pipe */
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  if (read->clipboard->control != NULL)
    ph_data_control_cancel_sync (read->clipboard->control, read);
  g_clear_pointer (&read->reader, ph_pipe_reader_free);
  g_clear_pointer (&read->bytes, g_bytes_unref);
  g_object_unref (read->task);
  g_free (read);
}

/* @clipboard: that isn't over.  @task: (transfer full) */
static Read *
read_new (PhClipboardWayland *clipboard, GTask *task)
{
  Read *read = g_new0 (Read, 1);

  read->clipboard = clipboard;
  read->task = task;
  g_ptr_array_add (clipboard->reads, read);
  return read;
}

/* @result: (transfer full) (nullable), to be freed by @destroy
 * @error: (transfer full) (nullable): in place of it */
static void
read_end (Read *read, gpointer result, GDestroyNotify destroy, GError *error)
{
  g_autoptr (GTask) task = g_object_ref (read->task);

  g_ptr_array_remove_fast (read->clipboard->reads, read);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, destroy);
}

/* Had something else been copied, or the owner ended, this read would be over. */
static gboolean
on_confirmed (gpointer user_data)
{
  Read *read = user_data;

  read_end (read, g_steal_pointer (&read->bytes), (GDestroyNotify) g_bytes_unref, NULL);
  return G_SOURCE_REMOVE;
}

/* A pipe ends alike when all was written and when its owner drops what it had because something
 * else was copied, or ends in between: the compositor knows.  Of an owner that is killed it may
 * hear a moment later: then only a picture's own end tells. */
static void
on_read (GBytes *bytes, GError *error, gpointer user_data)
{
  Read *read = user_data;

  g_clear_pointer (&read->reader, ph_pipe_reader_free);
  read->bytes = bytes;
  if (error == NULL && g_bytes_get_size (bytes) == 0)
    error = ph_clipboard_error_new_empty ();
  if (error != NULL)
    read_end (read, NULL, NULL, error);
  else
    ph_data_control_sync (read->clipboard->control, on_confirmed, read);
}

static GError *
new_no_compositor (void)
{
  return ph_error_new (PH_ERROR_FAILED, _ ("quit Pichoist and start it again"),
                       _ ("this session gives no access to the clipboard any more"));
}

static void
read_async (PhClipboard *clipboard, const char *target, gsize max, GAsyncReadyCallback callback,
            gpointer user_data)
{
  PhClipboardWayland *self = PH_CLIPBOARD_WAYLAND (clipboard);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Read *read;
  int fd = self->has_ended ? -1 : ph_data_control_receive (self->control, target);

  if (fd < 0)
    {
      g_task_return_error (task, self->has_ended ? new_no_compositor ()
                                                 : ph_clipboard_error_new_empty ());
      return;
    }
  read = read_new (self, g_steal_pointer (&task));
  read->reader = ph_pipe_reader_new (fd, max, PH_CLIPBOARD_TIMEOUT, on_read, read);
}

static gboolean
on_up_to_date (gpointer user_data)
{
  Read *read = user_data;
  GPtrArray *targets = ph_data_control_get_targets (read->clipboard->control);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; targets != NULL && i < targets->len; i++)
    g_strv_builder_add (names, targets->pdata[i]);
  read_end (read, g_strv_builder_end (names), (GDestroyNotify) g_strfreev, NULL);
  return G_SOURCE_REMOVE;
}

/* The compositor has told them already, unless something was copied just now. */
static void
list_targets_async (PhClipboard *clipboard, GAsyncReadyCallback callback, gpointer user_data)
{
  PhClipboardWayland *self = PH_CLIPBOARD_WAYLAND (clipboard);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (self->has_ended)
    g_task_return_error (task, new_no_compositor ());
  else
    ph_data_control_sync (self->control, on_up_to_date, read_new (self, g_steal_pointer (&task)));
}

static char **
list_targets_finish (PhClipboard *clipboard, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char **names;

  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);
  names = g_task_propagate_pointer (G_TASK (result), &local_error);
  /* Its owner has just ended. */
  if (g_error_matches (local_error, PH_ERROR, PH_ERROR_EMPTY))
    return g_new0 (char *, 1);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return names;
}

/* --- writing ------------------------------------------------------------------------------------
 */

typedef struct
{
  GBytes *text;
  GBytes *html; /* (nullable) */
  GBytes *mark;
} Content;

static void
content_free (gpointer data)
{
  Content *content = data;

  g_bytes_unref (content->text);
  g_clear_pointer (&content->html, g_bytes_unref);
  g_bytes_unref (content->mark);
  g_free (content);
}

static void
on_wanted (gpointer data, const char *target, int fd, gpointer user_data)
{
  const Content *content = data;

  if (g_str_equal (target, PH_CLIPBOARD_OWN_MARK))
    ph_pipe_write (fd, content->mark);
  else if (g_str_equal (target, "text/html") && content->html != NULL)
    ph_pipe_write (fd, content->html);
  else
    ph_pipe_write (fd, content->text);
}

static gboolean
ph_clipboard_wayland_write (PhClipboard *clipboard, const char *text, const char *html)
{
  /* HTML is the last one, to be left out. */
  static const char *const targets[] = { PH_CLIPBOARD_OWN_MARK,
                                         "text/plain;charset=utf-8",
                                         "text/plain",
                                         "UTF8_STRING",
                                         "STRING",
                                         "TEXT",
                                         "text/html",
                                         NULL };
  PhClipboardWayland *self = PH_CLIPBOARD_WAYLAND (clipboard);
  const char *offered[G_N_ELEMENTS (targets)];
  Content *content;

  if (self->has_ended)
    return FALSE;
  memcpy (offered, targets, sizeof offered);
  if (html == NULL)
    offered[G_N_ELEMENTS (targets) - 2] = NULL;
  content = g_new0 (Content, 1);
  content->text = g_bytes_new (text, strlen (text));
  content->html = html != NULL ? g_bytes_new (html, strlen (html)) : NULL;
  content->mark = g_bytes_new_static ("1", 1);
  ph_data_control_own (self->control, offered, content, content_free);
  return TRUE;
}

/* --- changes ------------------------------------------------------------------------------------
 */

static guint64
get_serial (PhClipboard *clipboard)
{
  return PH_CLIPBOARD_WAYLAND (clipboard)->serial;
}

static gboolean
has_mark (GPtrArray *targets)
{
  return g_ptr_array_find_with_equal_func (targets, PH_CLIPBOARD_OWN_MARK, g_str_equal, NULL);
}

/* Reads of what was there before.  Who hears of it may begin another one at once. */
static void
end_reads (PhClipboardWayland *self, GError *(*new_error) (void) )
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->reads->len; i++)
    g_ptr_array_add (tasks, g_object_ref (((Read *) self->reads->pdata[i])->task));
  g_ptr_array_set_size (self->reads, 0);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_error (tasks->pdata[i], new_error ());
}

/* Returns: whether it is another copy */
static gboolean
follow (PhClipboardWayland *self, GPtrArray *targets)
{
  gboolean is_ours = has_mark (targets);

  if (is_ours && ph_data_control_is_owner (self->control))
    {
      self->is_own = TRUE;
      self->own_serial = self->serial;
    }
  /* A clipboard manager that has taken over our link copies the mark as well. */
  else if (is_ours && self->is_own)
    self->serial = self->own_serial;
  else
    {
      self->is_own = FALSE;
      self->serial = ++self->last_serial;
    }
  return !self->is_own;
}

static void
on_changed (gpointer user_data)
{
  PhClipboardWayland *self = user_data;
  GPtrArray *targets = ph_data_control_get_targets (self->control);
  gboolean is_new = targets != NULL && follow (self, targets);

  end_reads (self, targets != NULL ? ph_clipboard_error_new_changed : ph_clipboard_error_new_empty);
  if (is_new)
    g_signal_emit_by_name (self, "changed");
  /* Where there is nothing, nothing is newer. */
  else if (targets == NULL)
    g_signal_emit_by_name (self, "lost");
}

static void
on_ended (gpointer user_data)
{
  PhClipboardWayland *self = user_data;

  g_warning ("the Wayland compositor gives no access to the clipboard any more");
  self->has_ended = TRUE;
  end_reads (self, new_no_compositor);
  g_signal_emit_by_name (self, "ended");
}

/* --- life ---------------------------------------------------------------------------------------
 */

static void
ph_clipboard_wayland_finalize (GObject *object)
{
  PhClipboardWayland *self = PH_CLIPBOARD_WAYLAND (object);

  /* No read is under way: each has a reference to us. */
  g_ptr_array_unref (self->reads);
  g_clear_pointer (&self->control, ph_data_control_free);
  G_OBJECT_CLASS (ph_clipboard_wayland_parent_class)->finalize (object);
}

static void
ph_clipboard_wayland_class_init (PhClipboardWaylandClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_clipboard_wayland_finalize;
}

static void
ph_clipboard_wayland_init_interface (PhClipboardInterface *interface)
{
  interface->list_targets_async = list_targets_async;
  interface->list_targets_finish = list_targets_finish;
  interface->read_async = read_async;
  interface->get_serial = get_serial;
  interface->write = ph_clipboard_wayland_write;
}

static void
ph_clipboard_wayland_init (PhClipboardWayland *self)
{
  self->reads = g_ptr_array_new_with_free_func (read_free);
}

PhClipboard *
ph_clipboard_wayland_new (void)
{
  static const PhDataControlEvents events = { on_changed, on_wanted, on_ended };
  PhClipboardWayland *self = g_object_new (PH_TYPE_CLIPBOARD_WAYLAND, NULL);

  self->control = ph_data_control_open (&events, self);
  if (self->control != NULL)
    return PH_CLIPBOARD (self);
  g_object_unref (self);
  return NULL;
}
