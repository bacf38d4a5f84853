/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-key-grabber-x11.h"

#include <X11/XKBlib.h>
#include <gdk/gdkx.h>
#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <string.h>

#include "ph-error.h"

/* A key is told by its place on the keyboard, not by the letter that it writes at the moment:
 * whichever layout is on, the hotkey is where the first layout that has the letter puts it. */

typedef struct
{
  char *name;
  PhKeyMoment moment;
  GArray *keycodes; /* of guint: some keyboards have a key twice */
  guint modifiers;  /* X11's */
  guint locks;      /* X11's, that it was grabbed with */
} Grab;

struct _PhKeyGrabberX11
{
  GObject parent_instance;

  GdkDisplay *display; /* borrowed, as the next ones: they live as long as the program */
  GdkWindow *root;
  GdkKeymap *keymap;
  GPtrArray *grabs; /* of Grab */
  guint held;       /* the key that is down: the keyboard repeats it */
  guint held_state; /* X11's modifiers as it went down: they may be let go of before it */
};

static void ph_key_grabber_x11_init_interface (PhKeyGrabberInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhKeyGrabberX11, ph_key_grabber_x11, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_KEY_GRABBER,
                                                      ph_key_grabber_x11_init_interface))

static void
grab_free (Grab *grab)
{
  g_free (grab->name);
  g_array_unref (grab->keycodes);
  g_free (grab);
}

/* --- X11 ----------------------------------------------------------------------------------------
 */

/* The locks that may be on when a hotkey is pressed. */
static guint
get_locks (PhKeyGrabberX11 *self)
{
  Display *display = GDK_DISPLAY_XDISPLAY (self->display);

  return LockMask | XkbKeysymToModifiers (display, GDK_KEY_Num_Lock)
         | XkbKeysymToModifiers (display, GDK_KEY_Scroll_Lock);
}

/* X11 knows no "whatever locks are on": each mixture of them is a grab of its own. */
static void
for_each_mixture (PhKeyGrabberX11 *self, const Grab *grab, gboolean on)
{
  Display *display = GDK_DISPLAY_XDISPLAY (self->display);
  Window root = GDK_WINDOW_XID (self->root);
  const guint locks = grab->locks & ~grab->modifiers;

  for (guint i = 0; i < grab->keycodes->len; i++)
    for (guint mixture = 0; mixture <= locks; mixture++)
      {
        const int keycode = (int) g_array_index (grab->keycodes, guint, i);

        if ((mixture & ~locks) != 0)
          continue;
        if (on)
          XGrabKey (display, keycode, grab->modifiers | mixture, root, False, GrabModeAsync,
                    GrabModeAsync);
        else
          XUngrabKey (display, keycode, grab->modifiers | mixture, root);
      }
}

static void
ungrab (PhKeyGrabberX11 *self, const Grab *grab)
{
  gdk_x11_display_error_trap_push (self->display);
  for_each_mixture (self, grab, FALSE);
  gdk_x11_display_error_trap_pop_ignored (self->display);
}

/* FALSE where another program has one of them; then we have none. */
static gboolean
grab_all (PhKeyGrabberX11 *self, const Grab *grab)
{
  gdk_x11_display_error_trap_push (self->display);
  for_each_mixture (self, grab, TRUE);
  if (gdk_x11_display_error_trap_pop (self->display) == 0)
    return TRUE;
  ungrab (self, grab);
  return FALSE;
}

/* The keys that write @keyval in the first layout that can, with as few modifiers as can be. */
static GArray *
find_keycodes (PhKeyGrabberX11 *self, guint keyval)
{
  GArray *keycodes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree GdkKeymapKey *keys = NULL;
  const GdkKeymapKey *best = NULL;
  int n_keys = 0;

  gdk_keymap_get_entries_for_keyval (self->keymap, keyval, &keys, &n_keys);
  for (int i = 0; i < n_keys; i++)
    if (best == NULL || keys[i].group < best->group
        || (keys[i].group == best->group && keys[i].level < best->level))
      best = &keys[i];
  for (int i = 0; best != NULL && i < n_keys; i++)
    if (keys[i].group == best->group && keys[i].level == best->level)
      g_array_append_val (keycodes, keys[i].keycode);
  return keycodes;
}

/* --- events -------------------------------------------------------------------------------------
 */

static const Grab *
find_pressed (PhKeyGrabberX11 *self, guint keycode, PhKeyMoment moment)
{
  /* The upper bits are mouse buttons and the layout.  Source: X Keyboard Extension, "Key events".
   */
  const guint relevant
      = (ShiftMask | ControlMask | Mod1Mask | Mod2Mask | Mod3Mask | Mod4Mask | Mod5Mask)
        & ~get_locks (self);

  for (guint i = 0; i < self->grabs->len; i++)
    {
      const Grab *grab = self->grabs->pdata[i];

      if (grab->moment != moment || (self->held_state & relevant) != (grab->modifiers & relevant))
        continue;
      for (guint k = 0; k < grab->keycodes->len; k++)
        if (g_array_index (grab->keycodes, guint, k) == keycode)
          return grab;
    }
  return NULL;
}

