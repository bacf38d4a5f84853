/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-xml.h"

#include <string.h>

#include "ph-error.h"
#include "ph-s3-walk.h"

void
ph_s3_part_free (PhS3Part *part)
{
  g_free (part->etag);
  g_free (part);
}

char *
ph_s3_etag_unquote (const char *etag)
{
  gsize length;

  if (etag == NULL)
    return NULL;
  if (g_str_has_prefix (etag, "W/"))
    etag += 2;
  length = strlen (etag);
  if (length >= 2 && etag[0] == '"' && etag[length - 1] == '"')
    return g_strndup (etag + 1, length - 2);
  return g_strdup (etag);
}

static gboolean
parse (GBytes *body, const char *root, PhS3LeafFunc leaf, PhS3EndFunc end, gpointer data,
       GError **error)
{
  const char *const roots[] = { root, NULL };
  g_autofree char *what = NULL;

  if (ph_s3_walk (body, roots, leaf, end, data))
    return TRUE;
  what = g_strdup_printf ("not a %s document", root);
  g_propagate_error (error, ph_s3_error_new_nonsense (what));
  return FALSE;
}

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = text[0] == '\0' ? NULL : g_strdup (text);
}

static gint64
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  return time == NULL ? 0 : g_date_time_to_unix (time);
}

static void
fault_leaf (const char *parent, const char *name, const char *text, gpointer data)
{
  PhS3Fault *fault = data;

  if (!g_str_equal (parent, "Error"))
    return;
  if (g_str_equal (name, "Code"))
    set_text (&fault->code, text);
  else if (g_str_equal (name, "Message"))
    set_text (&fault->message, text);
  else if (g_str_equal (name, "RequestId"))
    set_text (&fault->request_id, text);
  else if (g_str_equal (name, "Region"))
    set_text (&fault->region, text);
  else if (g_str_equal (name, "Endpoint"))
    set_text (&fault->endpoint, text);
  else if (g_str_equal (name, "ServerTime"))
    fault->time = parse_time (text);
}

gboolean
ph_s3_xml_parse_fault (GBytes *body, PhS3Fault *fault)
{
  const char *const roots[] = { "Error", NULL };

  return ph_s3_walk (body, roots, fault_leaf, NULL, fault);
}

typedef struct
{
  PhObjectPage *page;
  PhObject *object; /* the <Contents> that is open */
  gboolean url_encoded;
  gboolean truncated;
  char *marker; /* NextMarker, of version 1 */
  char *token;  /* NextContinuationToken, of version 2 */
} List;

static void
list_leaf (const char *parent, const char *name, const char *text, gpointer data)
{
  List *list = data;
  PhObject *object;

  if (g_str_equal (parent, "ListBucketResult"))
    {
      if (g_str_equal (name, "IsTruncated"))
        list->truncated = g_str_equal (text, "true");
      else if (g_str_equal (name, "NextMarker"))
        set_text (&list->marker, text);
      else if (g_str_equal (name, "NextContinuationToken"))
        set_text (&list->token, text);
      else if (g_str_equal (name, "EncodingType"))
        list->url_encoded = g_str_equal (text, "url");
      return;
    }
  if (!g_str_equal (parent, "Contents"))
    return;
  if (list->object == NULL)
    list->object = ph_object_new (NULL);
  object = list->object;
  if (g_str_equal (name, "Key"))
    set_text (&object->key, text);
  else if (g_str_equal (name, "Size"))
    object->size = g_ascii_strtoll (text, NULL, 10);
  else if (g_str_equal (name, "LastModified"))
    object->modified = parse_time (text);
  else if (g_str_equal (name, "ETag"))
    {
      g_autofree char *etag = ph_s3_etag_unquote (text);

      set_text (&object->etag, etag);
    }
}

static void
list_end (const char *name, gpointer data)
{
  List *list = data;

  if (!g_str_equal (name, "Contents") || list->object == NULL)
    return;
  if (list->object->key != NULL)
    g_ptr_array_add (list->page->objects, g_steal_pointer (&list->object));
  g_clear_pointer (&list->object, ph_object_free);
}

/* encoding-type=url is a form's encoding: '+' is a space.  Text that is not valid stays as it is.
 */
static char *
url_decode (const char *text)
{
  g_autofree char *spaced = g_strdup (text);
  char *decoded;

  g_strdelimit (spaced, "+", ' ');
  decoded = g_uri_unescape_string (spaced, NULL);
  return decoded != NULL ? decoded : g_strdup (text);
}

static void
decode_in_place (char **text)
{
  char *decoded;

  if (*text == NULL)
    return;
  decoded = url_decode (*text);
  g_free (*text);
  *text = decoded;
}

/* Version 1 names no marker unless a delimiter was asked for: it is the last key then. */
static char *
take_next (List *list)
{
  GPtrArray *objects = list->page->objects;

  if (!list->truncated)
    return NULL;
  if (list->token != NULL)
    return g_steal_pointer (&list->token);
  if (list->marker != NULL)
    return g_steal_pointer (&list->marker);
  if (objects->len == 0)
    return NULL;
  return g_strdup (((PhObject *) g_ptr_array_index (objects, objects->len - 1))->key);
}

