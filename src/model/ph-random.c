/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "ph-hex.h"

#define NAME_BYTES 16
#define NAME_LENGTH (2 * NAME_BYTES)

void
ph_random_fill (guint8 *bytes, gsize length)
{
  gssize got;

  /* Up to 256 bytes come whole once the system has booted: getrandom(2). */
  do
    got = getrandom (bytes, length, 0);
  while (got < 0 && errno == EINTR);
  if (got != (gssize) length)
    g_error ("getrandom: %s", g_strerror (errno));
}

char *
ph_random_name (void)
{
  guint8 bytes[NAME_BYTES];
  char *name = g_malloc (NAME_LENGTH + 1);

  ph_random_fill (bytes, sizeof bytes);
  ph_hex_write (name, bytes, sizeof bytes);
  return name;
}

gboolean
ph_random_is_name (const char *name)
{
  return strlen (name) == NAME_LENGTH && strspn (name, "0123456789abcdef") == NAME_LENGTH;
}
