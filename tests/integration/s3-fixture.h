/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-s3.h"

G_BEGIN_DECLS

/* A bucket on a real server, as tests/run names it in the environment, and each call of PhStorage
 * waited for. */

typedef struct
{
  const char *variables; /* "S3_" or "RGW_" */
  PhPreset preset;       /* the target's, to be changed by the test */
  PhTarget *target;
  PhHttp *http;
  PhStorage *storage;
  char *prefix; /* of this test's keys, with a slash */
  GAsyncResult *result;
} S3Fixture;

/* g_test_add's functions; @data: the word that the variables begin with. */
void s3_fixture_set_up (S3Fixture *fixture, gconstpointer data);
void s3_fixture_tear_down (S3Fixture *fixture, gconstpointer data);

/* FALSE: there is no such server, and the test has been skipped. */
gboolean s3_fixture_is_there (S3Fixture *fixture);

/* A storage of its own; NULL: what the environment says.  (transfer full) */
PhStorage *s3_fixture_new_storage (S3Fixture *fixture, const char *access_key, const char *secret,
                                   const char *token);

/* Puts what was changed in the target into effect. */
void s3_fixture_renew_storage (S3Fixture *fixture);

const char *s3_fixture_get_variable (const S3Fixture *fixture, const char *name);

/* For on_done as callback with the fixture as data. */
void s3_fixture_on_done (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *s3_fixture_wait (S3Fixture *fixture);

char *s3_fixture_dup_key (S3Fixture *fixture, const char *name);
PhContent *s3_content_new (const char *text);

PhObject *s3_put (S3Fixture *fixture, const char *key, const char *text, gboolean if_absent,
                  GError **error);
PhObject *s3_put_request (S3Fixture *fixture, const PhPutRequest *request,
                          GCancellable *cancellable, GError **error);
PhObject *s3_head (S3Fixture *fixture, const char *key, GError **error);
GBytes *s3_get (S3Fixture *fixture, const char *key, gsize max, GError **error);
PhObjectPage *s3_list (S3Fixture *fixture, const char *prefix, const char *from, guint max,
                       GError **error);
gboolean s3_delete (S3Fixture *fixture, const char *key, GError **error);
GPtrArray *s3_delete_many (S3Fixture *fixture, GPtrArray *keys, GError **error);
gboolean s3_copy (S3Fixture *fixture, const char *from, const char *to, GError **error);
gboolean s3_abort (S3Fixture *fixture, const char *key, const char *checkpoint, GError **error);

/* Fetches @url as anyone would; NULL where the answer is not 200. */
GBytes *s3_fetch (const char *url);

void s3_assert_text (GBytes *bytes, const char *text);

G_END_DECLS
