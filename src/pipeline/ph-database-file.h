/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* The file pichoist.db: making it, opening it, setting it aside.  For ph-database.c only.
 *
 * Beside it lies pichoist.db.lock.  Whoever uses the database holds a shared lock on that file
 * (an open-file-description lock) during each transaction; whoever makes, upgrades or sets aside
 * the database holds the exclusive one.  So a file is never renamed under a transaction, and a
 * program that finds another file at its path afterwards opens that one. */
typedef struct
{
  char *dir;
  char *path;
  sqlite3 *handle; /* NULL while none is open */
  int lock_fd;
  dev_t device; /* of the open file */
  ino_t inode;
  gboolean is_looked_at; /* the folder: it is warned of once */
  gint64 busy_since;     /* monotonic: when the present wait for another program began */
} PhDatabaseFile;

/* ph_database_file_open:
 * @warnings: (element-type utf8): gets what the person should know
 *
 * Opens the database in @dir; makes or upgrades it, and sets it aside where it is damaged or too
 * new.  Also used to open it again after ph_database_file_close (). */
PhDatabaseFile *ph_database_file_new (const char *dir, GError **error);
gboolean ph_database_file_open (PhDatabaseFile *file, GPtrArray *warnings, GError **error);
void ph_database_file_close (PhDatabaseFile *file);
void ph_database_file_free (PhDatabaseFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhDatabaseFile, ph_database_file_free)

/* Sets the (closed) file aside as damaged, unless that has been done meanwhile, and opens the new
 * one. */
gboolean ph_database_file_replace (PhDatabaseFile *file, GPtrArray *warnings, GError **error);

/* Around each transaction. */
gboolean ph_database_file_lock (PhDatabaseFile *file, GError **error);
void ph_database_file_unlock (PhDatabaseFile *file);

/* Where a transaction has failed on a full disk: gives up the reserve (ph-database-room.h) and lets
 * the log begin anew.  Locked, but outside transactions. */
void ph_database_file_make_room (PhDatabaseFile *file);

/* Is the open file no longer the one at its path?  Ask while it is locked. */
gboolean ph_database_file_is_moved (PhDatabaseFile *file);

G_END_DECLS
