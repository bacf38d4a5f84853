/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-target-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-address.h"
#include "ph-bucket-name.h"
#include "ph-endpoint-check.h"
#include "ph-endpoint-pattern.h"
#include "ph-error.h"

#define REGION_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-_"
#define LAST_RESORT_REGION "us-east-1"

static gboolean
fail_value (GError **error, const char *key, const char *value, const char *hint)
{
  ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("%s can't be “%s”"), key, value);
  ph_error_set_setting (error, key);
  return FALSE;
}

static gboolean
fail_missing (GError **error, const char *key, const char *example)
{
  g_autofree char *hint = g_strdup_printf (_ ("set it, for example %s=%s"), key, example);

  ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("%s is missing"), key);
  ph_error_set_setting (error, key);
  return FALSE;
}

/* The setting without blanks around, NULL where nothing is left. */
static char *
dup_trimmed (PhTargetDraft *draft, const char *key)
{
  g_autofree char *text = g_strdup (ph_profile_get_text (draft->profile, key));

  if (text == NULL || *g_strstrip (text) == '\0')
    return NULL;
  return g_steal_pointer (&text);
}

/* --- bucket --- */

/* "s3://photos/" and "/photos/" mean "photos". */
static char *
read_bucket (PhTargetDraft *draft)
{
  g_autofree char *text = dup_trimmed (draft, "bucket");
  const char *start = text;
  gsize length;

  if (text == NULL)
    return NULL;
  if (g_ascii_strncasecmp (start, "s3://", 5) == 0)
    start += 5;
  start += strspn (start, "/");
  length = strlen (start);
  while (length > 0 && start[length - 1] == '/')
    length--;
  return length > 0 ? g_strndup (start, length) : NULL;
}

/* COS: "photos" with account-id 1250000000 is "photos-1250000000". */
static gboolean
complete_bucket (PhTargetDraft *draft, GError **error)
{
  PhTarget *target = draft->target;
  g_autofree char *account_id = dup_trimmed (draft, "account-id");
  g_autofree char *suffix = NULL;
  g_autofree char *hint = NULL;
  const char *dash = strrchr (target->bucket, '-');

  if (draft->preset->bucket_suffix == NULL)
    return TRUE;
  if (account_id != NULL && strspn (account_id, "0123456789") != strlen (account_id))
    return fail_value (error, "account-id", account_id,
                       _ ("write the number behind the bucket's name, such as 1250000000"));
  suffix = ph_endpoint_pattern_expand (draft->preset->bucket_suffix, account_id, NULL, NULL);
  if (account_id != NULL && !g_str_has_suffix (target->bucket, suffix))
    {
      char *whole = g_strconcat (target->bucket, suffix, NULL);

      ph_target_draft_note (draft, _ ("the bucket's whole name is %s"), whole);
      g_free (target->bucket);
      target->bucket = whole;
      return TRUE;
    }
  if (dash != NULL && dash[1] != '\0' && strspn (dash + 1, "0123456789") == strlen (dash + 1))
    return TRUE;
  hint = g_strdup_printf (_ ("write the whole name, such as %s-1250000000"), target->bucket);
  return fail_value (error, "bucket", target->bucket, hint);
}

static gboolean
check_bucket (PhTargetDraft *draft, GError **error)
{
  const PhTarget *target = draft->target;
  g_autofree char *fault = ph_bucket_name_find_fault (target->bucket, draft->preset, target->region,
                                                      target->path_style);

  return fault == NULL || fail_value (error, "bucket", target->bucket, fault);
}

/* --- region --- */