PhObjectPage *
ph_s3_xml_parse_list (GBytes *body, GError **error)
{
  g_autoptr (PhObjectPage) page = ph_object_page_new ();
  List list = { .page = page };
  gboolean ok = parse (body, "ListBucketResult", list_leaf, list_end, &list, error);

  if (ok && list.url_encoded)
    {
      decode_in_place (&list.marker);
      for (guint i = 0; i < page->objects->len; i++)
        decode_in_place (&((PhObject *) g_ptr_array_index (page->objects, i))->key);
    }
  if (ok)
    page->next = take_next (&list);
  g_clear_pointer (&list.object, ph_object_free);
  g_free (list.marker);
  g_free (list.token);
  return ok ? g_steal_pointer (&page) : NULL;
}

static void
upload_id_leaf (const char *parent, const char *name, const char *text, gpointer data)
{
  if (g_str_equal (parent, "InitiateMultipartUploadResult") && g_str_equal (name, "UploadId"))
    set_text (data, text);
}

char *
ph_s3_xml_parse_upload_id (GBytes *body, GError **error)
{
  g_autofree char *id = NULL;

  if (!parse (body, "InitiateMultipartUploadResult", upload_id_leaf, NULL, &id, error))
    return NULL;
  if (id == NULL)
    g_propagate_error (error, ph_s3_error_new_nonsense ("no UploadId"));
  return g_steal_pointer (&id);
}

typedef struct
{
  GPtrArray *parts;
  PhS3Part *part; /* the <Part> that is open */
  gboolean truncated;
  guint next;
} Parts;

static void
parts_leaf (const char *parent, const char *name, const char *text, gpointer data)
{
  Parts *parts = data;

  if (g_str_equal (parent, "ListPartsResult"))
    {
      if (g_str_equal (name, "IsTruncated"))
        parts->truncated = g_str_equal (text, "true");
      else if (g_str_equal (name, "NextPartNumberMarker"))
        parts->next = (guint) g_ascii_strtoull (text, NULL, 10);
      return;
    }
  if (!g_str_equal (parent, "Part"))
    return;
  if (parts->part == NULL)
    {
      parts->part = g_new0 (PhS3Part, 1);
      parts->part->size = -1;
    }
  if (g_str_equal (name, "PartNumber"))
    parts->part->number = (guint) g_ascii_strtoull (text, NULL, 10);
  else if (g_str_equal (name, "ETag"))
    set_text (&parts->part->etag, text);
  else if (g_str_equal (name, "Size"))
    parts->part->size = g_ascii_strtoll (text, NULL, 10);
}

static void
parts_end (const char *name, gpointer data)
{
  Parts *parts = data;

  if (g_str_equal (name, "Part") && parts->part != NULL)
    g_ptr_array_add (parts->parts, g_steal_pointer (&parts->part));
}

GPtrArray *
ph_s3_xml_parse_parts (GBytes *body, guint *next, GError **error)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_s3_part_free);
  Parts parts = { .parts = array };
  gboolean ok = parse (body, "ListPartsResult", parts_leaf, parts_end, &parts, error);

  g_clear_pointer (&parts.part, ph_s3_part_free);
  *next = parts.truncated ? parts.next : 0;
  return ok ? g_steal_pointer (&array) : NULL;
}

static void
etag_leaf (const char *parent, const char *name, const char *text, gpointer data)
{
  char **etag = data;

  if (!g_str_equal (name, "ETag"))
    return;
  g_free (*etag);
  *etag = ph_s3_etag_unquote (text);
}

char *
ph_s3_xml_parse_etag (GBytes *body, GError **error)
{
  static const char *const roots[]
      = { "CompleteMultipartUploadResult", "CopyObjectResult", "CopyPartResult", NULL };
  g_autofree char *etag = g_strdup ("");

  if (ph_s3_walk (body, roots, etag_leaf, NULL, &etag))
    return g_steal_pointer (&etag);
  g_propagate_error (error, ph_s3_error_new_nonsense ("not the result that was asked for"));
  return NULL;
}

typedef struct
{
  GPtrArray *failures;
  const PhTarget *target;
  char *key;       /* of the <Error> that is open */
  PhS3Fault fault; /* of the same */
} Delete;

static void
delete_leaf (const char *parent, const char *name, const char *text, gpointer data)
{
  Delete *delete = data;

  if (g_str_equal (parent, "Error") && g_str_equal (name, "Key"))
    set_text (&delete->key, text);
  else
    fault_leaf (parent, name, text, &delete->fault);
}

static void
delete_end (const char *name, gpointer data)
{
  Delete *delete = data;

  if (!g_str_equal (name, "Error"))
    return;
  delete->fault.status = 200;
  if (delete->key != NULL && g_strcmp0 (delete->fault.code, "NoSuchKey") != 0)
    g_ptr_array_add (
        delete->failures,
        ph_delete_failure_new (delete->key, ph_s3_fault_to_error (&delete->fault, delete->target)));
  g_clear_pointer (&delete->key, g_free);
  ph_s3_fault_clear (&delete->fault);
}

GPtrArray *
ph_s3_xml_parse_delete (GBytes *body, const PhTarget *target, GError **error)
{
  g_autoptr (GPtrArray) failures
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_delete_failure_free);
  Delete delete = { .failures = failures, .target = target };
  gboolean ok = parse (body, "DeleteResult", delete_leaf, delete_end, &delete, error);

  g_free (delete.key);
  ph_s3_fault_clear (&delete.fault);
  return ok ? g_steal_pointer (&failures) : NULL;
}
