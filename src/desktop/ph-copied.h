/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-engine.h"

G_BEGIN_DECLS

/* Pictures that somebody has copied or dragged, ready to be put up.  The constructors look at the
 * bytes, and at files, so that they may block: they are for worker threads.  They return NULL where
 * there is no picture. */

typedef struct
{
  GPtrArray *inputs; /* (element-type PhEngineInput): one or more */
  char *name;        /* of the first, for a person */
  const char *mime;  /* (nullable): of the first that is here and is a picture; interned */
  gint64 size;       /* bytes of all that are here and are pictures */
  char *note;        /* (nullable): what the person should know of them, a sentence */
  gboolean is_cut;   /* a picture's own bytes that end before they should */

  /* What was read to find them, so that it is known again. */
  char *target; /* (nullable) */
  gsize length;
  char *sha256;
  guint64 serial; /* of the clipboard */
} PhCopied;

/* Counted, from any thread. */
PhCopied *ph_copied_ref (PhCopied *copied);
void ph_copied_unref (PhCopied *copied);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhCopied, ph_copied_unref)

/* Says that @copied was made of @bytes, which were read as @target. */
void ph_copied_set_origin (PhCopied *copied, const char *target, GBytes *bytes);
/* SHA-256 in hexadecimal.  (transfer full) */
char *ph_copied_hash (GBytes *bytes);

/* The same without the pictures, which may be large: enough to know it again.  (transfer full) */
PhCopied *ph_copied_new_trace (const PhCopied *copied);

/* (transfer full): to be given to ph_desk_upload_async () */
GPtrArray *ph_copied_dup_inputs (const PhCopied *copied);

/* A picture's own bytes. */
PhCopied *ph_copied_new_from_picture (GBytes *bytes);

/* @uris: (element-type utf8): addresses and paths, as ph_uri_list_parse () gives them
 * @pictures_only: leaves out what isn't a picture, or isn't here */
PhCopied *ph_copied_new_from_files (const GPtrArray *uris, gboolean pictures_only);

/* What an <img> shows: http, https or data: only, since a page has no business in our files.
 * @source: (nullable) */
PhCopied *ph_copied_new_from_source (const char *source);

/* A text that is nothing but addresses and paths of pictures, one a line. */
PhCopied *ph_copied_new_from_text (const char *text, gsize length);

/* Is it one line that is the address or the path of something?  Nothing is opened. */
gboolean ph_copied_is_address (const char *text, gsize length);

G_END_DECLS
