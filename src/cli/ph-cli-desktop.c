/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-desktop.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-cli-desktop-start.h"
#include "ph-cli.h"
#include "ph-error.h"

#define NAME "io.github.pichoist.Pichoist"
#define PATH "/io/github/pichoist/Pichoist"
#define INTERFACE NAME "1"
#define ERROR_PREFIX "io.github.pichoist.Error."

/* Things that are over in no time; an upload has no limit. */
#define TIMEOUT_MS 10000
#define BUS_TIMEOUT_MS 2000

/* --- errors --- */

/* "NoPicture" is the code "no-picture". */
static PhErrorCode
code_from_name (const char *name)
{
  g_autoptr (GString) nick = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c++)
    {
      if (g_ascii_isupper (*c) && c != name)
        g_string_append_c (nick, '-');
      g_string_append_c (nick, g_ascii_tolower (*c));
    }
  return ph_error_code_from_nick (nick->str);
}

/* @error: (transfer full) */
static void
take_error (GError **target, GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);

  if (name != NULL && g_str_has_prefix (name, ERROR_PREFIX))
    {
      g_dbus_error_strip_remote_error (error);
      ph_error_set (target, code_from_name (name + strlen (ERROR_PREFIX)), NULL, "%s",
                    error->message);
    }
  else if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
           || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER))
    ph_error_set (target, PH_ERROR_NO_DESKTOP, _ ("start it with “pichoist desktop”"),
                  _ ("the desktop program doesn't run"));
  else
    {
      g_dbus_error_strip_remote_error (error);
      ph_error_set (target, PH_ERROR_NO_DESKTOP, _ ("start it anew with “pichoist desktop”"),
                    _ ("the desktop program doesn't answer: %s"), error->message);
    }
  g_error_free (error);
}

/* --- calls --- */

typedef struct
{
  GMainLoop *loop;
  GDBusConnection *connection; /* (nullable) */
} Connecting;

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Connecting *connecting = user_data;

  connecting->connection = g_bus_get_finish (result, NULL);
  g_main_loop_quit (connecting->loop);
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* A bus that takes the connection and never answers is given up: g_bus_get_sync () would wait for
 * it for ever.  (transfer full) (nullable) */
static GDBusConnection *
connect_to_session (GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSource) timer = g_timeout_source_new (BUS_TIMEOUT_MS);
  Connecting connecting = { g_main_loop_new (context, FALSE), NULL };

  g_main_context_push_thread_default (context);
  g_source_set_callback (timer, cancel, cancellable, NULL);
  g_source_attach (timer, context);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_connected, &connecting);
  g_main_loop_run (connecting.loop);
  g_source_destroy (timer);
  g_main_context_pop_thread_default (context);
  g_main_loop_unref (connecting.loop);
  if (connecting.connection == NULL)
    ph_error_set (error, PH_ERROR_NO_DESKTOP, _ ("run it inside a desktop session"),
                  _ ("there is no session bus, and so no desktop program"));
  return connecting.connection;
}

/* (transfer full) (nullable): NULL with D-Bus's own error */
static GVariant *
call_once (GDBusConnection *connection, const char *method, GVariant *arguments, const char *reply,
           GDBusCallFlags flags, int timeout, GError **error)
{
  return g_dbus_connection_call_sync (connection, NAME, PATH, INTERFACE, method, arguments,
                                      G_VARIANT_TYPE (reply), flags, timeout, NULL, error);
}

/* (transfer full) (nullable) */
static GVariant *
call (const char *method, GVariant *arguments, const char *reply, GDBusCallFlags flags, int timeout,
      GError **error)
{
  g_autoptr (GVariant) sunk = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;
  g_autoptr (GDBusConnection) connection = connect_to_session (error);
  GError *local_error = NULL;
  GVariant *answer;

  if (connection == NULL)
    return NULL;
  answer = call_once (connection, method, sunk, reply, flags, timeout, &local_error);
  if (answer == NULL && (flags & G_DBUS_CALL_FLAGS_NO_AUTO_START) == 0
      && ph_cli_desktop_is_start_failure (local_error))
    {
      g_clear_error (&local_error);
      if (!ph_cli_desktop_start (connection, NAME, "--background", error))
        return NULL;
      answer = call_once (connection, method, sunk, reply, flags, timeout, &local_error);
    }
  if (answer == NULL)
    take_error (error, local_error);
  return answer;
}

gboolean
ph_cli_desktop_copy (const char *text, const char *html, GError **error)
{
  g_autoptr (GVariant) answer = call ("Copy", g_variant_new ("(ss)", text, html), "()",
                                      G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, error);

  return answer != NULL;
}

GVariant *
ph_cli_desktop_get_capabilities (GError **error)
{
  g_autoptr (GVariant) answer = call ("GetCapabilities", NULL, "(a(sss))",
                                      G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MS, error);

  return answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
}

