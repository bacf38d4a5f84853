/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-announcement.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"
#include "ph-message.h"
#include "ph-plain-line.h"

/* Source of the categories: Desktop Notifications Specification, "Categories". */
#define ASKED "transfer"
#define COMPLETE "transfer.complete"
#define FAILED "transfer.error"

#define NAME_MAX_LENGTH 48
#define REASON_MAX_LENGTH 200
/* Of a batch; the rest is counted. */
#define REASONS_MAX 3

/* --- pieces of text ----------------------------------------------------------------------------
 */

/* "/home/someone/Pictures" is "~/Pictures": a screen is seen by others, too. */
static char *
hide_home (const char *text)
{
  g_autofree char *prefix = g_strconcat (g_get_home_dir (), "/", NULL);
  g_auto (GStrv) pieces = g_strsplit (text, prefix, -1);

  return strlen (prefix) > 2 ? g_strjoinv ("~/", pieces) : g_strdup (text);
}

static char *
dup_reason (const GError *error)
{
  g_autofree char *reason = ph_message_from_error (error);
  g_autofree char *hidden = hide_home (reason);

  return ph_plain_line_new (hidden, REASON_MAX_LENGTH);
}

static char *
dup_name (const char *name)
{
  return ph_plain_line_new (name != NULL ? name : "", NAME_MAX_LENGTH);
}

/* Settings, keys and profiles: what can be mended in the settings window. */
static gboolean
is_about_settings (const GError *error)
{
  static const int codes[] = { PH_ERROR_SETTINGS,  PH_ERROR_SECRET,    PH_ERROR_ACCESS,
                               PH_ERROR_SIGNATURE, PH_ERROR_NO_BUCKET, PH_ERROR_REGION,
                               PH_ERROR_PROXY,     PH_ERROR_TLS,       PH_ERROR_NETWORK };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, PH_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static void
offer_settings (PhNotification *notification)
{
  ph_notification_add_button (notification, _ ("Settings"), "settings", NULL);
}

static void
offer_undo (PhNotification *notification, const PhAnnouncementDetails *details)
{
  if (details->n_undoable == 0)
    return;
  ph_notification_add_button (notification, _ ("Undo"), "undo-all",
                              g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, details->undoable,
                                                         details->n_undoable, sizeof (gint64)));
}

/* --- the question ------------------------------------------------------------------------------
 */

/* "image/jpeg" as people know it: "JPEG". */
static char *
dup_type (const char *mime)
{
  const char *slash = strchr (mime, '/');
  g_autofree char *type = g_ascii_strup (slash != NULL ? slash + 1 : mime, -1);
  char *plus = strchr (type, '+');

  if (plus != NULL)
    *plus = '\0';
  return g_steal_pointer (&type);
}

static char *
describe_found (const PhCopied *copied)
{
  g_autofree char *name = dup_name (copied->name);
  g_autofree char *size = copied->size > 0 ? g_format_size ((guint64) copied->size) : NULL;
  g_autofree char *type = copied->mime != NULL ? dup_type (copied->mime) : NULL;
  guint n = copied->inputs->len;

  if (size == NULL)
    return g_steal_pointer (&name);
  if (n > 1)
    /* TRANSLATORS: name of the first picture, number of the others, size of all */
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%s and %u more, %s", "%s and %u more, %s", n - 1), name,
        n - 1, size);
  if (type == NULL)
    return g_strdup_printf (_ ("%s, %s"), name, size);
  /* TRANSLATORS: name, type (PNG) and size of a picture */
  return g_strdup_printf (_ ("%s, %s, %s"), name, type, size);
}

