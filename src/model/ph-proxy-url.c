/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-proxy-url.h"

#include <string.h>

char *
ph_proxy_url_mask (const char *url)
{
  const char *scheme = strstr (url, "://");
  const char *begin = scheme != NULL ? scheme + 3 : url;
  /* The last one: passwords with an @ in them are pasted unencoded. */
  const char *at = strrchr (begin, '@');
  const char *colon = at != NULL ? memchr (begin, ':', (gsize) (at - begin)) : NULL;

  if (colon == NULL)
    return g_strdup (url);
  return g_strdup_printf ("%.*s%s", (int) (colon - url), url, at);
}
