/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-cli-session.h"
#include "ph-job.h"
#include "ph-link.h"

G_BEGIN_DECLS

/* Sends jobs and prints their links in the order given, whatever order they finish in. */

typedef struct _PhCliSend PhCliSend;

typedef struct
{
  PhUploadMode mode;
  const char *format; /* (nullable): NULL: that of the profile, else of [general] */
  gboolean json;
  guint timeout; /* seconds */
} PhCliSendOptions;

/* NULL with PH_ERROR_USAGE where the format is wrong.  @session and the strings of @options must
 * outlive it. */
PhCliSend *ph_cli_send_new (PhCliSession *session, const PhCliSendOptions *options, GError **error);
void ph_cli_send_free (PhCliSend *send);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhCliSend, ph_cli_send_free)

/* @passed_over: (nullable): found by -r: what is no picture there is passed over with a word and
 * without a line, and counted */
void ph_cli_send_add (PhCliSend *send, PhJob *job, guint *passed_over);
/* An input that can't become a job.  @error: (transfer full) */
void ph_cli_send_add_failure (PhCliSend *send, const char *input, GError *error);

/* An input whose outcome is known already.  @outcome: (transfer full) */
void ph_cli_send_add_outcome (PhCliSend *send, PhOutcome *outcome);

/* The links of what went up so far, one a line: as they were printed, and as HTML. */
void ph_cli_send_build_copy (PhCliSend *send, char **text, char **html);

/* Nothing can be sent, for one reason that is told once.  Each input gets the line of one that
 * failed; not so where usage or settings are wrong, since then none was tried and 2 says so.
 * Returns the exit status. */
int ph_cli_send_refuse (PhCliSend *send, char **inputs, guint n_inputs, const GError *error);

/* Runs until all have ended or the person stops it.  Returns the exit status. */
int ph_cli_send_run (PhCliSend *send);

G_END_DECLS
