/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-byte-reader.h"

void
ph_byte_reader_init (PhByteReader *reader, const PhContent *content)
{
  reader->content = content;
  reader->size = ph_content_get_size (content);
  reader->error = NULL;
  reader->start = 0;
  reader->length = 0;
}

void
ph_byte_reader_clear (PhByteReader *reader)
{
  g_clear_error (&reader->error);
}

const guint8 *
ph_byte_reader_peek (PhByteReader *reader, gint64 offset, gsize length)
{
  GBytes *bytes = ph_content_peek_bytes (reader->content);
  gssize got;

  g_return_val_if_fail (length <= PH_BYTE_READER_WINDOW, NULL);
  if (offset < 0 || reader->error != NULL || reader->size < (gint64) length
      || offset > reader->size - (gint64) length)
    return NULL;
  if (bytes != NULL)
    return (const guint8 *) g_bytes_get_data (bytes, NULL) + offset;
  if (offset >= reader->start
      && offset + (gint64) length <= reader->start + (gint64) reader->length)
    return reader->window + (offset - reader->start);
  got = ph_content_read (reader->content, offset, reader->window, sizeof reader->window,
                         &reader->error);
  reader->start = offset;
  reader->length = got > 0 ? (gsize) got : 0;
  return reader->length >= length ? reader->window : NULL;
}
