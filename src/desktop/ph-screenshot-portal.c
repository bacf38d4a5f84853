/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-screenshot-portal.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-parent-window.h"
#include "ph-portal.h"

struct _PhScreenshotPortal
{
  GObject parent_instance;

  PhPortal *portal;
};

G_DEFINE_FINAL_TYPE (PhScreenshotPortal, ph_screenshot_portal, G_TYPE_OBJECT)

static guint changed_signal;

static void
ph_screenshot_portal_finalize (GObject *object)
{
  g_object_unref (PH_SCREENSHOT_PORTAL (object)->portal);
  G_OBJECT_CLASS (ph_screenshot_portal_parent_class)->finalize (object);
}

static void
ph_screenshot_portal_class_init (PhScreenshotPortalClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_screenshot_portal_finalize;
  changed_signal = g_signal_new ("changed", PH_TYPE_SCREENSHOT_PORTAL, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
ph_screenshot_portal_init (PhScreenshotPortal *self)
{
}

static void
on_changed (PhScreenshotPortal *self)
{
  g_signal_emit (self, changed_signal, 0);
}

PhScreenshotPortal *
ph_screenshot_portal_new (const char *app_id)
{
  PhScreenshotPortal *self = g_object_new (PH_TYPE_SCREENSHOT_PORTAL, NULL);

  self->portal = ph_portal_new (app_id, "org.freedesktop.portal.Screenshot");
  g_signal_connect_object (self->portal, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}

gboolean
ph_screenshot_portal_is_there (PhScreenshotPortal *portal)
{
  return ph_portal_get_version (portal->portal) != 0;
}

/* (transfer full) */
static GError *
build_error (const GError *reason)
{
  if (ph_error_is_cancelled (reason))
    return ph_error_new (PH_ERROR_CANCELLED, NULL, _ ("no screenshot was taken"));
  return ph_error_new (PH_ERROR_FAILED, NULL, _ ("the desktop takes no screenshot: %s"),
                       reason->message);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = ph_portal_ask_finish (PH_PORTAL (source), result, &error);
  char *uri = NULL;

  ph_parent_window_forget (g_task_get_task_data (task));
  if (results == NULL)
    g_task_return_error (task, build_error (error));
  else if (!g_variant_lookup (results, "uri", "s", &uri))
    g_task_return_error (
        task, ph_error_new (PH_ERROR_FAILED, NULL, _ ("the desktop takes no screenshot")));
  else
    g_task_return_pointer (task, uri, g_free);
}

static void
on_named (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  PhScreenshotPortal *portal = g_task_get_source_object (task);
  g_autofree char *window = ph_parent_window_name_finish (result);
  g_autofree char *token = ph_portal_build_token ();
  GVariantDict options;

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "interactive", "b", TRUE);
  g_variant_dict_insert (&options, "modal", "b", FALSE);
  ph_portal_ask_async (portal->portal, "Screenshot", token,
                       g_variant_new ("(s@a{sv})", window, g_variant_dict_end (&options)),
                       on_answered, task);
}

void
ph_screenshot_portal_take_async (PhScreenshotPortal *portal, GtkWindow *window,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (portal, NULL, callback, user_data);

  if (window != NULL)
    g_task_set_task_data (task, g_object_ref (window), g_object_unref);
  ph_parent_window_name_async (window, on_named, task);
}

char *
ph_screenshot_portal_take_finish (PhScreenshotPortal *portal, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, portal), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
