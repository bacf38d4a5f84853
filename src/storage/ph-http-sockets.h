/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>
#include <glib.h>

G_BEGIN_DECLS

/* The sockets that a client's transfers have opened, by where they lead.  curl keeps connections
 * for later requests and doesn't tell of them. */

typedef struct _PhHttpSockets PhHttpSockets;

PhHttpSockets *ph_http_sockets_new (void);
/* After curl has closed them all. */
void ph_http_sockets_free (PhHttpSockets *sockets);

/* Has @easy say when it closes one.  Connections that it opens do so even after its end. */
void ph_http_sockets_watch (PhHttpSockets *sockets, CURL *easy);

/* @fd has been opened for requests to @place, "host:port". */
void ph_http_sockets_add (PhHttpSockets *sockets, int fd, const char *place);

/* How many connections to @place stand, in use or kept, and have heard from the other side within
 * @max_idle seconds. */
guint ph_http_sockets_count (PhHttpSockets *sockets, const char *place, guint max_idle);

G_END_DECLS
