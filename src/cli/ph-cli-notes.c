/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-notes.h"

#include <glib/gi18n-lib.h>

#include "ph-cli.h"

struct _PhCliNotes
{
  PhCliSession *session; /* borrowed */
  GHashTable *said;      /* set of what is said once */
};

PhCliNotes *
ph_cli_notes_new (PhCliSession *session)
{
  PhCliNotes *notes = g_new0 (PhCliNotes, 1);

  notes->session = session;
  notes->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return notes;
}

void
ph_cli_notes_free (PhCliNotes *notes)
{
  g_hash_table_unref (notes->said);
  g_free (notes);
}

static void
say_once (PhCliNotes *notes, const char *text)
{
  if (g_hash_table_add (notes->said, g_strdup (text)))
    ph_cli_report ("%s", text);
}

static void
note_limits (PhCliNotes *notes, const PhOutcome *outcome)
{
  PhDestination *destination = ph_uploader_get_destination (
      ph_cli_session_get_uploader (notes->session, NULL), outcome->job->profile, NULL);

  if (destination != NULL && destination->target->is_private && outcome->job->expires == 0)
    say_once (notes, _ ("this profile is private: its links work for 7 days"));
  if (outcome->job->expires > 0)
    say_once (notes,
              _ ("a link that expires leads to the S3 endpoint and names account and bucket"));
  if (destination != NULL && !destination->target->tls_verify)
    say_once (notes, _ ("certificates are not checked for this profile (tls-verify=false)"));
}

static void
warn_of_picture (const char *input, const PhJob *job)
{
  if (job->picture & PH_PICTURE_TRUNCATED)
    ph_cli_report (_ ("%s: it is up, but its end is missing: check the program that wrote it"),
                   input);
  if (job->picture & PH_PICTURE_NO_SIZE)
    ph_cli_report (_ ("%s: the picture has no size: browsers may not show it"), input);
  if (job->picture & PH_PICTURE_ACTIVE_SVG)
    ph_cli_report (
        _ ("%s: this SVG holds scripts or refers to other places: its link is downloaded "
           "when it is opened, and shown as a picture in pages only"),
        input);
}

/* The person may have put the other link somewhere. */
static void
note_broken_promise (const char *input, const PhOutcome *outcome)
{
  const char *promised = outcome->job->promised_url;

  if (promised != NULL && outcome->url != NULL && !g_str_equal (promised, outcome->url))
    ph_cli_report (_ ("%s: it was put into the queue with the link %s, and is now at %s, since the "
                      "profile was changed"),
                   input, promised, outcome->url);
}

void
ph_cli_notes_say (PhCliNotes *notes, const char *input, const PhOutcome *outcome)
{
  note_limits (notes, outcome);
  warn_of_picture (input, outcome->job);
  note_broken_promise (input, outcome);
}
