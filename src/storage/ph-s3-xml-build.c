/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ph-s3-xml.h"

#define NAMESPACE "http://s3.amazonaws.com/doc/2006-03-01/"

gboolean
ph_s3_xml_can_hold (const char *key)
{
  gsize length = strlen (key);

  /* R2's simulator takes spaces off the ends of an element. */
  if (length == 0 || g_ascii_isspace (key[0]) || g_ascii_isspace (key[length - 1])
      || !g_utf8_validate (key, -1, NULL))
    return FALSE;
  for (; *key != '\0'; key = g_utf8_next_char (key))
    {
      gunichar c = g_utf8_get_char (key);

      /* Source: XML 1.0, "Char". */
      if (c < 0x20 || c == 0xfffe || c == 0xffff)
        return FALSE;
    }
  return TRUE;
}

GBytes *
ph_s3_xml_build_delete (const char *const *keys, gsize count)
{
  GString *xml = g_string_new ("<Delete xmlns=\"" NAMESPACE "\"><Quiet>true</Quiet>");

  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *escaped = g_markup_escape_text (keys[i], -1);

      g_string_append_printf (xml, "<Object><Key>%s</Key></Object>", escaped);
    }
  g_string_append (xml, "</Delete>");
  return g_string_free_to_bytes (xml);
}

GBytes *
ph_s3_xml_build_complete (PhS3Part *const *parts, gsize count)
{
  GString *xml = g_string_new ("<CompleteMultipartUpload xmlns=\"" NAMESPACE "\">");

  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *escaped = g_markup_escape_text (parts[i]->etag, -1);

      g_string_append_printf (xml, "<Part><PartNumber>%u</PartNumber><ETag>%s</ETag></Part>",
                              parts[i]->number, escaped);
    }
  g_string_append (xml, "</CompleteMultipartUpload>");
  return g_string_free_to_bytes (xml);
}
