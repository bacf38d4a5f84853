/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-screenshot.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ph-error.h"
#include "ph-message.h"
#include "ph-screenshot-command.h"
#include "ph-screenshot-tool.h"
#include "ph-session.h"

struct _PhScreenshot
{
  GObject parent_instance;

  PhConfig *config;
  PhDesk *desk;
  PhScreenshotPortal *portal;
  PhCapabilities *capabilities;

  gboolean is_busy;
  char *folder; /* (nullable): of our own, for @path */
  char *path;   /* (nullable): the file that is being written */
  time_t asked; /* when the portal was */
};

G_DEFINE_FINAL_TYPE (PhScreenshot, ph_screenshot, G_TYPE_OBJECT)

static void
ph_screenshot_finalize (GObject *object)
{
  PhScreenshot *screenshot = PH_SCREENSHOT (object);

  g_object_unref (screenshot->config);
  g_object_unref (screenshot->desk);
  g_object_unref (screenshot->portal);
  g_object_unref (screenshot->capabilities);
  g_free (screenshot->folder);
  g_free (screenshot->path);
  G_OBJECT_CLASS (ph_screenshot_parent_class)->finalize (object);
}

static void
ph_screenshot_class_init (PhScreenshotClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_screenshot_finalize;
}

static void
ph_screenshot_init (PhScreenshot *screenshot)
{
}

/* --- what there is ------------------------------------------------------------------------------
 */

/* The person's own command.  (transfer full) (nullable) */
static char *
dup_command (PhScreenshot *screenshot)
{
  char *command = NULL;

  g_object_get (screenshot->config, "screenshot-command", &command, NULL);
  return command;
}

static GError *
error_without_tool (void)
{
  if (ph_session_is_wayland ())
    return ph_error_new (PH_ERROR_UNSUPPORTED,
                         _ ("install spectacle on KDE, gnome-screenshot on GNOME, grim and slurp "
                            "on sway and the like, or your desktop's portal, or set "
                            "screenshot-command to a command of your own"),
                         _ ("there is no program that takes screenshots from this Wayland "
                            "compositor"));
  return ph_error_new (PH_ERROR_UNSUPPORTED,
                       _ ("install spectacle, gnome-screenshot, xfce4-screenshooter, flameshot or "
                          "maim, or set screenshot-command to a command of your own"),
                       _ ("there is no program that takes screenshots"));
}

static void
tell (PhScreenshot *screenshot)
{
  g_autofree char *command = dup_command (screenshot);
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  if (command == NULL && !ph_screenshot_portal_is_there (screenshot->portal)
      && ph_screenshot_tool_find (ph_session_is_wayland ()) == NULL)
    error = error_without_tool ();
  if (error != NULL)
    reason = ph_message_from_error (error);
  ph_capabilities_set (screenshot->capabilities, PH_CAPABILITY_SCREENSHOT,
                       error == NULL ? PH_CAPABILITY_YES : PH_CAPABILITY_NO, reason);
}

PhScreenshot *
ph_screenshot_new (PhConfig *config, PhDesk *desk, PhScreenshotPortal *portal,
                   PhCapabilities *capabilities)
{
  PhScreenshot *screenshot = g_object_new (PH_TYPE_SCREENSHOT, NULL);

  screenshot->config = g_object_ref (config);
  screenshot->desk = g_object_ref (desk);
  screenshot->portal = g_object_ref (portal);
  screenshot->capabilities = g_object_ref (capabilities);
  g_signal_connect_object (portal, "changed", G_CALLBACK (tell), screenshot, G_CONNECT_SWAPPED);
  g_signal_connect_object (config, "changed", G_CALLBACK (tell), screenshot, G_CONNECT_SWAPPED);
  tell (screenshot);
  return screenshot;
}

/* --- handing it in ------------------------------------------------------------------------------
 */

/* A file that is not the person's: one that we or the portal have put where files are for the
 * moment.  Some desktops keep the picture among the person's own ones as well. */
static gboolean
is_for_the_moment (const char *path)
{
  const char *folders[] = { g_get_tmp_dir (), g_get_user_runtime_dir (), g_get_user_cache_dir () };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *prefix = g_strconcat (folders[i], "/", NULL);

      if (g_str_has_prefix (path, prefix))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  char *path, *folder; /* folder: (nullable) */
  PhConfig *config;
  time_t asked; /* when the portal was; 0: it is not the portal's */
} Taken;

static void
taken_free (Taken *taken)
{
  g_free (taken->path);
  g_free (taken->folder);
  g_object_unref (taken->config);
  g_free (taken);
}

/* A file that the portal has written for us, where the person wants no such file.  What was there
 * before it was asked is somebody else's, whatever it says. */
static gboolean
is_left_behind (const Taken *taken)
{
  gboolean remove = FALSE;
  GStatBuf status;

  g_object_get (taken->config, "remove-screenshot", &remove, NULL);
  return remove && taken->asked != 0 && g_lstat (taken->path, &status) == 0
         && S_ISREG (status.st_mode) && status.st_mtime >= taken->asked;
}

