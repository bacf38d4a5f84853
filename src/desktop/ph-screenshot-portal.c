/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-screenshot-portal.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define INTERFACE "org.freedesktop.portal.Screenshot"

/* Portals from 1.21 on want to know who asks, in the first call of a connection: hence one of our
 * own.  Source: xdg-desktop-portal, org.freedesktop.host.portal.Registry. */
#define REGISTRY "org.freedesktop.host.portal.Registry"

/* Source: xdg-desktop-portal, org.freedesktop.portal.Request::Response. */
enum
{
  RESPONSE_SUCCESS = 0,
  RESPONSE_CANCELLED = 1
};

struct _PhScreenshotPortal
{
  GObject parent_instance;

  char *app_id;
  GDBusConnection *connection; /* (nullable): until it stands */
  guint watch;
  gboolean is_there;

  GTask *task; /* (nullable): what the person is being asked for */
  guint subscription;
};

G_DEFINE_FINAL_TYPE (PhScreenshotPortal, ph_screenshot_portal, G_TYPE_OBJECT)

static guint changed_signal;

static void
ph_screenshot_portal_dispose (GObject *object)
{
  PhScreenshotPortal *portal = PH_SCREENSHOT_PORTAL (object);

  if (portal->watch != 0)
    g_bus_unwatch_name (portal->watch);
  portal->watch = 0;
  g_clear_object (&portal->connection);
  G_OBJECT_CLASS (ph_screenshot_portal_parent_class)->dispose (object);
}

static void
ph_screenshot_portal_finalize (GObject *object)
{
  g_free (PH_SCREENSHOT_PORTAL (object)->app_id);
  G_OBJECT_CLASS (ph_screenshot_portal_parent_class)->finalize (object);
}

static void
ph_screenshot_portal_class_init (PhScreenshotPortalClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ph_screenshot_portal_dispose;
  G_OBJECT_CLASS (class)->finalize = ph_screenshot_portal_finalize;
  changed_signal = g_signal_new ("changed", PH_TYPE_SCREENSHOT_PORTAL, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ph_screenshot_portal_init (PhScreenshotPortal *portal)
{
}

/* --- is it there? -------------------------------------------------------------------------------
 */

static void
set_there (PhScreenshotPortal *portal, gboolean is_there)
{
  if (portal->is_there == is_there)
    return;
  portal->is_there = is_there;
  g_signal_emit (portal, changed_signal, 0);
}

/* The interface has a version only where an implementation stands behind it. */
static void
on_version (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhScreenshotPortal) portal = user_data;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  set_there (portal, answer != NULL);
}

/* @user_data: (transfer full).  Older ones know no registry, which is no fault. */
static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  g_dbus_connection_call (G_DBUS_CONNECTION (source), NAME, PATH, "org.freedesktop.DBus.Properties",
                          "Get", g_variant_new ("(ss)", INTERFACE, "version"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_version,
                          user_data);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  PhScreenshotPortal *portal = user_data;

  g_dbus_connection_call (connection, NAME, PATH, REGISTRY, "Register",
                          g_variant_new ("(sa{sv})", portal->app_id, NULL), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_registered, g_object_ref (portal));
}

/* (transfer full) (nullable): NULL where it has been answered */
static GTask *
end_request (PhScreenshotPortal *portal)
{
  if (portal->subscription != 0)
    g_dbus_connection_signal_unsubscribe (portal->connection, portal->subscription);
  portal->subscription = 0;
  return g_steal_pointer (&portal->task);
}

static void
fail (PhScreenshotPortal *portal, const char *reason)
{
  g_autoptr (GTask) task = end_request (portal);

  if (task != NULL)
    g_task_return_error (task, ph_error_new (PH_ERROR_FAILED, NULL,
                                             _ ("the desktop takes no screenshot: %s"), reason));
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  PhScreenshotPortal *portal = user_data;

  set_there (portal, FALSE);
  fail (portal, _ ("its portal has ended"));
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhScreenshotPortal) portal = user_data;

  portal->connection = g_dbus_connection_new_for_address_finish (result, NULL);
  if (portal->connection == NULL)
    return;
  portal->watch = g_bus_watch_name_on_connection (portal->connection, NAME,
                                                  G_BUS_NAME_WATCHER_FLAGS_AUTO_START, on_appeared,
                                                  on_vanished, portal, NULL);
}

