/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-digest.h"

G_BEGIN_DECLS

/* Key templates: "{year}/{month}/{sha256:16}.{ext}".  design 5.1 lists the fields; PicGo's and
 * PicList's own placeholders mean what they mean there.  Parsed once, expanded once for each
 * picture.
 *
 * {ext} is in lower case.  {name} is the file name up to its extension, {fullname} keeps its own
 * spelling ("IMG_1.JPG").  Only what names a picture type, or the content's own extension, counts
 * as one: "github.com" is a name, and gets ".png" behind it.  An extension that contradicts the
 * content is replaced.  A template that does not end in ".{ext}", "{fullname}" or an extension
 * written out gets "." and the extension appended: "{year}/{name}".
 *
 * Hashes are of the content.  {timestamp} counts seconds, {timestampMS} milliseconds.  {uuid} has
 * no hyphens.  A slash in a name becomes '-'.  Where a key would be too long the names of files and
 * folders in it are cut, never anything else. */

typedef struct _PhKeyTemplate PhKeyTemplate;

#define PH_KEY_TEMPLATE_DEFAULT "{year}/{month}/{sha256:16}.{ext}"

/* What the fields stand for.  All members are borrowed; strings are never NULL. */
typedef struct
{
  GDateTime *time;       /* when the job was made, in the person's zone */
  const char *file_name; /* base name with its extension, valid UTF-8: see ph-display-name.h */
  const char *extension; /* that follows the content, without a dot */
  const char *folder;    /* local folder of the file, "" where there is none: {localFolder:N} */
  PhDigest digest;
  guint width, height;
  guint64 counter; /* {counter} */
} PhKeyValues;

/* NULL with PH_ERROR_SETTINGS: an unknown placeholder is named, so is a brace without its mate; or
 * no picture's key could be short enough. */
PhKeyTemplate *ph_key_template_new (const char *pattern, GError **error);
gboolean ph_key_template_check (const char *pattern, GError **error);
void ph_key_template_free (PhKeyTemplate *key_template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhKeyTemplate, ph_key_template_free)

/* The hashes that expanding needs. */
PhDigestFlags ph_key_template_get_digests (const PhKeyTemplate *key_template);
/* Does it hold {counter}? */
gboolean ph_key_template_needs_counter (const PhKeyTemplate *key_template);
/* TRUE if no two different pictures can get the same key: {uuid}, {random} of 16, or at least 16
 * digits of a content hash in it.  Then nothing can be overwritten by a PUT. */
gboolean ph_key_template_is_unique (const PhKeyTemplate *key_template);
/* TRUE if the name is made from the content (at least 16 digits of a hash): cacheable for ever. */
gboolean ph_key_template_is_content_addressed (const PhKeyTemplate *key_template);
/* The part before the first field of each picture (time fields expanded): "2026/11/" of the
 * default; design 4.6 compares it with a reused key.  (transfer full) */
char *ph_key_template_expand_prefix (const PhKeyTemplate *key_template, GDateTime *time);

/* ph_key_template_expand:
 *
 * The key in normal form (ph-object-key.h).  The file's extension is put right where the template
 * names the whole file name.  {random} and {uuid} come from a cryptographic source.
 *
 * Returns: (transfer full): or %NULL with PH_ERROR_SETTINGS */
char *ph_key_template_expand (const PhKeyTemplate *key_template, const PhKeyValues *values,
                              GError **error);

G_END_DECLS
