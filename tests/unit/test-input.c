/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-input.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* DIR is the folder in which it runs; it holds "a b.png". */
static const struct
{
  const char *input;
  const char *path; /* NULL: a URL; "": an error; else below the folder */
  const char *name;
} cases[] = {
  { "a b.png", "a b.png", "a b.png" },
  { "missing.png", "missing.png", "missing.png" },
  { "file://DIR/a%20b.png", "a b.png", "a b.png" },
  { "file://localhostDIR/a%20b.png", "a b.png", "a b.png" },
  { "file://DIR/u++/a+b.png", "u++/a+b.png", "a+b.png" },
  { "file://other.exampleDIR/a%20b.png", "", NULL },
  { "https://example.org/i/c.webp?x=1#y", NULL, "c.webp" },
  { "HTTP://example.org/%E6%B1%89.gif", NULL, "汉.gif" },
  { "-rf.png", "-rf.png", "-rf.png" },
  { "ftp://example.org/a.png", "", NULL },
  { "S3://pics/a.png", "", NULL },
  { "data:image/gif;base64,AA==", "", NULL },
  { "blob:https://example.org/1", "", NULL },
  { "http:/example.org/a.png", "", NULL },
  { "a:b.png", "a:b.png", "a:b.png" },
  { "screen: 12:30.png", "screen: 12:30.png", "screen: 12:30.png" },
  { "note:a.png", "note:a.png", "note:a.png" },
  { "", "", NULL },
};

static char *
dup_with_folder (const char *text, const char *folder)
{
  GString *result = g_string_new (text);

  g_string_replace (result, "DIR", folder, 0);
  return g_string_free (result, FALSE);
}

static void
test_new_job (void)
{
  g_autofree char *dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  g_autofree char *real = g_canonicalize_filename (dir, NULL);

  g_assert_cmpint (chdir (dir), ==, 0);
  g_assert_true (g_file_set_contents ("a b.png", "x", 1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *input = dup_with_folder (cases[i].input, real);
      g_autoptr (GError) error = NULL;
      g_autoptr (PhJob) job = ph_input_new_job (input, "blog", NULL, &error);

      g_test_message ("%s", input);
      if (cases[i].name == NULL)
        {
          g_assert_null (job);
          g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (job->name, ==, cases[i].name);
      g_assert_cmpstr (job->input, ==, input);
      g_assert_cmpstr (job->profile, ==, "blog");
      if (cases[i].path == NULL)
        g_assert_null (job->path);
      else
        {
          g_autofree char *path = g_build_filename (real, cases[i].path, NULL);

          g_assert_cmpstr (job->path, ==, path);
        }
    }
  g_unlink ("a b.png");
  g_assert_cmpint (chdir ("/"), ==, 0);
  g_rmdir (dir);
}

static const struct
{
  const char *input;
  const char *url; /* NULL: refused */
  const char *login;
  const char *name;
} logins[] = {
  { "https://me:pw@example.org/a.png", "https://example.org/a.png", "me:pw", "a.png" },
  { "https://token@example.org/a.png", "https://example.org/a.png", "token", "a.png" },
  { "HTTP://me:p@w@[::1]:80/a.png", "HTTP://[::1]:80/a.png", "me:p@w", "a.png" },
  { "https://me:pw@example.org:8443?a@b", "https://example.org:8443?a@b", "me:pw", NULL },
  { "https://@example.org/a.png", "https://example.org/a.png", "", "a.png" },
  { "https://example.org/@me/a.png", "https://example.org/@me/a.png", NULL, "a.png" },
  { "https://[::1]/a.png", "https://[::1]/a.png", NULL, "a.png" },
  /* Half a password as host and path: nothing of it may get into the queue. */
  { "https://me:p/w@example.org/a.png", NULL, NULL, NULL },
  { "https://me:p#w@example.org/a.png", NULL, NULL, NULL },
  { "https://me:p?w@example.org/a.png", NULL, NULL, NULL },
};

static void
test_login (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PhJob) job = ph_input_new_job (logins[i].input, "blog", NULL, &error);

      g_test_message ("%s", logins[i].input);
      if (logins[i].url == NULL)
        {
          g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (job->input, ==, logins[i].url);
      g_assert_cmpstr (job->login, ==, logins[i].login);
      g_assert_cmpint ((job->flags & PH_JOB_LOGIN) != 0, ==, logins[i].login != NULL);
      if (logins[i].name != NULL)
        g_assert_cmpstr (job->name, ==, logins[i].name);
      g_assert_null (strstr (job->name, "pw"));
    }
}

static void
test_name (void)
{
  g_autoptr (PhJob) named = ph_input_new_job ("a.png", "blog", "Plan 1.png", NULL);
  g_autoptr (PhJob) spooled = ph_input_new_spooled_job ("-", g_strdup ("abc"), "blog", NULL);

  g_assert_cmpstr (named->name, ==, "Plan 1.png");
  g_assert_cmpstr (named->alt, ==, "Plan 1");
  g_assert_cmpstr (spooled->spool, ==, "abc");
  g_assert_null (spooled->path);
  g_assert_cmpstr (spooled->input, ==, "-");
  g_assert_cmpstr (spooled->name, !=, "");
}

/* A path that exists is a path, even if it looks like a URL. */
static void
test_literal_path_first (void)
{
  g_autofree char *dir = g_dir_make_tmp ("pichoist-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (dir, "http:", "host", NULL);
  g_autoptr (PhJob) job = NULL;

  g_assert_cmpint (g_mkdir_with_parents (file, 0700), ==, 0);
  g_assert_cmpint (chdir (dir), ==, 0);
  job = ph_input_new_job ("http://host", "blog", NULL, NULL);
  g_assert_true (g_str_has_suffix (job->path, "/http:/host"));
  g_rmdir ("http:/host");
  g_rmdir ("http:");
  g_assert_cmpint (chdir ("/"), ==, 0);
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/input/new-job", test_new_job);
  g_test_add_func ("/input/login", test_login);
  g_test_add_func ("/input/name", test_name);
  g_test_add_func ("/input/literal-path-first", test_literal_path_first);
  return g_test_run ();
}
