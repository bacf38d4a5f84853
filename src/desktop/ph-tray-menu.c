/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-tray-menu.h"

#include <glib/gi18n-lib.h>

#include "ph-menu-label.h"
#include "ph-menu-row.h"
#include "ph-recent-label.h"
#include "ph-recent-row.h"

struct _PhTrayMenu
{
  GtkMenu parent_instance;

  GActionGroup *actions;
  PhActivity *activity;
  PhConfig *config;

  GtkWidget *status_row;
  GtkWidget *upload_row;
  GtkWidget *recent_rows[PH_RECENT_MAX];
  GtkWidget *recent_separator;
  GtkWidget *destination_row;
  GtkWidget *watch_row;
  GtkWidget *cancel_row;
  GtkWidget *retry_row;
};

G_DEFINE_FINAL_TYPE (PhTrayMenu, ph_tray_menu, GTK_TYPE_MENU)

static void
ph_tray_menu_finalize (GObject *object)
{
  PhTrayMenu *menu = PH_TRAY_MENU (object);

  g_clear_object (&menu->actions);
  g_clear_object (&menu->activity);
  g_clear_object (&menu->config);
  G_OBJECT_CLASS (ph_tray_menu_parent_class)->finalize (object);
}

static void
ph_tray_menu_class_init (PhTrayMenuClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_tray_menu_finalize;
}

static void
ph_tray_menu_init (PhTrayMenu *menu)
{
}

/* --- rows ---------------------------------------------------------------------------------------
 */

static GtkWidget *
append (gpointer menu, GtkWidget *row)
{
  gtk_menu_shell_append (GTK_MENU_SHELL (menu), row);
  return row;
}

static GtkWidget *
append_separator (gpointer menu)
{
  GtkWidget *separator = gtk_separator_menu_item_new ();

  gtk_widget_show (separator);
  return append (menu, separator);
}

static GtkWidget *
append_button (PhTrayMenu *menu, const char *action, GVariant *target, const char *label)
{
  return append (menu, ph_menu_row_new (PH_MENU_ROW_BUTTON, menu->actions, action, target, label));
}

static GtkWidget *
append_submenu (PhTrayMenu *menu, const char *label)
{
  GtkWidget *row = gtk_menu_item_new_with_mnemonic (label);

  gtk_menu_item_set_submenu (GTK_MENU_ITEM (row), gtk_menu_new ());
  return append (menu, row);
}

static void
append_status (PhTrayMenu *menu)
{
  menu->status_row = gtk_menu_item_new_with_mnemonic ("");
  gtk_widget_set_sensitive (menu->status_row, FALSE);
  gtk_widget_show (menu->status_row);
  append (menu, menu->status_row);
  append_separator (menu);
}

static void
append_sources (PhTrayMenu *menu)
{
  menu->upload_row = append_button (menu, "upload-clipboard", NULL, _ ("Upload clipboard"));
  append_button (menu, "choose-files", NULL, _ ("Choose files…"));
  append_button (menu, "screenshot", NULL, _ ("Screenshot…"));
  append_button (menu, "show-drop-zone", NULL, _ ("Show drop zone"));
  append_separator (menu);
}

static void
append_recent (PhTrayMenu *menu)
{
  for (guint i = 0; i < PH_RECENT_MAX; i++)
    menu->recent_rows[i] = append (menu, ph_recent_row_new (menu->actions));
  menu->recent_separator = append_separator (menu);
}

static void
show_watch (PhTrayMenu *menu)
{
  gtk_widget_set_visible (menu->watch_row, g_action_group_has_action (menu->actions, "watch"));
}

static void
append_watch (PhTrayMenu *menu)
{
  const struct
  {
    const char *mode, *label;
  } modes[] = {
    { "off", _ ("Off") },
    { "ask", _ ("Ask before uploading") },
    { "upload", _ ("Upload at once") },
  };
  GtkWidget *submenu;

  menu->watch_row = append_submenu (menu, _ ("Watch clipboard"));
  submenu = gtk_menu_item_get_submenu (GTK_MENU_ITEM (menu->watch_row));
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    append (submenu, ph_menu_row_new (PH_MENU_ROW_CHOICE, menu->actions, "watch",
                                      g_variant_new_string (modes[i].mode), modes[i].label));
  show_watch (menu);
  g_signal_connect_object (menu->actions, "action-added::watch", G_CALLBACK (show_watch), menu,
                           G_CONNECT_SWAPPED);
}

