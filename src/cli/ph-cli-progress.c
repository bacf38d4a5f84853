/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-progress.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ph-cli-cells.h"

#define FIRST_AFTER_MS 500
#define REDRAW_MS 100
#define BAR_WIDTH 24
#define BAR_WIDTH_MIN 4

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

/* What stands behind the bar. */
static char *
describe (PhCliProgress *progress, const PhUploadProgress *now)
{
  double seconds = (double) (g_get_monotonic_time () - progress->started) / G_USEC_PER_SEC;
  g_autofree char *sent = g_format_size ((guint64) now->sent);
  g_autofree char *total = g_format_size ((guint64) now->bytes);
  g_autofree char *speed = g_format_size ((guint64) ((double) now->sent / seconds));

  /* Translators: finished pictures of all, bytes sent of all, bytes a second */
  return g_strdup_printf (_ ("%u of %u, %s of %s, %s/s"), now->ended, now->jobs, sent, total,
                          speed);
}

/* The numbers matter more than the bar: on a narrow terminal it is the bar that gives way. */
static char *
build_line (PhCliProgress *progress, guint columns)
{
  PhUploadProgress now;
  g_autofree char *text = NULL;
  char bar[BAR_WIDTH + 1] = { 0 };
  guint taken, width;

  ph_uploader_get_progress (progress->uploader, &now);
  text = describe (progress, &now);
  taken = ph_cli_cells_measure (text) + strlen ("[] ");
  width = columns > taken ? MIN (columns - taken, BAR_WIDTH) : 0;
  if (width < BAR_WIDTH_MIN)
    return ph_cli_cells_cut (text, columns);
  memset (bar, '.', width);
  if (now.bytes > 0)
    memset (bar, '#', (gsize) (MIN (now.sent, now.bytes) * width / now.bytes));
  return g_strdup_printf ("[%s] %s", bar, text);
}

/* Asked each time, so that a window may change its size; the last cell stays free, since a line
 * that fills it goes on in the next one. */
static void
draw (PhCliProgress *progress)
{
  g_autofree char *line = build_line (progress, get_columns () - 1);

  fprintf (stderr, "\r\033[K%s", line);
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
