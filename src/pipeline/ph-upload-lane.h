/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-upload-item.h"

G_BEGIN_DECLS

/* What one destination is busy with: which items wait for a connection to it, and how many it has.
 * Private to the uploader. */
typedef struct
{
  PhDestination *destination;
  GQueue small_ready, large_ready; /* of PhUploadItem, borrowed */
  guint small_active, large_active;
} PhUploadLane;

PhUploadLane *ph_upload_lane_new (PhDestination *destination);
void ph_upload_lane_free (PhUploadLane *lane);

/* @item has come to its present stage, or left @stage.  Stages other than READY and SENDING are
 * nothing to a lane. */
void ph_upload_lane_enter (PhUploadLane *lane, PhUploadItem *item);
void ph_upload_lane_leave (PhUploadLane *lane, PhUploadItem *item, PhStage stage);

/* Sends what waits, small bodies first, on as many connections as there are to be. */
void ph_upload_lane_send_ready (PhUploadLane *lane);

G_END_DECLS