static void
append_settings (PhTrayMenu *menu)
{
  menu->destination_row = append_submenu (menu, _ ("Destination"));
  append_watch (menu);
  append (menu, ph_menu_row_new (PH_MENU_ROW_SWITCH, menu->actions, "pause", NULL, _ ("Pause")));
  menu->cancel_row = append_button (menu, "cancel", g_variant_new_int64 (0), _ ("Cancel uploads"));
  menu->retry_row = append_button (menu, "retry", g_variant_new_int64 (0), _ ("Retry failed"));
  append_separator (menu);
  append_button (menu, "settings", NULL, _ ("Settings…"));
  append_button (menu, "quit", NULL, _ ("Quit"));
}

/* --- what they show -----------------------------------------------------------------------------
 */

static void
show_recent (PhTrayMenu *menu)
{
  const GPtrArray *recent = ph_activity_get_recent (menu->activity);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_auto (GStrv) labels = ph_recent_label_list (recent, zone, g_get_real_time ());

  for (guint i = 0; i < PH_RECENT_MAX; i++)
    if (i < recent->len)
      ph_recent_row_show (menu->recent_rows[i], recent->pdata[i], labels[i]);
    else
      ph_recent_row_show (menu->recent_rows[i], NULL, NULL);
  gtk_widget_set_visible (menu->recent_separator, recent->len > 0);
}

static void
show_activity (PhTrayMenu *menu)
{
  g_autofree char *label
      = ph_menu_label_new (ph_activity_get_text (menu->activity), PH_MENU_LABEL_SENTENCE);

  gtk_menu_item_set_label (GTK_MENU_ITEM (menu->status_row), label);
  show_recent (menu);
  ph_menu_row_set_wanted (menu->cancel_row, ph_activity_get_cancellable (menu->activity) > 0);
  ph_menu_row_set_wanted (menu->retry_row, ph_activity_get_failed (menu->activity) > 0);
}

static void
show_destination (PhTrayMenu *menu, GtkWidget *submenu, GtkWidget *row, const char *name)
{
  g_autofree char *label = ph_menu_label_new (name, PH_MENU_LABEL_NAME);

  if (row == NULL)
    {
      append (submenu, ph_menu_row_new (PH_MENU_ROW_CHOICE, menu->actions, "destination",
                                        g_variant_new_string (name), label));
      return;
    }
  gtk_menu_item_set_label (GTK_MENU_ITEM (row), label);
  ph_menu_row_set_target (row, g_variant_new_string (name));
  ph_menu_row_set_wanted (row, TRUE);
}

/* Rows are used again, and added where there are too few. */
static void
show_destinations (PhTrayMenu *menu)
{
  GtkWidget *submenu = gtk_menu_item_get_submenu (GTK_MENU_ITEM (menu->destination_row));
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (submenu));
  g_autofree const char **names = ph_config_list_profiles (menu->config);
  GList *row = rows;

  for (guint i = 0; names[i] != NULL; i++)
    {
      show_destination (menu, submenu, row != NULL ? row->data : NULL, names[i]);
      row = row != NULL ? row->next : NULL;
    }
  for (; row != NULL; row = row->next)
    ph_menu_row_set_wanted (row->data, FALSE);
  gtk_widget_set_visible (menu->destination_row, names[0] != NULL);
}

PhTrayMenu *
ph_tray_menu_new (GActionGroup *actions, PhActivity *activity, PhConfig *config)
{
  PhTrayMenu *menu = g_object_new (PH_TYPE_TRAY_MENU, NULL);

  menu->actions = g_object_ref (actions);
  menu->activity = g_object_ref (activity);
  menu->config = g_object_ref (config);
  append_status (menu);
  append_sources (menu);
  append_recent (menu);
  append_settings (menu);
  show_activity (menu);
  show_destinations (menu);
  g_signal_connect_object (activity, "changed", G_CALLBACK (show_activity), menu,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (config, "changed", G_CALLBACK (show_destinations), menu,
                           G_CONNECT_SWAPPED);
  return menu;
}

GtkWidget *
ph_tray_menu_get_upload_row (PhTrayMenu *menu)
{
  return menu->upload_row;
}