/* Adds what the endpoint's host says of the region to what the person set. */
static gboolean
choose_region (PhTargetDraft *draft, const char *from_host, GError **error)
{
  g_autofree char *given = dup_trimmed (draft, "region");
  g_autofree char *prefix
      = ph_endpoint_pattern_dup_region_prefix (draft->preset->endpoint_template);
  const char *region;

  if (given == NULL)
    {
      region = from_host != NULL ? from_host : draft->preset->default_region;
      draft->target->region = g_strdup (region);
      return TRUE;
    }
  for (char *c = given; *c != '\0'; c++)
    *c = g_ascii_tolower (*c);
  region = given;
  if (*prefix != '\0' && g_str_has_prefix (given, prefix))
    {
      region += strlen (prefix);
      ph_target_draft_note (draft, _ ("the region is %s"), region);
    }
  if (*region == '\0' || strspn (region, REGION_CHARACTERS) != strlen (region))
    {
      const char *example
          = draft->preset->example_region != NULL
                ? draft->preset->example_region
                : (draft->preset->default_region != NULL ? draft->preset->default_region
                                                         : LAST_RESORT_REGION);
      g_autofree char *hint = g_strdup_printf (_ ("write it as in %s"), example);

      return fail_value (error, "region", given, hint);
    }
  if (from_host != NULL && !g_str_equal (region, from_host))
    {
      g_autofree char *hint = g_strdup_printf (_ ("the endpoint is in %s: leave region empty, or "
                                                  "leave endpoint empty"),
                                               from_host);

      return fail_value (error, "region", given, hint);
    }
  draft->target->region = g_strdup (region);
  return TRUE;
}

/* --- endpoint --- */

static gboolean
is_account_id (const char *text)
{
  return strlen (text) == 32 && strspn (text, "0123456789abcdef") == 32;
}

static char *
dup_jurisdiction (PhTargetDraft *draft)
{
  g_autofree char *text = dup_trimmed (draft, "jurisdiction");
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  return g_strcmp0 (lower, "default") != 0 ? g_steal_pointer (&lower) : NULL;
}

/* Some paste the account ID as the endpoint. */
static char *
dup_account_id (PhTargetDraft *draft)
{
  char *account_id = dup_trimmed (draft, "account-id");

  return account_id != NULL ? account_id : dup_trimmed (draft, "endpoint");
}

/* The endpoint from what the preset's template needs. */
static char *
expand_endpoint (PhTargetDraft *draft, GError **error)
{
  const PhPreset *preset = draft->preset;
  g_autofree char *account_id = dup_account_id (draft);
  g_autofree char *lower = account_id != NULL ? g_ascii_strdown (account_id, -1) : NULL;
  g_autofree char *jurisdiction = dup_jurisdiction (draft);

  if (!choose_region (draft, NULL, error))
    return NULL;
  if (ph_endpoint_pattern_has_field (preset->endpoint_template, "{account-id}"))
    {
      const char *hint = _ ("copy the account ID (32 hexadecimal digits) from the provider's R2 "
                            "overview page");

      if (lower == NULL)
        {
          ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("account-id is missing"));
          ph_error_set_setting (error, "account-id");
          return NULL;
        }
      if (!is_account_id (lower))
        {
          fail_value (error, "account-id", account_id, hint);
          return NULL;
        }
    }
  if (jurisdiction != NULL
      && strspn (jurisdiction, "abcdefghijklmnopqrstuvwxyz") != strlen (jurisdiction))
    {
      fail_value (error, "jurisdiction", jurisdiction, _ ("write eu, fedramp or nothing"));
      return NULL;
    }
  if (draft->target->region == NULL)
    {
      fail_missing (error, "region", preset->example_region);
      return NULL;
    }
  return ph_endpoint_pattern_expand (preset->endpoint_template, lower, jurisdiction,
                                     draft->target->region);
}

/* "0123456789abcdef0123456789abcdef", where the account's endpoint can be told from it. */
static gboolean
is_account_alone (PhTargetDraft *draft, const char *endpoint)
{
  g_autofree char *account_id = dup_trimmed (draft, "account-id");
  g_autofree char *lower = g_ascii_strdown (endpoint, -1);

  return is_account_id (lower)
         && ph_endpoint_pattern_has_field (draft->preset->endpoint_template, "{account-id}")
         && (account_id == NULL || g_ascii_strcasecmp (account_id, endpoint) == 0);
}

/* What the person gave as the endpoint; many paste the whole address as the account ID. */
static char *
read_endpoint (PhTargetDraft *draft)
{
  g_autofree char *endpoint = dup_trimmed (draft, "endpoint");
  g_autofree char *account_id = dup_trimmed (draft, "account-id");

  if (draft->preset->endpoint_template == NULL)
    return g_steal_pointer (&endpoint);
  if (endpoint != NULL && is_account_alone (draft, endpoint))
    {
      ph_target_draft_note (draft, _ ("endpoint holds the account ID alone"));
      return NULL;
    }
  if (endpoint != NULL)
    return g_steal_pointer (&endpoint);
  if (account_id == NULL || strchr (account_id, '.') == NULL)
    return NULL;
  ph_target_draft_note (draft, _ ("account-id holds the whole endpoint"));
  return g_steal_pointer (&account_id);
}

