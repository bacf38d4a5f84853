/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-copied.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-data-uri.h"
#include "ph-digest.h"
#include "ph-display-name.h"
#include "ph-fetch.h"
#include "ph-input.h"
#include "ph-picture.h"
#include "ph-uri-list.h"

static PhCopied *
copied_new (void)
{
  PhCopied *copied = g_atomic_rc_box_new0 (PhCopied);

  copied->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  return copied;
}

static void
copied_clear (PhCopied *copied)
{
  g_ptr_array_unref (copied->inputs);
  g_free (copied->name);
  g_free (copied->note);
  g_free (copied->target);
  g_free (copied->sha256);
}

PhCopied *
ph_copied_ref (PhCopied *copied)
{
  return g_atomic_rc_box_acquire (copied);
}

void
ph_copied_unref (PhCopied *copied)
{
  g_atomic_rc_box_release_full (copied, (GDestroyNotify) copied_clear);
}

char *
ph_copied_hash (GBytes *bytes)
{
  g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
  PhDigest digest;

  if (!ph_digest_compute (content, 0, -1, PH_DIGEST_SHA256, &digest, NULL, NULL))
    return NULL;
  return g_strdup (digest.sha256);
}

void
ph_copied_set_origin (PhCopied *copied, const char *target, GBytes *bytes)
{
  copied->target = g_strdup (target);
  copied->length = g_bytes_get_size (bytes);
  copied->sha256 = ph_copied_hash (bytes);
}

PhCopied *
ph_copied_new_trace (const PhCopied *copied)
{
  PhCopied *trace = copied_new ();

  trace->name = g_strdup (copied->name);
  trace->mime = copied->mime;
  trace->size = copied->size;
  trace->target = g_strdup (copied->target);
  trace->length = copied->length;
  trace->sha256 = g_strdup (copied->sha256);
  trace->serial = copied->serial;
  return trace;
}

GPtrArray *
ph_copied_dup_inputs (const PhCopied *copied)
{
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);

  for (guint i = 0; i < copied->inputs->len; i++)
    {
      const PhEngineInput *input = copied->inputs->pdata[i];

      g_ptr_array_add (inputs, ph_engine_input_new (input->input, input->bytes));
    }
  return inputs;
}

static void
add (PhCopied *copied, const char *input, GBytes *bytes, const char *name)
{
  g_ptr_array_add (copied->inputs, ph_engine_input_new (input, bytes));
  if (copied->name == NULL)
    copied->name = g_strdup (name);
}

static void
count (PhCopied *copied, const PhPicture *picture, gint64 size)
{
  if (copied->mime == NULL)
    copied->mime = picture->mime;
  copied->size += size;
}

/* (nullable) (transfer full): NULL where nothing was added */
static PhCopied *
end (PhCopied *copied)
{
  if (copied->inputs->len > 0)
    return copied;
  ph_copied_unref (copied);
  return NULL;
}

PhCopied *
ph_copied_new_from_picture (GBytes *bytes)
{
  g_autoptr (PhContent) content = ph_content_new_for_bytes (bytes);
  PhCopied *copied;
  PhPicture picture;

  if (g_bytes_get_size (bytes) == 0 || !ph_picture_probe (content, FALSE, &picture, NULL))
    return NULL;
  copied = copied_new ();
  add (copied, _ ("clipboard"), bytes, _ ("clipboard"));
  count (copied, &picture, (gint64) g_bytes_get_size (bytes));
  copied->is_cut = (picture.flags & PH_PICTURE_TRUNCATED) != 0;
  return copied;
}

/* FALSE too for what isn't here, or is on another computer. */
static gboolean
probe_file (const char *path, PhPicture *picture, gint64 *size)
{
  g_autoptr (PhContent) content = path != NULL ? ph_content_open (path, NULL) : NULL;

  if (content == NULL || !ph_picture_probe (content, FALSE, picture, NULL))
    return FALSE;
  *size = ph_content_get_size (content);
  return TRUE;
}

PhCopied *
ph_copied_new_from_files (const GPtrArray *uris, gboolean pictures_only)
{
  PhCopied *copied = copied_new ();

  for (guint i = 0; i < uris->len; i++)
    {
      const char *uri = uris->pdata[i];
      g_autoptr (PhJob) job = ph_input_new_job (uri, "", NULL, NULL);
      PhPicture picture;
      gint64 size = 0;
      gboolean is_picture = job != NULL && probe_file (job->path, &picture, &size);

      if (!is_picture && pictures_only)
        continue;
      add (copied, uri, NULL, job != NULL ? job->name : uri);
      if (is_picture)
        count (copied, &picture, size);
    }
  return end (copied);
}

PhCopied *
ph_copied_new_from_source (const char *source)
{
  g_autoptr (GBytes) bytes = source != NULL ? ph_data_uri_decode (source) : NULL;
  g_autofree char *name = NULL;
  PhCopied *copied;

  if (bytes != NULL)
    return ph_copied_new_from_picture (bytes);
  if (source == NULL || !ph_fetch_is_url (source))
    return NULL;
  copied = copied_new ();
  name = ph_display_name_from_url (source);
  add (copied, source, NULL, name);
  return copied;
}

/* --- text ---------------------------------------------------------------------------------------
 */

/* No address has white space in it; a path may. */
static gboolean
is_url (const char *line)
{
  return ph_fetch_is_url (line) && strpbrk (line, " \t") == NULL;
}

static gboolean
is_address (const char *line)
{
  return is_url (line) || g_path_is_absolute (line)
         || g_ascii_strncasecmp (line, "file:///", strlen ("file:///")) == 0;
}

gboolean
ph_copied_is_address (const char *text, gsize length)
{
  g_autoptr (GPtrArray) lines = ph_uri_list_parse (text, length, NULL);

  return lines->len == 1 && is_address (lines->pdata[0]);
}

/* Somebody writes "/" or "/etc" and means no picture, so that only files that are pictures count,
 * and all of them must be. */
PhCopied *
ph_copied_new_from_text (const char *text, gsize length)
{
  g_autoptr (GPtrArray) lines = ph_uri_list_parse (text, length, NULL);
  g_autoptr (PhCopied) copied = NULL;

  for (guint i = 0; i < lines->len; i++)
    if (!is_address (lines->pdata[i]))
      return NULL;
  if (lines->len == 1 && is_url (lines->pdata[0]))
    return ph_copied_new_from_source (lines->pdata[0]);
  copied = ph_copied_new_from_files (lines, TRUE);
  return copied != NULL && copied->inputs->len == lines->len ? g_steal_pointer (&copied) : NULL;
}
