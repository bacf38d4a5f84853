/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-announcement.h"

#include <string.h>

#include "ph-error.h"

static PhOutcome *
outcome_new (const char *name, gint64 id, GError *error)
{
  g_autoptr (PhJob) job = ph_job_new ();
  PhOutcome *outcome;

  job->name = g_strdup (name);
  outcome = ph_outcome_new (job, error);
  outcome->id = id;
  outcome->url = g_strdup ("https://img.example.com/a.png");
  return outcome;
}

/* "Copy link|Open", as a person sees them. */
static char *
join_buttons (const PhNotification *notification)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < notification->buttons->len; i++)
    {
      const PhNotificationButton *button = notification->buttons->pdata[i];

      g_string_append_printf (joined, "%s%s", i > 0 ? "|" : "", button->label);
    }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

/* Takes over @notification. */
static void
check (PhNotification *notification, const char *summary, const char *body, const char *buttons,
       gboolean stays)
{
  g_autofree char *joined = join_buttons (notification);

  g_assert_cmpstr (notification->summary, ==, summary);
  g_assert_cmpstr (notification->body, ==, body);
  g_assert_cmpstr (joined, ==, buttons);
  g_assert_cmpint (notification->stays, ==, stays);
  ph_notification_unref (notification);
}

static const gint64 ids[] = { 7, 8 };

static void
test_question (void)
{
  static const guint8 gif[] = "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";
  g_autoptr (GBytes) bytes = g_bytes_new_static (gif, sizeof gif - 1);
  g_autoptr (PhCopied) copied = ph_copied_new_from_picture (bytes);
  PhNotification *question;

  g_assert_nonnull (copied);
  question = ph_announcement_new_question (copied, NULL, PH_LOCATION_NONE, "yes", "no", NULL);
  g_assert_cmpint (question->default_button, ==, -1);
  g_assert_nonnull (strstr (question->body, "GIF"));
  g_assert_null (strstr (question->body, "GPS"));
  ph_notification_unref (question);
  question = ph_announcement_new_question (copied, NULL, PH_LOCATION_KEPT, "yes", "no", NULL);
  g_assert_nonnull (strstr (question->body, "(GPS); whoever"));
  ph_notification_unref (question);
  question = ph_announcement_new_question (copied, NULL, PH_LOCATION_REMOVED, "yes", "no", NULL);
  g_assert_nonnull (strstr (question->body, "(GPS) doesn't go up"));
  ph_notification_unref (question);
}

static void
test_outcomes (void)
{
  static const struct
  {
    const char *name;
    PhAnnouncementDetails details;
    gboolean reused;
    const char *summary, *body, *buttons;
  } cases[] = {
    { "a.png", { NULL, TRUE, TRUE, ids, 1 }, FALSE, "Link copied", "a.png", "Copy link|Open|Undo" },
    { "a.png", { NULL, FALSE, TRUE, NULL, 0 }, FALSE, "Uploaded", "a.png", "Copy link|Open" },
    { "a.png",
      { NULL, TRUE, TRUE, NULL, 0 },
      TRUE,
      "Link copied",
      "a.png was there already",
      "Copy link|Open" },
    { "a.png", { "A note.", TRUE, FALSE, ids, 1 }, FALSE, "Link copied", "a.png\nA note.", "Undo" },
    { "two\nlines\u202e.png", { 0 }, FALSE, "Uploaded", "two lines.png", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhOutcome) outcome = outcome_new (cases[i].name, 7, NULL);

      outcome->reused = cases[i].reused;
      check (ph_announcement_new_outcome (outcome, &cases[i].details), cases[i].summary,
             cases[i].body, cases[i].buttons, FALSE);
    }
}

/* What others may see on the screen or in a picture of it. */
static void
test_nothing_private (void)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), "secret", NULL);
  g_autoptr (PhOutcome) failed
      = outcome_new ("a.png", 0, ph_error_new (PH_ERROR_DISK, "try again", "%s is full", path));
  PhAnnouncementDetails details = { 0 };
  PhNotification *notification = ph_announcement_new_outcome (failed, &details);

  g_assert_cmpstr (notification->body, ==, "~/secret is full: try again");
  ph_notification_unref (notification);

  /* A presigned address is as good as a key. */
  g_clear_error (&failed->error);
  g_free (failed->url);
  failed->url = g_strdup ("https://s3.example.com/a.png?X-Amz-Signature=1");
  notification = ph_announcement_new_outcome (failed, &details);
  g_assert_null (notification->url);
  ph_notification_unref (notification);
}

