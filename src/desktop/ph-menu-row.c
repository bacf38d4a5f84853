/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-menu-row.h"

#define DATA "ph-menu-row"

typedef struct
{
  PhMenuRowKind kind;
  GActionGroup *actions;
  char *action;
  GVariant *target; /* (nullable) */
  gboolean unwanted;
  gboolean syncing; /* what happens to the item isn't the person's doing */
} Row;

static void
row_free (Row *row)
{
  g_object_unref (row->actions);
  g_free (row->action);
  g_clear_pointer (&row->target, g_variant_unref);
  g_free (row);
}

static Row *
get_row (gpointer item)
{
  return g_object_get_data (G_OBJECT (item), DATA);
}

static gboolean
is_ticked (const Row *row, GVariant *state)
{
  if (state == NULL)
    return FALSE;
  if (row->kind == PH_MENU_ROW_SWITCH)
    return g_variant_get_boolean (state);
  return row->target != NULL && g_variant_equal (state, row->target);
}

static void
sync_row (GtkWidget *item)
{
  Row *row = get_row (item);
  g_autoptr (GVariant) state = NULL;
  gboolean enabled = FALSE;
  gboolean exists
      = g_action_group_query_action (row->actions, row->action, &enabled, NULL, NULL, NULL, &state);

  row->syncing = TRUE;
  gtk_widget_set_visible (item, exists && !row->unwanted);
  gtk_widget_set_sensitive (item, enabled);
  if (row->kind != PH_MENU_ROW_BUTTON)
    gtk_check_menu_item_set_active (GTK_CHECK_MENU_ITEM (item), is_ticked (row, state));
  row->syncing = FALSE;
}

static void
change_state (const Row *row)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (row->actions, row->action);

  if (state == NULL)
    return;
  if (row->kind == PH_MENU_ROW_SWITCH)
    g_action_group_change_action_state (row->actions, row->action,
                                        g_variant_new_boolean (!g_variant_get_boolean (state)));
  else if (!g_variant_equal (state, row->target))
    g_action_group_change_action_state (row->actions, row->action, row->target);
}

static void
on_activate (GtkWidget *item, gpointer user_data)
{
  Row *row = get_row (item);

  if (row->syncing)
    return;
  if (row->kind == PH_MENU_ROW_BUTTON)
    {
      g_action_group_activate_action (row->actions, row->action, row->target);
      return;
    }
  change_state (row);
  /* GTK has turned the tick; what the action made of it counts. */
  sync_row (item);
}

static void
follow (GtkWidget *item, GActionGroup *actions, const char *action)
{
  static const char *const signals[]
      = { "action-added", "action-removed", "action-enabled-changed", "action-state-changed" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autofree char *detailed = g_strconcat (signals[i], "::", action, NULL);

      g_signal_connect_object (actions, detailed, G_CALLBACK (sync_row), item, G_CONNECT_SWAPPED);
    }
}

GtkWidget *
ph_menu_row_new (PhMenuRowKind kind, GActionGroup *actions, const char *action, GVariant *target,
                 const char *label)
{
  GtkWidget *item = kind == PH_MENU_ROW_BUTTON ? gtk_menu_item_new_with_mnemonic (label)
                                               : gtk_check_menu_item_new_with_mnemonic (label);
  Row *row = g_new0 (Row, 1);

  row->kind = kind;
  row->actions = g_object_ref (actions);
  row->action = g_strdup (action);
  row->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  g_object_set_data_full (G_OBJECT (item), DATA, row, (GDestroyNotify) row_free);
  if (kind == PH_MENU_ROW_CHOICE)
    gtk_check_menu_item_set_draw_as_radio (GTK_CHECK_MENU_ITEM (item), TRUE);
  g_signal_connect (item, "activate", G_CALLBACK (on_activate), NULL);
  follow (item, actions, action);
  sync_row (item);
  return item;
}

void
ph_menu_row_set_target (GtkWidget *item, GVariant *target)
{
  Row *row = get_row (item);

  g_clear_pointer (&row->target, g_variant_unref);
  row->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  sync_row (item);
}

void
ph_menu_row_set_wanted (GtkWidget *item, gboolean wanted)
{
  Row *row = get_row (item);

  row->unwanted = !wanted;
  sync_row (item);
}
