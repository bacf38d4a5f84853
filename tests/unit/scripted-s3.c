/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-s3.h"

#include "ph-s3.h"

static void
set (PhProfile *profile, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  ph_profile_set_from_text (profile, key, value, &error);
  g_assert_no_error (error);
}

void
scripted_s3_renew_storage (ScriptedS3 *fixture)
{
  g_autoptr (PhCredentials) credentials
      = ph_credentials_new ("KEYID", SCRIPTED_S3_SECRET, fixture->token);

  g_clear_object (&fixture->storage);
  fixture->storage = PH_STORAGE (ph_s3_new (fixture->http, fixture->target, credentials));
}

void
scripted_s3_set_target (ScriptedS3 *fixture, const char *host, const char *region)
{
  g_autoptr (PhProfile) profile = ph_profile_new ("test");
  g_autofree char *endpoint
      = g_strdup_printf ("http://%s:%u/base", host, scripted_server_get_port (fixture->server));
  g_autoptr (GError) error = NULL;

  set (profile, "provider", "other");
  set (profile, "endpoint", endpoint);
  set (profile, "region", region);
  set (profile, "bucket", "pics");
  set (profile, "addressing", "path");
  g_clear_pointer (&fixture->target, ph_target_unref);
  fixture->target = ph_target_new (profile, &error);
  g_assert_no_error (error);
  fixture->preset = *fixture->target->preset;
  fixture->preset.addressing_fixed = FALSE;
  fixture->preset.put_if_absent = TRUE;
  fixture->preset.signs_http_payload = TRUE;
  fixture->target->preset = &fixture->preset;
  scripted_s3_renew_storage (fixture);
}

void
scripted_s3_set_up (ScriptedS3 *fixture, gconstpointer data)
{
  fixture->server = scripted_server_new ();
  fixture->unrelated = scripted_server_new ();
  fixture->http = ph_http_new ();
  scripted_s3_set_target (fixture, "127.0.0.1", "us-east-1");
}

void
scripted_s3_tear_down (ScriptedS3 *fixture, gconstpointer data)
{
  g_assert_null (scripted_server_take_request (fixture->unrelated));
  g_clear_object (&fixture->storage);
  g_clear_object (&fixture->http);
  ph_target_unref (fixture->target);
  scripted_server_free (fixture->server);
  scripted_server_free (fixture->unrelated);
}

void
scripted_s3_on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((ScriptedS3 *) user_data)->result = g_object_ref (result);
}

GAsyncResult *
scripted_s3_wait (ScriptedS3 *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&fixture->result);
}

gboolean
scripted_s3_put (ScriptedS3 *fixture, gboolean if_absent, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
  const PhPutRequest request = {
    .key = "2026/图 (1).png",
    .content = content,
    .content_type = "image/png",
    .cache_control = "public, max-age=300",
    .sha256 = SCRIPTED_S3_SHA256,
    .md5 = SCRIPTED_S3_MD5,
    .if_absent = if_absent,
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PhObject) object = NULL;

  ph_storage_put_async (fixture->storage, &request, NULL, scripted_s3_on_done, fixture);
  result = scripted_s3_wait (fixture);
  object = ph_storage_put_finish (fixture->storage, result, error);
  return object != NULL;
}

gboolean
scripted_s3_head (ScriptedS3 *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PhObject) object = NULL;

  ph_storage_head_async (fixture->storage, "a.png", NULL, scripted_s3_on_done, fixture);
  result = scripted_s3_wait (fixture);
  object = ph_storage_head_finish (fixture->storage, result, error);
  return object != NULL;
}

gboolean
scripted_s3_list (ScriptedS3 *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PhObjectPage) page = NULL;

  ph_storage_list_async (fixture->storage, "", NULL, 0, NULL, scripted_s3_on_done, fixture);
  result = scripted_s3_wait (fixture);
  page = ph_storage_list_finish (fixture->storage, result, error);
  return page != NULL;
}

gboolean
scripted_s3_delete (ScriptedS3 *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_delete_async (fixture->storage, "a.png", NULL, scripted_s3_on_done, fixture);
  result = scripted_s3_wait (fixture);
  return ph_storage_delete_finish (fixture->storage, result, error);
}

gboolean
scripted_s3_copy (ScriptedS3 *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ph_storage_copy_async (fixture->storage, "a b.png", "c.png", NULL, scripted_s3_on_done, fixture);
  result = scripted_s3_wait (fixture);
  return ph_storage_copy_finish (fixture->storage, result, error);
}

void
scripted_s3_assert_header (const char *request, const char *name, const char *value)
{
  g_autofree char *found = scripted_request_dup_header (request, name);

  g_test_message ("%s", name);
  g_assert_cmpstr (found, ==, value);
}

void
scripted_s3_assert_no_more_requests (ScriptedS3 *fixture)
{
  g_assert_null (scripted_server_take_request (fixture->server));
}
