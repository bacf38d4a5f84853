/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-url-mask.h"

#include <string.h>

/* What ends a URL within a sentence. */
#define END "\\s\"<>“”"

/* Names of parameters with which pages let people in, or parts of such names. */
#define NAMES                                                                                      \
  "token|sig|secret|pass|pwd|key|auth|code|session|ticket|login|jwt|credential|otp|sso|state|"     \
  "nonce"                                                                                          \
  "|assertion"

/* A value that nobody has written by hand: RFC 4648's letters and digits, so many that they can't
 * be guessed. */
#define LOOKS_LIKE_KEY "(?=[A-Za-z_.~+/-]*[0-9])[\\w.~+/-]{24,}=*"

static const char *const patterns[] = {
  /* A colon with a number behind it is that of a port, however many "@" the path has. */
  "(://[^/" END ":@]*:)(?!\\d{1,5}(?:[/?#]|$))[^" END "]*(?=@)",
  "([?&#;][^=&#" END "]*(?:" NAMES ")[^=&#" END "]*=)[^&#" END "]+",
  "([?&#;][^=&#" END "]*=)" LOOKS_LIKE_KEY "(?=[&#" END "]|$)",
  "(://[^" END "]*[?#])" LOOKS_LIKE_KEY "(?=[&#" END "]|$)",
};

static GRegex *const *
get_patterns (void)
{
  static gsize once;
  static GRegex *compiled[G_N_ELEMENTS (patterns)];

  if (g_once_init_enter (&once))
    {
      /* Not G_REGEX_OPTIMIZE: making machine code of them takes longer than a few lines ever
       * save. */
      for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
        {
          compiled[i] = g_regex_new (patterns[i], G_REGEX_CASELESS, 0, NULL);
          g_assert (compiled[i] != NULL);
        }
      g_once_init_leave (&once, 1);
    }
  return compiled;
}

char *
ph_url_mask (const char *text)
{
  char *masked = g_utf8_make_valid (text, -1);

  if (strpbrk (masked, "?&#;") == NULL && strstr (masked, "://") == NULL)
    return masked;
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      char *next = g_regex_replace (get_patterns ()[i], masked, -1, 0, "\\1***", 0, NULL);

      if (next == NULL)
        continue;
      g_free (masked);
      masked = next;
    }
  return masked;
}
