/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-data-uri.h"

#include <string.h>

#define SCHEME "data:"

gboolean
ph_data_uri_is (const char *uri)
{
  return g_ascii_strncasecmp (uri, SCHEME, strlen (SCHEME)) == 0;
}

/* @text is only Base64, with white space as programs break its lines.  g_base64_decode () passes
 * over anything else, so that half a picture would do for a whole one. */
static GBytes *
decode_base64 (const char *text)
{
  g_autofree char *squeezed = g_malloc (strlen (text) + 1);
  gsize length = 0;
  guchar *data;

  for (; *text != '\0'; text++)
    if (g_ascii_isalnum (*text) || strchr ("+/=", *text) != NULL)
      squeezed[length++] = *text;
    else if (!g_ascii_isspace (*text))
      return NULL;
  squeezed[length] = '\0';
  if (length % 4 != 0)
    return NULL;
  data = g_base64_decode (squeezed, &length);
  return g_bytes_new_take (data, length);
}

GBytes *
ph_data_uri_decode (const char *uri)
{
  const char *comma = ph_data_uri_is (uri) ? strchr (uri, ',') : NULL;
  g_autofree char *head = comma != NULL ? g_ascii_strdown (uri, comma - uri) : NULL;
  g_autoptr (GBytes) text = NULL;
  g_autofree char *unescaped = NULL;
  gsize length;

  if (comma == NULL)
    return NULL;
  text = g_uri_unescape_bytes (comma + 1, -1, NULL, NULL);
  if (text == NULL || !g_str_has_suffix (head, ";base64"))
    return g_steal_pointer (&text);
  unescaped = g_bytes_unref_to_data (g_steal_pointer (&text), &length);
  if (memchr (unescaped, '\0', length) != NULL)
    return NULL;
  unescaped = g_realloc (unescaped, length + 1);
  unescaped[length] = '\0';
  return decode_base64 (unescaped);
}
