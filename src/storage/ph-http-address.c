/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-address.h"

#include <gio/gio.h>
#include <netinet/in.h>

static gboolean
is_private_ipv4 (guint32 address)
{
  static const struct
  {
    guint32 network;
    guint bits;
  } networks[] = {
    { 0x00000000, 8 },  /* this network, RFC 791 */
    { 0x0a000000, 8 },  /* private, RFC 1918 */
    { 0x64400000, 10 }, /* shared, RFC 6598 */
    { 0x7f000000, 8 },  /* loopback, RFC 1122 */
    { 0xa9fe0000, 16 }, /* link-local, RFC 3927 */
    { 0xac100000, 12 }, /* private */
    { 0xc0a80000, 16 }, /* private */
    { 0xe0000000, 3 },  /* multicast and reserved */
  };

  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    if ((address ^ networks[i].network) >> (32 - networks[i].bits) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_private_ipv6 (const struct in6_addr *address)
{
  const guint8 *bytes = address->s6_addr;
  guint32 low = (guint32) bytes[12] << 24 | (guint32) bytes[13] << 16 | (guint32) bytes[14] << 8
                | bytes[15];

  if (IN6_IS_ADDR_V4MAPPED (address) || IN6_IS_ADDR_V4COMPAT (address))
    return is_private_ipv4 (low);
  /* NAT64 (RFC 6052): the IPv4 address is in the last four bytes. */
  if (bytes[0] == 0x00 && bytes[1] == 0x64 && bytes[2] == 0xff && bytes[3] == 0x9b)
    return is_private_ipv4 (low);
  return IN6_IS_ADDR_UNSPECIFIED (address) || IN6_IS_ADDR_LOOPBACK (address)
         || IN6_IS_ADDR_LINKLOCAL (address) || IN6_IS_ADDR_SITELOCAL (address)
         || IN6_IS_ADDR_MULTICAST (address) || (bytes[0] & 0xfe) == 0xfc;
}

gboolean
ph_http_address_is_private (const struct sockaddr *address)
{
  if (address->sa_family == AF_INET)
    return is_private_ipv4 (
        g_ntohl (((const struct sockaddr_in *) (const void *) address)->sin_addr.s_addr));
  if (address->sa_family == AF_INET6)
    return is_private_ipv6 (&((const struct sockaddr_in6 *) (const void *) address)->sin6_addr);
  return TRUE;
}
