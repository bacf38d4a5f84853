/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-cli-output.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ph-url-mask.h"

void
ph_cli_output_set_text (JsonObject *object, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL)
    json_object_set_string_member (object, name, valid);
  else
    json_object_set_null_member (object, name);
}

static void
set_number (JsonObject *object, const char *name, gint64 value, gboolean is_known)
{
  if (is_known)
    json_object_set_int_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static void
set_error (JsonObject *object, const GError *error)
{
  g_autofree char *message = error != NULL ? ph_url_mask (error->message) : NULL;
  const char *hint = error != NULL ? ph_error_get_hint (error) : NULL;
  g_autofree char *masked_hint = hint != NULL ? ph_url_mask (hint) : NULL;
  JsonObject *member;

  if (error == NULL)
    {
      json_object_set_null_member (object, "error");
      return;
    }
  member = json_object_new ();
  ph_cli_output_set_text (member, "code", ph_error_get_nick (error));
  ph_cli_output_set_text (member, "message", message);
  ph_cli_output_set_text (member, "hint", masked_hint);
  json_object_set_object_member (object, "error", member);
}

static void
set_input (JsonObject *object, const char *input)
{
  ph_cli_output_set_text (object, "input", input);
  if (!g_utf8_validate (input, -1, NULL))
    {
      g_autofree char *base64 = g_base64_encode ((const guchar *) input, strlen (input));

      json_object_set_string_member (object, "input_base64", base64);
    }
}

char *
ph_cli_output_object_to_line (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);
  return json_to_string (node, FALSE);
}

/* What is known of the bytes, the same for a job and for a row. */
static void
set_picture (JsonObject *object, const char *sha256, const char *mime, gint64 size, guint width,
             guint height)
{
  ph_cli_output_set_text (object, "sha256", sha256);
  set_number (object, "size", size, sha256 != NULL && size >= 0);
  ph_cli_output_set_text (object, "mime", mime);
  set_number (object, "width", width, width > 0);
  set_number (object, "height", height, height > 0);
}

char *
ph_cli_output_row_json (const PhHistoryRow *row, const char *url, const char *link,
                        const char *created_at)
{
  g_autoptr (JsonObject) object = json_object_new ();

  ph_cli_output_set_text (object, "input", row->name);
  json_object_set_boolean_member (object, "ok", TRUE);
  ph_cli_output_set_text (object, "url", url);
  ph_cli_output_set_text (object, "link", link);
  ph_cli_output_set_text (object, "key", row->key);
  ph_cli_output_set_text (object, "profile", row->profile);
  set_picture (object, row->sha256, row->mime, row->size, row->width, row->height);
  json_object_set_boolean_member (object, "reused", FALSE);
  set_number (object, "id", row->id, TRUE);
  set_error (object, NULL);
  ph_cli_output_set_text (object, "created_at", created_at);
  return ph_cli_output_object_to_line (object);
}

JsonObject *
ph_cli_output_build_object (const char *input, const PhOutcome *outcome, const char *link,
                            const GError *error)
{
  JsonObject *object = json_object_new ();
  const PhJob *job = outcome != NULL ? outcome->job : NULL;
  gboolean is_probed = job != NULL && job->sha256 != NULL;

  set_input (object, input);
  json_object_set_boolean_member (object, "ok", error == NULL);
  ph_cli_output_set_text (object, "url", outcome != NULL ? outcome->url : NULL);
  ph_cli_output_set_text (object, "link", link);
  ph_cli_output_set_text (object, "key", outcome != NULL ? outcome->key : NULL);
  ph_cli_output_set_text (object, "profile", job != NULL ? job->profile : NULL);
  set_picture (object, is_probed ? job->sha256 : NULL, job != NULL ? job->mime : NULL,
               is_probed ? job->size : -1, is_probed ? job->width : 0, is_probed ? job->height : 0);
  json_object_set_boolean_member (object, "reused", outcome != NULL && outcome->reused);
  set_number (object, "id", outcome != NULL ? outcome->id : 0, outcome != NULL && outcome->id != 0);
  set_error (object, error);
  return object;
}

char *
ph_cli_output_json (const char *input, const PhOutcome *outcome, const char *link,
                    const GError *error)
{
  g_autoptr (JsonObject) object = ph_cli_output_build_object (input, outcome, link, error);

  return ph_cli_output_object_to_line (object);
}

gboolean
ph_cli_output_write (const char *line, GError **error)
{
  if (fputs (line, stdout) != EOF && fputc ('\n', stdout) != EOF && fflush (stdout) == 0)
    return TRUE;
  ph_error_set (error, PH_ERROR_FAILED, NULL, _ ("standard output can't be written to: %s"),
                g_strerror (errno));
  return FALSE;
}
