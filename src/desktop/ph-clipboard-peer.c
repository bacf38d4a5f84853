/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-peer.h"

#include <string.h>

#include "ph-error.h"

#define ERROR_PREFIX "io.github.pichoist.ClipboardError."

void
ph_clipboard_peer_return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  /* Names of errors have no dashes. */
  g_autofree char *nick = g_strdelimit (g_strdup (ph_error_get_nick (error)), "-", '_');
  g_autofree char *name = g_strconcat (ERROR_PREFIX, nick, NULL);
  g_autofree char *text
      = g_strjoin ("\n", error->message, ph_error_get_hint (error), (const char *) NULL);

  g_dbus_method_invocation_return_dbus_error (invocation, name, text);
}

GError *
ph_clipboard_peer_take_error (GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);
  g_autofree char *nick = NULL;
  g_auto (GStrv) lines = NULL;

  if (name == NULL || !g_str_has_prefix (name, ERROR_PREFIX))
    return error;
  g_dbus_error_strip_remote_error (error);
  nick = g_strdelimit (g_strdup (name + strlen (ERROR_PREFIX)), "_", '-');
  lines = g_strsplit (error->message, "\n", 2);
  g_error_free (error);
  return ph_error_new (ph_error_code_from_nick (nick), lines[0] != NULL ? lines[1] : NULL, "%s",
                       lines[0] != NULL ? lines[0] : "");
}
