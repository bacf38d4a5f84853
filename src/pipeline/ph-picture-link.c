/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-picture-link.h"

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

char *
ph_picture_link_of_row (const PhLinkFormat *format, const PhHistoryRow *row, const char *url)
{
  const PhLinkValues values = {
    .url = url,
    .name = row->name,
    .alt = row->alt,
    .extension = or_empty (row->extension),
    .key = row->key,
    .mime = or_empty (row->mime),
    .size = row->size,
    .width = row->width,
    .height = row->height,
  };

  return ph_link_format_expand (format, &values);
}

char *
ph_picture_link_of_job (const PhLinkFormat *format, const PhJob *job, const char *key,
                        const char *url)
{
  const PhLinkValues values = {
    .url = url,
    .name = job->name,
    .alt = job->alt,
    .extension = or_empty (job->extension),
    .key = key,
    .mime = or_empty (job->mime),
    .size = job->size,
    .width = job->width,
    .height = job->height,
  };

  return ph_link_format_expand (format, &values);
}

PhLinkFormat *
ph_picture_link_new_format (PhConfig *config, const char *profile, GError **error)
{
  PhProfile *settings = profile != NULL ? ph_config_get_profile (config, profile, NULL) : NULL;
  const char *own = settings != NULL ? ph_profile_get_text (settings, "link-format") : NULL;
  g_autofree char *general
      = own == NULL ? ph_config_get_as_text (config, "link-format", error) : NULL;

  if (own != NULL)
    return ph_link_format_new (own, error);
  return general != NULL ? ph_link_format_new (general, error) : NULL;
}

PhLinkFormat *
ph_picture_link_new_safe_format (PhConfig *config, const char *profile)
{
  PhLinkFormat *format = ph_picture_link_new_format (config, profile, NULL);

  return format != NULL ? format : ph_link_format_new ("markdown", NULL);
}

void
ph_picture_link_append (GString *text, const char *link)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, link);
}
