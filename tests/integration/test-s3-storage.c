/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ph-error.h"
#include "s3-fixture.h"

static void
test_round_trip (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "picture", -1);
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, "picture", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) put = NULL;
  g_autoptr (PhObject) head = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  key = s3_fixture_dup_key (fixture, "2026/11/a.png");
  put = s3_put (fixture, key, "picture", FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (put->key, ==, key);
  g_assert_cmpstr (put->etag, ==, md5);
  g_assert_cmpint (put->size, ==, 7);

  head = s3_head (fixture, key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (head->key, ==, key);
  g_assert_cmpstr (head->etag, ==, md5);
  g_assert_cmpstr (head->sha256, ==, sha256);
  g_assert_cmpstr (head->content_type, ==, "image/png");
  g_assert_cmpint (head->size, ==, 7);
  g_assert_cmpint (ABS (head->modified - g_get_real_time () / G_USEC_PER_SEC), <, 60);

  bytes = s3_get (fixture, key, 7, &error);
  g_assert_no_error (error);
  s3_assert_text (bytes, "picture");
  g_assert_null (s3_get (fixture, key, 6, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_TOO_LARGE);
}

static void
test_public_link (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *url = NULL;
  g_autoptr (PhObject) put = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  key = s3_fixture_dup_key (fixture, "截图 (1).png");
  put = s3_put (fixture, key, "public", FALSE, NULL);
  g_assert_nonnull (put);
  url = ph_target_build_public_url (fixture->target, key);
  bytes = s3_fetch (url);
  s3_assert_text (bytes, "public");
}

static void
test_missing (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  key = s3_fixture_dup_key (fixture, "missing.png");
  g_assert_null (s3_head (fixture, key, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NO_OBJECT);
  g_clear_error (&error);
  g_assert_null (s3_get (fixture, key, 1, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NO_OBJECT);
  g_assert_nonnull (strstr (ph_error_get_details (error), "NoSuchKey"));
  g_clear_error (&error);
  g_assert_true (s3_delete (fixture, key, &error));
  g_assert_no_error (error);
}

static void
test_delete (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) put = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  key = s3_fixture_dup_key (fixture, "a.png");
  put = s3_put (fixture, key, "x", FALSE, &error);
  g_assert_nonnull (put);
  g_assert_true (s3_delete (fixture, key, &error));
  g_assert_no_error (error);
  g_assert_null (s3_head (fixture, key, NULL));
}

static void
test_if_absent (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) first = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  key = s3_fixture_dup_key (fixture, "a.png");
  g_assert_true (ph_storage_can_put_if_absent (fixture->storage));
  first = s3_put (fixture, key, "first", TRUE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (first);
  g_assert_null (s3_put (fixture, key, "second", TRUE, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_EXISTS);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
  bytes = s3_get (fixture, key, 100, NULL);
  s3_assert_text (bytes, "first");
}

#define RACERS 8

typedef struct
{
  guint done;
  guint won;
} Race;

static void
on_race_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Race *race = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) object = ph_storage_put_finish (PH_STORAGE (source), result, &error);

  race->done++;
  if (object != NULL)
    race->won++;
  /* Ceph answers some of the losers with 409, worth another try. */
  else if (!g_error_matches (error, PH_ERROR, PH_ERROR_EXISTS))
    g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_BACKOFF);
}

static void
test_race (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  Race race = { 0 };

  if (!s3_fixture_is_there (fixture))
    return;
  key = s3_fixture_dup_key (fixture, "race.png");
  for (guint i = 0; i < RACERS; i++)
    {
      g_autofree char *text = g_strdup_printf ("racer %u", i);
      g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
      g_autoptr (PhContent) content = s3_content_new (text);
      const PhPutRequest request = {
        .key = key,
        .content = content,
        .content_type = "image/png",
        .sha256 = sha256,
        .if_absent = TRUE,
      };

      ph_storage_put_async (fixture->storage, &request, NULL, on_race_put, &race);
    }
  while (race.done < RACERS)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (race.won, ==, 1);
}

/* All of printable ASCII but what no normal form lets through ('/' and '\'), and then some. */
static GPtrArray *
list_odd_names (void)
{
  static const char *const names[] = {
    "截图 2026.png",
    "emoji 🎉👩‍👩‍👧.png",
    "e\xcc\x81 combining.png",
    "é.png",
    "a  b.png",
    " leading",
    "trailing ",
    "%41%2F%.png",
    "+plus+.png",
    "a&b=c?d#e.png",
    "日本語/パス.png",
    "\xf0\xa0\x80\x80.png",
    "a!b@c$d&e(f)=g;h,i'j*k~l.png",
  };
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (int c = ' '; c <= '~'; c++)
    if (c != '/' && c != '\\')
      g_ptr_array_add (list, g_strdup_printf ("a%cb.png", c));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (list, g_strdup (names[i]));
  return list;
}

static void
assert_listed (GPtrArray *names, S3Fixture *fixture, guint page_size)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *from = NULL;

  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PhObjectPage) page = s3_list (fixture, fixture->prefix, from, page_size, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->objects->len, <=, page_size);
      for (guint i = 0; i < page->objects->len; i++)
        {
          const PhObject *object = g_ptr_array_index (page->objects, i);

          g_assert_cmpint (object->size, ==, (gint64) strlen (object->key));
          g_assert_true (g_hash_table_add (seen, g_strdup (object->key)));
        }
      g_free (from);
      from = g_steal_pointer (&page->next);
    }
  while (from != NULL);
  g_assert_cmpuint (g_hash_table_size (seen), ==, names->len);
  for (guint i = 0; i < names->len; i++)
    g_assert_true (g_hash_table_contains (seen, g_ptr_array_index (names, i)));
}

