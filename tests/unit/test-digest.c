/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-digest.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "ph-error.h"

#define ALL (PH_DIGEST_SHA256 | PH_DIGEST_MD5 | PH_DIGEST_SHA1)

/* FIPS 180-4 and RFC 1321 examples. */
static void
test_known (void)
{
  static const struct
  {
    const char *text, *sha256, *sha1, *md5;
  } cases[] = {
    { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "a9993e364706816aba3e25717850c26c9cd0d89d", "900150983cd24fb0d6963f7d28e17f72" },
    { "a", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
      "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", "0cc175b9c0f1b6a831c399e269772661" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
      g_autoptr (GError) error = NULL;
      PhDigest digest;

      g_assert_true (ph_digest_compute (content, 0, -1, ALL, &digest, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (digest.sha256, ==, cases[i].sha256);
      g_assert_cmpstr (digest.sha1, ==, cases[i].sha1);
      g_assert_cmpstr (digest.md5, ==, cases[i].md5);

      g_assert_true (ph_digest_compute (content, 0, -1, PH_DIGEST_MD5, &digest, NULL, &error));
      g_assert_cmpstr (digest.sha256, ==, "");
      g_assert_cmpstr (digest.sha1, ==, "");
      g_assert_cmpstr (digest.md5, ==, cases[i].md5);
    }
}

static void
assert_part (PhContent *content, const char *bytes, gsize size, gint64 offset, gint64 length)
{
  gsize from = MIN ((gsize) offset, size);
  gsize n_bytes = length < 0 ? size - from : MIN ((gsize) length, size - from);
  g_autofree char *sha256
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes + from, n_bytes);
  g_autofree char *sha1
      = g_compute_checksum_for_data (G_CHECKSUM_SHA1, (const guchar *) bytes + from, n_bytes);
  g_autofree char *md5
      = g_compute_checksum_for_data (G_CHECKSUM_MD5, (const guchar *) bytes + from, n_bytes);
  g_autoptr (GError) error = NULL;
  PhDigest digest;

  g_test_message ("%" G_GSIZE_FORMAT " bytes, %" G_GINT64_FORMAT " from %" G_GINT64_FORMAT, size,
                  length, offset);
  g_assert_true (ph_digest_compute (content, offset, length, ALL, &digest, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (digest.sha256, ==, sha256);
  g_assert_cmpstr (digest.sha1, ==, sha1);
  g_assert_cmpstr (digest.md5, ==, md5);
}

static char *
write_file (const char *bytes, gsize size)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("pichoist-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  return path;
}

/* Sizes around those where reading, chunks and threads begin; parts inside, at and past the end. */
static void
test_parts (void)
{
  static const gsize sizes[]
      = { 65535, 65536, 65537, PH_CONTENT_MEMORY_MAX + 1, 4 * 1024 * 1024, 9 * 1024 * 1024 + 13 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *bytes = g_malloc (sizes[i]);
      g_autofree char *path = NULL;
      g_autoptr (PhContent) content = NULL;
      gint64 size = (gint64) sizes[i];

      for (gsize k = 0; k < sizes[i]; k++)
        bytes[k] = (char) (k * 31 + k / 65536);
      path = write_file (bytes, sizes[i]);
      content = ph_content_open (path, NULL);
      g_assert_nonnull (content);
      assert_part (content, bytes, sizes[i], 0, -1);
      assert_part (content, bytes, sizes[i], 0, size);
      assert_part (content, bytes, sizes[i], 1, size);
      assert_part (content, bytes, sizes[i], 1000, 5 * 1024 * 1024);
      assert_part (content, bytes, sizes[i], size - 1, 100);
      assert_part (content, bytes, sizes[i], size + 5, 100);
      assert_part (content, bytes, sizes[i], 7, G_MAXINT64);
      assert_part (content, bytes, sizes[i], 7, 0);
      g_unlink (path);
    }
}

static void
test_cancelled (void)
{
  static const gsize sizes[] = { 100, 6 * 1024 * 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (sizes[i]), sizes[i]);
      g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      PhDigest digest;

      g_cancellable_cancel (cancellable);
      g_assert_false (ph_digest_compute (content, 0, -1, ALL, &digest, cancellable, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_CANCELLED);
      g_assert_cmpstr (digest.sha256, ==, "");
    }
}

static void
test_shrunk (void)
{
  static const char bytes[6 * 1024 * 1024];
  g_autofree char *path = write_file (bytes, sizeof bytes);
  g_autoptr (PhContent) content = ph_content_open (path, NULL);
  g_autoptr (GError) error = NULL;
  PhDigest digest;

  g_assert_cmpint (truncate (path, 3 * 1024 * 1024), ==, 0);
  g_assert_false (ph_digest_compute (content, 0, -1, ALL, &digest, NULL, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_CHANGED);
  g_assert_cmpstr (digest.md5, ==, "");
  g_unlink (path);
}

static void
test_base64 (void)
{
  g_autofree char *md5 = ph_digest_hex_to_base64 ("d41d8cd98f00b204e9800998ecf8427e");
  g_autofree char *empty = ph_digest_hex_to_base64 ("");

  g_assert_cmpstr (md5, ==, "1B2M2Y8AsgTpgAmY7PhCfg==");
  g_assert_cmpstr (empty, ==, "");
}

static gpointer
hash_without_end (gpointer started)
{
  for (;;)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
      g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
      PhDigest digest;

      g_assert_true (ph_digest_compute (content, 0, -1, ALL, &digest, NULL, NULL));
      g_atomic_int_set ((int *) started, 1);
    }
  return NULL;
}

/* Ctrl-C doesn't wait for a picture to be hashed: libcrypto may not be taken apart below it. */
static void
test_exit_meanwhile (void)
{
  static int started;

  if (g_test_subprocess ())
    {
      for (guint i = 0; i < 4; i++)
        g_thread_unref (g_thread_new ("hash", hash_without_end, &started));
      while (!g_atomic_int_get (&started))
        g_thread_yield ();
      exit (0);
    }
  for (guint i = 0; i < 20; i++)
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/known", test_known);
  g_test_add_func ("/digest/parts", test_parts);
  g_test_add_func ("/digest/cancelled", test_cancelled);
  g_test_add_func ("/digest/shrunk", test_shrunk);
  g_test_add_func ("/digest/base64", test_base64);
  g_test_add_func ("/digest/exit-meanwhile", test_exit_meanwhile);
  return g_test_run ();
}
