/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-content.h"
#include "ph-digest.h"
#include "ph-job.h"
#include "ph-picture.h"

G_BEGIN_DECLS

/* Intake: what is it, how large, which hashes; where it was taken is removed from what is sent.
 * Runs on a worker thread and hands back what it found; the job itself is only read. */

typedef struct
{
  PhContent *content;
  PhPicture picture;
  PhDigest digest;
  gint64 path_mtime; /* nanoseconds */
} PhIntake;

void ph_intake_free (PhIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhIntake, ph_intake_free)

/* ph_intake_async:
 * @job: one with a path or a spool file
 * @digests: what the key template asks for besides SHA-256 (and MD5 where the object goes up in a
 * single PUT of less than @single_put_max bytes)
 *
 * Errors: those of ph_content_open (), ph_picture_probe () and ph_digest_compute ();
 * PH_ERROR_CHANGED where a job that was probed before now has other bytes. */
void ph_intake_async (const PhJob *job, const char *data_dir, PhDigestFlags digests,
                      gint64 single_put_max, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
PhIntake *ph_intake_finish (GAsyncResult *result, GError **error);

/* Puts what was found into the job (all but the key).  FALSE with PH_ERROR_CHANGED where the job
 * already named other bytes. */
gboolean ph_intake_fill_job (const PhIntake *intake, PhJob *job, GError **error);

G_END_DECLS
