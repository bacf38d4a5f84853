/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-tray-host.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"
#define REGISTERED "IsStatusNotifierHostRegistered"

/* At the start of a session the panel may come after us. */
#define PATIENCE_SECONDS 3

struct _PhTrayHost
{
  GObject parent_instance;

  GDBusConnection *connection; /* (nullable): while there is a watcher */
  GCancellable *cancellable;   /* (nullable): of the question to that watcher */
  guint name_watch, subscription, patience;
  gboolean present;
};

G_DEFINE_FINAL_TYPE (PhTrayHost, ph_tray_host, G_TYPE_OBJECT)

enum
{
  PROP_PRESENT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint missed_signal;

static void
set_present (PhTrayHost *host, gboolean present)
{
  if (host->present == present)
    return;
  host->present = present;
  g_object_notify_by_pspec (G_OBJECT (host), properties[PROP_PRESENT]);
}

/* --- the watcher --- */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhTrayHost *host = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;

  /* Then @host may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  set_present (host, value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
                         && g_variant_get_boolean (value));
}

static void
ask (PhTrayHost *host)
{
  g_dbus_connection_call (
      host->connection, WATCHER, WATCHER_PATH, "org.freedesktop.DBus.Properties", "Get",
      g_variant_new ("(ss)", WATCHER, REGISTERED), G_VARIANT_TYPE ("(v)"),
      G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, host->cancellable, on_answered, host);
}

/* Not all watchers tell a host's coming and going in the same way, but each tells something. */
static void
on_signal (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
           const char *signal, GVariant *parameters, gpointer user_data)
{
  if (g_str_has_prefix (signal, "StatusNotifierHost") || g_str_equal (signal, "PropertiesChanged"))
    ask (user_data);
}

static void
drop_watcher (PhTrayHost *host)
{
  g_cancellable_cancel (host->cancellable);
  g_clear_object (&host->cancellable);
  if (host->connection != NULL)
    g_dbus_connection_signal_unsubscribe (host->connection, host->subscription);
  g_clear_object (&host->connection);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  PhTrayHost *host = user_data;

  drop_watcher (host);
  host->connection = g_object_ref (connection);
  host->cancellable = g_cancellable_new ();
  host->subscription
      = g_dbus_connection_signal_subscribe (connection, owner, NULL, NULL, WATCHER_PATH, NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE, on_signal, host, NULL);
  ask (host);
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  drop_watcher (user_data);
  set_present (user_data, FALSE);
}

static gboolean
on_patience_ended (gpointer user_data)
{
  PhTrayHost *host = user_data;

  host->patience = 0;
  if (!host->present)
    g_signal_emit (host, missed_signal, 0);
  return G_SOURCE_REMOVE;
}

/* --- object --- */

static void
ph_tray_host_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_boolean (value, PH_TRAY_HOST (object)->present);
}

static void
ph_tray_host_dispose (GObject *object)
{
  PhTrayHost *host = PH_TRAY_HOST (object);

  g_clear_handle_id (&host->patience, g_source_remove);
  g_clear_handle_id (&host->name_watch, g_bus_unwatch_name);
  drop_watcher (host);
  G_OBJECT_CLASS (ph_tray_host_parent_class)->dispose (object);
}

static void
ph_tray_host_class_init (PhTrayHostClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = ph_tray_host_get_property;
  object_class->dispose = ph_tray_host_dispose;
  properties[PROP_PRESENT]
      = g_param_spec_boolean ("present", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  missed_signal = g_signal_new ("missed", PH_TYPE_TRAY_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
ph_tray_host_init (PhTrayHost *host)
{
  host->name_watch = g_bus_watch_name (G_BUS_TYPE_SESSION, WATCHER, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                       on_appeared, on_vanished, host, NULL);
  host->patience = g_timeout_add_seconds (PATIENCE_SECONDS, on_patience_ended, host);
}

PhTrayHost *
ph_tray_host_new (void)
{
  return g_object_new (PH_TYPE_TRAY_HOST, NULL);
}

gboolean
ph_tray_host_is_present (PhTrayHost *host)
{
  return host->present;
}
