/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Lets a command that does one thing after another wait for an asynchronous call.  Commands only:
 * never inside a callback. */
typedef struct
{
  GMainLoop *loop;
  GAsyncResult *result;
} PhCliAwait;

#define PH_CLI_AWAIT_INIT                                                                          \
  {                                                                                                \
    NULL, NULL                                                                                     \
  }

/* The callback to give to the call, with the PhCliAwait as its user data. */
void ph_cli_await_callback (GObject *source, GAsyncResult *result, gpointer await);

/* Runs the default main context until the callback was called.  (transfer none): the result, kept
 * until the next wait or ph_cli_await_clear () */
GAsyncResult *ph_cli_await (PhCliAwait *await);
void ph_cli_await_clear (PhCliAwait *await);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PhCliAwait, ph_cli_await_clear)

G_END_DECLS
