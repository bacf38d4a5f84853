/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-sample-link.h"

#include <glib/gi18n-lib.h>

#include "ph-key-template.h"
#include "ph-link.h"
#include "ph-target.h"

#define SAMPLE_NAME "evening.png"
#define SAMPLE_SIZE 287344
#define SAMPLE_WIDTH 1280
#define SAMPLE_HEIGHT 800

/* Hashes that look like some, and are always the same. */
static void
fill_digest (PhDigest *digest)
{
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SAMPLE_NAME, -1);
  g_autofree char *sha1 = g_compute_checksum_for_string (G_CHECKSUM_SHA1, SAMPLE_NAME, -1);
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, SAMPLE_NAME, -1);

  g_strlcpy (digest->sha256, sha256, sizeof digest->sha256);
  g_strlcpy (digest->sha1, sha1, sizeof digest->sha1);
  g_strlcpy (digest->md5, md5, sizeof digest->md5);
}

char *
ph_sample_key_new (const char *pattern, GError **error)
{
  g_autoptr (PhKeyTemplate) template = ph_key_template_new (pattern, error);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  PhKeyValues values = {
    .time = now,
    .file_name = SAMPLE_NAME,
    .extension = "png",
    .folder = "/home/me/Pictures",
    .width = SAMPLE_WIDTH,
    .height = SAMPLE_HEIGHT,
    .counter = 1,
  };

  if (template == NULL)
    return NULL;
  fill_digest (&values.digest);
  return ph_key_template_expand (template, &values, error);
}

char *
ph_sample_link_new (PhProfile *profile)
{
  g_autoptr (PhTarget) target = ph_target_new (profile, NULL);
  const char *pattern = ph_profile_get_text (profile, "key-template");
  g_autofree char *key
      = ph_sample_key_new (pattern != NULL ? pattern : PH_KEY_TEMPLATE_DEFAULT, NULL);

  return target != NULL && key != NULL ? ph_target_build_public_url (target, key) : NULL;
}

char *
ph_sample_link_format (const char *format, const char *url, GError **error)
{
  g_autoptr (PhLinkFormat) parsed = ph_link_format_new (format, error);
  const PhLinkValues values = {
    .url = url,
    .name = SAMPLE_NAME,
    .alt = "evening",
    .extension = "png",
    .key = SAMPLE_NAME,
    .mime = "image/png",
    .size = SAMPLE_SIZE,
    .width = SAMPLE_WIDTH,
    .height = SAMPLE_HEIGHT,
  };

  return parsed != NULL ? ph_link_format_expand (parsed, &values) : NULL;
}
