/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* Passwords of proxies: kept by PhSecretStore under PH_SECRET_PURPOSE_PROXY, never written into
 * config.ini.  One that somebody wrote there works, and is moved when the file is next changed. */

/* Wins over what is stored, for whichever profile; never stored. */
#define PH_PROXY_PASSWORD_VARIABLE "PICHOIST_PROXY_PASSWORD"

/* The variable's value, NULL where it is empty.  (nullable) (transfer none) */
const char *ph_proxy_password_get_from_environment (void);

/* ph_proxy_password_complete:
 * @target: one that nobody else has seen yet
 *
 * Gives the proxy of @target its password.  No store is asked where none can be needed; else this
 * may block for PH_SECRET_TIMEOUT seconds.  FALSE with PH_ERROR_SECRET where the store can't be
 * asked; a session without any keyring has no password in it, and the proxy may want none. */
gboolean ph_proxy_password_complete (PhConfig *config, PhTarget *target, GError **error);

/* ph_proxy_password_move:
 * @notes: (element-type utf8): gets what the person should know, in whole lines
 *
 * To be called before @config is saved: takes the passwords out of its proxies and stores them.
 * May block like any call to a store, but only where there is one to move.
 *
 * Returns: %FALSE with PH_ERROR_SECRET where a password that is not in the file yet can't be
 * stored: @config must not be saved then.  One that is there already stays, with a note. */
gboolean ph_proxy_password_move (PhConfig *config, GPtrArray *notes, GError **error);

/* Takes them out without storing them.  Returns whether there were any. */
gboolean ph_proxy_password_drop (PhConfig *config);

G_END_DECLS
