/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row of a menu that does an action, and shows how that stands: hidden while there is no such
 * action, insensitive while it can't be done, ticked by its state.  For menus that are shown by
 * another program (a panel), where rows must stay the same ones. */

typedef enum
{
  PH_MENU_ROW_BUTTON, /* activates the action with the target */
  PH_MENU_ROW_SWITCH, /* turns the action's state, which is a boolean */
  PH_MENU_ROW_CHOICE, /* gives the action the target as its state */
} PhMenuRowKind;

/* @label: may have an underline before a letter
 * @target: (nullable) (transfer floating) */
GtkWidget *ph_menu_row_new (PhMenuRowKind kind, GActionGroup *actions, const char *action,
                            GVariant *target, const char *label);

/* @target: (nullable) (transfer floating) */
void ph_menu_row_set_target (GtkWidget *row, GVariant *target);

/* A row that isn't wanted is hidden, whatever its action. */
void ph_menu_row_set_wanted (GtkWidget *row, gboolean wanted);

G_END_DECLS
