/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-recent-label.h"

#include <glib/gi18n-lib.h>

#include "ph-activity.h"
#include "ph-menu-label.h"

/* From short to exact. */
static const char *const formats_of_today[] = { "%H:%M", "%H:%M:%S" };
static const char *const formats[] = { "%x", "%x %H:%M", "%x %H:%M:%S" };

/* (transfer full) (nullable): NULL for what is no time */
static GDateTime *
read_time (gint64 usec, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (usec / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b)
         && g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* (transfer full) (nullable): NULL where it can't be said more exactly */
static char *
build (const PhHistoryRow *picture, guint exactness, GTimeZone *zone, GDateTime *now)
{
  g_autoptr (GDateTime) created = read_time (picture->created, zone);
  gboolean today = created != NULL && is_same_day (created, now);
  guint n_formats = today ? G_N_ELEMENTS (formats_of_today) : G_N_ELEMENTS (formats);
  g_autofree char *name = NULL;
  g_autofree char *when = NULL;

  if (exactness > 0 && (created == NULL || exactness >= n_formats))
    return NULL;
  name = ph_menu_label_new (picture->name, PH_MENU_LABEL_NAME);
  if (created == NULL)
    return g_steal_pointer (&name);
  when = g_date_time_format (created, today ? formats_of_today[exactness] : formats[exactness]);
  /* TRANSLATORS: the name of a picture, and when it was put up */
  return g_strdup_printf (_ ("%s (%s)"), name, when);
}

static gboolean
is_alone (const GPtrArray *labels, guint own)
{
  for (guint i = 0; i < labels->len; i++)
    if (i != own && g_str_equal (labels->pdata[i], labels->pdata[own]))
      return FALSE;
  return TRUE;
}

/* Says more of those that look alike.  Returns: whether there were any */
static gboolean
tell_apart (GPtrArray *labels, const GPtrArray *pictures, guint exactness, GTimeZone *zone,
            GDateTime *now)
{
  g_autoptr (GPtrArray) longer = g_ptr_array_new_with_free_func (g_free);
  gboolean found = FALSE;

  for (guint i = 0; i < labels->len; i++)
    g_ptr_array_add (longer, is_alone (labels, i) ? NULL
                                                  : build (((PhRecent *) pictures->pdata[i])->row,
                                                           exactness, zone, now));
  for (guint i = 0; i < labels->len; i++)
    if (longer->pdata[i] != NULL)
      {
        g_free (labels->pdata[i]);
        labels->pdata[i] = g_steal_pointer (&longer->pdata[i]);
        found = TRUE;
      }
  return found;
}

char **
ph_recent_label_list (const GPtrArray *pictures, GTimeZone *zone, gint64 now)
{
  g_autoptr (GDateTime) day = read_time (now, zone);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < pictures->len; i++)
    g_ptr_array_add (labels, build (((PhRecent *) pictures->pdata[i])->row, 0, zone, day));
  for (guint exactness = 1; tell_apart (labels, pictures, exactness, zone, day);)
    exactness++;
  g_ptr_array_add (labels, NULL);
  return (char **) g_ptr_array_steal (labels, NULL);
}
