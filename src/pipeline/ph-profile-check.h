/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-http.h"

G_BEGIN_DECLS

/* Tries a destination out: puts a small picture, reads it back through the storage and through the
 * public link, and deletes it. */

typedef enum
{
  PH_CHECK_SETTINGS,
  PH_CHECK_REACH,
  PH_CHECK_PUT,
  PH_CHECK_READ,
  PH_CHECK_PUBLIC,
  PH_CHECK_DELETE,
  PH_N_CHECKS
} PhCheckStep;

/* What a person calls the step: "public link".  (transfer none) */
const char *ph_check_step_get_label (PhCheckStep step);

/* What became of one step. */
typedef struct
{
  PhCheckStep step;
  GError *error;       /* (nullable): NULL: all is well */
  const char *note;    /* (nullable): why it was left out */
  GPtrArray *warnings; /* (element-type utf8): what works and should be better */
} PhCheckResult;

PhCheckResult *ph_check_result_copy (const PhCheckResult *result);
void ph_check_result_free (PhCheckResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhCheckResult, ph_check_result_free)

/* Each step that was taken, in their order.  A step that fails ends the check, but for what was put
 * being deleted. */
typedef void (*PhCheckFunc) (const PhCheckResult *result, gpointer user_data);

/* ph_profile_check_async:
 * @config: needed until this returns alone
 * @profile: (nullable): the default one
 * @func: called before @callback, in the same main context
 *
 * May block until this returns, as ph_destination_open () does. */
void ph_profile_check_async (PhConfig *config, const char *profile, PhHttp *http,
                             GCancellable *cancellable, PhCheckFunc func, gpointer func_data,
                             GAsyncReadyCallback callback, gpointer user_data);
/* Did all steps succeed? */
gboolean ph_profile_check_finish (GAsyncResult *result);

G_END_DECLS
