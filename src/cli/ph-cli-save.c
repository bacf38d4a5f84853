/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-save.h"

#include "ph-cli.h"
#include "ph-proxy-password.h"

gboolean
ph_cli_save (PhConfig *config, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);

  if (!ph_proxy_password_move (config, notes, error) || !ph_config_save (config, error))
    return FALSE;
  for (guint i = 0; i < notes->len; i++)
    ph_cli_report ("%s", (const char *) notes->pdata[i]);
  return TRUE;
}