/* Each name goes the whole way: put, listed in both versions and page sizes, read, deleted. */
static void
test_odd_names (S3Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) names = list_odd_names ();
  g_autoptr (GPtrArray) failures = NULL;
  g_autoptr (PhObjectPage) page = NULL;
  g_autoptr (GError) error = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  for (guint i = 0; i < names->len; i++)
    {
      char *key = s3_fixture_dup_key (fixture, g_ptr_array_index (names, i));
      g_autofree char *url = ph_target_build_public_url (fixture->target, key);
      g_autoptr (PhObject) put = s3_put (fixture, key, key, TRUE, &error);
      g_autoptr (GBytes) bytes = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (put->key, ==, key);
      g_free (g_ptr_array_index (names, i));
      g_ptr_array_index (names, i) = key;
      if (i % 8 == 0)
        bytes = s3_fetch (url);
      else
        bytes = s3_get (fixture, key, 1000, &error);
      g_assert_no_error (error);
      s3_assert_text (bytes, key);
    }

  for (fixture->preset.list_version = 1; fixture->preset.list_version <= 2;
       fixture->preset.list_version++)
    for (guint encoded = 0; encoded < 2; encoded++)
      {
        fixture->preset.list_url_encoding = encoded == 1;
        assert_listed (names, fixture, 7);
        assert_listed (names, fixture, 1000);
      }

  fixture->preset.list_version = 2;
  fixture->preset.delete_batch = 50;
  failures = s3_delete_many (fixture, names, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (failures->len, ==, 0);
  page = s3_list (fixture, fixture->prefix, NULL, 0, &error);
  for (guint i = 0; i < page->objects->len; i++)
    g_test_message ("left: %s", ((PhObject *) g_ptr_array_index (page->objects, i))->key);
  g_assert_cmpuint (page->objects->len, ==, 0);
}

