/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-await.h"

void
ph_cli_await_callback (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PhCliAwait *await = user_data;

  g_set_object (&await->result, result);
  if (await->loop != NULL)
    g_main_loop_quit (await->loop);
}

GAsyncResult *
ph_cli_await (PhCliAwait *await)
{
  await->loop = g_main_loop_new (NULL, FALSE);
  g_main_loop_run (await->loop);
  g_clear_pointer (&await->loop, g_main_loop_unref);
  return await->result;
}

void
ph_cli_await_clear (PhCliAwait *await)
{
  g_clear_object (&await->result);
}
