/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-upload-lane.h"

/* Up to this size a body is small: it takes about one round trip, so many connections pay. */
#define SMALL_MAX (256 * 1024)

PhUploadLane *
ph_upload_lane_new (PhDestination *destination)
{
  PhUploadLane *lane = g_new0 (PhUploadLane, 1);

  lane->destination = ph_destination_ref (destination);
  g_queue_init (&lane->small_ready);
  g_queue_init (&lane->large_ready);
  return lane;
}

void
ph_upload_lane_free (PhUploadLane *lane)
{
  g_queue_clear (&lane->small_ready);
  g_queue_clear (&lane->large_ready);
  ph_destination_unref (lane->destination);
  g_free (lane);
}

static gboolean
is_small (const PhUploadItem *item)
{
  return item->job->size <= SMALL_MAX;
}

static GQueue *
get_ready (PhUploadLane *lane, const PhUploadItem *item)
{
  return is_small (item) ? &lane->small_ready : &lane->large_ready;
}

static guint *
get_active (PhUploadLane *lane, const PhUploadItem *item)
{
  return is_small (item) ? &lane->small_active : &lane->large_active;
}

void
ph_upload_lane_enter (PhUploadLane *lane, PhUploadItem *item)
{
  if (item->stage == PH_STAGE_READY)
    g_queue_push_tail (get_ready (lane, item), item);
  else if (item->stage == PH_STAGE_SENDING)
    (*get_active (lane, item))++;
}

void
ph_upload_lane_leave (PhUploadLane *lane, PhUploadItem *item, PhStage stage)
{
  if (stage == PH_STAGE_READY)
    g_queue_remove (get_ready (lane, item), item);
  else if (stage == PH_STAGE_SENDING)
    (*get_active (lane, item))--;
}

static gboolean
has_room (const PhUploadLane *lane, gboolean small)
{
  const PhTarget *target = lane->destination->target;

  if (!small && lane->large_active >= target->large_connections)
    return FALSE;
  return lane->small_active + lane->large_active
         < MAX (target->small_connections, target->large_connections);
}

void
ph_upload_lane_send_ready (PhUploadLane *lane)
{
  PhUploadItem *item;

  while (has_room (lane, TRUE) && (item = g_queue_pop_head (&lane->small_ready)) != NULL)
    ph_upload_item_send (item);
  while (has_room (lane, FALSE) && (item = g_queue_pop_head (&lane->large_ready)) != NULL)
    ph_upload_item_send (item);
}
