/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes of one picture, immutable and readable from any thread, at any offset.
 *
 * A small file is read into memory once, so that what was hashed is what is sent; a larger one
 * stays behind its descriptor, and ph_content_check_unchanged () tells whether the file was touched
 * meanwhile.  Memory use doesn't grow with the file. */

#define PH_TYPE_CONTENT (ph_content_get_type ())
typedef struct _PhContent PhContent;

/* Up to here a file is held in memory. */
#define PH_CONTENT_MEMORY_MAX (1024 * 1024)

GType ph_content_get_type (void);
PhContent *ph_content_ref (PhContent *content);
void ph_content_unref (PhContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhContent, ph_content_unref)

/* (transfer full) */
PhContent *ph_content_new_for_bytes (GBytes *bytes);

/* ph_content_open_fd:
 *
 * Only opens, as ph_content_open () does: for a copy that needs the file and not its bytes.
 *
 * Returns: the descriptor, or -1 with PH_ERROR_INPUT */
int ph_content_open_fd (const char *path, GError **error);

/* ph_content_open:
 * @path: a path in the file system's encoding
 *
 * Opens a regular file for reading (a symbolic link to one is followed).  Never blocks on a FIFO
 * and never opens a device.
 *
 * Returns: (transfer full): the content, or %NULL with PH_ERROR_INPUT or PH_ERROR_EMPTY */
PhContent *ph_content_open (const char *path, GError **error);

/* Takes over @fd, an open regular file that nobody changes any more.  @fd is closed on failure too.
 */
PhContent *ph_content_new_take_fd (int fd, GError **error);

gint64 ph_content_get_size (const PhContent *content); /* bytes */

/* The file's time of last change, in nanoseconds since 1970; 0 for bytes. */
gint64 ph_content_get_mtime (const PhContent *content);

/* Bytes that stand in the place of others. */
typedef struct
{
  gint64 offset;
  GBytes *bytes;
} PhContentPatch;

/* @bytes: (transfer full) */
PhContentPatch *ph_content_patch_new (gint64 offset, GBytes *bytes);
void ph_content_patch_free (PhContentPatch *patch);

/* ph_content_new_patched:
 * @patches: (element-type PhContentPatch): within @content; a later one wins
 *
 * @content with other bytes in some places.  A file stays behind its descriptor and is not changed.
 * (transfer full) */
PhContent *ph_content_new_patched (PhContent *content, const GPtrArray *patches);

/* All bytes where they are held in memory.  (nullable) (transfer none) */
GBytes *ph_content_peek_bytes (const PhContent *content);

/* ph_content_read:
 *
 * Copies up to @length bytes from @offset into @buffer.  Short only at the end.
 *
 * Returns: the bytes copied, 0 at the end, -1 with @error (PH_ERROR_CHANGED where the file has
 * become shorter than it was) */
gssize ph_content_read (const PhContent *content, gint64 offset, void *buffer, gsize length,
                        GError **error);

/* FALSE with PH_ERROR_CHANGED if size or time of the file behind it have changed since it was
 * opened; always TRUE for what is held in memory. */
gboolean ph_content_check_unchanged (const PhContent *content, GError **error);

G_END_DECLS
