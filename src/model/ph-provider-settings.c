/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-provider-settings.h"

#include "ph-endpoint-pattern.h"

gboolean
ph_preset_uses_setting (const PhPreset *preset, const char *key)
{
  static const char *const of_folders[]
      = { "provider", "folder", "public-url", "key-template", "url-suffix", "link-format", NULL };

  if (preset->provider == PH_PROVIDER_FOLDER)
    return g_strv_contains (of_folders, key);
  if (g_str_equal (key, "account-id"))
    return ph_endpoint_pattern_has_field (preset->endpoint_template, "{account-id}")
           || ph_endpoint_pattern_has_field (preset->bucket_suffix, "{account-id}");
  if (g_str_equal (key, "jurisdiction"))
    return ph_endpoint_pattern_has_field (preset->endpoint_template, "{jurisdiction.}");
  return !g_str_equal (key, "folder");
}

gboolean
ph_preset_asks_for_setting (const PhPreset *preset, const char *key)
{
  static const char *const always[]
      = { "account-id", "bucket", "folder", "public-url", "access-key-id", NULL };

  if (g_str_equal (key, "endpoint"))
    return preset->provider != PH_PROVIDER_FOLDER && preset->endpoint_template == NULL;
  if (g_str_equal (key, "region"))
    return preset->provider != PH_PROVIDER_FOLDER && preset->endpoint_template != NULL
           && preset->default_region == NULL;
  return g_strv_contains (always, key) && ph_preset_uses_setting (preset, key);
}
