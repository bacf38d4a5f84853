/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>

#include "ph-application.h"
#include "ph-clipboard-agent.h"
#include "ph-clipboard-peer.h"
#include "ph-config.h"
#include "ph-environment.h"
#include "ph-gtk-start.h"
#include "ph-log.h"

int
main (int argc, char **argv)
{
  g_autofree char *state_dir = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PhApplication) application = NULL;

  /* Pictures come and go.  glibc would raise this with each one that is freed, and then keep their
   * room in the heap, where smaller things hold it for good. */
  mallopt (M_MMAP_THRESHOLD, 256 * 1024);
  /* Each thread would get a heap of its own, most of them for a few hundred bytes. */
  mallopt (M_ARENA_MAX, 2);
  /* A write beyond ulimit -f is to fail with a message, as on a full disk, and not to kill. */
  signal (SIGXFSZ, SIG_IGN);
  /* Whoever asked for the clipboard may be gone before it is written. */
  signal (SIGPIPE, SIG_IGN);
  ph_environment_settle ();
  ph_gtk_start_lightly ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ph_environment_get_locale_dir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (!ph_environment_check (&error))
    {
      g_printerr ("pichoist-desktop: %s\n", error->message);
      return 2;
    }
  if (argc == 2 && g_str_equal (argv[1], PH_CLIPBOARD_PEER_OPTION))
    return ph_clipboard_agent_run ();
  state_dir = ph_config_dup_state_dir ();
  ph_log_install (state_dir);

  g_set_application_name (_ ("Pichoist"));
  application = ph_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
