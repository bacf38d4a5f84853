/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-progress.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define FIRST_AFTER_MS 500
#define REDRAW_MS 100
#define BAR_WIDTH 24

struct _PhCliProgress
{
  PhUploader *uploader;
  guint timer;
  gint64 started; /* monotonic */
  gboolean is_drawn;
};

static guint
get_columns (void)
{
  struct winsize size;

  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void
draw (PhCliProgress *progress)
{
  PhUploadProgress now;
  double seconds = (double) (g_get_monotonic_time () - progress->started) / G_USEC_PER_SEC;
  g_autofree char *sent = NULL;
  g_autofree char *total = NULL;
  g_autofree char *speed = NULL;
  g_autofree char *text = NULL;
  char bar[BAR_WIDTH + 1] = { 0 };
  guint filled;

  ph_uploader_get_progress (progress->uploader, &now);
  filled = now.bytes > 0 ? (guint) (MIN (now.sent, now.bytes) * BAR_WIDTH / now.bytes) : 0;
  for (guint i = 0; i < BAR_WIDTH; i++)
    bar[i] = i < filled ? '#' : '.';
  sent = g_format_size ((guint64) now.sent);
  total = g_format_size ((guint64) now.bytes);
  speed = g_format_size ((guint64) ((double) now.sent / seconds));
  /* Translators: finished pictures of all, bytes sent of all, bytes a second */
  text = g_strdup_printf (_ ("[%s] %u of %u, %s of %s, %s/s"), bar, now.ended, now.jobs, sent,
                          total, speed);
  if (g_utf8_strlen (text, -1) >= (glong) get_columns ())
    *g_utf8_offset_to_pointer (text, (glong) get_columns () - 1) = '\0';
  fprintf (stderr, "\r\033[K%s", text);
  fflush (stderr);
  progress->is_drawn = TRUE;
}

static gboolean
on_redraw (gpointer user_data)
{
  draw (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_first (gpointer user_data)
{
  PhCliProgress *progress = user_data;

  progress->timer = g_timeout_add (REDRAW_MS, on_redraw, progress);
  draw (progress);
  return G_SOURCE_REMOVE;
}

PhCliProgress *
ph_cli_progress_new (PhUploader *uploader)
{
  PhCliProgress *progress = g_new0 (PhCliProgress, 1);

  progress->uploader = uploader;
  progress->started = g_get_monotonic_time ();
  if (isatty (STDERR_FILENO))
    progress->timer = g_timeout_add (FIRST_AFTER_MS, on_first, progress);
  return progress;
}

void
ph_cli_progress_clear (PhCliProgress *progress)
{
  if (!progress->is_drawn)
    return;
  fputs ("\r\033[K", stderr);
  fflush (stderr);
  progress->is_drawn = FALSE;
}

void
ph_cli_progress_free (PhCliProgress *progress)
{
  ph_cli_progress_clear (progress);
  g_clear_handle_id (&progress->timer, g_source_remove);
  g_free (progress);
}