/* Does "S3.example.com" sound like the server itself, so that a name before it is the bucket? */
static gboolean
sounds_like_server (const char *host)
{
  static const char *const beginnings[]
      = { "s3.", "s3-", "minio", "oss", "cos.", "obs.", "localhost", NULL };

  for (const char *const *beginning = beginnings; *beginning != NULL; beginning++)
    if (g_str_has_prefix (host, *beginning))
      return TRUE;
  return FALSE;
}

/* A host of the provider's own: what it says has to agree with the other settings. */
static gboolean
take_parts (PhTargetDraft *draft, PhAddress *address, const PhEndpointParts *parts, GError **error)
{
  PhTarget *target = draft->target;
  g_autofree char *account_id = dup_trimmed (draft, "account-id");
  g_autofree char *lower = account_id != NULL ? g_ascii_strdown (account_id, -1) : NULL;
  char *host;

  if (parts->account_id != NULL && lower != NULL && is_account_id (lower)
      && !g_str_equal (lower, parts->account_id))
    return fail_value (error, "account-id", account_id,
                       _ ("the endpoint names another account: leave one of the two empty"));
  if (parts->bucket == NULL)
    return TRUE;
  if (target->bucket != NULL && !g_str_equal (target->bucket, parts->bucket))
    {
      g_autofree char *hint = g_strdup_printf (
          _ ("the endpoint is that of bucket %s: write endpoint=%s://%s"), parts->bucket,
          address->scheme, address->host + strlen (parts->bucket) + 1);

      return fail_value (error, "bucket", target->bucket, hint);
    }
  if (target->bucket == NULL)
    target->bucket = g_strdup (parts->bucket);
  host = g_strdup (address->host + strlen (parts->bucket) + 1);
  g_free (address->host);
  address->host = host;
  ph_target_draft_note (draft, _ ("the bucket was taken off the endpoint's host"));
  return TRUE;
}

/* Any other host that begins with the bucket's name. */
static void
take_bucket_off_host (PhTargetDraft *draft, PhAddress *address, gboolean virtual)
{
  PhTarget *target = draft->target;
  gsize length = target->bucket != NULL ? strlen (target->bucket) : 0;
  char *host;

  if (length == 0 || !g_str_has_prefix (address->host, target->bucket)
      || address->host[length] != '.')
    return;
  /* By path the server at "photos.example.com" may really be called so.  In virtual-host style the
   * request goes to the very host that was pasted, either way. */
  if (!virtual && !sounds_like_server (address->host + length + 1))
    return;
  host = g_strdup (address->host + length + 1);
  g_free (address->host);
  address->host = host;
  ph_target_draft_note (draft, _ ("the bucket was taken off the endpoint's host"));
}

/* Takes the bucket off the end of the path, or, at the provider's own hosts, off its beginning. */
static gboolean
take_bucket_off_path (PhTargetDraft *draft, PhAddress *address, gboolean own_host, GError **error)
{
  PhTarget *target = draft->target;
  g_autofree char *last = g_path_get_basename (address->path);
  g_auto (GStrv) parts = g_strsplit (address->path, "/", -1); /* "", "photos", ... */
  g_autofree char *hint = NULL;

  if (*address->path == '\0')
    return TRUE;
  if (target->bucket == NULL && own_host)
    target->bucket = g_strdup (parts[1]);
  if (g_strcmp0 (last, target->bucket) == 0)
    {
      address->path[strlen (address->path) - strlen (last) - 1] = '\0';
      ph_target_draft_note (draft, _ ("the bucket was taken off the endpoint's path"));
    }
  if (*address->path == '\0' || !own_host)
    return TRUE;
  hint
      = g_strdup_printf (_ ("write endpoint=%s://%s, bucket=%s, and folders within the bucket into "
                            "key-template"),
                         address->scheme, address->host, parts[1]);
  return fail_value (error, "endpoint", address->path, hint);
}

/* --- addressing --- */

