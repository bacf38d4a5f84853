/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-history.h"
#include "ph-uploader.h"

G_BEGIN_DECLS

/* Taking a picture out again: its row of the history, and its object where that is safe. */

typedef enum
{
  PH_REMOVAL_SAFE,   /* the object too, if this very row's PUT made it and no other row names it */
  PH_REMOVAL_OBJECT, /* the object in any case */
  PH_REMOVAL_ROW,    /* the row only */
} PhRemovalScope;

typedef struct
{
  gboolean deleted_object;
  guint others; /* further rows that name the object */
} PhRemovalResult;

/* ph_removal_run_async:
 * @row: (transfer full)
 *
 * The row goes only after its object has gone.  Errors: those of ph_destination_find_profile (),
 * ph_destination_open (), of the storage and of the database; the row stays then. */
void ph_removal_run_async (PhUploader *uploader, PhHistoryRow *row, PhRemovalScope scope,
                           GAsyncReadyCallback callback, gpointer user_data);
gboolean ph_removal_run_finish (PhUploader *uploader, GAsyncResult *result,
                                PhRemovalResult *removal, GError **error);

/* What @scope would do to @row, with the present rows: nothing is removed, and deleted_object says
 * that the object would be.  A PhDatabaseFunc's part. */
gboolean ph_removal_foresee (PhDatabase *database, const PhHistoryRow *row, PhRemovalScope scope,
                             PhRemovalResult *result, GError **error);

/* Would PH_REMOVAL_SAFE delete the object?  A PhDatabaseFunc's part. */
gboolean ph_removal_is_safe (PhDatabase *database, const PhHistoryRow *row, gboolean *safe,
                             GError **error);

G_END_DECLS
