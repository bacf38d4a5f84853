/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-credentials.h"
#include "ph-http.h"
#include "ph-storage.h"
#include "ph-target.h"

G_BEGIN_DECLS

/* An S3 bucket as a PhStorage.  Files above the target's multipart threshold go up in equal parts,
 * 4 at a time, and can be resumed by the checkpoint. */

#define PH_TYPE_S3 (ph_s3_get_type ())
G_DECLARE_FINAL_TYPE (PhS3, ph_s3, PH, S3, GObject)

PhS3 *ph_s3_new (PhHttp *http, const PhTarget *target, PhCredentials *credentials);

G_END_DECLS
