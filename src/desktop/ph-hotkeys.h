/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-capabilities.h"
#include "ph-config.h"
#include "ph-key-grabber.h"

G_BEGIN_DECLS

/* The hotkeys as the settings have them; a change takes effect at once.  Which of them can't be
 * had is told here and as the capability "hotkey".
 *
 * Signals:
 *   "pressed" (const char *action, const char *token): the hotkey of that action; @token:
 *     (nullable): an activation token for the windows that it opens
 *   "changed" (): ph_hotkeys_get_error () has */

#define PH_TYPE_HOTKEYS (ph_hotkeys_get_type ())
G_DECLARE_FINAL_TYPE (PhHotkeys, ph_hotkeys, PH, HOTKEYS, GObject)

/* @grabber: (nullable): where the session lets no program have a hotkey */
PhHotkeys *ph_hotkeys_new (PhConfig *config, PhKeyGrabber *grabber, PhCapabilities *capabilities);

/* Sets them.  To be called once somebody listens. */
void ph_hotkeys_start (PhHotkeys *hotkeys);

/* Why the hotkey of @setting ("hotkey-clipboard" ...) doesn't work; the hint says what can be done.
 * (nullable) (transfer none) */
const GError *ph_hotkeys_get_error (PhHotkeys *hotkeys, const char *setting);

/* Are the keys changed in a dialog of the desktop's own?  It may change with "changed". */
gboolean ph_hotkeys_can_configure (PhHotkeys *hotkeys);
/* Shows it.  @parent_window: as portals name one (ph-parent-window.h) */
void ph_hotkeys_configure (PhHotkeys *hotkeys, const char *parent_window);

/* What to enter as a shortcut in the desktop's own settings instead.  (transfer none) */
const char *ph_hotkeys_get_command (const char *setting);

/* What to enter there where the hotkey doesn't work, to be copied: that command, or the line of a
 * settings file that has it.  (transfer full) (nullable) */
char *ph_hotkeys_dup_way_out (PhHotkeys *hotkeys, const char *setting);

/* The keys that a person presses, "Ctrl+Alt+U": those that the session has for it, else the
 * setting's.  NULL where it is off.
 * (transfer full) (nullable) */
char *ph_hotkeys_dup_label (PhHotkeys *hotkeys, const char *setting);

G_END_DECLS
