/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/* Is @address one that only this computer or its own network reaches: loopback, link-local, private
 * (RFC 1918), unique local (RFC 4193), shared (RFC 6598), unspecified, multicast, reserved; the
 * same written as IPv6?  What is neither IPv4 nor IPv6 is private too. */
gboolean ph_http_address_is_private (const struct sockaddr *address);

/* The same of a host as written in a URL, "[::1]" with or without brackets: an address, or a name
 * that stands for this computer.  Other names aren't looked up. */
gboolean ph_http_address_is_private_host (const char *host);

G_END_DECLS
