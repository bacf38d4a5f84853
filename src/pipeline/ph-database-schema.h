/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The tables of pichoist.db and how they came to be.  For ph-database*.c only. */

/* PRAGMA application_id of our files: "Pich". */
#define PH_DATABASE_APPLICATION_ID 0x50696368

/* The version that this program writes: PRAGMA user_version. */
int ph_database_schema_get_version (void);

/* Brings the file from @version (0: empty) to ours, in one transaction.  Returns a result code of
 * SQLite. */
int ph_database_schema_upgrade (sqlite3 *handle, int version);

/* The function search_tokens (NAME, ALT, KEY): ph_search_text_tokens () */
int ph_database_schema_add_functions (sqlite3 *handle);

G_END_DECLS