static void
test_failures (void)
{
  g_autoptr (PhOutcome) kept
      = outcome_new ("a.png", 7, ph_error_new (PH_ERROR_ACCESS, "look at it", "no entry"));
  g_autoptr (PhOutcome) refused
      = outcome_new ("b.png", 0, ph_error_new (PH_ERROR_INPUT, NULL, "gone"));
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new ();
  const PhAnnouncementDetails details = { 0 };
  const PhAnnouncementDetails copied = { NULL, TRUE, FALSE, ids, 1 };

  check (ph_announcement_new_outcome (kept, &details), "a.png was not uploaded",
         "no entry: look at it", "Retry|Settings", TRUE);
  check (ph_announcement_new_outcome (refused, &details), "b.png was not uploaded", "gone",
         "Settings", TRUE);
  g_ptr_array_add (outcomes, kept);
  g_ptr_array_add (outcomes, refused);
  check (ph_announcement_new_summary (outcomes, &details), "2 pictures not uploaded",
         "a.png: no entry: look at it\nb.png: gone", "Retry|Settings", TRUE);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (outcomes, refused);
  check (ph_announcement_new_summary (outcomes, &details), "5 pictures not uploaded",
         "a.png: no entry: look at it\nb.png: gone\nb.png: gone\nand 2 more", "Retry|Settings",
         TRUE);
  g_ptr_array_set_size (outcomes, 2);
  g_clear_error (&kept->error);
  check (ph_announcement_new_summary (outcomes, &copied),
         "1 picture uploaded, 1 picture not uploaded",
         "The links are on the clipboard.\nb.png: gone", "Settings|Undo", TRUE);
}

static void
test_refusals (void)
{
  g_autoptr (GError) nothing = ph_error_new (PH_ERROR_NO_PICTURE, NULL, "no picture there");
  g_autoptr (GError) settings = ph_error_new (PH_ERROR_SETTINGS, "add one", "no destination");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "odd");

  check (ph_announcement_new_refusal (nothing), "No picture to upload", "no picture there", "",
         FALSE);
  check (ph_announcement_new_refusal (settings), "Nothing was uploaded", "no destination: add one",
         "Settings", TRUE);
  check (ph_announcement_new_refusal (foreign), "Nothing was uploaded", "odd", "", TRUE);
}

static void
test_under_way (void)
{
  check (ph_announcement_new_progress (7, 3, 40), "Uploading 3 pictures", "40 % sent", "Cancel",
         FALSE);
  check (ph_announcement_new_progress (7, 3, -1), "Uploading 3 pictures", NULL, "Cancel", FALSE);
  check (ph_announcement_new_waiting (1, "no network"), "1 picture waits to be uploaded",
         "no network\nIt is tried again by itself.", "Settings", FALSE);
}

static void
test_removed (void)
{
  g_autoptr (GError) error = ph_error_new (PH_ERROR_NETWORK, NULL, "no network");
  static const struct
  {
    guint n, n_removed;
    const char *summary;
  } cases[] = {
    { 1, 1, "a.png was removed" },
    { 1, 0, "a.png was not removed" },
    { 3, 3, "3 pictures were removed" },
    { 3, 2, "1 picture was not removed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean failed = cases[i].n_removed < cases[i].n;
      g_autoptr (PhNotification) notification = ph_announcement_new_removed (
          "a.png", cases[i].n, cases[i].n_removed, failed ? error : NULL);

      g_assert_cmpstr (notification->summary, ==, cases[i].summary);
      g_assert_cmpint (notification->stays, ==, failed);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/announcement/question", test_question);
  g_test_add_func ("/announcement/outcomes", test_outcomes);
  g_test_add_func ("/announcement/nothing-private", test_nothing_private);
  g_test_add_func ("/announcement/failures", test_failures);
  g_test_add_func ("/announcement/refusals", test_refusals);
  g_test_add_func ("/announcement/under-way", test_under_way);
  g_test_add_func ("/announcement/removed", test_removed);
  return g_test_run ();
}
