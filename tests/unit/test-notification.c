/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-notification.h"

static void
test_body (void)
{
  static const struct
  {
    const char *body, *url;
    gboolean has_buttons, markup;
    const char *built;
  } cases[] = {
    { NULL, NULL, FALSE, FALSE, "" },
    { "a.png", NULL, TRUE, TRUE, "a.png" },
    { "a.png", "https://x/?a=1&b=2", TRUE, TRUE, "a.png" },
    { "a.png", "https://x/?a=1&b=2", FALSE, FALSE, "a.png\nhttps://x/?a=1&b=2" },
    { "a.png", "https://x/?a=1&b=2", FALSE, TRUE, "a.png\nhttps://x/?a=1&amp;b=2" },
    { NULL, "https://x/a", FALSE, TRUE, "https://x/a" },
    { "<b>&amp;\"'</b>", NULL, TRUE, TRUE, "&lt;b&gt;&amp;amp;&quot;&apos;&lt;/b&gt;" },
    { "<b>&amp;\"'</b>", NULL, TRUE, FALSE, "<b>&amp;\"'</b>" },
    { "broken\xff", NULL, TRUE, TRUE, "broken\uFFFD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhNotification) notification
          = ph_notification_new ("transfer", "summary", cases[i].body);
      g_autofree char *built = NULL;

      notification->url = g_strdup (cases[i].url);
      built = ph_notification_build_body (notification, cases[i].has_buttons, cases[i].markup);
      g_assert_cmpstr (built, ==, cases[i].built);
    }
}

static void
test_lines (void)
{
  g_autoptr (PhNotification) notification = ph_notification_new ("transfer", "summary", NULL);

  ph_notification_add_line (notification, NULL);
  g_assert_null (notification->body);
  ph_notification_add_line (notification, "one");
  ph_notification_add_line (notification, "two");
  ph_notification_add_line (notification, NULL);
  g_assert_cmpstr (notification->body, ==, "one\ntwo");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notification/body", test_body);
  g_test_add_func ("/notification/lines", test_lines);
  return g_test_run ();
}
