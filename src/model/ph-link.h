/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Link formats: markdown, html, url, bbcode, rst, asciidoc, org, or a custom template with {url}
 * {name} {alt} {ext} {width} {height} {key} {size} {mime}.  Every format escapes what its grammar
 * needs; a link is always one line.  url, bbcode, rst and org have no place for the alternative
 * text in one line. */

typedef struct _PhLinkFormat PhLinkFormat;

/* All borrowed; strings never NULL. */
typedef struct
{
  const char *url;  /* absolute, percent-encoded */
  const char *name; /* file name, with extension */
  const char *alt;  /* alternative text, plain */
  const char *extension;
  const char *key;
  const char *mime;
  gint64 size;         /* bytes */
  guint width, height; /* 0: unknown */
} PhLinkValues;

/* NULL with PH_ERROR_USAGE: neither a known name nor a template with a field; a line end in it; an
 * unknown field (named). */
PhLinkFormat *ph_link_format_new (const char *format, GError **error);
gboolean ph_link_format_check (const char *format, GError **error);
void ph_link_format_free (PhLinkFormat *format);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhLinkFormat, ph_link_format_free)

/* (transfer full): valid UTF-8, no control characters. */
char *ph_link_format_expand (const PhLinkFormat *format, const PhLinkValues *values);

/* "markdown", "html" ...  (transfer none) (array zero-terminated) */
const char *const *ph_link_format_list (void);

G_END_DECLS
