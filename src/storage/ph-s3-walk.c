/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-walk.h"

#include <libxml/xmlreader.h>

#define DEPTH_MAX 16

typedef struct
{
  const char *const *roots; /* the root elements that are right, NULL-terminated */
  PhS3LeafFunc leaf;
  PhS3EndFunc end; /* (nullable) */
  gpointer data;

  GPtrArray *names; /* of the open elements */
  GString *text;    /* of the innermost one */
  gboolean is_leaf; /* the innermost one has had no children */
} Walk;

static const char *
walk_name (const Walk *walk, guint from_innermost)
{
  return walk->names->len > from_innermost
             ? g_ptr_array_index (walk->names, walk->names->len - 1 - from_innermost)
             : "";
}

static void
walk_close (Walk *walk)
{
  if (walk->is_leaf)
    walk->leaf (walk_name (walk, 1), walk_name (walk, 0), walk->text->str, walk->data);
  else if (walk->end != NULL)
    walk->end (walk_name (walk, 0), walk->data);
  g_ptr_array_set_size (walk->names, (int) walk->names->len - 1);
  walk->is_leaf = FALSE;
}

static gboolean
walk_open (Walk *walk, xmlTextReader *reader)
{
  const char *name = (const char *) xmlTextReaderConstLocalName (reader);

  if (walk->names->len == 0 && !g_strv_contains (walk->roots, name))
    return FALSE;
  if (walk->names->len == DEPTH_MAX)
    return FALSE;
  g_ptr_array_add (walk->names, g_strdup (name));
  g_string_truncate (walk->text, 0);
  walk->is_leaf = TRUE;
  if (xmlTextReaderIsEmptyElement (reader))
    walk_close (walk);
  return TRUE;
}

static gboolean
walk_node (Walk *walk, xmlTextReader *reader)
{
  switch (xmlTextReaderNodeType (reader))
    {
    case XML_READER_TYPE_ELEMENT:
      return walk_open (walk, reader);
    case XML_READER_TYPE_END_ELEMENT:
      walk_close (walk);
      return TRUE;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
      g_string_append (walk->text, (const char *) xmlTextReaderConstValue (reader));
      return TRUE;
    case XML_READER_TYPE_DOCUMENT_TYPE:
    case XML_READER_TYPE_ENTITY_REFERENCE:
      return FALSE;
    default:
      return TRUE;
    }
}

/* AWS sends spaces ahead to keep the connection alive while it works. */
static const char *
skip_space (GBytes *body, gsize *length)
{
  const char *xml = g_bytes_get_data (body, length);

  while (*length > 0 && g_ascii_isspace (*xml))
    {
      xml++;
      (*length)--;
    }
  return xml;
}

gboolean
ph_s3_walk (GBytes *body, const char *const *roots, PhS3LeafFunc leaf, PhS3EndFunc end,
            gpointer data)
{
  Walk walk = { .roots = roots, .leaf = leaf, .end = end, .data = data };
  gsize length;
  const char *xml = skip_space (body, &length);
  xmlTextReader *reader;
  int more;

  if (length == 0 || length > G_MAXINT)
    return FALSE;
  reader = xmlReaderForMemory (xml, (int) length, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (reader == NULL)
    return FALSE;
  walk.names = g_ptr_array_new_with_free_func (g_free);
  walk.text = g_string_new (NULL);
  while ((more = xmlTextReaderRead (reader)) == 1)
    if (!walk_node (&walk, reader))
      break;
  xmlFreeTextReader (reader);
  g_ptr_array_unref (walk.names);
  g_string_free (walk.text, TRUE);
  return more == 0;
}
