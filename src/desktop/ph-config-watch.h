/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-engine.h"

G_BEGIN_DECLS

/* Keeps the one PhConfig that all parts of the desktop program look at the same as config.ini,
 * whoever writes that: an editor, the command line, or this program.  The object is a mirror of the
 * file, so nobody sets its properties by hand: who wants something changed says what, and it is
 * done to the file on a thread of its own, since writing waits for the disk and for other programs.
 *
 * Whenever something has changed, the engine reloads and the PhConfig emits "changed".
 *
 * A file that can't be used, half-way through a hand edit say, is left alone: what was good before
 * holds, and nothing is changed, until it is right again.
 *
 * Signals:
 *   "trouble-changed" (): ph_config_watch_get_trouble () has another answer */

#define PH_TYPE_CONFIG_WATCH (ph_config_watch_get_type ())
G_DECLARE_FINAL_TYPE (PhConfigWatch, ph_config_watch, PH, CONFIG_WATCH, GObject)

/* @dir: as ph_config_dup_dir () gives it */
PhConfigWatch *ph_config_watch_new (PhConfig *config, const char *dir, PhEngine *engine);

/* What is wrong with the file, with line or key, and what to do; NULL where nothing is.  (nullable)
 * (transfer none) */
const char *ph_config_watch_get_trouble (PhConfigWatch *watch);

/* PhConfigFunc:
 * @config: not the shared one; what is in the file now
 *
 * Makes a change, on another thread.  It is saved where this returns TRUE. */
typedef gboolean (*PhConfigFunc) (PhConfig *config, gpointer data, GError **error);

/* ph_config_watch_change_async:
 *
 * Changes are made one after the other, in the order in which they were asked for.  When @callback
 * comes the shared PhConfig holds the change.
 * @func: (nullable): NULL: only wait for those before, and read the file again
 * @data: (transfer full): freed by @free_data (nullable) when it is done
 * @callback: (nullable) */
void ph_config_watch_change_async (PhConfigWatch *watch, PhConfigFunc func, gpointer data,
                                   GDestroyNotify free_data, GAsyncReadyCallback callback,
                                   gpointer user_data);
/* Errors: those of the function, of ph_config_load_again () and of ph_config_save () */
gboolean ph_config_watch_change_finish (PhConfigWatch *watch, GAsyncResult *result, GError **error);

/* Sets one general setting.  What goes wrong is in the log.
 * @callback: (nullable): ends with ph_config_watch_change_finish () */
void ph_config_watch_set_async (PhConfigWatch *watch, const char *key, const char *text,
                                GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
