/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-byte-reader.h"
#include "ph-picture.h"

G_BEGIN_DECLS

/* The headers of each format: size in pixels as shown, whether it moves, whether its end is there.
 * For ph-picture.c.  Nothing here trusts a length or an offset in a file, and each walk is bounded
 * by the file's size or a fixed count. */

/* A side longer than this is taken for nonsense. */
#define PH_PICTURE_SIDE_MAX 1000000

/* The type that the first bytes prove, "image/png"; NULL where they prove none (then libmagic is
 * asked). */
const char *ph_picture_header_sniff (PhByteReader *reader);

/* Fills @picture's size and flags for the type @mime; leaves them where the type is not known. */
void ph_picture_header_read (PhByteReader *reader, const char *mime, PhPicture *picture);

/* One format each.  (ph-picture-header.c calls them.) */
void ph_picture_read_png (PhByteReader *reader, PhPicture *picture);
void ph_picture_read_gif (PhByteReader *reader, PhPicture *picture);
void ph_picture_read_webp (PhByteReader *reader, PhPicture *picture);
void ph_picture_read_bmp (PhByteReader *reader, PhPicture *picture);
void ph_picture_read_ico (PhByteReader *reader, PhPicture *picture);
void ph_picture_read_jpeg (PhByteReader *reader, PhPicture *picture);
void ph_picture_read_tiff (PhByteReader *reader, PhPicture *picture);
void ph_picture_read_bmff (PhByteReader *reader, PhPicture *picture); /* AVIF, HEIF, MP4 */
void ph_picture_read_jxl (PhByteReader *reader, PhPicture *picture);
void ph_picture_read_webm (PhByteReader *reader, PhPicture *picture);

/* Sets the size, swapped where @turned; an absurd one becomes 0 x 0. */
void ph_picture_set_size (PhPicture *picture, guint64 width, guint64 height, gboolean turned);

/* One box of the ISO base media file format (ISO/IEC 14496-12, 4.2), which JPEG XL uses too. */
typedef struct
{
  char type[5];
  gint64 body;     /* offset of what follows its header */
  gint64 end;      /* offset after it, never past the box that it is in */
  gboolean is_cut; /* it says that it is longer */
} PhPictureBox;

/* The box at @offset; FALSE where there is no whole header before @end. */
gboolean ph_picture_read_box (PhByteReader *reader, gint64 offset, gint64 end, PhPictureBox *box);

/* The type that the brands in "ftyp" prove, NULL where they prove none. */
const char *ph_picture_sniff_bmff (PhByteReader *reader, gboolean *is_sequence);

/* Matroska files that say they are WebM. */
gboolean ph_picture_sniff_webm (PhByteReader *reader);

G_END_DECLS