/* --- uploads --- */

static PhJob *
read_job (GVariant *result)
{
  PhJob *job = ph_job_new ();
  const char *input = NULL;
  gint64 size = -1;

  g_variant_lookup (result, "input", "^&ay", &input);
  job->input = g_strdup (input != NULL ? input : "");
  g_variant_lookup (result, "profile", "s", &job->profile);
  g_variant_lookup (result, "name", "s", &job->name);
  g_variant_lookup (result, "alt", "s", &job->alt);
  g_variant_lookup (result, "extension", "s", &job->extension);
  g_variant_lookup (result, "mime", "s", &job->mime);
  g_variant_lookup (result, "sha256", "s", &job->sha256);
  g_variant_lookup (result, "width", "u", &job->width);
  g_variant_lookup (result, "height", "u", &job->height);
  g_variant_lookup (result, "size", "x", &size);
  job->size = size;
  if (job->name == NULL)
    job->name = g_strdup ("");
  if (job->alt == NULL)
    job->alt = g_strdup ("");
  return job;
}

static PhOutcome *
read_outcome (GVariant *result)
{
  g_autoptr (PhJob) job = read_job (result);
  const char *code = NULL, *message = NULL, *hint = NULL;
  GError *error = NULL;
  PhOutcome *outcome;

  g_variant_lookup (result, "error-code", "&s", &code);
  g_variant_lookup (result, "error-message", "&s", &message);
  g_variant_lookup (result, "error-hint", "&s", &hint);
  if (code != NULL)
    error = ph_error_new (ph_error_code_from_nick (code), hint, "%s",
                          message != NULL ? message : code);
  outcome = ph_outcome_new (job, error);
  g_variant_lookup (result, "id", "x", &outcome->id);
  g_variant_lookup (result, "key", "s", &outcome->key);
  g_variant_lookup (result, "url", "s", &outcome->url);
  g_variant_lookup (result, "reused", "b", &outcome->reused);
  return outcome;
}

/* What the person should know beside the link: said once, however many pictures it is about. */
static void
report_note (GVariant *results)
{
  for (gsize i = 0; i < g_variant_n_children (results); i++)
    {
      g_autoptr (GVariant) result = g_variant_get_child_value (results, i);
      const char *note = NULL;

      if (g_variant_lookup (result, "note", "&s", &note))
        {
          ph_cli_report ("%s", note);
          return;
        }
    }
}

static GVariant *
build_arguments (const PhCliDesktopUpload *options)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (options->profile != NULL)
    g_variant_dict_insert (&dict, "profile", "s", options->profile);
  if (options->name != NULL)
    g_variant_dict_insert (&dict, "name", "s", options->name);
  g_variant_dict_insert (&dict, "any", "b", options->any);
  g_variant_dict_insert (&dict, "no-reuse", "b", options->no_reuse);
  g_variant_dict_insert (&dict, "expires", "u", options->expires);
  /* Only what the person asks for on the command line is copied. */
  g_variant_dict_insert (&dict, "copy", "b", FALSE);
  return g_variant_new ("(@a{sv})", g_variant_dict_end (&dict));
}

GPtrArray *
ph_cli_desktop_upload_clipboard (const PhCliDesktopUpload *options, GError **error)
{
  g_autoptr (GVariant) answer = call ("UploadClipboard", build_arguments (options), "(aa{sv})",
                                      G_DBUS_CALL_FLAGS_NONE, G_MAXINT, error);
  g_autoptr (GVariant) results = answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
  GPtrArray *outcomes;

  if (results == NULL)
    return NULL;
  report_note (results);
  outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_outcome_free);
  for (gsize i = 0; i < g_variant_n_children (results); i++)
    {
      g_autoptr (GVariant) result = g_variant_get_child_value (results, i);

      g_ptr_array_add (outcomes, read_outcome (result));
    }
  return outcomes;
}

/* --- the command --- */

/* Shows its window, and starts it where it doesn't run. */
static gboolean
activate (GError **error)
{
  g_autoptr (GDBusConnection) connection = connect_to_session (error);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) local_error = NULL;

  if (connection == NULL)
    return FALSE;
  answer = g_dbus_connection_call_sync (connection, NAME, PATH, "org.freedesktop.Application",
                                        "Activate", g_variant_new_parsed ("(@a{sv} {},)"), NULL,
                                        G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, NULL, &local_error);
  return answer != NULL || ph_cli_desktop_start (connection, NAME, NULL, error);
}

int
ph_cli_desktop (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (!ph_cli_parse (&argc, &argv, entries, "", _ ("Opens the window of the desktop program."),
                     &status))
    return status;
  if (argc > 1)
    {
      ph_cli_report (_ ("“pichoist desktop” takes no arguments"));
      return PH_EXIT_USAGE;
    }
  return activate (&error) ? PH_EXIT_OK : ph_cli_fail (NULL, error);
}
