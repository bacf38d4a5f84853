/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-checkpoint.h"

#include <string.h>

#define FIRST_LINE "pichoist-multipart 1"
#define MEBIBYTE (1024 * 1024)

PhS3Checkpoint *
ph_s3_checkpoint_new (const char *sha256, gint64 size, gint64 part_size)
{
  PhS3Checkpoint *checkpoint = g_new0 (PhS3Checkpoint, 1);
  gint64 least = (size + PH_S3_PARTS_MAX - 1) / PH_S3_PARTS_MAX;

  if (part_size < least)
    part_size = (least + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
  checkpoint->sha256 = g_strdup (sha256);
  checkpoint->size = size;
  checkpoint->part_size = part_size;
  checkpoint->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_s3_part_free);
  for (gint64 offset = 0; offset < size; offset += part_size)
    {
      PhS3Part *part = g_new0 (PhS3Part, 1);

      part->number = checkpoint->parts->len + 1;
      part->size = MIN (part_size, size - offset);
      g_ptr_array_add (checkpoint->parts, part);
    }
  return checkpoint;
}

void
ph_s3_checkpoint_free (PhS3Checkpoint *checkpoint)
{
  g_free (checkpoint->upload_id);
  g_free (checkpoint->sha256);
  g_ptr_array_unref (checkpoint->parts);
  g_free (checkpoint);
}

void
ph_s3_checkpoint_restart (PhS3Checkpoint *checkpoint)
{
  g_clear_pointer (&checkpoint->upload_id, g_free);
  for (guint i = 0; i < checkpoint->parts->len; i++)
    g_clear_pointer (&((PhS3Part *) g_ptr_array_index (checkpoint->parts, i))->etag, g_free);
}

gint64
ph_s3_checkpoint_count_sent (const PhS3Checkpoint *checkpoint)
{
  gint64 sent = 0;

  for (guint i = 0; i < checkpoint->parts->len; i++)
    {
      const PhS3Part *part = g_ptr_array_index (checkpoint->parts, i);

      if (part->etag != NULL)
        sent += part->size;
    }
  return sent;
}

/* Ids and etags are the server's; encoded, they can hold no line end. */
char *
ph_s3_checkpoint_to_text (const PhS3Checkpoint *checkpoint)
{
  GString *text = g_string_new (NULL);
  g_autofree char *id = g_uri_escape_string (checkpoint->upload_id, NULL, FALSE);

  g_string_append_printf (text, FIRST_LINE "\n%s\n%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n",
                          id, checkpoint->sha256, checkpoint->size, checkpoint->part_size);
  for (guint i = 0; i < checkpoint->parts->len; i++)
    {
      const PhS3Part *part = g_ptr_array_index (checkpoint->parts, i);
      g_autofree char *etag
          = part->etag == NULL ? NULL : g_uri_escape_string (part->etag, NULL, FALSE);

      if (etag != NULL)
        g_string_append_printf (text, "%u %s\n", part->number, etag);
    }
  return g_string_free (text, FALSE);
}

static gboolean
parse_part (PhS3Checkpoint *checkpoint, const char *line)
{
  char *end;
  guint64 number = g_ascii_strtoull (line, &end, 10);
  PhS3Part *part;

  if (number < 1 || number > checkpoint->parts->len || end == line || *end != ' ')
    return FALSE;
  part = g_ptr_array_index (checkpoint->parts, number - 1);
  g_free (part->etag);
  part->etag = g_uri_unescape_string (end + 1, NULL);
  return part->etag != NULL;
}

PhS3Checkpoint *
ph_s3_checkpoint_parse (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (PhS3Checkpoint) checkpoint = NULL;
  guint count = g_strv_length (lines);
  gint64 size;
  gint64 part_size;

  /* The end of the last line makes one empty text more. */
  if (count < 6 || lines[count - 1][0] != '\0' || !g_str_equal (lines[0], FIRST_LINE))
    return NULL;
  if (!g_ascii_string_to_signed (lines[3], 10, 1, G_MAXINT64 / 2, &size, NULL)
      || !g_ascii_string_to_signed (lines[4], 10, 1, G_MAXINT64 / 2, &part_size, NULL)
      || (size - 1) / part_size >= PH_S3_PARTS_MAX)
    return NULL;
  checkpoint = ph_s3_checkpoint_new (lines[2], size, part_size);
  checkpoint->upload_id = g_uri_unescape_string (lines[1], NULL);
  if (checkpoint->upload_id == NULL || checkpoint->upload_id[0] == '\0')
    return NULL;
  for (guint i = 5; i < count - 1; i++)
    if (!parse_part (checkpoint, lines[i]))
      return NULL;
  return g_steal_pointer (&checkpoint);
}
