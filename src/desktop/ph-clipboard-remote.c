/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-remote.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "ph-clipboard-error.h"
#include "ph-clipboard-peer.h"
#include "ph-clipboard-process.h"
#include "ph-error.h"

/* It has a time-out of its own for whoever owns the clipboard. */
#define ANSWER_TIMEOUT_MS ((PH_CLIPBOARD_TIMEOUT + 2) * 1000)

struct _PhClipboardRemote
{
  GObject parent_instance;

  PhClipboardProcess *process;
  gboolean has_ended;
  guint64 serial, serial_before; /* of all that was before this process began to count from 0 */
  gboolean is_kept;
  GQueue waiting;    /* of GTask, until it is ready */
  char *text, *html; /* (nullable): until they are known to be there */
};

/* Of a task. */
typedef struct
{
  char *target; /* (nullable): for the list of targets */
  gsize max;
  guint64 serial; /* when it was asked */
} Question;

static void ph_clipboard_remote_init_interface (PhClipboardInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhClipboardRemote, ph_clipboard_remote, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_CLIPBOARD,
                                                      ph_clipboard_remote_init_interface))

enum
{
  PROP_IS_READY = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

/* (nullable): while there is none that is ready */
static PhClipboard1 *
get_proxy (PhClipboardRemote *self)
{
  return ph_clipboard_process_get_proxy (self->process);
}

static void
question_free (Question *question)
{
  g_free (question->target);
  g_free (question);
}

static void ask (GTask *task);

/* --- writing ------------------------------------------------------------------------------------
 */

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhClipboardRemote) self = user_data;
  g_autoptr (GError) error = NULL;

  if (PH_CLIPBOARD1 (source) != get_proxy (self))
    return;
  if (ph_clipboard1_call_write_finish (PH_CLIPBOARD1 (source), result, &error))
    {
      g_clear_pointer (&self->text, g_free);
      g_clear_pointer (&self->html, g_free);
      return;
    }
  g_info ("clipboard process: %s", error->message);
  ph_clipboard_process_kill (self->process);
}

static void
write_now (PhClipboardRemote *self)
{
  if (self->text != NULL && get_proxy (self) != NULL)
    ph_clipboard1_call_write (get_proxy (self), self->text, self->html != NULL ? self->html : "",
                              NULL, on_written, g_object_ref (self));
}

static gboolean
ph_clipboard_remote_write (PhClipboard *clipboard, const char *text, const char *html)
{
  PhClipboardRemote *self = PH_CLIPBOARD_REMOTE (clipboard);

  g_free (self->text);
  g_free (self->html);
  self->text = g_strdup (text);
  self->html = g_strdup (html);
  write_now (self);
  return !self->has_ended;
}

/* --- the process --------------------------------------------------------------------------------
 */

static GError *
new_no_access (void)
{
  return ph_error_new (PH_ERROR_UNSUPPORTED, _ ("upload a file instead"),
                       _ ("this session gives no access to the clipboard"));
}

static void
on_serial (PhClipboardRemote *self, guint64 serial)
{
  self->serial = self->serial_before + serial;
}

static void
on_changed (PhClipboardRemote *self)
{
  g_signal_emit_by_name (self, "changed");
}

static void
on_lost (PhClipboardRemote *self)
{
  g_signal_emit_by_name (self, "lost");
}

static void
on_ready (PhClipboardProcess *process, PhClipboardRemote *self)
{
  PhClipboard1 *proxy = ph_clipboard_process_get_proxy (process);
  GTask *task;

  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (proxy), ANSWER_TIMEOUT_MS);
  g_signal_connect_object (proxy, "serial", G_CALLBACK (on_serial), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (proxy, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (proxy, "lost", G_CALLBACK (on_lost), self, G_CONNECT_SWAPPED);
  write_now (self);
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    ask (task);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_READY]);
}

static void
on_down (PhClipboardProcess *process, PhClipboardRemote *self)
{
  /* Whatever is copied meanwhile: nobody tells. */
  self->serial_before = ++self->serial;
  self->is_kept = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_READY]);
}

static void
on_ended (PhClipboardProcess *process, PhClipboardRemote *self)
{
  GTask *task;

  self->has_ended = TRUE;
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_task_return_error (task, new_no_access ());
      g_object_unref (task);
    }
  g_signal_emit_by_name (self, "ended");
}

gboolean
ph_clipboard_remote_is_ready (PhClipboardRemote *self)
{
  return get_proxy (self) != NULL;
}

/* --- questions ----------------------------------------------------------------------------------
 */

/* Where the process has ended over it, or doesn't answer, the next one may do.
 * @proxy: who was asked  @error: (transfer full) */
static void
take_failure (GTask *task, PhClipboard1 *proxy, GError *error)
{
  PhClipboardRemote *self = g_task_get_source_object (task);
  g_autoptr (GError) told = ph_clipboard_peer_take_error (error);

  if (told->domain == PH_ERROR)
    {
      g_task_return_error (task, g_steal_pointer (&told));
      return;
    }
  g_info ("clipboard process: %s", told->message);
  if (proxy == get_proxy (self))
    ph_clipboard_process_kill (self->process);
  g_task_return_error (task,
                       ph_error_new (PH_ERROR_FAILED, _ ("try again"),
                                     _ ("the program that reads the clipboard for Pichoist has "
                                        "failed, and is started anew")));
}

