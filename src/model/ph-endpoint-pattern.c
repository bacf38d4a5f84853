/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-endpoint-pattern.h"

#include <string.h>

/* What each field looks like in a host name.  Cloudflare's account IDs have 32 hexadecimal digits;
 * saying so tells them from a bucket or jurisdiction beside them. */
static const struct
{
  const char *field;
  const char *expression;
} fields[] = {
  { "{account-id}", "(?<account>[0-9a-f]{32})" },
  { "{jurisdiction.}", "(?:(?<jurisdiction>[a-z]+)\\.)?" },
  { "{region}", "(?<region>[a-z0-9-]+)" },
  { "{.cn}", "(?:\\.cn)?" },
};

void
ph_endpoint_parts_free (PhEndpointParts *parts)
{
  g_free (parts->bucket);
  g_free (parts->account_id);
  g_free (parts->jurisdiction);
  g_free (parts->region);
  g_free (parts);
}

gboolean
ph_endpoint_pattern_has_field (const char *template, const char *field)
{
  return template != NULL && strstr (template, field) != NULL;
}

char *
ph_endpoint_pattern_expand (const char *template, const char *account_id, const char *jurisdiction,
                            const char *region)
{
  g_autoptr (GString) text = g_string_new (template);
  g_autofree char *dotted = jurisdiction != NULL ? g_strconcat (jurisdiction, ".", NULL) : NULL;
  gboolean china = region != NULL && g_str_has_prefix (region, "cn-");

  g_string_replace (text, "{account-id}", account_id != NULL ? account_id : "", 0);
  g_string_replace (text, "{jurisdiction.}", dotted != NULL ? dotted : "", 0);
  g_string_replace (text, "{region}", region != NULL ? region : "", 0);
  g_string_replace (text, "{.cn}", china ? ".cn" : "", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The template's host as a regular expression, a bucket allowed before it. */
static char *
make_expression (const char *pattern)
{
  g_autoptr (GString) expression = g_string_new ("^(?:(?<bucket>.+)\\.)?");
  const char *rest = pattern;

  while (*rest != '\0')
    {
      const char *replacement = NULL;
      gsize length = 0;

      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        if (g_str_has_prefix (rest, fields[i].field))
          {
            replacement = fields[i].expression;
            length = strlen (fields[i].field);
          }
      if (replacement != NULL)
        g_string_append (expression, replacement);
      else
        {
          length = 1;
          g_string_append_printf (expression, *rest == '.' ? "\\%c" : "%c", *rest);
        }
      rest += length;
    }
  g_string_append_c (expression, '$');
  return g_string_free (g_steal_pointer (&expression), FALSE);
}

static char *
fetch (GMatchInfo *match, const char *name)
{
  g_autofree char *value = g_match_info_fetch_named (match, name);

  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

static PhEndpointParts *
match_one (const char *pattern, const char *host)
{
  g_autofree char *expression = make_expression (pattern);
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (expression, 0, 0, &error);
  g_autoptr (GMatchInfo) match = NULL;
  PhEndpointParts *parts;

  g_assert (regex != NULL); /* the patterns are our own */
  if (!g_regex_match (regex, host, 0, &match))
    return NULL;
  parts = g_new0 (PhEndpointParts, 1);
  parts->bucket = fetch (match, "bucket");
  parts->account_id = fetch (match, "account");
  parts->jurisdiction = fetch (match, "jurisdiction");
  parts->region = fetch (match, "region");
  return parts;
}

static gsize
bucket_length (const PhEndpointParts *parts)
{
  return parts->bucket != NULL ? strlen (parts->bucket) : 0;
}

PhEndpointParts *
ph_endpoint_pattern_match (const PhPreset *preset, const char *host)
{
  g_autoptr (PhEndpointParts) best = NULL;
  g_autofree char *all = NULL;
  g_auto (GStrv) patterns = NULL;

  if (preset->endpoint_template == NULL)
    return NULL;
  /* The others first: of two that say the same they are the more particular ("-internal"). */
  all = g_strconcat (preset->other_hosts != NULL ? preset->other_hosts : "", " ",
                     strstr (preset->endpoint_template, "://") + 3, NULL);
  patterns = g_strsplit (g_strchug (all), " ", -1);
  for (char **pattern = patterns; *pattern != NULL; pattern++)
    {
      g_autoptr (PhEndpointParts) parts = match_one (*pattern, host);

      /* The longer the provider's part the better: "s3" of "s3.oss-cn-x" is no bucket. */
      if (parts == NULL || (best != NULL && bucket_length (parts) >= bucket_length (best)))
        continue;
      g_clear_pointer (&best, ph_endpoint_parts_free);
      best = g_steal_pointer (&parts);
    }
  return g_steal_pointer (&best);
}

char *
ph_endpoint_pattern_dup_region_prefix (const char *template)
{
  const char *field = template != NULL ? strstr (template, "{region}") : NULL;
  const char *start = field;

  if (field == NULL)
    return g_strdup ("");
  while (start > template && start[-1] != '.' && start[-1] != '/')
    start--;
  return g_strndup (start, (gsize) (field - start));
}
