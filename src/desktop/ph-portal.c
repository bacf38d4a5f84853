/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-portal.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define REGISTRY "org.freedesktop.host.portal.Registry"

/* Source: xdg-desktop-portal, org.freedesktop.portal.Request::Response. */
enum
{
  RESPONSE_SUCCESS = 0,
  RESPONSE_CANCELLED = 1
};

struct _PhPortal
{
  GObject parent_instance;

  char *app_id;
  char *interface;
  GDBusConnection *connection; /* (nullable): until it stands */
  guint watch;
  guint signals;
  guint version;

  GTask *task; /* (nullable): what is being asked */
  guint subscription;
};

G_DEFINE_FINAL_TYPE (PhPortal, ph_portal, G_TYPE_OBJECT)

enum
{
  CHANGED,
  SIGNAL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ph_portal_dispose (GObject *object)
{
  PhPortal *portal = PH_PORTAL (object);

  if (portal->watch != 0)
    g_bus_unwatch_name (portal->watch);
  portal->watch = 0;
  if (portal->signals != 0)
    g_dbus_connection_signal_unsubscribe (portal->connection, portal->signals);
  portal->signals = 0;
  g_clear_object (&portal->connection);
  G_OBJECT_CLASS (ph_portal_parent_class)->dispose (object);
}

static void
ph_portal_finalize (GObject *object)
{
  g_free (PH_PORTAL (object)->app_id);
  g_free (PH_PORTAL (object)->interface);
  G_OBJECT_CLASS (ph_portal_parent_class)->finalize (object);
}

static void
ph_portal_class_init (PhPortalClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ph_portal_dispose;
  G_OBJECT_CLASS (class)->finalize = ph_portal_finalize;
  signals[CHANGED] = g_signal_new ("changed", PH_TYPE_PORTAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[SIGNAL] = g_signal_new ("signal", PH_TYPE_PORTAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);
}

static void
ph_portal_init (PhPortal *portal)
{
}

/* --- is it there? -------------------------------------------------------------------------------
 */

static void
set_version (PhPortal *portal, guint version)
{
  if (portal->version == version)
    return;
  portal->version = version;
  g_signal_emit (portal, signals[CHANGED], 0);
}

/* The interface has a version only where an implementation stands behind it. */
static void
on_version (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhPortal) portal = user_data;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) version = NULL;

  if (answer != NULL)
    g_variant_get (answer, "(v)", &version);
  set_version (portal, version != NULL && g_variant_is_of_type (version, G_VARIANT_TYPE_UINT32)
                           ? g_variant_get_uint32 (version)
                           : 0);
}

/* @user_data: (transfer full).  Older ones know no registry, which is no fault. */
static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhPortal *portal = user_data;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  g_dbus_connection_call (G_DBUS_CONNECTION (source), NAME, PATH, "org.freedesktop.DBus.Properties",
                          "Get", g_variant_new ("(ss)", portal->interface, "version"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_version,
                          portal);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  PhPortal *portal = user_data;

  g_dbus_connection_call (connection, NAME, PATH, REGISTRY, "Register",
                          g_variant_new ("(sa{sv})", portal->app_id, NULL), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_registered, g_object_ref (portal));
}

/* (transfer full) (nullable): NULL where it has been answered */
static GTask *
end_request (PhPortal *portal)
{
  if (portal->subscription != 0)
    g_dbus_connection_signal_unsubscribe (portal->connection, portal->subscription);
  portal->subscription = 0;
  return g_steal_pointer (&portal->task);
}

static void
fail (PhPortal *portal, const char *reason)
{
  g_autoptr (GTask) task = end_request (portal);

  if (task != NULL)
    g_task_return_error (task, ph_error_new (PH_ERROR_FAILED, NULL, "%s", reason));
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  PhPortal *portal = user_data;

  set_version (portal, 0);
  fail (portal, _ ("its portal has ended"));
}