static void
test_copy (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObject) put = NULL;
  g_autoptr (PhObject) copy = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  from = s3_fixture_dup_key (fixture, "from + 图.png");
  to = s3_fixture_dup_key (fixture, "to/b (2).png");
  put = s3_put (fixture, from, "copied", FALSE, &error);
  g_assert_nonnull (put);
  g_assert_true (s3_copy (fixture, from, to, &error));
  g_assert_no_error (error);
  copy = s3_head (fixture, to, &error);
  g_assert_cmpint (copy->size, ==, 6);
  g_assert_cmpstr (copy->content_type, ==, "image/png");
  g_assert_nonnull (copy->sha256);

  g_free (from);
  from = s3_fixture_dup_key (fixture, "missing.png");
  g_assert_false (s3_copy (fixture, from, to, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NO_OBJECT);
}

static void
test_presign (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *url = NULL;
  g_autoptr (PhObject) put = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!s3_fixture_is_there (fixture))
    return;
  key = s3_fixture_dup_key (fixture, "private (图) + a.png");
  put = s3_put (fixture, key, "private", FALSE, NULL);
  g_assert_nonnull (put);
  url = ph_storage_presign (fixture->storage, key, 60, NULL);
  bytes = s3_fetch (url);
  s3_assert_text (bytes, "private");
  url[strlen (url) - 1] = url[strlen (url) - 1] == '0' ? '1' : '0';
  g_assert_null (s3_fetch (url));
}

/* The body is not what its hashes say: refused, and nothing is stored. */
static void
test_broken_body (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *right = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "picture", -1);
  g_autofree char *wrong = g_compute_checksum_for_string (G_CHECKSUM_MD5, "other", -1);
  g_autoptr (PhContent) content = s3_content_new ("picture");
  g_autoptr (GError) error = NULL;
  PhPutRequest request = {
    .content = content,
    .content_type = "image/png",
    .sha256 = right,
    .md5 = wrong,
  };

  if (!s3_fixture_is_there (fixture))
    return;
  request.key = key = s3_fixture_dup_key (fixture, "broken.png");
  g_assert_null (s3_put_request (fixture, &request, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_NETWORK);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_BACKOFF);
  g_assert_null (s3_head (fixture, key, NULL));
}

static void
test_cancel (S3Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *large = g_strnfill (1024 * 1024, 'x');
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, large, -1);
  g_autoptr (PhContent) content = s3_content_new (large);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PhPutRequest request = { .content = content, .content_type = "image/png", .sha256 = sha256 };

  if (!s3_fixture_is_there (fixture))
    return;
  request.key = key = s3_fixture_dup_key (fixture, "cancelled.png");
  ph_storage_put_async (fixture->storage, &request, cancellable, s3_fixture_on_done, fixture);
  g_cancellable_cancel (cancellable);
  result = s3_fixture_wait (fixture);
  g_assert_null (ph_storage_put_finish (fixture->storage, result, &error));
  g_assert_true (ph_error_is_cancelled (error));
  g_assert_null (s3_head (fixture, key, NULL));
}

#define ADD(name, variables, function)                                                             \
  g_test_add ("/s3/" name, S3Fixture, variables, s3_fixture_set_up, function, s3_fixture_tear_down)
#define ADD_BOTH(name, function)                                                                   \
  ADD ("r2/" name, "S3_", function);                                                               \
  ADD ("ceph/" name, "RGW_", function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_BOTH ("round-trip", test_round_trip);
  ADD_BOTH ("public-link", test_public_link);
  ADD_BOTH ("missing", test_missing);
  ADD_BOTH ("delete", test_delete);
  ADD_BOTH ("if-absent", test_if_absent);
  ADD_BOTH ("race", test_race);
  ADD_BOTH ("odd-names", test_odd_names);
  ADD_BOTH ("copy", test_copy);
  ADD_BOTH ("presign", test_presign);
  ADD_BOTH ("broken-body", test_broken_body);
  ADD_BOTH ("cancel", test_cancel);
  return g_test_run ();
}
