/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An element without children: its parent's name ("" for the root), its own, its text exactly as it
 * is. */
typedef void (*PhS3LeafFunc) (const char *parent, const char *name, const char *text,
                              gpointer data);
/* The end of an element that had children. */
typedef void (*PhS3EndFunc) (const char *name, gpointer data);

/* ph_s3_walk:
 * @body: an XML document, maybe with white space before it
 * @roots: (array zero-terminated=1): what its root element may be called
 * @end: (nullable)
 *
 * Goes through a document from a server, in its order.  No entity is expanded, a document type
 * declaration is refused, nothing is loaded, and nothing goes deeper than 16 elements.
 *
 * Returns: FALSE where it is not well-formed, not whole, or has another root; what came before the
 * fault was told of then */
gboolean ph_s3_walk (GBytes *body, const char *const *roots, PhS3LeafFunc leaf, PhS3EndFunc end,
                     gpointer data);

G_END_DECLS