static void
on_signal (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
           const char *name, GVariant *parameters, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL], 0, name, parameters);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhPortal) portal = user_data;

  portal->connection = g_dbus_connection_new_for_address_finish (result, NULL);
  if (portal->connection == NULL)
    return;
  portal->signals = g_dbus_connection_signal_subscribe (portal->connection, NAME, portal->interface,
                                                        NULL, PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                        on_signal, portal, NULL);
  portal->watch = g_bus_watch_name_on_connection (portal->connection, NAME,
                                                  G_BUS_NAME_WATCHER_FLAGS_AUTO_START, on_appeared,
                                                  on_vanished, portal, NULL);
}

PhPortal *
ph_portal_new (const char *app_id, const char *interface)
{
  PhPortal *portal = g_object_new (PH_TYPE_PORTAL, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  portal->app_id = g_strdup (app_id);
  portal->interface = g_strdup (interface);
  if (address != NULL)
    g_dbus_connection_new_for_address (address,
                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                           | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                       NULL, NULL, on_connected, g_object_ref (portal));
  return portal;
}

guint
ph_portal_get_version (PhPortal *portal)
{
  return portal->version;
}

/* --- asking -------------------------------------------------------------------------------------
 */

static void
on_response (GDBusConnection *connection, const char *sender, const char *path,
             const char *interface, const char *name, GVariant *parameters, gpointer user_data)
{
  PhPortal *portal = user_data;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GVariant) results = NULL;
  guint32 code = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  task = end_request (portal);
  if (task == NULL)
    return;
  g_variant_get (parameters, "(u@a{sv})", &code, &results);
  if (code == RESPONSE_SUCCESS)
    g_task_return_pointer (task, g_steal_pointer (&results), (GDestroyNotify) g_variant_unref);
  else if (code == RESPONSE_CANCELLED)
    g_task_return_error (task, ph_error_new (PH_ERROR_CANCELLED, NULL, _ ("you said no")));
  else
    g_task_return_error (task, ph_error_new (PH_ERROR_FAILED, NULL, _ ("its portal refused")));
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhPortal) portal = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL)
    return;
  g_dbus_error_strip_remote_error (error);
  fail (portal, error->message);
}

/* The path on which the answer comes.  (transfer full) */
static char *
build_request_path (PhPortal *portal, const char *token)
{
  g_autofree char *sender
      = g_strdup (g_dbus_connection_get_unique_name (portal->connection) + 1); /* without ':' */

  return g_strdup_printf (PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

char *
ph_portal_build_token (void)
{
  return g_strdup_printf ("pichoist%u", g_random_int ());
}

void
ph_portal_ask_async (PhPortal *portal, const char *method, const char *token, GVariant *parameters,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameters);
  g_autofree char *path = NULL;

  g_return_if_fail (portal->task == NULL);
  portal->task = g_task_new (portal, NULL, callback, user_data);
  if (portal->version == 0)
    {
      fail (portal, _ ("its portal has ended"));
      return;
    }
  path = build_request_path (portal, token);
  portal->subscription = g_dbus_connection_signal_subscribe (
      portal->connection, NAME, "org.freedesktop.portal.Request", "Response", path, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, on_response, portal, NULL);
  g_dbus_connection_call (portal->connection, NAME, PATH, portal->interface, method, owned,
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_asked,
                          g_object_ref (portal));
}

GVariant *
ph_portal_ask_finish (PhPortal *portal, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, portal), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ph_portal_call (PhPortal *portal, const char *method, GVariant *parameters)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameters);

  if (portal->version != 0)
    g_dbus_connection_call (portal->connection, NAME, PATH, portal->interface, method, owned, NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

void
ph_portal_close_session (PhPortal *portal, const char *path)
{
  if (portal->connection != NULL)
    g_dbus_connection_call (portal->connection, NAME, path, "org.freedesktop.portal.Session",
                            "Close", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL,
                            NULL);
}
