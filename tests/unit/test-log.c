/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-log.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct
{
  const char *text;
  const char *redacted;
} cases[] = {
  { "plain text, key 2026/11/a.png", "plain text, key 2026/11/a.png" },
  { "https://h/k?X-Amz-Credential=AKIA%2Fx&X-Amz-Expires=60&X-Amz-Signature=0123abcd",
    "https://h/k?X-Amz-Credential=***&X-Amz-Expires=60&X-Amz-Signature=***" },
  { "Authorization: AWS4-HMAC-SHA256 Credential=A/b, Signature=c", "Authorization: ***" },
  { "authorization: Bearer abc", "authorization: ***" },
  { "x-amz-security-token: tok", "x-amz-security-token: ***" },
  { "proxy http://user:pa:ss@word@host:1 failed", "proxy http://user:***@host:1 failed" },
  { "http://127.0.0.1:9000/a@b", "http://127.0.0.1:9000/a@b" },
  { "secret-access-key=abc", "secret-access-key=***" },
  { "\xff bytes", "\xef\xbf\xbd bytes" },
};

static void
test_redact (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *redacted = ph_log_redact (cases[i].text);

      g_assert_cmpstr (redacted, ==, cases[i].redacted);
    }
}

/* GLib takes one writer a process, so all that needs it is in one test. */
static void
test_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  g_autofree char *state = g_build_filename (dir, "state", NULL);
  g_autofree char *path = g_build_filename (state, "log", NULL);
  g_autofree char *before = g_build_filename (state, "log.1", NULL);
  g_autofree char *old = g_strnfill (PH_LOG_MAX_BYTES + 1, 'x');
  g_autofree char *text = NULL;
  struct stat status;

  g_assert_cmpint (g_mkdir (state, 0700), ==, 0);
  g_assert_cmpint (g_chmod (state, 0777), ==, 0);
  g_assert_true (g_file_set_contents (path, old, -1, NULL));
  ph_log_install (state);
  g_debug ("not in the file");
  g_info ("uploaded\na.png, X-Amz-Signature=abc");

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "info: uploaded a.png, X-Amz-Signature=***\n"));
  g_assert_null (strstr (text, "not in the file"));
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (state, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (stat (before, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, PH_LOG_MAX_BYTES + 1);
  g_unlink (path);
  g_unlink (before);
  g_rmdir (state);
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/redact", test_redact);
  g_test_add_func ("/log/file", test_file);
  return g_test_run ();
}
