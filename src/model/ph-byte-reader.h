/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-content.h"

G_BEGIN_DECLS

/* Reads foreign bytes so that nothing past the end can be reached, and without a system call for
 * each field. */

#define PH_BYTE_READER_WINDOW 4096

typedef struct
{
  const PhContent *content; /* borrowed */
  gint64 size;
  GError *error; /* of the disk, the first one; after it every peek fails */
  gint64 start;  /* where the window lies */
  gsize length;
  guint8 window[PH_BYTE_READER_WINDOW];
} PhByteReader;

void ph_byte_reader_init (PhByteReader *reader, const PhContent *content);
void ph_byte_reader_clear (PhByteReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PhByteReader, ph_byte_reader_clear)

/* @length bytes (at most PH_BYTE_READER_WINDOW) from @offset, which may be any number; NULL where
 * the content doesn't hold all of them.  (transfer none): until the next peek */
const guint8 *ph_byte_reader_peek (PhByteReader *reader, gint64 offset, gsize length);

static inline guint16
ph_bytes_be16 (const guint8 *bytes)
{
  return (guint16) (bytes[0] << 8 | bytes[1]);
}

static inline guint32
ph_bytes_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static inline guint64
ph_bytes_be64 (const guint8 *bytes)
{
  return (guint64) ph_bytes_be32 (bytes) << 32 | ph_bytes_be32 (bytes + 4);
}

static inline guint16
ph_bytes_le16 (const guint8 *bytes)
{
  return (guint16) (bytes[1] << 8 | bytes[0]);
}

static inline guint32
ph_bytes_le32 (const guint8 *bytes)
{
  return (guint32) bytes[3] << 24 | (guint32) bytes[2] << 16 | (guint32) bytes[1] << 8 | bytes[0];
}

G_END_DECLS
