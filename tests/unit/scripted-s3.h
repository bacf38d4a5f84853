/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-http.h"
#include "ph-storage.h"
#include "ph-target.h"
#include "scripted-server.h"

G_BEGIN_DECLS

/* A bucket on a server whose answers are written down by the test, and each call waited for. */

#define SCRIPTED_S3_SECRET "+/=%secret \"\\#"
/* Of "abc", which is what is put. */
#define SCRIPTED_S3_SHA256 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define SCRIPTED_S3_MD5 "900150983cd24fb0d6963f7d28e17f72"

typedef struct
{
  ScriptedServer *server;
  ScriptedServer *unrelated; /* tear_down checks that nothing came there */
  PhPreset preset;           /* the target's, to be changed by the test */
  PhTarget *target;
  PhHttp *http;
  PhStorage *storage;
  const char *token; /* (nullable) session token */
  GAsyncResult *result;
} ScriptedS3;

void scripted_s3_set_up (ScriptedS3 *fixture, gconstpointer data);
void scripted_s3_tear_down (ScriptedS3 *fixture, gconstpointer data);

/* Another target: http://HOST:PORT/base, bucket pics, path style. */
void scripted_s3_set_target (ScriptedS3 *fixture, const char *host, const char *region);

/* Puts what was changed in target and token into effect, and forgets what was learnt. */
void scripted_s3_renew_storage (ScriptedS3 *fixture);

void scripted_s3_on_done (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *scripted_s3_wait (ScriptedS3 *fixture);

gboolean scripted_s3_put (ScriptedS3 *fixture, gboolean if_absent, GError **error);
gboolean scripted_s3_head (ScriptedS3 *fixture, GError **error);
gboolean scripted_s3_list (ScriptedS3 *fixture, GError **error);
gboolean scripted_s3_delete (ScriptedS3 *fixture, GError **error);
gboolean scripted_s3_copy (ScriptedS3 *fixture, GError **error);

/* @value: NULL: @request must not have this header. */
void scripted_s3_assert_header (const char *request, const char *name, const char *value);
void scripted_s3_assert_no_more_requests (ScriptedS3 *fixture);

G_END_DECLS
