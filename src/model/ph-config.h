/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-profile.h"
#include "ph-secret-store.h"

G_BEGIN_DECLS

/* config.ini: one readable INI file (GKeyFile), 0600, in ph_config_dup_dir () (0700).
 *
 * Writing re-reads the file under a lock of its own (an OFD lock on config.lock), changes only the
 * keys that this program changed, keeps unknown keys and comments, and replaces the file atomically
 * (fsync of file and folder); the last good file is kept as config.ini.bak.  A file that can't be
 * parsed is set aside as config.ini.broken-<time>, the last good one is used and
 * ph_config_get_warnings () says so.  A bad value stops only the profile it is in; one in
 * [general] stops whatever reads that key, and nothing else. Must be used from one thread.
 *
 * Saving also takes over what other programs have written since; a profile object stays the same
 * one, its properties change.
 *
 * PhConfig's own GObject properties are the [general] group, by the same rules as PhProfile's:
 *   default-profile (string)   link-format (string, "markdown")   copy-link (boolean, FALSE)
 *   secret-store (PhSecretPlace: keyring, file; default keyring)
 *   hotkey-clipboard (string, "<Primary><Alt>u")   hotkey-screenshot, hotkey-drop-zone (string)
 *   watch-clipboard (PhWatchMode: off, ask, upload; default ask)   screenshot-command (string)
 *   remove-screenshot (boolean, FALSE)
 *   watch-folders (string)   watch-folders-mode (PhWatchMode, off)   keep-location (boolean, FALSE)
 *   ask-name (boolean, FALSE)
 * Later issues add theirs (server-port ...). */

#define PH_TYPE_CONFIG (ph_config_get_type ())
G_DECLARE_FINAL_TYPE (PhConfig, ph_config, PH, CONFIG, GObject)

/* Signals:
 *   "changed" (): ph_config_take_over () has brought other settings or profiles */

/* $PICHOIST_CONFIG_DIR, else $XDG_CONFIG_HOME/pichoist.  (transfer full) */
char *ph_config_dup_dir (void);
/* $PICHOIST_DATA_DIR, else $XDG_DATA_HOME/pichoist.  (transfer full) */
char *ph_config_dup_data_dir (void);
/* $XDG_STATE_HOME/pichoist.  (transfer full) */
char *ph_config_dup_state_dir (void);

/* ph_config_load:
 * @dir: the folder of config.ini; it need not exist
 *
 * A missing file is an empty configuration.  Fails only where the folder or file can't be read. */
PhConfig *ph_config_load (const char *dir, GError **error);

/* ph_config_load_again:
 *
 * For a program that runs and has good settings: a file that is damaged, half-way through a hand
 * edit say, is PH_ERROR_SETTINGS with the line and the reason and stays untouched, when it is read
 * and when it is saved. */
PhConfig *ph_config_load_again (const char *dir, GError **error);

/* The first wrong value in the file, with file, group, key and what would be right.  (nullable)
 * (transfer none) */
const GError *ph_config_get_fault (PhConfig *config);

/* What the person should know, in whole lines: set-aside file, misspelt keys, secrets that don't
 * belong there, unsafe permissions (those of our files are tightened, those of the folder only
 * told). (transfer none) (array zero-terminated) */
const char *const *ph_config_get_warnings (PhConfig *config);

const char *ph_config_get_path (PhConfig *config);

/* Profile names in the file's order.  (transfer container) (element-type utf8): free with g_free ()
 */
const char **ph_config_list_profiles (PhConfig *config);

/* ph_config_get_profile:
 * @name: (nullable): NULL means the default one
 *
 * Returns: (transfer none): the profile, or %NULL with PH_ERROR_SETTINGS: unknown (the known ones
 * are named), none yet, or one with a bad value (file, group, key and what would be right) */
PhProfile *ph_config_get_profile (PhConfig *config, const char *name, GError **error);

/* The same, but also one with a bad value, for mending it: that key has its default, or what it had
 * before the file was read again, and stays bad until it is set. */
PhProfile *ph_config_peek_profile (PhConfig *config, const char *name, GError **error);

/* What the file has for @key of @profile, whatever has been set since; NULL where it has nothing.
 * (nullable) (transfer none) */
const char *ph_config_get_saved_text (PhConfig *config, const char *profile, const char *key);

/* The name of the default one, as get_profile () takes it for NULL.  (nullable) (transfer none) */
const char *ph_config_get_default_name (PhConfig *config);

/* Adds or replaces; the first one becomes the default.  Written by ph_config_save (). */
void ph_config_put_profile (PhConfig *config, PhProfile *profile);
gboolean ph_config_remove_profile (PhConfig *config, const char *name, GError **error);
gboolean ph_config_save (PhConfig *config, GError **error);

/* ph_config_take_over:
 * @fresh: the same file, read or written later, on whichever thread; used no more
 *
 * Brings @config to what @fresh holds, without touching the disk.  What was changed in @config and
 * not saved is lost; where @fresh has a wrong value the one from before stays.  Returns whether
 * there was a difference. */
gboolean ph_config_take_over (PhConfig *config, PhConfig *fresh);

/* [general], by text as for profiles.  Reading fails with PH_ERROR_SETTINGS (file, group, key and
 * what would be right) where the file has a wrong value; setting the key mends it. */
gboolean ph_config_set_from_text (PhConfig *config, const char *key, const char *text,
                                  GError **error);
char *ph_config_get_as_text (PhConfig *config, const char *key,
                             GError **error); /* default included */
const char *const *ph_config_list_keys (void);

/* Where this configuration keeps secrets; nothing is asked of it yet.  (transfer full): or %NULL
 * with PH_ERROR_SETTINGS where it is wrong */
PhSecretStore *ph_config_open_secret_store (PhConfig *config, GError **error);

/* The whole configuration as INI text; it never holds a secret.  (transfer full) */
char *ph_config_export (PhConfig *config);

G_END_DECLS