PhScreenshotPortal *
ph_screenshot_portal_new (const char *app_id)
{
  PhScreenshotPortal *portal = g_object_new (PH_TYPE_SCREENSHOT_PORTAL, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  portal->app_id = g_strdup (app_id);
  if (address != NULL)
    g_dbus_connection_new_for_address (address,
                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                           | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                       NULL, NULL, on_connected, g_object_ref (portal));
  return portal;
}

gboolean
ph_screenshot_portal_is_there (PhScreenshotPortal *portal)
{
  return portal->is_there;
}

/* --- asking -------------------------------------------------------------------------------------
 */

static void
on_response (GDBusConnection *connection, const char *sender, const char *path,
             const char *interface, const char *name, GVariant *parameters, gpointer user_data)
{
  PhScreenshotPortal *portal = user_data;
  g_autoptr (GTask) task = end_request (portal);
  g_autoptr (GVariant) results = NULL;
  char *uri = NULL;
  guint32 code = 0;

  if (task == NULL || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get (parameters, "(u@a{sv})", &code, &results);
  if (code == RESPONSE_CANCELLED)
    g_task_return_error (task,
                         ph_error_new (PH_ERROR_CANCELLED, NULL, _ ("no screenshot was taken")));
  else if (code != RESPONSE_SUCCESS || !g_variant_lookup (results, "uri", "s", &uri))
    g_task_return_error (
        task, ph_error_new (PH_ERROR_FAILED, NULL, _ ("the desktop takes no screenshot")));
  else
    g_task_return_pointer (task, uri, g_free);
}

static void
subscribe (PhScreenshotPortal *portal, const char *path)
{
  if (portal->subscription != 0)
    g_dbus_connection_signal_unsubscribe (portal->connection, portal->subscription);
  portal->subscription = g_dbus_connection_signal_subscribe (
      portal->connection, NAME, "org.freedesktop.portal.Request", "Response", path, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, on_response, portal, NULL);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhScreenshotPortal) portal = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    {
      g_dbus_error_strip_remote_error (error);
      fail (portal, error->message);
    }
}

/* The path on which the answer comes.  (transfer full) */
static char *
build_request_path (PhScreenshotPortal *portal, const char *token)
{
  g_autofree char *sender
      = g_strdup (g_dbus_connection_get_unique_name (portal->connection) + 1); /* without ':' */

  return g_strdup_printf (PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

void
ph_screenshot_portal_take_async (PhScreenshotPortal *portal, const char *window,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *token = g_strdup_printf ("pichoist%u", g_random_int ());
  g_autofree char *path = NULL;
  GVariantDict options;

  /* Who asks twice has lost sight of the first one. */
  fail (portal, _ ("another one was asked for"));
  portal->task = g_task_new (portal, NULL, callback, user_data);
  if (!portal->is_there)
    {
      fail (portal, _ ("its portal has ended"));
      return;
    }
  path = build_request_path (portal, token);
  subscribe (portal, path);
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "interactive", "b", TRUE);
  g_variant_dict_insert (&options, "modal", "b", FALSE);
  g_dbus_connection_call (portal->connection, NAME, PATH, INTERFACE, "Screenshot",
                          g_variant_new ("(s@a{sv})", window, g_variant_dict_end (&options)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_asked,
                          g_object_ref (portal));
}

char *
ph_screenshot_portal_take_finish (PhScreenshotPortal *portal, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, portal), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
