/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-secret-text.h"

#include <string.h>

#define MARK "base64:"

static gboolean
is_plain (const char *secret)
{
  for (const char *c = secret; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return !g_str_has_prefix (secret, MARK);
}

char *
ph_secret_text_encode (const char *secret)
{
  g_autofree char *base64 = NULL;
  char *text;

  if (is_plain (secret))
    return g_strdup (secret);
  base64 = g_base64_encode ((const guchar *) secret, strlen (secret));
  text = g_strconcat (MARK, base64, NULL);
  explicit_bzero (base64, strlen (base64));
  return text;
}

char *
ph_secret_text_decode (const char *text)
{
  gsize length = 0;
  guchar *bytes;
  char *secret;

  if (!g_str_has_prefix (text, MARK))
    return g_strdup (text);
  bytes = g_base64_decode (text + strlen (MARK), &length);
  secret = length > 0 && memchr (bytes, '\0', length) == NULL
               ? g_strndup ((const char *) bytes, length)
               : NULL;
  explicit_bzero (bytes, length);
  g_free (bytes);
  return secret;
}
