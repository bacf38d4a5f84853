/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An HTTP server on loopback that answers each request with the next of the answers that were
 * given to it, and keeps what it was asked.  One connection a request. */

typedef struct _ScriptedServer ScriptedServer;

ScriptedServer *scripted_server_new (void);
void scripted_server_free (ScriptedServer *server);

guint16 scripted_server_get_port (const ScriptedServer *server);

/* @head: status line and headers, each line with "\n"; Content-Length and Connection are added.
 * @body: (nullable) */
void scripted_server_add (ScriptedServer *server, const char *head, const char *body);

/* The next request, head and body as they came; NULL: there was no other one.  (transfer full) */
char *scripted_server_take_request (ScriptedServer *server);

/* The value of a header of @request; NULL: it has none.  (transfer full) */
char *scripted_request_dup_header (const char *request, const char *name);

G_END_DECLS
