/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-uploader.h"

#include "ph-digest.h"

G_BEGIN_DECLS

/* One job inside an uploader, and the stages it goes through.  Private to the uploader. */

typedef enum
{
  PH_STAGE_NEW,
  PH_STAGE_WANTED,  /* a URL waits for its turn to be fetched */
  PH_STAGE_ACQUIRE, /* a URL is being fetched, or a file copied into the spool */
  PH_STAGE_ARRIVED, /* its bytes are at hand; waiting for a worker thread */
  PH_STAGE_INTAKE,
  PH_STAGE_ADMIT,  /* the database decides */
  PH_STAGE_CHECK,  /* is the reused object still there? */
  PH_STAGE_JOINED, /* another job brings the same bytes */
  PH_STAGE_READY,  /* waiting for a connection */
  PH_STAGE_SENDING,
  PH_STAGE_PAUSED, /* until the next try */
  PH_STAGE_RECORD, /* the outcome, or a new state, is being written down */
  PH_STAGE_ENDED
} PhStage;

typedef struct
{
  PhUploader *uploader; /* borrowed: owns the item */
  PhJob *job;
  PhDestination *destination;
  PhUploadMode mode;
  PhStage stage;
  GCancellable *cancellable;

  PhContent *content;
  PhDigest digest;
  gint64 sent;       /* bytes of the present try */
  gint64 high_water; /* most bytes of any try to fetch, then of any try to send */
  guint failures;    /* tries that failed */
  GSource *timer;    /* end of a pause, or the next look at a joined job */
  gint64 joined;     /* the job that brings the bytes */
  gint64 not_joined;
  gboolean no_reuse;
  gboolean
      is_read; /* takes one of the uploader's places for what has been read (ph-read-ahead.c) */
  gint64 read_bytes;  /* and so many of its bytes */
  GError *last_error; /* (nullable): why the last try failed */
  gboolean busy;      /* an asynchronous call is under way */
  gboolean withdrawn; /* the person doesn't want it any more: nothing of it is kept */
  GError *doom;       /* (nullable): fail with this as soon as it is not busy */
} PhUploadItem;

PhUploadItem *ph_upload_item_new (PhUploader *uploader, PhJob *job, PhDestination *destination,
                                  PhUploadMode mode);
void ph_upload_item_free (PhUploadItem *item);

/* The only writer of item->stage. */
void ph_upload_item_set_stage (PhUploadItem *item, PhStage stage);
/* The job's row is in the queue (or, for PH_UPLOAD_ENQUEUE, needs none yet): go on. */
void ph_upload_item_start (PhUploadItem *item);
/* Calls @func with the item once, unless the stage changes before.  It returns G_SOURCE_REMOVE. */
void ph_upload_item_start_timer (PhUploadItem *item, gint64 microseconds, GSourceFunc func);
/* To be called first in each callback: the asynchronous call is over.  FALSE: the item was doomed
 * meanwhile and is taken care of. */
gboolean ph_upload_item_end_call (PhUploadItem *item);
/* A try has failed with @error (transfer full): once more after a pause, or no more. */
void ph_upload_item_retry_or_fail (PhUploadItem *item, GError *error);
/* Its bytes are known: let the database decide. */
void ph_upload_item_admit (PhUploadItem *item);
/* From WANTED: a connection may be used. */
void ph_upload_item_fetch (PhUploadItem *item);
/* From ARRIVED: a worker thread may be used. */
void ph_upload_item_take_in (PhUploadItem *item);
/* From READY: a connection may be used. */
void ph_upload_item_send (PhUploadItem *item);
/* From JOINED: the job with the id item->joined has ended. */
void ph_upload_item_rejoin (PhUploadItem *item);
/* Ends it with @error (transfer full), whatever the stage; what runs is cancelled first. */
void ph_upload_item_fail (PhUploadItem *item, GError *error);
/* The person doesn't want it any more: it ends with PH_ERROR_CANCELLED, and its row, its spool file
 * and parts that are up already go.  One whose bytes are all on their way may still succeed: only
 * the server's answer tells whether the object is there. */
void ph_upload_item_withdraw (PhUploadItem *item);
/* Is it busy with the network, so that lack of progress counts? */
gboolean ph_upload_item_is_on_network (const PhUploadItem *item);

/* What an item needs of its uploader (ph-uploader.c). */
PhHttp *ph_uploader_get_http (PhUploader *uploader);
const char *ph_uploader_get_holder (PhUploader *uploader);
void ph_uploader_register_id (PhUploader *uploader, PhUploadItem *item);
PhUploadItem *ph_uploader_find_item (PhUploader *uploader, gint64 id); /* (nullable) */
void ph_uploader_note_progress (PhUploader *uploader);
/* A try has failed with item->last_error, and there will be another one. */
void ph_uploader_note_retry (PhUploader *uploader, const PhUploadItem *item);
/* Called after each change of item->stage. */
void ph_uploader_stage_changed (PhUploader *uploader, PhUploadItem *item, PhStage before);
/* The item has ended with @outcome (transfer full) and is freed soon. */
void ph_uploader_take_outcome (PhUploader *uploader, PhUploadItem *item, PhOutcome *outcome);
/* A job that never was an item has ended with @outcome (transfer none). */
void ph_uploader_take_refusal (PhUploader *uploader, PhOutcome *outcome);

G_END_DECLS
