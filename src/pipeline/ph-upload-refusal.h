/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-uploader.h"

G_BEGIN_DECLS

/* ph_upload_refusal_run:
 * @outcomes: (element-type PhOutcome): with their errors
 *
 * Ends jobs that can't begin at all, since their profile is gone or can't be used as it is: each
 * outcome is given to ph_uploader_take_refusal ().  What was taken from the queue gets the reason
 * into its row first, and is let go of: what a person retried is failed again, and what any program
 * may send stays open, for when the profile is mended. */
void ph_upload_refusal_run (PhUploader *uploader, GPtrArray *outcomes, PhUploadMode mode);

G_END_DECLS
