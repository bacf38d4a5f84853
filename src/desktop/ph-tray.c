/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-tray.h"

#include <glib/gi18n-lib.h>
#include <libayatana-appindicator/app-indicator.h>

#include "ph-application.h"
#include "ph-display-name.h"
#include "ph-icons.h"
#include "ph-tray-host.h"
#include "ph-tray-menu.h"

/* --- the library's object, without its fallback -------------------------------------------------
 */

typedef struct
{
  AppIndicator parent_instance;
} PhIndicator;

typedef struct
{
  AppIndicatorClass parent_class;
} PhIndicatorClass;

GType ph_indicator_get_type (void);

G_DEFINE_TYPE (PhIndicator, ph_indicator, APP_INDICATOR_TYPE)

/* The library's own answer to a missing host is a GtkStatusIcon: an invisible window on X11, a
 * critical warning on Wayland. */
static GtkStatusIcon *
ph_indicator_fallback (AppIndicator *indicator)
{
  return NULL;
}

static void
ph_indicator_class_init (PhIndicatorClass *class)
{
  APP_INDICATOR_CLASS (class)->fallback = ph_indicator_fallback;
}

static void
ph_indicator_init (PhIndicator *indicator)
{
}

/* --- the tray --- */

struct _PhTray
{
  GObject parent_instance;

  AppIndicator *indicator;
  PhTrayMenu *menu;
  PhTrayHost *host;
  PhActivity *activity;
  PhCapabilities *capabilities;
};

G_DEFINE_FINAL_TYPE (PhTray, ph_tray, G_TYPE_OBJECT)

enum
{
  OPENED,
  N_SIGNALS
};

enum
{
  PROP_HAS_HOST = 1,
  N_PROPERTIES
};

static guint signals[N_SIGNALS];

static GParamSpec *properties[N_PROPERTIES];

static void
ph_tray_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_boolean (value, ph_tray_has_host (PH_TRAY (object)));
}

static void
ph_tray_finalize (GObject *object)
{
  PhTray *tray = PH_TRAY (object);

  g_clear_object (&tray->indicator);
  g_clear_object (&tray->menu);
  g_clear_object (&tray->host);
  g_clear_object (&tray->activity);
  g_clear_object (&tray->capabilities);
  G_OBJECT_CLASS (ph_tray_parent_class)->finalize (object);
}

static void
ph_tray_class_init (PhTrayClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = ph_tray_get_property;
  object_class->finalize = ph_tray_finalize;
  properties[PROP_HAS_HOST]
      = g_param_spec_boolean ("has-host", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[OPENED] = g_signal_new ("opened", PH_TYPE_TRAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
ph_tray_init (PhTray *tray)
{
}

gboolean
ph_tray_has_host (PhTray *tray)
{
  return ph_tray_host_is_present (tray->host);
}

static void
on_host_changed (PhTray *tray)
{
  if (ph_tray_has_host (tray))
    ph_capabilities_set (tray->capabilities, PH_CAPABILITY_TRAY, PH_CAPABILITY_YES, NULL);
  else
    ph_capabilities_set (tray->capabilities, PH_CAPABILITY_TRAY, PH_CAPABILITY_NO,
                         _ ("nothing on this desktop shows tray icons (GNOME needs its "
                            "AppIndicator extension): start Pichoist again for its window"));
  g_object_notify_by_pspec (G_OBJECT (tray), properties[PROP_HAS_HOST]);
}

static void
on_host_missed (PhTray *tray)
{
  const char *reason;

  ph_capabilities_get (tray->capabilities, PH_CAPABILITY_TRAY, &reason);
  g_message ("%s", reason);
}

static void
show_activity (PhTray *tray)
{
  PhActivityState state = ph_activity_get_state (tray->activity);
  g_autofree char *icon = ph_icons_dup_state_name (state);
  g_autofree char *line = ph_display_name_to_line (ph_activity_get_text (tray->activity));
  g_autofree char *title = g_strdup_printf (_ ("Pichoist: %s"), line);

  app_indicator_set_title (tray->indicator, title);
  if (state == PH_ACTIVITY_ATTENTION)
    app_indicator_set_attention_icon_full (tray->indicator, icon, title);
  else
    app_indicator_set_icon_full (tray->indicator, icon, title);
  app_indicator_set_status (tray->indicator, state == PH_ACTIVITY_ATTENTION
                                                 ? APP_INDICATOR_STATUS_ATTENTION
                                                 : APP_INDICATOR_STATUS_ACTIVE);
}

static AppIndicator *
make_indicator (void)
{
  g_autofree char *icon = ph_icons_dup_state_name (PH_ACTIVITY_IDLE);
  g_autofree char *folder = ph_icons_find_folder ();
  AppIndicator *indicator = g_object_new (ph_indicator_get_type (), "id", PH_APPLICATION_ID,
                                          "category", "ApplicationStatus", "icon-name", icon, NULL);

  /* A panel knows the themes' folders, but not that of a program that isn't installed. */
  if (folder != NULL)
    app_indicator_set_icon_theme_path (indicator, folder);
  return indicator;
}

static gboolean
on_about_to_show (PhTray *tray)
{
  g_signal_emit (tray, signals[OPENED], 0);
  return FALSE; /* nothing in the menu has changed by it */
}

/* The menu is drawn by the panel, so GTK knows nothing of its opening; the library's own copy of it
 * is told. */
static void
follow_opening (PhTray *tray)
{
  g_autoptr (GObject) server = NULL;
  g_autoptr (GObject) root = NULL;

  g_object_get (tray->indicator, "dbus-menu-server", &server, NULL);
  g_object_get (server, "root-node", &root, NULL);
  g_signal_connect_object (root, "about-to-show", G_CALLBACK (on_about_to_show), tray,
                           G_CONNECT_SWAPPED);
}

PhTray *
ph_tray_new (GActionGroup *actions, PhActivity *activity, PhConfig *config,
             PhCapabilities *capabilities)
{
  PhTray *tray = g_object_new (PH_TYPE_TRAY, NULL);

  tray->activity = g_object_ref (activity);
  tray->capabilities = g_object_ref (capabilities);
  tray->menu = g_object_ref_sink (ph_tray_menu_new (actions, activity, config));
  tray->indicator = make_indicator ();
  /* It is registered once it has a menu. */
  app_indicator_set_menu (tray->indicator, GTK_MENU (tray->menu));
  app_indicator_set_secondary_activate_target (tray->indicator,
                                               ph_tray_menu_get_upload_row (tray->menu));
  follow_opening (tray);
  tray->host = ph_tray_host_new ();
  g_signal_connect_object (activity, "changed", G_CALLBACK (show_activity), tray,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tray->host, "notify::present", G_CALLBACK (on_host_changed), tray,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tray->host, "missed", G_CALLBACK (on_host_missed), tray,
                           G_CONNECT_SWAPPED);
  show_activity (tray);
  on_host_changed (tray);
  return tray;
}
