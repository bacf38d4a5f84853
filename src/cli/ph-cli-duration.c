/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-duration.h"

#include <glib/gi18n-lib.h>

#include "ph-destination.h"
#include "ph-error.h"

/* A bare number has none: who writes 7 means days as often as seconds. */
static guint
get_unit (const char *text)
{
  if (g_str_equal (text, "s"))
    return 1;
  if (g_str_equal (text, "m"))
    return 60;
  if (g_str_equal (text, "h"))
    return 60 * 60;
  if (g_str_equal (text, "d"))
    return 24 * 60 * 60;
  return 0;
}

gboolean
ph_cli_duration_parse (const char *text, guint *seconds, GError **error)
{
  char *end = NULL;
  guint64 number = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : 0;
  guint unit = end != NULL ? get_unit (end) : 0;

  if (number == 0 || unit == 0 || number > PH_EXPIRES_MAX / unit)
    {
      ph_error_set (error, PH_ERROR_USAGE, _ ("give 1s to 7d, in s, m, h or d"),
                    _ ("“%s” is not a time that a link can live"), text);
      return FALSE;
    }
  *seconds = (guint) number * unit;
  return TRUE;
}
