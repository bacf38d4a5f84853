/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-error.h"

#include <errno.h>
#include <gio/gio.h>

static void
test_private_part (void)
{
  g_autoptr (GError) error = ph_error_new (PH_ERROR_THROTTLED, "wait", "the server says %d", 429);
  g_autoptr (GError) copy = NULL;

  ph_error_set_retry (error, PH_RETRY_THROTTLE, 7);
  ph_error_set_details (error, "SlowDown");
  copy = g_error_copy (error);

  g_assert_cmpstr (copy->message, ==, "the server says 429");
  g_assert_cmpstr (ph_error_get_hint (copy), ==, "wait");
  g_assert_cmpstr (ph_error_get_details (copy), ==, "SlowDown");
  g_assert_cmpint (ph_error_get_retry (copy), ==, PH_RETRY_THROTTLE);
  g_assert_cmpuint (ph_error_get_retry_after (copy), ==, 7);
}

static void
test_window_hint (void)
{
  g_autoptr (GError) error = ph_error_new (PH_ERROR_SECRET, "run this", "there is no secret");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) copy = NULL;

  g_assert_cmpstr (ph_error_get_window_hint (error), ==, "run this");
  ph_error_set_window_hint (&error, "press there");
  copy = g_error_copy (error);
  g_assert_cmpstr (ph_error_get_window_hint (copy), ==, "press there");
  g_assert_cmpstr (ph_error_get_hint (copy), ==, "run this");

  ph_error_set_window_hint (&other, "press there");
  g_assert_null (ph_error_get_window_hint (other));
  ph_error_set_window_hint (&none, "press there");
  ph_error_set_window_hint (NULL, "press there");
  g_assert_null (none);
}

static void
test_other_domain (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");

  ph_error_set_retry (error, PH_RETRY_BACKOFF, 1);
  g_assert_cmpint (ph_error_get_retry (error), ==, PH_RETRY_NEVER);
  g_assert_null (ph_error_get_hint (error));
  g_assert_true (ph_error_is_cancelled (error));
  g_assert_cmpstr (ph_error_get_nick (error), ==, "cancelled");
}

static void
test_nicks (void)
{
  for (int code = PH_ERROR_FAILED; code <= PH_ERROR_SERVER; code++)
    {
      g_autoptr (GError) error = ph_error_new ((PhErrorCode) code, NULL, "x");

      g_assert_nonnull (ph_error_get_nick (error));
      g_assert_cmpint (ph_error_code_from_nick (ph_error_get_nick (error)), ==, code);
    }
  g_assert_cmpint (ph_error_code_from_nick ("no such word"), ==, PH_ERROR_FAILED);
}

static void
test_errno (void)
{
  g_autoptr (GError) error = NULL;

  ph_error_set_from_errno (&error, ENOSPC, "%s can't be written", "config.ini");
  g_assert_error (error, PH_ERROR, PH_ERROR_DISK);
  g_assert_true (g_str_has_prefix (error->message, "config.ini can't be written: "));
  g_assert_nonnull (ph_error_get_hint (error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/private-part", test_private_part);
  g_test_add_func ("/error/window-hint", test_window_hint);
  g_test_add_func ("/error/other-domain", test_other_domain);
  g_test_add_func ("/error/nicks", test_nicks);
  g_test_add_func ("/error/errno", test_errno);
  return g_test_run ();
}
