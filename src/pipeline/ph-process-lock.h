/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells live programs from dead ones without a time-out: each program that sends jobs holds an
 * open-file-description lock on a file of its own, locks/<token> in the data folder.  The kernel
 * lets go of it when the program dies, however it dies. */

typedef struct _PhProcessLock PhProcessLock;

/* Removes what dead programs have left behind, too. */
PhProcessLock *ph_process_lock_new (const char *data_dir, GError **error);
void ph_process_lock_free (PhProcessLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhProcessLock, ph_process_lock_free)

/* A word that no other program ever uses. */
const char *ph_process_lock_get_token (PhProcessLock *lock);

/* Is the program that holds @token alive?  (Our own token: yes.)  Callable from any thread. */
gboolean ph_process_lock_is_alive (const char *data_dir, const char *token);

G_END_DECLS
