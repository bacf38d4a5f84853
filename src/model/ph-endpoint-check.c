/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-endpoint-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-address.h"
#include "ph-endpoint-pattern.h"
#include "ph-error.h"

#define ACCOUNT_ID_DIGITS 32

/* Stands for what the person has to fill in. */
#define ACCOUNT_ID_EXAMPLE "ACCOUNT-ID"

typedef struct
{
  const PhPreset *preset;
  const char *account_id;
  const char *jurisdiction;
  const char *region;
  PhAddress *address; /* what was pasted */
} Pasted;

/* Is @host one of @domains, which have spaces between them, or below one? */
static gboolean
is_within (const char *host, const char *domains)
{
  g_auto (GStrv) words = g_strsplit (domains != NULL ? domains : "", " ", -1);

  for (char **domain = words; *domain != NULL; domain++)
    if (g_str_has_suffix (host, *domain)
        && (strlen (host) == strlen (*domain) || host[strlen (host) - strlen (*domain) - 1] == '.'))
      return TRUE;
  return FALSE;
}

static gboolean
is_account_id (const char *text)
{
  return strlen (text) == ACCOUNT_ID_DIGITS
         && strspn (text, "0123456789abcdefABCDEF") == ACCOUNT_ID_DIGITS;
}

/* The account ID as set, or from the address of a page, which begins with it at Cloudflare's. */
static char *
dup_account_id (const Pasted *pasted)
{
  const char *path = pasted->address->path;
  g_autofree char *first
      = g_strndup (*path == '/' ? path + 1 : path, *path == '/' ? strcspn (path + 1, "/") : 0);

  if (pasted->account_id != NULL && is_account_id (pasted->account_id))
    return g_ascii_strdown (pasted->account_id, -1);
  return is_account_id (first) ? g_ascii_strdown (first, -1) : g_strdup (ACCOUNT_ID_EXAMPLE);
}

/* What the endpoint of @preset looks like, as near to the right one as can be told. */
static char *
make_example (const Pasted *pasted, const PhPreset *preset)
{
  g_autofree char *account_id = dup_account_id (pasted);
  g_autofree char *prefix = ph_endpoint_pattern_dup_region_prefix (preset->endpoint_template);
  gboolean own = preset == pasted->preset;
  const char *region = own && pasted->region != NULL ? pasted->region : preset->example_region;

  if (region != NULL && *prefix != '\0' && g_str_has_prefix (region, prefix))
    region += strlen (prefix);
  return ph_endpoint_pattern_expand (preset->endpoint_template, account_id,
                                     own ? pasted->jurisdiction : NULL, region);
}

static gboolean
fail (const Pasted *pasted, const char *hint, GError **error)
{
  g_autofree char *shown = ph_address_format (pasted->address);

  ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("%s can't be “%s”"), "endpoint", shown);
  ph_error_set_setting (error, "endpoint");
  return FALSE;
}

/* A console is nobody's S3 server, whichever provider the profile names. */
static gboolean
check_pages (const Pasted *pasted, GError **error)
{
  for (guint i = 0; i <= PH_PROVIDER_OTHER; i++)
    {
      const PhPreset *preset = ph_preset_get ((PhProvider) i);
      gboolean page = is_within (pasted->address->host, preset->console_hosts);
      g_autofree char *example = NULL;
      g_autofree char *hint = NULL;

      if (!page && !is_within (pasted->address->host, preset->visitor_hosts))
        continue;
      example = make_example (pasted, preset);
      hint = page ? g_strdup_printf (_ ("that is a web page of %s; its S3 server is %s"),
                                     _ (preset->title), example)
                  : g_strdup_printf (_ ("that is for visitors and belongs into public-url; the S3 "
                                        "server of %s is %s"),
                                     _ (preset->title), example);
      return fail (pasted, hint, error);
    }
  return TRUE;
}

gboolean
ph_endpoint_check_public_host (const char *host, GError **error)
{
  for (guint i = 0; i <= PH_PROVIDER_OTHER; i++)
    {
      const PhPreset *preset = ph_preset_get ((PhProvider) i);
      g_autofree char *hint = NULL;

      if (!is_within (host, preset->console_hosts))
        continue;
      hint = g_strdup_printf (_ ("that is a web page of %s: write the domain under which visitors "
                                 "find the bucket"),
                              _ (preset->title));
      ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("%s can't be “%s”"), "public-url", host);
      ph_error_set_setting (error, "public-url");
      return FALSE;
    }
  return TRUE;
}

/* Servers of one's own (for tests, say) are let through where they can't be taken for a domain of
 * the bucket. */
static gboolean
check_own_hosts (const Pasted *pasted, GError **error)
{
  const char *host = pasted->address->host;
  g_autoptr (PhEndpointParts) parts = ph_endpoint_pattern_match (pasted->preset, host);
  g_autofree char *example = NULL;
  g_autofree char *hint = NULL;

  if (!pasted->preset->own_hosts_alone || parts != NULL || ph_address_is_ip (host)
      || ph_address_is_loopback (host) || strchr (host, '.') == NULL)
    return TRUE;
  example = make_example (pasted, pasted->preset);
  hint = g_strdup_printf (
      _ ("the S3 server of %s is %s; a domain of the bucket belongs into public-url, and another "
         "server needs provider=other"),
      _ (pasted->preset->title), example);
  return fail (pasted, hint, error);
}

gboolean
ph_endpoint_check (const char *text, const PhPreset *preset, const char *account_id,
                   const char *jurisdiction, const char *region, GError **error)
{
  /* Pages have queries and fragments; what is wrong first of all is the page. */
  g_autofree char *bare = g_strndup (text, strcspn (text, "?#"));
  g_autoptr (PhAddress) address = ph_address_parse ("endpoint", bare, NULL);
  const Pasted pasted = { preset, account_id, jurisdiction, region, address };

  return address == NULL || (check_pages (&pasted, error) && check_own_hosts (&pasted, error));
}
