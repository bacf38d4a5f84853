/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Keys that are ours whatever window has the focus, by whatever means the session has: X11's
 * grabs (ph-key-grabber-x11) or the portal of Wayland's desktops (ph-key-grabber-portal).
 *
 * Signals:
 *   "pressed" (const char *name, const char *token): that key; @token: (nullable): an activation
 * token, by which a window of ours may come to the front
 *   "keys-changed" (): the keyboard is another one, so that what is elsewhere on it is to be
 * grabbed anew, or another answer is there
 */

/* While a key is held down, what it was pressed for can't have the keyboard. */
typedef enum
{
  PH_KEY_ON_PRESS,
  PH_KEY_ON_RELEASE,
} PhKeyMoment;

#define PH_TYPE_KEY_GRABBER (ph_key_grabber_get_type ())
G_DECLARE_INTERFACE (PhKeyGrabber, ph_key_grabber, PH, KEY_GRABBER, GObject)

struct _PhKeyGrabberInterface
{
  GTypeInterface parent_interface;

  gboolean (*grab) (PhKeyGrabber *grabber, const char *name, const char *description,
                    const char *accelerator, PhKeyMoment moment, GError **error);
  void (*release) (PhKeyGrabber *grabber, const char *name);
  gboolean (*holds) (PhKeyGrabber *grabber, const char *name, const char *accelerator,
                     PhKeyMoment moment);
  gboolean (*is_there) (PhKeyGrabber *grabber);                 /* (nullable): always */
  char *(*dup_label) (PhKeyGrabber *grabber, const char *name); /* (nullable): never known */
  /* (nullable) both: the session has no settings of its own for them */
  gboolean (*can_configure) (PhKeyGrabber *grabber);
  void (*configure) (PhKeyGrabber *grabber, const char *parent_window);
};

/* Has "pressed" emitted with @name whenever @accelerator ("<Primary><Alt>u") is pressed, in place
 * of what @name had before.  @description says to a person what it does.  Errors, without a hint:
 * PH_ERROR_UNSUPPORTED where the keyboard has no such key, PH_ERROR_ACCESS where another program
 * has it or the person hasn't allowed it. */
gboolean ph_key_grabber_grab (PhKeyGrabber *grabber, const char *name, const char *description,
                              const char *accelerator, PhKeyMoment moment, GError **error);
void ph_key_grabber_release (PhKeyGrabber *grabber, const char *name);
/* Is that grabbed already, where the keyboard has it now?  Then it needs no letting go of: a press
 * that came in between would be lost, and the first press on another of two keyboards is itself
 * what changes the keys. */
gboolean ph_key_grabber_holds (PhKeyGrabber *grabber, const char *name, const char *accelerator,
                               PhKeyMoment moment);

/* Can any key be grabbed at all now? */
gboolean ph_key_grabber_is_there (PhKeyGrabber *grabber);
/* The keys of @name as the session has them, where those may be others than what was asked for.
 * (transfer full) (nullable) */
char *ph_key_grabber_dup_label (PhKeyGrabber *grabber, const char *name);

/* Has the session a dialog of its own where a person chooses other keys?  It may change with
 * "keys-changed". */
gboolean ph_key_grabber_can_configure (PhKeyGrabber *grabber);
/* Shows it.  @parent_window: as portals name one (ph-parent-window.h) */
void ph_key_grabber_configure (PhKeyGrabber *grabber, const char *parent_window);

/* For those who implement it.  @token: (nullable) */
void ph_key_grabber_emit_pressed (PhKeyGrabber *grabber, const char *name, const char *token);
void ph_key_grabber_emit_keys_changed (PhKeyGrabber *grabber);

G_END_DECLS
