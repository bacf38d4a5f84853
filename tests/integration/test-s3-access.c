/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ph-error.h"
#include "s3-fixture.h"

/* Who is let in, by what name of the host, and when. */

/* Debian's libfaketime. */
#define FAKETIME "/usr/lib/" MULTIARCH "/faketime/libfaketime.so.1"
#define WRONG_TIME "--in-wrong-time"

static void
assert_refused (S3Fixture *fixture, PhStorage *storage, int code)
{
  g_autofree char *key = s3_fixture_dup_key (fixture, "refused.png");
  g_autoptr (GError) error = NULL;
  const char *secret = s3_fixture_get_variable (fixture, "SECRET_KEY");

  g_object_unref (fixture->storage);
  fixture->storage = storage;
  g_assert_null (s3_put (fixture, key, "x", FALSE, &error));
  g_assert_error (error, PH_ERROR, code);
  g_test_message ("%s: %s (%s)", error->message, ph_error_get_hint (error),
                  ph_error_get_details (error));
  g_assert_nonnull (ph_error_get_hint (error));
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
  g_assert_null (strstr (ph_error_get_details (error), secret));
}

static void
test_wrong_secret (S3Fixture *fixture, gconstpointer data)
{
  if (s3_fixture_is_there (fixture))
    assert_refused (fixture, s3_fixture_new_storage (fixture, NULL, "wrong", NULL),
                    PH_ERROR_SIGNATURE);
}

static void
test_unknown_key (S3Fixture *fixture, gconstpointer data)
{
  if (s3_fixture_is_there (fixture))
    assert_refused (
        fixture, s3_fixture_new_storage (fixture, "ffffffffffffffffffffffffffffffff", NULL, NULL),
        PH_ERROR_ACCESS);
}

static void
test_unknown_bucket (S3Fixture *fixture, gconstpointer data)
{
  if (!s3_fixture_is_there (fixture))
    return;
  g_free (fixture->target->bucket);
  fixture->target->bucket = g_strdup ("no-such-bucket");
  assert_refused (fixture, s3_fixture_new_storage (fixture, NULL, NULL, NULL), PH_ERROR_NO_BUCKET);
}

/* An ACL has effect on Ceph: the bucket's policy lets anyone read, so only the header tells. */
static void
test_acl (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) put = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  fixture->target->acl = g_strdup ("public-read");
  key = s3_fixture_dup_key (fixture, "acl.png");
  put = s3_put (fixture, key, "acl", FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (put);
}

/* Ceph takes the bucket in the host name: http://BUCKET.localhost:PORT. */
static void
test_virtual_host (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) put = NULL;
  g_autoptr (PhObjectPage) page = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  g_free (fixture->target->host);
  fixture->target->host = g_strdup ("localhost");
  fixture->target->path_style = FALSE;
  s3_fixture_renew_storage (fixture);
  key = s3_fixture_dup_key (fixture, "virtual (图).png");
  put = s3_put (fixture, key, "virtual", TRUE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (put);
  page = s3_list (fixture, fixture->prefix, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->objects->len, ==, 1);
  url = ph_storage_presign (fixture->storage, key, 60, NULL);
  g_assert_true (g_str_has_prefix (url, "http://pics.localhost:"));
  bytes = s3_fetch (url);
  s3_assert_text (bytes, "virtual");
}

/* Over https nothing is hashed for the signature. */
static void
test_https (S3Fixture *fixture, gconstpointer data)
{
  const char *endpoint = s3_fixture_get_variable (fixture, "TLS_ENDPOINT");
  g_autofree char *key = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) put = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  if (endpoint == NULL)
    {
      g_test_skip ("this server has no https");
      return;
    }
  uri = g_uri_parse (endpoint, G_URI_FLAGS_NONE, NULL);
  g_free (fixture->target->scheme);
  g_free (fixture->target->host);
  fixture->target->scheme = g_strdup ("https");
  fixture->target->host = g_strdup (g_uri_get_host (uri));
  fixture->target->port = (guint) g_uri_get_port (uri);
  s3_fixture_renew_storage (fixture);
  key = s3_fixture_dup_key (fixture, "secure (图).png");
  g_assert_null (s3_put (fixture, key, "secure", TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_TLS);
  g_clear_error (&error);

  fixture->target->ca_file = g_strdup (s3_fixture_get_variable (fixture, "CA"));
  put = s3_put (fixture, key, "secure", TRUE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (put);
  bytes = s3_get (fixture, key, 100, &error);
  s3_assert_text (bytes, "secure");
}

/* Run again by test_wrong_clock with a clock that is two hours off.  R2's simulator, unlike R2,
 * names no time: the person has to be told. */
static void
test_in_wrong_time (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) put = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  key = s3_fixture_dup_key (fixture, "clock.png");
  put = s3_put (fixture, key, "clock", TRUE, &error);
  if (g_str_equal (fixture->variables, "S3_"))
    {
      g_assert_error (error, PH_ERROR, PH_ERROR_CLOCK);
      return;
    }
  g_assert_no_error (error);
  g_assert_nonnull (put);
  bytes = s3_get (fixture, key, 100, &error);
  g_assert_no_error (error);
  s3_assert_text (bytes, "clock");
  /* The link expires by the server's clock, too. */
  g_bytes_unref (bytes);
  url = ph_storage_presign (fixture->storage, key, 60, NULL);
  bytes = s3_fetch (url);
  s3_assert_text (bytes, "clock");
}

static void
test_wrong_clock (S3Fixture *fixture, gconstpointer data)
{
  static const char *const shifts[] = { "+2h", "-2h" };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  if (!s3_fixture_is_there (fixture))
    return;
  if (!g_file_test (FAKETIME, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("libfaketime is not installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (shifts); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher
          = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
      g_autoptr (GSubprocess) child = NULL;
      g_autoptr (GError) error = NULL;

      g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", FAKETIME, TRUE);
      g_subprocess_launcher_setenv (launcher, "FAKETIME", shifts[i], TRUE);
      g_subprocess_launcher_setenv (launcher, "FAKETIME_DONT_FAKE_MONOTONIC", "1", TRUE);
      g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "verify_asan_link_order=0", TRUE);
      child = g_subprocess_launcher_spawn (launcher, &error, self, WRONG_TIME, fixture->variables,
                                           NULL);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_wait_check (child, NULL, &error));
      g_assert_no_error (error);
    }
}

#define ADD(name, variables, function)                                                             \
  g_test_add ("/s3-access/" name, S3Fixture, variables, s3_fixture_set_up, function,               \
              s3_fixture_tear_down)
#define ADD_BOTH(name, function)                                                                   \
  ADD ("r2/" name, "S3_", function);                                                               \
  ADD ("ceph/" name, "RGW_", function)

int
main (int argc, char **argv)
{
  const char *wrong_time = argc == 3 && g_str_equal (argv[1], WRONG_TIME) ? argv[2] : NULL;

  g_test_init (&argc, &argv, NULL);
  if (wrong_time != NULL)
    {
      ADD ("in-wrong-time", wrong_time, test_in_wrong_time);
      return g_test_run ();
    }
  ADD_BOTH ("wrong-secret", test_wrong_secret);
  ADD_BOTH ("unknown-key", test_unknown_key);
  ADD_BOTH ("unknown-bucket", test_unknown_bucket);
  ADD_BOTH ("acl", test_acl);
  ADD_BOTH ("wrong-clock", test_wrong_clock);
  ADD ("ceph/https", "RGW_", test_https);
  ADD ("ceph/virtual-host", "RGW_", test_virtual_host);
  return g_test_run ();
}
