/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-http-address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const struct
{
  const char *address;
  gboolean is_private;
} addresses[] = {
  { "8.8.8.8", FALSE },
  { "1.1.1.1", FALSE },
  { "9.255.255.255", FALSE },
  { "11.0.0.0", FALSE },
  { "100.63.255.255", FALSE },
  { "100.128.0.0", FALSE },
  { "126.255.255.255", FALSE },
  { "128.0.0.1", FALSE },
  { "169.253.255.255", FALSE },
  { "172.15.255.255", FALSE },
  { "172.32.0.0", FALSE },
  { "192.167.255.255", FALSE },
  { "192.169.0.0", FALSE },
  { "198.17.255.255", FALSE },
  { "223.255.255.255", FALSE },
  { "0.0.0.0", TRUE },
  { "0.1.2.3", TRUE },
  { "10.0.0.1", TRUE },
  { "10.255.255.255", TRUE },
  { "100.64.0.1", TRUE },
  { "127.0.0.1", TRUE },
  { "127.255.255.254", TRUE },
  { "169.254.169.254", TRUE },
  { "172.16.0.1", TRUE },
  { "172.31.255.255", TRUE },
  { "192.0.0.8", TRUE },
  { "192.168.1.1", TRUE },
  { "198.18.0.1", TRUE },
  { "224.0.0.1", TRUE },
  { "255.255.255.255", TRUE },
  { "2606:4700::1111", FALSE },
  { "2a00::1", FALSE },
  { "fbff::1", FALSE },
  { "::ffff:8.8.8.8", FALSE },
  { "64:ff9b::808:808", FALSE },
  { "2002:808:808::1", FALSE },
  { "::", TRUE },
  { "::1", TRUE },
  { "fe80::1", TRUE },
  { "fec0::1", TRUE },
  { "fc00::1", TRUE },
  { "fdff::1", TRUE },
  { "ff02::1", TRUE },
  { "::ffff:127.0.0.1", TRUE },
  { "::ffff:192.168.0.1", TRUE },
  { "::127.0.0.1", TRUE },
  { "64:ff9b::7f00:1", TRUE },
  { "2002:c0a8:1::1", TRUE },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      struct sockaddr_storage storage = { 0 };
      struct sockaddr_in *ipv4 = (struct sockaddr_in *) (void *) &storage;
      struct sockaddr_in6 *ipv6 = (struct sockaddr_in6 *) (void *) &storage;
      gboolean is_ipv6 = strchr (addresses[i].address, ':') != NULL;
      g_autofree char *bracketed = g_strdup_printf ("[%s]", addresses[i].address);

      storage.ss_family = is_ipv6 ? AF_INET6 : AF_INET;
      g_assert_cmpint (inet_pton (storage.ss_family, addresses[i].address,
                                  is_ipv6 ? (void *) &ipv6->sin6_addr : (void *) &ipv4->sin_addr),
                       ==, 1);
      g_test_message ("%s", addresses[i].address);
      g_assert_cmpint (ph_http_address_is_private ((struct sockaddr *) &storage), ==,
                       addresses[i].is_private);
      g_assert_cmpint (ph_http_address_is_private_host (addresses[i].address), ==,
                       addresses[i].is_private);
      if (is_ipv6)
        g_assert_cmpint (ph_http_address_is_private_host (bracketed), ==, addresses[i].is_private);
    }
}

static void
test_other_family (void)
{
  struct sockaddr address = { .sa_family = AF_UNIX };

  g_assert_true (ph_http_address_is_private (&address));
}

static void
test_hosts (void)
{
  static const struct
  {
    const char *host;
    gboolean is_private;
  } hosts[] = {
    { "localhost", TRUE },
    { "LocalHost", TRUE },
    { "localhost.", TRUE },
    { "pics.localhost", TRUE },
    { "localhost.localdomain", TRUE },
    { "127.1", TRUE },
    { "2130706433", TRUE },
    { "0x7f000001", TRUE },
    { "0177.0.0.1", TRUE },
    { "[fe80::1%25eth0]", TRUE },
    { "notlocalhost", FALSE },
    { "localhost.example.com", FALSE },
    { "example.com", FALSE },
    { "10.example.com", FALSE },
    { "", FALSE },
    { "[]", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_test_message ("%s", hosts[i].host);
      g_assert_cmpint (ph_http_address_is_private_host (hosts[i].host), ==, hosts[i].is_private);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-address/addresses", test_addresses);
  g_test_add_func ("/http-address/other-family", test_other_family);
  g_test_add_func ("/http-address/hosts", test_hosts);
  return g_test_run ();
}
