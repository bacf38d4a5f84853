/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-screenshot-tool.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-globals-wayland.h"

#define SCREENCOPY "zwlr_screencopy_manager_v1"

/* Each desktop's own one first, since it looks and behaves as the person is used to; on Wayland
 * what needs nobody's portal comes before what does.  On Wayland a tool works only with the desktop
 * whose private way it knows, or where the compositor offers a common one. */
static const struct
{
  const char *program;
  const char *also; /* (nullable): another program that it needs */
  gboolean on_x11;
  const char *desktop, *global; /* (nullable) both: either is enough on Wayland */
  const char *command;
} tools[] = {
  { "grim", "slurp", FALSE, NULL, SCREENCOPY,
    "sh -c 'area=$(slurp) && exec grim -g \"$area\" \"$1\"' sh %f" },
  { "spectacle", NULL, TRUE, "KDE", NULL, "spectacle -b -n -r -o %f" },
  { "gnome-screenshot", NULL, TRUE, "GNOME", NULL, "gnome-screenshot -a -f %f" },
  { "xfce4-screenshooter", NULL, TRUE, NULL, NULL, "xfce4-screenshooter -r -s %f" },
  { "flameshot", NULL, TRUE, NULL, SCREENCOPY, "sh -c 'exec flameshot gui -r >\"$1\"' sh %f" },
  { "maim", NULL, TRUE, NULL, NULL, "maim -s %f" },
};

static gboolean
is_installed (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);

  return path != NULL;
}

static gboolean
is_desktop (const char *name)
{
  const char *value = g_getenv ("XDG_CURRENT_DESKTOP");
  g_auto (GStrv) names = g_strsplit (value != NULL ? value : "", ":", -1);

  return g_strv_contains ((const char *const *) names, name);
}

static gboolean
works_on_wayland (guint i)
{
  if (tools[i].desktop != NULL && is_desktop (tools[i].desktop))
    return TRUE;
  return tools[i].global != NULL && ph_globals_wayland_offer (tools[i].global);
}

const char *
ph_screenshot_tool_find (gboolean is_wayland)
{
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    if (is_installed (tools[i].program) && (tools[i].also == NULL || is_installed (tools[i].also))
        && (is_wayland ? works_on_wayland (i) : tools[i].on_x11))
      return tools[i].command;
  return NULL;
}

/* --- running ------------------------------------------------------------------------------------
 */

static void
return_cancelled (GTask *task)
{
  g_task_return_error (task,
                       ph_error_new (PH_ERROR_CANCELLED, NULL, _ ("no screenshot was taken")));
}

static void
on_looked_at (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);

  if (info != NULL && g_file_info_get_size (info) > 0)
    g_task_return_boolean (task, TRUE);
  else
    return_cancelled (task);
}

/* No tool tells "cancelled" from other ends by its status alone: some end with 0 and write nothing.
 */
static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GSubprocess *process = G_SUBPROCESS (source);
  GFile *file = g_task_get_task_data (task);

  g_subprocess_wait_finish (process, result, NULL);
  if (g_subprocess_get_successful (process))
    {
      g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                               G_PRIORITY_DEFAULT, NULL, on_looked_at, task);
      return;
    }
  return_cancelled (task);
  g_object_unref (task);
}

void
ph_screenshot_tool_run_async (const char *const *words, const char *path,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (words, G_SUBPROCESS_FLAGS_NONE, &error);

  g_task_set_task_data (task, g_file_new_for_path (path), g_object_unref);
  if (process != NULL)
    {
      g_subprocess_wait_async (process, NULL, on_ended, task);
      return;
    }
  g_task_return_error (task, ph_error_new (PH_ERROR_FAILED, _ ("check screenshot-command"),
                                           _ ("“%s” can't be run: %s"), words[0], error->message));
  g_object_unref (task);
}

gboolean
ph_screenshot_tool_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