static gboolean
choose_addressing (PhTargetDraft *draft, const char *host, GError **error)
{
  const PhPreset *preset = draft->preset;
  PhTarget *target = draft->target;
  PhAddressing wanted = PH_ADDRESSING_AUTO;
  PhAddressing used;
  gboolean dotted = target->bucket != NULL && strchr (target->bucket, '.') != NULL
                    && g_str_equal (target->scheme, "https");

  g_object_get (draft->profile, "addressing", &wanted, NULL);
  used = wanted != PH_ADDRESSING_AUTO ? wanted : preset->addressing;
  if (preset->addressing_fixed && used != preset->addressing)
    {
      g_autofree char *hint
          = g_strdup_printf (_ ("%s takes addressing=virtual alone"), _ (preset->title));

      return fail_value (error, "addressing", "path", hint);
    }
  if (ph_address_is_ip (host) && used == PH_ADDRESSING_VIRTUAL)
    {
      if (wanted == PH_ADDRESSING_VIRTUAL)
        return fail_value (error, "addressing", "virtual",
                           _ ("the endpoint is an IP address: write addressing=path"));
      used = PH_ADDRESSING_PATH;
    }
  /* A certificate for *.host doesn't cover "a.b.host". */
  if (dotted && used == PH_ADDRESSING_VIRTUAL && wanted == PH_ADDRESSING_AUTO
      && !preset->addressing_fixed)
    {
      ph_target_draft_note (draft, _ ("the bucket's name has a dot, so it is put into the path"));
      used = PH_ADDRESSING_PATH;
    }
  target->path_style = used == PH_ADDRESSING_PATH;
  return TRUE;
}

/* --- all of it --- */

static gboolean
check_endpoint (PhTargetDraft *draft, const char *given, GError **error)
{
  g_autofree char *account_id = dup_trimmed (draft, "account-id");
  g_autofree char *jurisdiction = dup_jurisdiction (draft);
  g_autofree char *region = dup_trimmed (draft, "region");

  return ph_endpoint_check (given, draft->preset, account_id, jurisdiction, region, error);
}

static PhAddress *
parse_endpoint (PhTargetDraft *draft, GError **error)
{
  g_autofree char *given = read_endpoint (draft);
  g_autofree char *expanded = NULL;

  if (given != NULL && !check_endpoint (draft, given, error))
    return NULL;
  if (given != NULL)
    return ph_address_parse ("endpoint", given, error);
  if (draft->preset->endpoint_template == NULL)
    {
      fail_missing (error, "endpoint", "https://s3.example.com");
      return NULL;
    }
  expanded = expand_endpoint (draft, error);
  return expanded != NULL ? ph_address_parse ("endpoint", expanded, error) : NULL;
}

static gboolean
take_bucket_off (PhTargetDraft *draft, PhAddress *address, const PhEndpointParts *parts,
                 GError **error)
{
  if (parts != NULL && !take_parts (draft, address, parts, error))
    return FALSE;
  if (!take_bucket_off_path (draft, address, parts != NULL, error)
      || !choose_addressing (draft, address->host, error))
    return FALSE;
  if (parts == NULL)
    take_bucket_off_host (draft, address, !draft->target->path_style);
  if (draft->target->bucket == NULL)
    return fail_missing (error, "bucket", "pictures");
  return complete_bucket (draft, error);
}

gboolean
ph_target_draft_fill_s3 (PhTargetDraft *draft, GError **error)
{
  PhTarget *target = draft->target;
  g_autoptr (PhAddress) address = NULL;
  g_autoptr (PhEndpointParts) parts = NULL;

  target->bucket = read_bucket (draft);
  address = parse_endpoint (draft, error);
  if (address == NULL)
    return FALSE;
  target->scheme = g_strdup (address->scheme);
  parts = ph_endpoint_pattern_match (draft->preset, address->host);
  if (!take_bucket_off (draft, address, parts, error))
    return FALSE;
  if (target->region == NULL && !choose_region (draft, parts != NULL ? parts->region : NULL, error))
    return FALSE;
  if (target->region == NULL)
    target->region = g_strdup (LAST_RESORT_REGION);
  if (!check_bucket (draft, error))
    return FALSE;
  target->host = g_steal_pointer (&address->host);
  target->port = address->port;
  target->base_path = g_steal_pointer (&address->path);
  return TRUE;
}
