/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-selection-x11.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <gdk/gdkx.h>

#include "ph-clipboard-error.h"

/* So much is taken in one turn of the main loop. */
#define PIECE_BYTES (1024 * 1024)
/* An owner that is woken up after our time-out still answers; it may not get over it that our
 * window is gone by then (xclip doesn't, and the clipboard would be lost). */
#define FAREWELL_USEC (60 * G_USEC_PER_SEC)

struct _PhSelectionX11
{
  GdkDisplay *gdk_display;
  Display *display;
  Atom clipboard, manager, incr, property;
  GHashTable *requests; /* Window -> Request */
};

typedef struct
{
  PhSelectionX11 *selection;
  Window window;
  GTask *task; /* (nullable): NULL once it has been answered */
  gint64 abandoned;
  gsize max;
  guint timeout;
  guint timer;
  guint idle;

  gboolean begun;       /* the owner has answered */
  gboolean incremental; /* piece after piece, each when the one before has been deleted */
  GByteArray *data;
  gulong offset; /* of what is to be read next of the property, in bytes */
} Request;

static void
request_free (Request *request)
{
  if (request->timer != 0)
    g_source_remove (request->timer);
  if (request->idle != 0)
    g_source_remove (request->idle);
  g_byte_array_unref (request->data);
  g_clear_object (&request->task);
  XDestroyWindow (request->selection->display, request->window);
  g_free (request);
}

/* Answers the task; @request may be gone after it. */
static void
request_end (Request *request)
{
  g_autoptr (GTask) task = g_steal_pointer (&request->task);
  GBytes *bytes = g_byte_array_free_to_bytes (g_steal_pointer (&request->data));

  request->data = g_byte_array_new ();
  g_hash_table_remove (request->selection->requests, GSIZE_TO_POINTER (request->window));
  g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

/* Its window stays for a while, and pieces that still come are thrown away: an owner that waits for
 * them to be taken serves nobody else (xclip).  @error: (transfer full) */
static void
request_abandon (Request *request, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&request->task);

  g_clear_handle_id (&request->timer, g_source_remove);
  g_byte_array_set_size (request->data, 0);
  request->abandoned = g_get_monotonic_time ();
  g_task_return_error (task, error);
}

static gboolean
on_timeout (gpointer user_data)
{
  Request *request = user_data;

  request->timer = 0;
  request_abandon (request, ph_clipboard_error_new_no_answer ());
  return G_SOURCE_REMOVE;
}

static void
restart_timer (Request *request)
{
  if (request->timer != 0)
    g_source_remove (request->timer);
  request->timer = g_timeout_add_seconds (request->timeout, on_timeout, request);
}

/* --- reading ------------------------------------------------------------------------------------
 */

static gboolean on_idle (gpointer user_data);

/* Xlib hands out numbers of 32 bits as long. */
static void
append (Request *request, const guchar *data, int format, gulong n_items)
{
  if (format != 32)
    {
      g_byte_array_append (request->data, data, (guint) (n_items * (gulong) format / 8));
      return;
    }
  for (gulong i = 0; i < n_items; i++)
    {
      guint32 number = (guint32) ((const gulong *) (gconstpointer) data)[i];

      g_byte_array_append (request->data, (const guint8 *) &number, sizeof number);
    }
}

/* Tells the owner to go on, where it comes in pieces. */
static void
delete_property (Request *request)
{
  PhSelectionX11 *selection = request->selection;

  request->offset = 0;
  XDeleteProperty (selection->display, request->window, selection->property);
  XFlush (selection->display);
}

/* The property has been read to its end. */
static void
end_property (Request *request, gboolean was_empty)
{
  delete_property (request);
  if (!request->incremental || was_empty)
    request_end (request);
}

static void
begin_incremental (Request *request, const guchar *data, int format, gulong n_items)
{
  gulong least = format == 32 && n_items > 0 ? *(const gulong *) (gconstpointer) data : 0;

  request->incremental = TRUE;
  if (least > request->max)
    request_abandon (request, ph_clipboard_error_new_too_large ());
  delete_property (request);
}

