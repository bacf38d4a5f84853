/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-recent-label.h"

#include "ph-activity.h"

#define MINUTE G_GINT64_CONSTANT (60)
#define DAY (24 * 60 * MINUTE)
/* 2026-03-01 10:20:30 where it is one hour later than in UTC. */
#define NOW (G_GINT64_CONSTANT (1772356830))

static void
test_labels (void)
{
  static const struct
  {
    const char *name;
    gint64 ago; /* seconds */
    const char *label;
  } cases[] = {
    { "clipboard", 0, "clipboard (10:20:30)" },
    { "clipboard", 5, "clipboard (10:20:25)" },
    { "another", 6, "another (10:20)" },
    { "clipboard", MINUTE, "clipboard (10:19)" },
    { "clipboard", DAY, "clipboard (02/28/26 10:20)" },
    { "clipboard", DAY + MINUTE, "clipboard (02/28/26 10:19:30)" },
    { "clipboard", DAY + MINUTE + 1, "clipboard (02/28/26 10:19:29)" },
    { "a_b", 2 * DAY, "a__b (02/27/26)" },
    /* Told apart by nothing: put up at once. */
    { "twins", 3 * DAY, "twins (02/26/26 10:20:30)" },
    { "twins", 3 * DAY, "twins (02/26/26 10:20:30)" },
    /* Too far away to have a date. */
    { "never", -(G_MAXINT64 / G_USEC_PER_SEC - NOW), "never" },
    { "never", -(G_MAXINT64 / G_USEC_PER_SEC - NOW), "never" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (3600);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new ();
  PhHistoryRow rows[G_N_ELEMENTS (cases)] = { 0 };
  PhRecent recent[G_N_ELEMENTS (cases)] = { 0 };
  g_auto (GStrv) labels = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      rows[i].name = (char *) cases[i].name;
      rows[i].created = (NOW - cases[i].ago) * G_USEC_PER_SEC;
      recent[i].row = &rows[i];
      g_ptr_array_add (pictures, &recent[i]);
    }
  labels = ph_recent_label_list (pictures, zone, NOW * G_USEC_PER_SEC);
  g_assert_cmpuint (g_strv_length (labels), ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (labels[i], ==, cases[i].label);
}

static void
test_none (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GPtrArray) pictures = g_ptr_array_new ();
  g_auto (GStrv) labels = ph_recent_label_list (pictures, zone, 0);

  g_assert_cmpuint (g_strv_length (labels), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recent-label/labels", test_labels);
  g_test_add_func ("/recent-label/none", test_none);
  return g_test_run ();
}
