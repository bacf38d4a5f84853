/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-s3-xml.h"

G_BEGIN_DECLS

/* How far a multipart upload has come, and its text form, which outlives this program. */

/* Source: Amazon S3 User Guide, "Amazon S3 multipart upload limits". */
#define PH_S3_PARTS_MAX 10000

typedef struct
{
  char *upload_id; /* NULL: not begun */
  char *sha256;    /* of the whole, hex */
  gint64 size;     /* of the whole, bytes */
  gint64 part_size;
  GPtrArray *parts; /* of PhS3Part, all that there will be; those without etag are still to send */
} PhS3Checkpoint;

/* Not begun.  @part_size is raised where there would be more than PH_S3_PARTS_MAX parts. */
PhS3Checkpoint *ph_s3_checkpoint_new (const char *sha256, gint64 size, gint64 part_size);
void ph_s3_checkpoint_free (PhS3Checkpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhS3Checkpoint, ph_s3_checkpoint_free)

/* (transfer full) (nullable): NULL where @text is no such text */
PhS3Checkpoint *ph_s3_checkpoint_parse (const char *text);
char *ph_s3_checkpoint_to_text (const PhS3Checkpoint *checkpoint); /* (transfer full) */

/* Forgets upload and etags. */
void ph_s3_checkpoint_restart (PhS3Checkpoint *checkpoint);

gint64 ph_s3_checkpoint_count_sent (const PhS3Checkpoint *checkpoint); /* bytes */

G_END_DECLS
