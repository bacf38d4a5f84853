/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-check.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "ph-cli-await.h"
#include "ph-cli-cells.h"
#include "ph-cli.h"
#include "ph-display-name.h"
#include "ph-error.h"
#include "ph-profile-check.h"

#define LABEL_CELLS 12

/* One step, whose words are aligned in every language. */
static void
print_step (const char *label, const char *text)
{
  g_autofree char *padded = ph_cli_cells_pad (label, LABEL_CELLS);

  printf ("%s %s\n", padded, text);
  fflush (stdout);
}

static void
print_failure (const char *label, const GError *error)
{
  const char *details = ph_error_get_details (error);
  g_autofree char *text = ph_cli_describe_error (error);
  g_autofree char *escaped = details != NULL ? ph_display_name_escape (details) : NULL;
  g_autofree char *quoted = escaped != NULL ? g_strdup_printf ("(%s)", escaped) : NULL;

  print_step (label, text);
  if (quoted != NULL)
    print_step ("", quoted);
}

static void
print_result (const PhCheckResult *result, gpointer user_data)
{
  const char *label = ph_check_step_get_label (result->step);

  for (guint i = 0; i < result->warnings->len; i++)
    ph_cli_report ("%s", (const char *) result->warnings->pdata[i]);
  if (result->error != NULL)
    print_failure (label, result->error);
  else
    print_step (label, result->note != NULL ? result->note : _ ("ok"));
}

int
ph_cli_check_profile (PhCliSession *session, const char *profile)
{
  g_auto (PhCliAwait) await = PH_CLI_AWAIT_INIT;
  g_autoptr (GError) error = NULL;
  PhConfig *config = ph_cli_session_get_config (session, &error);

  if (config == NULL || ph_config_get_profile (config, profile, &error) == NULL)
    return ph_cli_fail (NULL, error);
  ph_profile_check_async (config, profile, ph_cli_session_get_http (session), NULL, print_result,
                          NULL, ph_cli_await_callback, &await);
  return ph_profile_check_finish (ph_cli_await (&await)) ? PH_EXIT_OK : PH_EXIT_FAILED;
}
