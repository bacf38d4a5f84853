/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ph-application-private.h"

/* What is said on the command line, of the first start and of later ones. */

#define EXIT_WRONG_USAGE 2

/* Files may be handed over however it is started, so GLib's own reading of the command line, which
 * takes them only where there is no option, won't do.  Relative names are those of this process. */
static void
open_files (GApplication *base, char **names)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (char **name = names; *name != NULL; name++)
    g_ptr_array_add (files, g_file_new_for_commandline_arg (*name));
  g_application_open (base, (GFile **) files->pdata, (int) files->len, "");
}

/* Those that need nothing but to be asked for. */
static gboolean
check_action (const char *name)
{
  static const char *const actions[] = { "upload-clipboard",
                                         "choose-files",
                                         "screenshot",
                                         "show-drop-zone",
                                         "settings",
                                         "assistant",
                                         "about",
                                         "quit",
                                         NULL };
  g_autofree char *known = NULL;

  if (name == NULL || g_strv_contains (actions, name))
    return TRUE;
  known = g_strjoinv (", ", (char **) actions);
  g_printerr (_ ("pichoist-desktop: “%s” isn't an action: choose one of: %s\n"), name, known);
  return FALSE;
}

int
ph_application_handle_local_options (GApplication *base, GVariantDict *options)
{
  g_autofree char **names = NULL;
  const char *action = NULL;
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("pichoist-desktop %s\n", PH_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "action", "&s", &action);
  if (!check_action (action))
    return EXIT_WRONG_USAGE;
  if (!g_application_register (base, NULL, &error))
    {
      g_printerr ("pichoist-desktop: %s\n", error->message);
      return 1;
    }
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &names);
  /* Here, or in the program that runs already. */
  if (action != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (base), action, NULL);
  if (names != NULL)
    open_files (base, names);
  if (names == NULL && action == NULL && !g_variant_dict_contains (options, "background"))
    return -1;
  /* Where it runs already there is nothing more to do; else it starts and shows nothing. */
  PH_APPLICATION (base)->is_quiet = TRUE;
  return g_application_get_is_remote (base) ? 0 : -1;
}

void
ph_application_add_options (PhApplication *application)
{
  static const GOptionEntry options[] = {
    { "background", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start without a window"), NULL },
    { "action", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Do something at once: upload-clipboard, screenshot, choose-files …"), N_ ("NAME") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[FILE…]") },
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (G_APPLICATION (application), options);
}