PhNotification *
ph_announcement_new_question (const PhCopied *copied, GdkPixbuf *thumbnail,
                              PhAskedLocation location, const char *accept, const char *ignore,
                              GVariant *target)
{
  g_autoptr (GVariant) owned = target != NULL ? g_variant_ref_sink (target) : NULL;
  g_autofree char *description = describe_found (copied);
  guint n = copied->inputs->len;
  g_autofree char *summary = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Upload this picture?", "Upload %u pictures?", n), n);
  PhNotification *notification = ph_notification_new (ASKED, summary, description);

  ph_notification_add_line (notification, copied->note);
  if (location == PH_LOCATION_REMOVED)
    ph_notification_add_line (
        notification,
        g_dngettext (GETTEXT_PACKAGE, "Where it was taken (GPS) doesn't go up with it.",
                     "Where they were taken (GPS) doesn't go up with them.", n));
  if (location == PH_LOCATION_KEPT)
    ph_notification_add_line (
        notification,
        g_dngettext (GETTEXT_PACKAGE,
                     "It says where it was taken (GPS); whoever has the link can read that.",
                     "They say where they were taken (GPS); whoever has the links can read that.",
                     n));
  if (thumbnail != NULL)
    notification->image = g_object_ref (thumbnail);
  /* No default: a click that misses the buttons must not publish anything. */
  ph_notification_add_button (notification, _ ("Upload"), accept, owned);
  ph_notification_add_button (notification, _ ("Ignore"), ignore, owned);
  return notification;
}

/* --- outcomes ----------------------------------------------------------------------------------
 */

static PhNotification *
new_failure (const PhOutcome *outcome)
{
  g_autofree char *name = dup_name (outcome->job->name);
  g_autofree char *summary = g_strdup_printf (_ ("%s was not uploaded"), name);
  g_autofree char *reason = dup_reason (outcome->error);
  PhNotification *notification = ph_notification_new (FAILED, summary, reason);

  notification->stays = TRUE;
  if (outcome->id != 0)
    ph_notification_add_button (notification, _ ("Retry"), "retry",
                                g_variant_new_int64 (outcome->id));
  offer_settings (notification);
  return notification;
}

PhNotification *
ph_announcement_new_outcome (const PhOutcome *outcome, const PhAnnouncementDetails *details)
{
  g_autofree char *name = dup_name (outcome->job->name);
  g_autofree char *known = NULL;
  PhNotification *notification;

  if (outcome->error != NULL)
    return new_failure (outcome);
  if (outcome->reused)
    known = g_strdup_printf (_ ("%s was there already"), name);
  notification = ph_notification_new (
      COMPLETE, details->copied ? _ ("Link copied") : _ ("Uploaded"), known != NULL ? known : name);
  ph_notification_add_line (notification, details->note);
  if (details->has_link)
    {
      notification->url = g_strdup (outcome->url);
      ph_notification_add_button (notification, _ ("Copy link"), "copy-link",
                                  g_variant_new ("(xs)", outcome->id, ""));
      ph_notification_add_button (notification, _ ("Open"), "open-link",
                                  g_variant_new_int64 (outcome->id));
      notification->default_button = 1;
    }
  offer_undo (notification, details);
  return notification;
}

static void
add_failures (PhNotification *notification, const GPtrArray *outcomes, guint n_failed)
{
  guint said = 0;

  for (guint i = 0; i < outcomes->len && said < REASONS_MAX; i++)
    {
      const PhOutcome *outcome = outcomes->pdata[i];
      g_autofree char *reason = NULL;
      g_autofree char *name = NULL;
      g_autofree char *line = NULL;

      if (outcome->error == NULL)
        continue;
      reason = dup_reason (outcome->error);
      name = dup_name (outcome->job->name);
      line = g_strdup_printf (_ ("%s: %s"), name, reason);
      ph_notification_add_line (notification, line);
      said++;
    }
  if (n_failed > said)
    {
      g_autofree char *rest = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n_failed - said),
          n_failed - said);

      ph_notification_add_line (notification, rest);
    }
}

static char *
dup_counts (guint n_done, guint n_failed)
{
  g_autofree char *done = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u picture uploaded", "%u pictures uploaded", n_done), n_done);
  g_autofree char *failed
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture not uploaded",
                                      "%u pictures not uploaded", n_failed),
                         n_failed);

  if (n_failed == 0)
    return g_steal_pointer (&done);
  if (n_done == 0)
    return g_steal_pointer (&failed);
  /* TRANSLATORS: "3 pictures uploaded", "1 picture not uploaded" */
  return g_strdup_printf (_ ("%s, %s"), done, failed);
}

static void
offer_retry (PhNotification *notification, const GPtrArray *outcomes)
{
  gboolean can_retry = FALSE;

  for (guint i = 0; i < outcomes->len; i++)
    {
      const PhOutcome *outcome = outcomes->pdata[i];

      can_retry = can_retry || (outcome->error != NULL && outcome->id != 0);
    }
  if (can_retry)
    ph_notification_add_button (notification, _ ("Retry"), "retry", g_variant_new_int64 (0));
}

