/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-http-address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

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
    { 0xc0000000, 24 }, /* protocol assignments, RFC 6890 */
    { 0xc0a80000, 16 }, /* private */
    { 0xc6120000, 15 }, /* benchmarks, RFC 2544 */
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
  /* NAT64 (RFC 6052, RFC 8215): the IPv4 address is in the last four bytes. */
  if (bytes[0] == 0x00 && bytes[1] == 0x64 && bytes[2] == 0xff && bytes[3] == 0x9b)
    return is_private_ipv4 (low);
  /* 6to4 (RFC 3056): it is in the bytes 2 to 5. */
  if (bytes[0] == 0x20 && bytes[1] == 0x02)
    return is_private_ipv4 ((guint32) bytes[2] << 24 | (guint32) bytes[3] << 16
                            | (guint32) bytes[4] << 8 | bytes[5]);
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

static gboolean
is_own_name (const char *host)
{
  static const char *const endings[] = { "localhost", "localhost.", "localhost.localdomain" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize length = strlen (host);
      gsize ending = strlen (endings[i]);

      if (length >= ending && g_ascii_strcasecmp (host + length - ending, endings[i]) == 0
          && (length == ending || host[length - ending - 1] == '.'))
        return TRUE;
    }
  return FALSE;
}

gboolean
ph_http_address_is_private_host (const char *host)
{
  g_autofree char *bare = g_strdup (host);
  struct in_addr ipv4;
  struct in6_addr ipv6;

  if (bare[0] == '[' && g_str_has_suffix (bare, "]"))
    {
      memmove (bare, bare + 1, strlen (bare));
      bare[strlen (bare) - 1] = '\0';
    }
  /* A zone, as in "fe80::1%25eth0", is no part of the address. */
  if (strchr (bare, ':') != NULL)
    bare[strcspn (bare, "%")] = '\0';
  if (inet_pton (AF_INET6, bare, &ipv6) == 1)
    return is_private_ipv6 (&ipv6);
  /* Not inet_pton (): "127.1" and "0x7f000001" are addresses too. */
  if (inet_aton (bare, &ipv4) == 1)
    return is_private_ipv4 (g_ntohl (ipv4.s_addr));
  return is_own_name (bare);
}
