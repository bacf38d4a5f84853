/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-admission.h"
#include "ph-upload-item.h"

G_BEGIN_DECLS

/* What a PhDatabaseFunc works on for an item that goes on afterwards.  The item is busy meanwhile,
 * so that nobody else touches it.  Private to the uploader. */
typedef struct
{
  PhUploadItem *item;
  const char *holder;
  PhAdmission admission;
} PhUploadStep;

PhUploadStep *ph_upload_step_new (PhUploadItem *item);
void ph_upload_step_free (PhUploadStep *step);

/* Brings @item to @stage and runs @func on the database's thread, with a new step as its data,
 * which
 * @callback gets as well. */
void ph_upload_step_run (PhUploadItem *item, PhStage stage, PhDatabaseFunc func,
                         GAsyncReadyCallback callback);
/* To be called in the callback.  FALSE where the database failed or the item was doomed meanwhile:
 * both are taken care of. */
gboolean ph_upload_step_finish (PhUploadStep *step, GObject *source, GAsyncResult *result);

G_END_DECLS