static void
take_piece (Request *request, const guchar *data, int format, gulong n_items, gulong left)
{
  gulong length = n_items * (gulong) format / 8;

  append (request, data, format, n_items);
  request->offset += length;
  if (request->data->len > request->max)
    {
      request_abandon (request, ph_clipboard_error_new_too_large ());
      delete_property (request);
    }
  else if (left > 0 && length > 0)
    request->idle = g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, request, NULL);
  else
    end_property (request, request->offset == 0);
}

static void
read_piece (Request *request)
{
  PhSelectionX11 *selection = request->selection;
  Atom type = None;
  int format = 0;
  gulong n_items = 0, left = 0;
  guchar *data = NULL;

  restart_timer (request);
  if (XGetWindowProperty (selection->display, request->window, selection->property,
                          (long) (request->offset / 4), PIECE_BYTES / 4, False, AnyPropertyType,
                          &type, &format, &n_items, &left, &data)
          != Success
      || type == None)
    request_abandon (request, ph_clipboard_error_new_empty ());
  else if (type == selection->incr && !request->incremental)
    begin_incremental (request, data, format, n_items);
  else
    take_piece (request, data, format, n_items, left);
  if (data != NULL)
    XFree (data);
}

static gboolean
on_idle (gpointer user_data)
{
  Request *request = user_data;

  request->idle = 0;
  if (request->task != NULL)
    read_piece (request);
  else
    delete_property (request);
  return G_SOURCE_REMOVE;
}

/* Of an abandoned request: takes what has come without looking at it.  An empty piece is the last
 * one.  Returns: whether more will come */
static gboolean
throw_away (Request *request)
{
  PhSelectionX11 *selection = request->selection;
  Atom type = None;
  int format = 0;
  gulong n_items = 0, left = 0;
  guchar *data = NULL;

  if (XGetWindowProperty (selection->display, request->window, selection->property, 0, 0, False,
                          AnyPropertyType, &type, &format, &n_items, &left, &data)
      != Success)
    return FALSE;
  if (data != NULL)
    XFree (data);
  if (type == selection->incr && !request->incremental)
    request->incremental = TRUE;
  else if (!request->incremental || left == 0)
    return FALSE;
  request->abandoned = g_get_monotonic_time ();
  delete_property (request);
  return TRUE;
}

/* --- events -------------------------------------------------------------------------------------
 */

static void
drop_if_over (Request *request)
{
  if (throw_away (request))
    return;
  /* Tells an owner that looks for it that the last piece was taken, too. */
  delete_property (request);
  g_hash_table_remove (request->selection->requests, GSIZE_TO_POINTER (request->window));
}

static void
on_selection_notify (Request *request, const XSelectionEvent *event)
{
  if (request->task == NULL)
    drop_if_over (request);
  else if (event->property == None)
    {
      g_autoptr (GTask) task = g_steal_pointer (&request->task);

      g_hash_table_remove (request->selection->requests, GSIZE_TO_POINTER (request->window));
      g_task_return_error (task, ph_clipboard_error_new_empty ());
    }
  else
    {
      request->begun = TRUE;
      read_piece (request);
    }
}

static void
on_property_notify (Request *request, const XPropertyEvent *event)
{
  if (!request->incremental || request->idle != 0 || event->state != PropertyNewValue
      || event->atom != request->selection->property)
    return;
  if (request->task != NULL)
    read_piece (request);
  else
    drop_if_over (request);
}

static GdkFilterReturn
on_event (GdkXEvent *gdk_event, GdkEvent *event, gpointer user_data)
{
  PhSelectionX11 *selection = user_data;
  const XEvent *x_event = gdk_event;
  Request *request;

  if (x_event->type != SelectionNotify && x_event->type != PropertyNotify)
    return GDK_FILTER_CONTINUE;
  /* Both have the window at the same place of the union. */
  request = g_hash_table_lookup (selection->requests, GSIZE_TO_POINTER (x_event->xany.window));
  if (request == NULL)
    return GDK_FILTER_CONTINUE;
  if (x_event->type == SelectionNotify)
    on_selection_notify (request, &x_event->xselection);
  else
    on_property_notify (request, &x_event->xproperty);
  return GDK_FILTER_REMOVE;
}