/* Where it was not accepted, the file is all there is of it. */
static void
on_uploaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Taken *taken = user_data;
  const PhDelivery *delivery = ph_desk_upload_finish (PH_DESK (source), result, NULL);
  const PhOutcome *outcome = delivery != NULL ? delivery->outcomes->pdata[0] : NULL;
  gboolean is_up = outcome != NULL && outcome->error == NULL;
  gboolean is_kept = is_up || (outcome != NULL && outcome->job->spool != NULL);

  if ((is_kept && is_for_the_moment (taken->path)) || (is_up && is_left_behind (taken)))
    {
      g_unlink (taken->path);
      if (taken->folder != NULL)
        g_rmdir (taken->folder);
    }
  taken_free (taken);
}

/* @path: (transfer full)
 * @asked: as in Taken */
static void
hand_in (PhScreenshot *screenshot, char *path, time_t asked)
{
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  const PhDeskOptions options = { .origin = PH_ORIGIN_SCREENSHOT, .copy = TRUE };
  Taken *taken = g_new0 (Taken, 1);

  taken->path = path;
  taken->folder = g_steal_pointer (&screenshot->folder);
  taken->config = g_object_ref (screenshot->config);
  taken->asked = asked;
  g_ptr_array_add (inputs, ph_engine_input_new (path, NULL));
  ph_desk_upload_async (screenshot->desk, inputs, &options, on_uploaded, taken);
}

static void
end (PhScreenshot *screenshot, const GError *error)
{
  if (screenshot->folder != NULL && error != NULL)
    {
      g_unlink (screenshot->path);
      g_rmdir (screenshot->folder);
    }
  g_clear_pointer (&screenshot->folder, g_free);
  g_clear_pointer (&screenshot->path, g_free);
  screenshot->is_busy = FALSE;
  if (error == NULL)
    return;
  if (ph_error_is_cancelled (error))
    g_info ("%s", error->message);
  else
    ph_desk_refuse (screenshot->desk, PH_ORIGIN_SCREENSHOT, error);
}

/* --- taking it ----------------------------------------------------------------------------------
 */

static void
on_tool_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhScreenshot) screenshot = user_data;
  g_autoptr (GError) error = NULL;

  if (ph_screenshot_tool_run_finish (result, &error))
    hand_in (screenshot, g_steal_pointer (&screenshot->path), 0);
  end (screenshot, error);
}

/* The name that link and key template see tells when it was. */
static gboolean
make_path (PhScreenshot *screenshot, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  /* TRANSLATORS: name of a file; %s is date and time */
  g_autofree char *name = g_strdup_printf (_ ("Screenshot %s.png"), time);

  screenshot->folder = g_dir_make_tmp ("pichoist-XXXXXX", error);
  if (screenshot->folder == NULL)
    return FALSE;
  screenshot->path = g_build_filename (screenshot->folder, name, NULL);
  return TRUE;
}

static void
run_tool (PhScreenshot *screenshot, const char *command)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  if (!make_path (screenshot, &error))
    {
      end (screenshot, error);
      return;
    }
  words = ph_screenshot_command_expand (command, screenshot->path);
  ph_screenshot_tool_run_async ((const char *const *) words, screenshot->path, on_tool_ended,
                                g_object_ref (screenshot));
}

static void
on_portal_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhScreenshot) screenshot = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri
      = ph_screenshot_portal_take_finish (PH_SCREENSHOT_PORTAL (source), result, &error);
  char *path = uri != NULL ? g_filename_from_uri (uri, NULL, &error) : NULL;
  const char *tool = ph_screenshot_tool_find (ph_session_is_wayland ());

  if (path != NULL)
    hand_in (screenshot, path, screenshot->asked);
  else if (!ph_error_is_cancelled (error) && tool != NULL)
    {
      g_info ("%s", error->message);
      run_tool (screenshot, tool);
      return;
    }
  end (screenshot, error);
}

void
ph_screenshot_take (PhScreenshot *screenshot, GtkWindow *window)
{
  g_autofree char *command = dup_command (screenshot);
  const char *tool = ph_screenshot_tool_find (ph_session_is_wayland ());

  if (screenshot->is_busy)
    return;
  screenshot->is_busy = TRUE;
  screenshot->asked = time (NULL);
  /* Choosing a part of the screen takes longer than any handshake. */
  ph_desk_expect (screenshot->desk, NULL);
  tell (screenshot);
  if (command != NULL)
    run_tool (screenshot, command);
  else if (ph_screenshot_portal_is_there (screenshot->portal))
    ph_screenshot_portal_take_async (screenshot->portal, window, on_portal_answered,
                                     g_object_ref (screenshot));
  else if (tool != NULL)
    run_tool (screenshot, tool);
  else
    {
      g_autoptr (GError) error = error_without_tool ();

      end (screenshot, error);
    }
}
