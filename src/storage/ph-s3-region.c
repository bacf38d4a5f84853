/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-region.h"

#include <string.h>

#define NAME_MAX_LENGTH 40

gboolean
ph_s3_region_is_name (const char *region)
{
  gsize length = strlen (region);

  return length > 0 && length <= NAME_MAX_LENGTH
         && strspn (region, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

char *
ph_s3_region_exchange (const char *host, const char *old, const char *region)
{
  const char *found = host;
  gsize length = strlen (old);

  while (length > 0 && (found = strstr (found, old)) != NULL)
    {
      gboolean starts = found == host || strchr (".-", found[-1]) != NULL;

      if (starts && found[length] == '.')
        return g_strdup_printf ("%.*s%s%s", (int) (found - host), host, region, found + length);
      found++;
    }
  return NULL;
}
