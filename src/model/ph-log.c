/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-log.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ph-private-folder.h"
#include "ph-url-mask.h"

typedef struct
{
  char *dir;
  gsize opened; /* g_once: the descriptor plus two, 1 where it can't be opened */
} Log;

char *
ph_log_redact (const char *text)
{
  static gsize once;
  static GRegex *secrets;
  g_autofree char *masked = ph_url_mask (text);

  if (g_once_init_enter (&once))
    {
      /* Not G_REGEX_OPTIMIZE: making machine code of them takes longer than a few lines ever save.
       */
      secrets = g_regex_new (
          "((?:signature|credential|security-token|authorization|secret"
          "[a-z-]*|password)[\"']?\\s*[=:]\\s*)(?:(?:AWS4-HMAC-SHA256|Bearer)[^\\n]*|"
          "[^&\\s\"',]+)",
          G_REGEX_CASELESS, 0, NULL);
      g_once_init_leave (&once, 1);
    }
  return g_regex_replace (secrets, masked, -1, 0, "\\1***", 0, NULL);
}

static int
open_file (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "log", NULL);
  g_autofree char *before = g_build_filename (dir, "log.1", NULL);
  struct stat status;
  int fd;

  if (!ph_private_folder_make (dir))
    return -1;
  if (stat (path, &status) == 0 && status.st_size > PH_LOG_MAX_BYTES)
    g_rename (path, before);
  fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  /* It names files and links. */
  if (fd >= 0 && fstat (fd, &status) == 0 && (status.st_mode & 077) != 0)
    fchmod (fd, 0600);
  return fd;
}

static int
get_descriptor (Log *log)
{
  if (g_once_init_enter (&log->opened))
    g_once_init_leave (&log->opened, (gsize) (open_file (log->dir) + 2));
  return (int) log->opened - 2;
}

static const char *
get_level_name (GLogLevelFlags level)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return "critical";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  return level & G_LOG_LEVEL_MESSAGE ? "message" : "info";
}

static const char *
find_message (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      return fields[i].value;
  return "";
}

/* One write () a line, so that the lines of several programs don't mix. */
static void
write_line (Log *log, GLogLevelFlags level, const char *message)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *redacted = ph_log_redact (message);
  g_autofree char *line = NULL;
  int fd = get_descriptor (log);

  if (fd < 0)
    return;
  g_strdelimit (redacted, "\r\n", ' ');
  line = g_strdup_printf ("%s [%d] %s: %s\n", stamp, (int) getpid (), get_level_name (level),
                          redacted);
  if (write (fd, line, strlen (line)) < 0)
    return; /* a full disk: nothing better to tell it to */
}

static GLogWriterOutput
on_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  if ((level & G_LOG_LEVEL_DEBUG) == 0)
    write_line (user_data, level, find_message (fields, n_fields));
  return g_log_writer_default (level, fields, n_fields, NULL);
}

static void
log_free (gpointer data)
{
  Log *log = data;

  g_free (log->dir);
  g_free (log);
}

void
ph_log_install (const char *state_dir)
{
  Log *log = g_new0 (Log, 1);

  log->dir = g_strdup (state_dir);
  g_log_set_writer_func (on_log, log, log_free);
}
