/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-place.h"
#include "ph-config.h"
#include "ph-database.h"
#include "ph-http.h"
#include "ph-link.h"
#include "ph-process-lock.h"
#include "ph-uploader.h"

G_BEGIN_DECLS

/* What a command works with; each part is opened when it is first asked for, so that starting up
 * does no more than the command needs.  Warnings (a file set aside, say) are printed once. */
typedef struct _PhCliSession PhCliSession;

PhCliSession *ph_cli_session_new (void);
void ph_cli_session_free (PhCliSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhCliSession, ph_cli_session_free)

/* All (nullable) (transfer none); NULL with @error. */
PhConfig *ph_cli_session_get_config (PhCliSession *session, GError **error);
PhDatabase *ph_cli_session_get_database (PhCliSession *session, GError **error);
PhProcessLock *ph_cli_session_get_lock (PhCliSession *session, GError **error);
PhUploader *ph_cli_session_get_uploader (PhCliSession *session, GError **error);
PhHttp *ph_cli_session_get_http (PhCliSession *session);
PhPlaces *ph_cli_session_get_places (PhCliSession *session, GError **error);

/* The format of the links of @profile: its own, else the general one, which is all there is where
 * @profile is NULL.  (transfer full): or %NULL with PH_ERROR_SETTINGS where that one is wrong */
PhLinkFormat *ph_cli_session_new_format (PhCliSession *session, const char *profile,
                                         GError **error);

G_END_DECLS
