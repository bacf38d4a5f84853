/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli.h"

#include <glib/gi18n-lib.h>

#include "ph-cli-desktop.h"
#include "ph-cli-duration.h"
#include "ph-cli-output.h"
#include "ph-cli-row.h"
#include "ph-error.h"
#include "ph-picture-link.h"

/* The link is printed: that it can't be copied too is worth a word only. */
static void
copy_link (const PhHistoryRow *row, const char *url, const char *link)
{
  g_autoptr (PhLinkFormat) format = ph_link_format_new ("html", NULL);
  g_autofree char *html = ph_picture_link_of_row (format, row, url);
  g_autoptr (GError) error = NULL;

  if (!ph_cli_desktop_copy (link, html, &error))
    ph_cli_report (_ ("the link was not copied: %s"), error->message);
}

/* @format: (nullable): NULL: that of the picture's profile */
static gboolean
print_link (PhCliSession *session, const char *what, const PhLinkFormat *format, guint expires,
            GError **error)
{
  g_autoptr (PhHistoryRow) row = ph_cli_row_find (session, what, error);
  PhDestination *destination
      = row != NULL ? ph_cli_row_get_destination (session, row, error) : NULL;
  g_autoptr (PhLinkFormat) own = NULL;
  g_autofree char *url = NULL;
  g_autofree char *link = NULL;

  if (destination == NULL)
    return FALSE;
  if (format == NULL)
    format = own = ph_cli_session_new_format (session, destination->target->profile, error);
  if (format != NULL)
    url = ph_destination_build_url (destination, row->key, expires, error);
  if (url == NULL)
    return FALSE;
  link = ph_picture_link_of_row (format, row, url);
  if (!ph_cli_output_write (link, error))
    return FALSE;
  if (expires > 0)
    ph_cli_report (_ ("a link that expires leads to the S3 endpoint and names account and bucket"));
  copy_link (row, url, link);
  return TRUE;
}

int
ph_cli_copy (int argc, char **argv)
{
  g_autofree char *format_text = NULL;
  g_autofree char *expires_text = NULL;
  const GOptionEntry entries[] = {
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &format_text, N_ ("Format of the link"),
      N_ ("FORMAT") },
    { "expires", 0, 0, G_OPTION_ARG_FILENAME, &expires_text,
      N_ ("A presigned link that works for so long (7d at most)"), N_ ("TIME") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (PhCliSession) session = ph_cli_session_new ();
  g_autoptr (PhLinkFormat) format = NULL;
  g_autoptr (GError) error = NULL;
  guint expires = 0;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, _ ("ID|URL"),
                     _ ("Prints the link of a picture and copies it."), &status))
    return status;
  if (argc != 2)
    {
      ph_cli_report (_ ("name one picture, by number or link: “pichoist list” shows both"));
      return PH_EXIT_USAGE;
    }
  if (format_text != NULL)
    format = ph_link_format_new (format_text, &error);
  if (error != NULL
      || (expires_text != NULL && !ph_cli_duration_parse (expires_text, &expires, &error)))
    return ph_cli_fail (NULL, error);
  if (!print_link (session, argv[1], format, expires, &error))
    return ph_cli_fail (argv[1], error);
  return PH_EXIT_OK;
}