static void
on_targets (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhClipboard1 *proxy = PH_CLIPBOARD1 (source);
  g_autoptr (GTask) task = user_data;
  PhClipboardRemote *self = g_task_get_source_object (task);
  const Question *question = g_task_get_task_data (task);
  g_auto (GStrv) targets = NULL;
  GError *error = NULL;

  if (!ph_clipboard1_call_list_targets_finish (proxy, &targets, &self->is_kept, result, &error))
    take_failure (task, proxy, error);
  /* Whoever asked still thinks that they belong to what was there before. */
  else if (question->serial != self->serial)
    g_task_return_error (task, ph_clipboard_error_new_changed ());
  else
    g_task_return_pointer (task, g_steal_pointer (&targets), (GDestroyNotify) g_strfreev);
}

/* Without a copy of them, however many they are. */
static GBytes *
map_bytes (GUnixFDList *files, GError **error)
{
  int fd = g_unix_fd_list_get (files, 0, error);
  g_autoptr (GMappedFile) mapped = fd >= 0 ? g_mapped_file_new_from_fd (fd, FALSE, error) : NULL;

  if (fd >= 0)
    close (fd);
  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhClipboard1 *proxy = PH_CLIPBOARD1 (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GUnixFDList) files = NULL;
  g_autoptr (GVariant) reply = NULL;
  GBytes *bytes = NULL;
  GError *error = NULL;

  reply = g_dbus_proxy_call_with_unix_fd_list_finish (G_DBUS_PROXY (proxy), &files, result, &error);
  if (reply != NULL)
    bytes = map_bytes (files, &error);
  if (bytes == NULL)
    take_failure (task, proxy, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

/* @task: (transfer full) */
static void
ask (GTask *task)
{
  PhClipboardRemote *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  PhClipboard1 *proxy = get_proxy (self);

  question->serial = self->serial;
  if (self->has_ended)
    {
      g_task_return_error (task, new_no_access ());
      g_object_unref (task);
    }
  else if (proxy == NULL)
    g_queue_push_tail (&self->waiting, task);
  else if (question->target == NULL)
    ph_clipboard1_call_list_targets (proxy, NULL, on_targets, task);
  else
    /* It takes as long as whoever has the picture goes on sending it. */
    g_dbus_proxy_call_with_unix_fd_list (
        G_DBUS_PROXY (proxy), "Read",
        g_variant_new ("(st)", question->target, (guint64) question->max), G_DBUS_CALL_FLAGS_NONE,
        G_MAXINT, NULL, NULL, on_read, task);
}

/* (transfer full) */
static GTask *
question_new (PhClipboard *clipboard, const char *target, gsize max, GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (clipboard, NULL, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->target = g_strdup (target);
  question->max = max;
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  return task;
}

static void
list_targets_async (PhClipboard *clipboard, GAsyncReadyCallback callback, gpointer user_data)
{
  ask (question_new (clipboard, NULL, 0, callback, user_data));
}

static void
read_async (PhClipboard *clipboard, const char *target, gsize max, GAsyncReadyCallback callback,
            gpointer user_data)
{
  ask (question_new (clipboard, target, max, callback, user_data));
}

/* --- the rest of the interface ------------------------------------------------------------------
 */

static guint64
get_serial (PhClipboard *clipboard)
{
  return PH_CLIPBOARD_REMOTE (clipboard)->serial;
}

static gboolean
is_kept (PhClipboard *clipboard)
{
  return PH_CLIPBOARD_REMOTE (clipboard)->is_kept;
}

/* The compositor takes a copy over by itself: it only has to be made. */
static void
store (PhClipboard *clipboard)
{
  PhClipboard1 *proxy = get_proxy (PH_CLIPBOARD_REMOTE (clipboard));

  if (proxy != NULL)
    g_dbus_connection_flush_sync (g_dbus_proxy_get_connection (G_DBUS_PROXY (proxy)), NULL, NULL);
}

static void
ph_clipboard_remote_init_interface (PhClipboardInterface *interface)
{
  interface->list_targets_async = list_targets_async;
  interface->read_async = read_async;
  interface->get_serial = get_serial;
  interface->write = ph_clipboard_remote_write;
  interface->store = store;
  interface->is_kept = is_kept;
}

static void
ph_clipboard_remote_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_boolean (value, ph_clipboard_remote_is_ready (PH_CLIPBOARD_REMOTE (object)));
}

static void
ph_clipboard_remote_finalize (GObject *object)
{
  PhClipboardRemote *self = PH_CLIPBOARD_REMOTE (object);

  g_signal_handlers_disconnect_by_data (self->process, self);
  g_object_unref (self->process);
  g_free (self->text);
  g_free (self->html);
  G_OBJECT_CLASS (ph_clipboard_remote_parent_class)->finalize (object);
}

static void
ph_clipboard_remote_class_init (PhClipboardRemoteClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = ph_clipboard_remote_get_property;
  object_class->finalize = ph_clipboard_remote_finalize;
  properties[PROP_IS_READY]
      = g_param_spec_boolean ("is-ready", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
ph_clipboard_remote_init (PhClipboardRemote *self)
{
  g_queue_init (&self->waiting);
  self->process = ph_clipboard_process_new ();
  g_signal_connect (self->process, "ready", G_CALLBACK (on_ready), self);
  g_signal_connect (self->process, "down", G_CALLBACK (on_down), self);
  g_signal_connect (self->process, "ended", G_CALLBACK (on_ended), self);
}

PhClipboard *
ph_clipboard_remote_new (void)
{
  return g_object_new (PH_TYPE_CLIPBOARD_REMOTE, NULL);
}
