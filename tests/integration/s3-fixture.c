/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "s3-fixture.h"

#include <string.h>
#include <unistd.h>

const char *
s3_fixture_get_variable (const S3Fixture *fixture, const char *name)
{
  g_autofree char *variable = g_strconcat (fixture->variables, name, NULL);

  return g_getenv (variable);
}

static void
set (PhProfile *profile, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  ph_profile_set_from_text (profile, key, value, &error);
  g_assert_no_error (error);
}

static PhTarget *
new_target (S3Fixture *fixture)
{
  g_autoptr (PhProfile) profile = ph_profile_new ("test");
  g_autoptr (GError) error = NULL;
  PhTarget *target;

  set (profile, "provider", "other");
  set (profile, "endpoint", s3_fixture_get_variable (fixture, "ENDPOINT"));
  set (profile, "region", s3_fixture_get_variable (fixture, "REGION"));
  set (profile, "bucket", s3_fixture_get_variable (fixture, "BUCKET"));
  set (profile, "public-url", s3_fixture_get_variable (fixture, "PUBLIC_URL"));
  set (profile, "addressing", "path");
  set (profile, "stall-timeout", "20");
  target = ph_target_new (profile, &error);
  g_assert_no_error (error);
  return target;
}

/* Both servers can do what R2 can; each test takes away from it what it wants to miss. */
static void
set_preset (S3Fixture *fixture)
{
  fixture->preset = *fixture->target->preset;
  fixture->preset.addressing_fixed = FALSE;
  fixture->preset.list_version = 2;
  fixture->preset.list_url_encoding = TRUE;
  fixture->preset.put_if_absent = TRUE;
  fixture->preset.delete_batch = 700;
  fixture->preset.signs_http_payload = TRUE;
  fixture->preset.single_put_max = G_GINT64_CONSTANT (4) * 1024 * 1024 * 1024;
  fixture->target->preset = &fixture->preset;
}

void
s3_fixture_set_up (S3Fixture *fixture, gconstpointer data)
{
  static guint serial;

  fixture->variables = data;
  if (s3_fixture_get_variable (fixture, "ENDPOINT") == NULL)
    return;
  fixture->target = new_target (fixture);
  set_preset (fixture);
  fixture->http = ph_http_new ();
  fixture->prefix = g_strdup_printf ("storage-%d-%u/", getpid (), serial++);
  fixture->storage = s3_fixture_new_storage (fixture, NULL, NULL, NULL);
}

void
s3_fixture_tear_down (S3Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->storage);
  g_clear_object (&fixture->http);
  g_clear_pointer (&fixture->target, ph_target_unref);
  g_free (fixture->prefix);
}

gboolean
s3_fixture_is_there (S3Fixture *fixture)
{
  const char *why = s3_fixture_get_variable (fixture, "MISSING");

  if (fixture->storage != NULL)
    return TRUE;
  g_test_skip (why != NULL ? why : "no such server in this run");
  return FALSE;
}

PhStorage *
s3_fixture_new_storage (S3Fixture *fixture, const char *access_key, const char *secret,
                        const char *token)
{
  g_autoptr (PhCredentials) credentials = NULL;

  if (access_key == NULL)
    access_key = s3_fixture_get_variable (fixture, "ACCESS_KEY");
  if (secret == NULL)
    secret = s3_fixture_get_variable (fixture, "SECRET_KEY");
  credentials = ph_credentials_new (access_key, secret, token);
  return PH_STORAGE (ph_s3_new (fixture->http, fixture->target, credentials));
}

void
s3_fixture_renew_storage (S3Fixture *fixture)
{
  g_object_unref (fixture->storage);
  fixture->storage = s3_fixture_new_storage (fixture, NULL, NULL, NULL);
}

void
s3_fixture_on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  S3Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

GAsyncResult *
s3_fixture_wait (S3Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&fixture->result);
}

char *
s3_fixture_dup_key (S3Fixture *fixture, const char *name)
{
  return g_strconcat (fixture->prefix, name, NULL);
}

PhContent *
s3_content_new (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return ph_content_new_for_bytes (bytes);
}

PhObject *
s3_put_request (S3Fixture *fixture, const PhPutRequest *request, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_put_async (fixture->storage, request, cancellable, s3_fixture_on_done, fixture);
  result = s3_fixture_wait (fixture);
  return ph_storage_put_finish (fixture->storage, result, error);
}

PhObject *
s3_put (S3Fixture *fixture, const char *key, const char *text, gboolean if_absent, GError **error)
{
  g_autoptr (PhContent) content = s3_content_new (text);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
  const PhPutRequest request = {
    .key = key,
    .content = content,
    .content_type = "image/png",
    .cache_control = "public, max-age=300",
    .sha256 = sha256,
    .md5 = md5,
    .if_absent = if_absent,
  };

  return s3_put_request (fixture, &request, NULL, error);
}

PhObject *
s3_head (S3Fixture *fixture, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_head_async (fixture->storage, key, NULL, s3_fixture_on_done, fixture);
  result = s3_fixture_wait (fixture);
  return ph_storage_head_finish (fixture->storage, result, error);
}

GBytes *
s3_get (S3Fixture *fixture, const char *key, gsize max, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_get_async (fixture->storage, key, max, NULL, s3_fixture_on_done, fixture);
  result = s3_fixture_wait (fixture);
  return ph_storage_get_finish (fixture->storage, result, error);
}

PhObjectPage *
s3_list (S3Fixture *fixture, const char *prefix, const char *from, guint max, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_list_async (fixture->storage, prefix, from, max, NULL, s3_fixture_on_done, fixture);
  result = s3_fixture_wait (fixture);
  return ph_storage_list_finish (fixture->storage, result, error);
}

gboolean
s3_delete (S3Fixture *fixture, const char *key, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_delete_async (fixture->storage, key, NULL, s3_fixture_on_done, fixture);
  result = s3_fixture_wait (fixture);
  return ph_storage_delete_finish (fixture->storage, result, error);
}

GPtrArray *
s3_delete_many (S3Fixture *fixture, GPtrArray *keys, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_ptr_array_add (keys, NULL);
  ph_storage_delete_many_async (fixture->storage, (const char *const *) keys->pdata, NULL,
                                s3_fixture_on_done, fixture);
  g_ptr_array_set_size (keys, (int) keys->len - 1);
  result = s3_fixture_wait (fixture);
  return ph_storage_delete_many_finish (fixture->storage, result, error);
}

gboolean
s3_copy (S3Fixture *fixture, const char *from, const char *to, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_copy_async (fixture->storage, from, to, NULL, s3_fixture_on_done, fixture);
  result = s3_fixture_wait (fixture);
  return ph_storage_copy_finish (fixture->storage, result, error);
}

gboolean
s3_abort (S3Fixture *fixture, const char *key, const char *checkpoint, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_abort_async (fixture->storage, key, checkpoint, NULL, s3_fixture_on_done, fixture);
  result = s3_fixture_wait (fixture);
  return ph_storage_abort_finish (fixture->storage, result, error);
}

GBytes *
s3_fetch (const char *url)
{
  const char *argv[] = { "curl",      "--silent", "--fail",     "--path-as-is", "--globoff",
                         "--noproxy", "*",        "--max-time", "20",           "--output",
                         "-",         url,        NULL };
  g_autoptr (GSubprocess) curl = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  curl = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (curl, NULL, NULL, &bytes, NULL, &error);
  g_assert_no_error (error);
  return g_subprocess_get_successful (curl) ? g_steal_pointer (&bytes) : NULL;
}

void
s3_assert_text (GBytes *bytes, const char *text)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}