static GdkFilterReturn
on_event (GdkXEvent *gdk_event, GdkEvent *unused, gpointer user_data)
{
  PhKeyGrabberX11 *self = user_data;
  const XKeyEvent *event = gdk_event;
  const Grab *grab = NULL;
  g_autofree char *name = NULL;

  if (event->type == KeyPress && self->held != event->keycode)
    {
      self->held = event->keycode;
      self->held_state = event->state;
      grab = find_pressed (self, event->keycode, PH_KEY_ON_PRESS);
    }
  else if (event->type == KeyRelease && self->held == event->keycode)
    {
      self->held = 0;
      grab = find_pressed (self, event->keycode, PH_KEY_ON_RELEASE);
    }
  if (grab == NULL)
    return GDK_FILTER_CONTINUE;
  name = g_strdup (grab->name);
  ph_key_grabber_emit_pressed (PH_KEY_GRABBER (self), name, NULL);
  return GDK_FILTER_REMOVE;
}

static void
on_keys_changed (GdkKeymap *keymap, PhKeyGrabberX11 *self)
{
  ph_key_grabber_emit_keys_changed (PH_KEY_GRABBER (self));
}

/* --- the interface ------------------------------------------------------------------------------
 */

static void
ph_key_grabber_x11_release (PhKeyGrabber *grabber, const char *name)
{
  PhKeyGrabberX11 *self = PH_KEY_GRABBER_X11 (grabber);

  for (guint i = self->grabs->len; i > 0; i--)
    {
      const Grab *grab = self->grabs->pdata[i - 1];

      if (!g_str_equal (grab->name, name))
        continue;
      ungrab (self, grab);
      g_ptr_array_remove_index (self->grabs, i - 1);
    }
}

/* What @accelerator is on the keyboard of today; no keycodes: it has no such key. */
static Grab *
grab_new (PhKeyGrabberX11 *self, const char *name, const char *accelerator, PhKeyMoment moment)
{
  Grab *grab = g_new0 (Grab, 1);
  GdkModifierType modifiers = 0;
  guint keyval = 0;

  gtk_accelerator_parse (accelerator, &keyval, &modifiers);
  gdk_keymap_map_virtual_modifiers (self->keymap, &modifiers);
  grab->name = g_strdup (name);
  grab->moment = moment;
  grab->modifiers = modifiers & 0xff;
  grab->locks = get_locks (self);
  grab->keycodes = find_keycodes (self, keyval);
  if (keyval == 0)
    g_array_set_size (grab->keycodes, 0);
  return grab;
}

static gboolean
ph_key_grabber_x11_grab (PhKeyGrabber *grabber, const char *name, const char *description,
                         const char *accelerator, PhKeyMoment moment, GError **error)
{
  PhKeyGrabberX11 *self = PH_KEY_GRABBER_X11 (grabber);
  Grab *grab;

  ph_key_grabber_x11_release (grabber, name);
  grab = grab_new (self, name, accelerator, moment);
  if (grab->keycodes->len == 0)
    ph_error_set (error, PH_ERROR_UNSUPPORTED, NULL, _ ("this keyboard has no key for %s"),
                  accelerator);
  else if (!grab_all (self, grab))
    ph_error_set (error, PH_ERROR_ACCESS, NULL, _ ("another program has %s"), accelerator);
  else
    {
      g_ptr_array_add (self->grabs, grab);
      return TRUE;
    }
  grab_free (grab);
  return FALSE;
}

static gboolean
is_same (const Grab *one, const Grab *other)
{
  return g_str_equal (one->name, other->name) && one->moment == other->moment
         && one->modifiers == other->modifiers && one->locks == other->locks
         && one->keycodes->len == other->keycodes->len
         && memcmp (one->keycodes->data, other->keycodes->data, one->keycodes->len * sizeof (guint))
                == 0;
}

static gboolean
ph_key_grabber_x11_holds (PhKeyGrabber *grabber, const char *name, const char *accelerator,
                          PhKeyMoment moment)
{
  PhKeyGrabberX11 *self = PH_KEY_GRABBER_X11 (grabber);
  Grab *wanted = grab_new (self, name, accelerator, moment);
  gboolean found = FALSE;

  for (guint i = 0; i < self->grabs->len && !found; i++)
    found = is_same (self->grabs->pdata[i], wanted);
  grab_free (wanted);
  return found;
}

static void
ph_key_grabber_x11_init_interface (PhKeyGrabberInterface *interface)
{
  interface->grab = ph_key_grabber_x11_grab;
  interface->release = ph_key_grabber_x11_release;
  interface->holds = ph_key_grabber_x11_holds;
}

/* --- life ---------------------------------------------------------------------------------------
 */

static void
ph_key_grabber_x11_finalize (GObject *object)
{
  PhKeyGrabberX11 *self = PH_KEY_GRABBER_X11 (object);

  gdk_window_remove_filter (self->root, on_event, self);
  for (guint i = 0; i < self->grabs->len; i++)
    ungrab (self, self->grabs->pdata[i]);
  g_ptr_array_unref (self->grabs);
  G_OBJECT_CLASS (ph_key_grabber_x11_parent_class)->finalize (object);
}

static void
ph_key_grabber_x11_class_init (PhKeyGrabberX11Class *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_key_grabber_x11_finalize;
}

static void
ph_key_grabber_x11_init (PhKeyGrabberX11 *self)
{
  self->display = gdk_display_get_default ();
  self->root = gdk_screen_get_root_window (gdk_display_get_default_screen (self->display));
  self->keymap = gdk_keymap_get_for_display (self->display);
  self->grabs = g_ptr_array_new_with_free_func ((GDestroyNotify) grab_free);
  gdk_window_add_filter (self->root, on_event, self);
  g_signal_connect_object (self->keymap, "keys-changed", G_CALLBACK (on_keys_changed), self, 0);
}

PhKeyGrabber *
ph_key_grabber_x11_new (void)
{
  return g_object_new (PH_TYPE_KEY_GRABBER_X11, NULL);
}