PhNotification *
ph_announcement_new_summary (const GPtrArray *outcomes, const PhAnnouncementDetails *details)
{
  PhNotification *notification;
  g_autofree char *summary = NULL;
  guint n_failed = 0;

  for (guint i = 0; i < outcomes->len; i++)
    n_failed += ((PhOutcome *) outcomes->pdata[i])->error != NULL;
  summary = dup_counts (outcomes->len - n_failed, n_failed);
  notification = ph_notification_new (n_failed > 0 ? FAILED : COMPLETE, summary, NULL);
  if (details->copied)
    ph_notification_add_line (notification, _ ("The links are on the clipboard."));
  ph_notification_add_line (notification, details->note);
  if (n_failed > 0)
    {
      notification->stays = TRUE;
      add_failures (notification, outcomes, n_failed);
      offer_retry (notification, outcomes);
      offer_settings (notification);
    }
  offer_undo (notification, details);
  return notification;
}

PhNotification *
ph_announcement_new_refusal (const GError *error)
{
  g_autofree char *reason = dup_reason (error);
  PhNotification *notification;

  if (g_error_matches (error, PH_ERROR, PH_ERROR_NO_PICTURE))
    return ph_notification_new (FAILED, _ ("No picture to upload"), reason);
  notification = ph_notification_new (FAILED, _ ("Nothing was uploaded"), reason);
  notification->stays = TRUE;
  if (is_about_settings (error))
    offer_settings (notification);
  return notification;
}

/* --- under way ---------------------------------------------------------------------------------
 */

PhNotification *
ph_announcement_new_progress (guint delivery, guint n_pictures, int percent)
{
  g_autofree char *summary = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Uploading %u picture", "Uploading %u pictures", n_pictures),
      n_pictures);
  g_autofree char *body = percent >= 0 ? g_strdup_printf (_ ("%d %% sent"), percent) : NULL;
  PhNotification *notification = ph_notification_new (ASKED, summary, body);

  notification->percent = MAX (percent, 0);
  ph_notification_add_button (notification, _ ("Cancel"), "cancel-delivery",
                              g_variant_new_uint32 (delivery));
  return notification;
}

PhNotification *
ph_announcement_new_waiting (guint n_pictures, const char *reason)
{
  g_autofree char *summary
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture waits to be uploaded",
                                      "%u pictures wait to be uploaded", n_pictures),
                         n_pictures);
  g_autofree char *hidden = hide_home (reason);
  g_autofree char *line = ph_plain_line_new (hidden, REASON_MAX_LENGTH);
  PhNotification *notification = ph_notification_new (FAILED, summary, line);

  ph_notification_add_line (notification, _ ("It is tried again by itself."));
  offer_settings (notification);
  return notification;
}

static char *
dup_removed (const char *name, guint n_pictures, guint n_removed)
{
  g_autofree char *plain = dup_name (name);
  guint n_kept = n_pictures - n_removed;

  if (n_pictures == 1)
    return g_strdup_printf (n_removed == 1 ? _ ("%s was removed") : _ ("%s was not removed"),
                            plain);
  if (n_kept == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture was removed",
                                         "%u pictures were removed", n_removed),
                            n_removed);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture was not removed",
                                       "%u pictures were not removed", n_kept),
                          n_kept);
}

PhNotification *
ph_announcement_new_removed (const char *name, guint n_pictures, guint n_removed,
                             const GError *error)
{
  g_autofree char *summary = dup_removed (name, n_pictures, n_removed);
  g_autofree char *reason = error != NULL ? dup_reason (error) : NULL;
  PhNotification *notification;

  if (error == NULL)
    return ph_notification_new (
        COMPLETE, summary,
        n_pictures == 1 ? _ ("Its link leads nowhere now; a cache on the way may still "
                             "show the picture for a while.")
                        : _ ("Their links lead nowhere now; a cache on the way may still "
                             "show the pictures for a while."));
  notification = ph_notification_new (FAILED, summary, reason);
  notification->stays = TRUE;
  return notification;
}
