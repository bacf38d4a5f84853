/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-database-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "ph-error.h"

/* SQLite's extended result codes carry the primary one in the low byte. */
#define PRIMARY(code) ((code) &0xff)

gboolean
ph_database_code_is_damage (int code)
{
  return PRIMARY (code) == SQLITE_CORRUPT || PRIMARY (code) == SQLITE_NOTADB;
}

gboolean
ph_database_code_is_full (int code, sqlite3 *handle)
{
  return PRIMARY (code) == SQLITE_FULL
         || (PRIMARY (code) == SQLITE_IOERR && sqlite3_system_errno (handle) == ENOSPC);
}

/* Locks and shared memory that fail are, nearly always, a network file system.
 * Source: SQLite, "Write-Ahead Logging", 2: all processes must be on the same host. */
static gboolean
is_network_trouble (int code)
{
  switch (code)
    {
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
    case SQLITE_IOERR_LOCK:
    case SQLITE_IOERR_UNLOCK:
    case SQLITE_IOERR_RDLOCK:
    case SQLITE_IOERR_CHECKRESERVEDLOCK:
    case SQLITE_IOERR_SHMOPEN:
    case SQLITE_IOERR_SHMMAP:
    case SQLITE_IOERR_SHMLOCK:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
set_file_error (GError **error, sqlite3 *handle, int code)
{
  int system_errno = handle != NULL ? sqlite3_system_errno (handle) : 0;

  if (system_errno != ENOSPC && is_network_trouble (code))
    ph_error_set (error, PH_ERROR_DISK,
                  _ ("a database needs a local disk: set PICHOIST_DATA_DIR to a folder on one"),
                  _ ("the file system refuses to lock the database"));
  else if (PRIMARY (code) == SQLITE_READONLY)
    ph_error_set (error, PH_ERROR_DISK,
                  _ ("check who owns the data folder, and whether its disk is read-only"),
                  _ ("the database can't be written to"));
  else if (system_errno != 0)
    ph_error_set_from_errno (error, system_errno, _ ("the database can't be used"));
  else
    ph_error_set (error, PH_ERROR_DISK, _ ("check the disk that holds the data folder"),
                  _ ("the database can't be read or written: %s"), sqlite3_errstr (code));
}

static void
set_busy (GError **error)
{
  GError *busy = ph_error_new (PH_ERROR_DATABASE,
                               _ ("see what other Pichoist is running or stopped, then try again"),
                               _ ("another program has kept the database to itself for too long"));

  ph_error_set_retry (busy, PH_RETRY_BACKOFF, 0);
  g_propagate_error (error, busy);
}

void
ph_database_set_error (GError **error, sqlite3 *handle, int code)
{
  switch (PRIMARY (code))
    {
    case SQLITE_FULL:
      ph_error_set_from_errno (error, ENOSPC, _ ("the database can't be written to"));
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      set_busy (error);
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      ph_error_set (error, PH_ERROR_DATABASE,
                    _ ("try again: it is set aside at the next start, and a new one is begun"),
                    _ ("the database is damaged"));
      break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
      set_file_error (error, handle, code);
      break;
    default:
      ph_error_set (error, PH_ERROR_DATABASE, NULL, _ ("the database refuses: %s"),
                    handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code));
      break;
    }
}