/* --- asking -------------------------------------------------------------------------------------
 */

PhSelectionX11 *
ph_selection_x11_new (void)
{
  PhSelectionX11 *selection = g_new0 (PhSelectionX11, 1);

  selection->gdk_display = gdk_display_get_default ();
  selection->display = gdk_x11_display_get_xdisplay (selection->gdk_display);
  selection->clipboard = XInternAtom (selection->display, "CLIPBOARD", False);
  selection->manager = XInternAtom (selection->display, "CLIPBOARD_MANAGER", False);
  selection->incr = XInternAtom (selection->display, "INCR", False);
  selection->property = XInternAtom (selection->display, "PICHOIST_SELECTION", False);
  selection->requests = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) request_free);
  gdk_window_add_filter (NULL, on_event, selection);
  return selection;
}

static gboolean
is_any (gpointer window, gpointer request, gpointer user_data)
{
  return TRUE;
}

void
ph_selection_x11_free (PhSelectionX11 *selection)
{
  gdk_window_remove_filter (NULL, on_event, selection);
  g_hash_table_foreach_remove (selection->requests, is_any, NULL);
  g_hash_table_unref (selection->requests);
  g_free (selection);
}

static gboolean
is_past (gpointer window, gpointer data, gpointer user_data)
{
  const Request *request = data;

  return request->task == NULL
         && g_get_monotonic_time () - request->abandoned > (gint64) FAREWELL_USEC;
}

void
ph_selection_x11_change_owner (PhSelectionX11 *selection)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_foreach_remove (selection->requests, is_past, NULL);
  g_hash_table_iter_init (&iter, selection->requests);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Request *) value)->task != NULL && !((Request *) value)->begun)
      g_ptr_array_add (waiting, value);
  for (guint i = 0; i < waiting->len; i++)
    request_abandon (waiting->pdata[i], ph_clipboard_error_new_changed ());
}

/* Windows of one program have the upper bits of their numbers in common; the X server says how many
 * only behind Xlib's back, but with 256 clients, which is what it is built for, they are 21. */
gboolean
ph_selection_x11_is_kept (PhSelectionX11 *selection)
{
  Window owner = XGetSelectionOwner (selection->display, selection->clipboard);
  Window manager = XGetSelectionOwner (selection->display, selection->manager);

  return owner != None && manager != None && owner >> 21 == manager >> 21;
}

static Request *
request_new (PhSelectionX11 *selection, gsize max, guint timeout)
{
  Request *request = g_new0 (Request, 1);
  XSetWindowAttributes attributes = { .event_mask = PropertyChangeMask };

  request->selection = selection;
  request->max = max;
  request->timeout = timeout;
  request->data = g_byte_array_new ();
  request->window = XCreateWindow (selection->display, DefaultRootWindow (selection->display), -1,
                                   -1, 1, 1, 0, 0, InputOnly, NULL, CWEventMask, &attributes);
  g_hash_table_insert (selection->requests, GSIZE_TO_POINTER (request->window), request);
  return request;
}

void
ph_selection_x11_ask_async (PhSelectionX11 *selection, gpointer source, const char *target,
                            gsize max, guint timeout, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Request *request;

  g_hash_table_foreach_remove (selection->requests, is_past, NULL);
  request = request_new (selection, MIN (max, G_MAXUINT / 2), timeout);
  request->task = g_task_new (source, NULL, callback, user_data);
  restart_timer (request);
  XConvertSelection (selection->display, selection->clipboard,
                     gdk_x11_get_xatom_by_name_for_display (selection->gdk_display, target),
                     selection->property, request->window, CurrentTime);
  XFlush (selection->display);
}
