/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A seat's clipboard as Wayland compositors give it to clipboard managers: ext_data_control_v1, or
 * wlr_data_control_unstable_v1 where they have only that.  The primary selection (what is merely
 * marked) is left alone. */

typedef struct _PhDataControl PhDataControl;

/* All are called in the main loop.  None of them may free the PhDataControl. */
typedef struct
{
  /* Something else is on the clipboard now, or nothing. */
  void (*changed) (gpointer user_data);
  /* Somebody wants what we have put there.
   * @content: as given to ph_data_control_own ()
   * @fd: (transfer full): to be written to, and closed */
  void (*wanted) (gpointer content, const char *target, int fd, gpointer user_data);
  /* The compositor has gone, or gives nothing any more. */
  void (*ended) (gpointer user_data);
} PhDataControlEvents;

/* ph_data_control_open:
 * @events: kept as it is
 *
 * Waits for two answers of the compositor, as every window does.  What is on the clipboard then is
 * known at once, and is no change.
 *
 * Returns: (transfer full) (nullable): NULL where there is no compositor, or none that lets
 * programs do this */
PhDataControl *ph_data_control_open (const PhDataControlEvents *events, gpointer user_data);
void ph_data_control_free (PhDataControl *control);

/* (nullable) (transfer none): the targets of what is on the clipboard; NULL where nothing is */
GPtrArray *ph_data_control_get_targets (PhDataControl *control);

/* A pipe (transfer full) from which what is on the clipboard now can be read without blocking; -1
 * where nothing is, or where there can't be more pipes. */
int ph_data_control_receive (PhDataControl *control, const char *target);

/* ph_data_control_own:
 * @content: (transfer full): until something else is copied
 *
 * Puts something there. */
void ph_data_control_own (PhDataControl *control, const char *const *targets, gpointer content,
                          GDestroyNotify destroy);

/* Is what we have put there still there, as far as the compositor has told us? */
gboolean ph_data_control_is_owner (PhDataControl *control);

/* Calls @done once all that the compositor knows by now has been told to us; not where it ends or
 * @control is freed before.  @user_data: identifies the call */
void ph_data_control_sync (PhDataControl *control, GSourceFunc done, gpointer user_data);
/* @done isn't called for it any more. */
void ph_data_control_cancel_sync (PhDataControl *control, gpointer user_data);

G_END_DECLS
