/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"
#include "ph-s3-refusal.h"

/* The server's own words and names, at most so many characters of them. */
#define WORDS_MAX 300
#define NAME_MAX_SHOWN 100

void
ph_s3_fault_clear (PhS3Fault *fault)
{
  g_clear_pointer (&fault->code, g_free);
  g_clear_pointer (&fault->message, g_free);
  g_clear_pointer (&fault->request_id, g_free);
  g_clear_pointer (&fault->region, g_free);
  g_clear_pointer (&fault->endpoint, g_free);
}

static gboolean
is_mark (gunichar letter)
{
  GUnicodeType type = g_unichar_type (letter);

  return g_unichar_isspace (letter) || type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT
         || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* What a server says, on one line of at most @max characters: without control characters, marks
 * that turn the reading direction round, and what it may repeat of our signature. */
static char *
tidy (const char *words, gsize max)
{
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  GString *out = g_string_new (NULL);
  gsize count = 0;

  if (strstr (valid, "Signature=") != NULL || strstr (valid, "Authorization:") != NULL)
    return g_string_free (g_string_append (out, "…"), FALSE);
  for (const char *c = valid; *c != '\0' && count < max; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (!is_mark (letter))
        g_string_append_unichar (out, letter);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
      else
        continue;
      count++;
    }
  if (count == max)
    g_string_append (out, "…");
  return g_strchomp (g_string_free (out, FALSE));
}

static char *
dup_said (const PhS3Fault *fault)
{
  g_autofree char *code = fault->code == NULL ? NULL : tidy (fault->code, NAME_MAX_SHOWN);

  return code == NULL || *code == '\0' ? g_strdup_printf ("HTTP %u", fault->status)
                                       : g_strdup_printf ("%s, HTTP %u", code, fault->status);
}

static char *
fill_in (const char *text, const PhS3Fault *fault, const PhTarget *target)
{
  g_autofree char *region = tidy (fault->region != NULL ? fault->region : "?", NAME_MAX_SHOWN);
  g_autofree char *host = tidy (fault->endpoint != NULL ? fault->endpoint : "?", NAME_MAX_SHOWN);
  g_autofree char *said = dup_said (fault);
  const char *const values[][2] = {
    { "{bucket}", target->bucket },
    { "{region}", target->region },
    { "{named-region}", region },
    { "{named-host}", host },
    { "{said}", said },
  };
  GString *out = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_string_replace (out, values[i][0], values[i][1] != NULL ? values[i][1] : "", 0);
  return g_string_free (out, FALSE);
}

static void
append_words (GString *out, const char *before, const char *words, const char *after)
{
  g_autofree char *tidied = words == NULL ? NULL : tidy (words, WORDS_MAX);

  if (tidied != NULL && *tidied != '\0')
    g_string_append_printf (out, "%s%s%s", before, tidied, after);
}

static char *
build_details (const PhS3Fault *fault)
{
  GString *out = g_string_new (NULL);

  append_words (out, "", fault->code, ": ");
  append_words (out, "", fault->message, " ");
  g_string_append_printf (out, "(HTTP %u", fault->status);
  if (fault->status >= 300 && fault->status < 400)
    append_words (out, ", to ", fault->endpoint, "");
  append_words (out, ", request id ", fault->request_id, "");
  g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

GError *
ph_s3_fault_to_error (const PhS3Fault *fault, const PhTarget *target)
{
  const PhS3Refusal refusal = ph_s3_refusal_find (fault, target);
  g_autofree char *message = fill_in (_ (refusal.message), fault, target);
  g_autofree char *hint = fill_in (_ (refusal.hint), fault, target);
  g_autofree char *details = build_details (fault);
  GError *error;

  if (ph_s3_refusal_may_be_for_acl (&refusal, fault))
    {
      g_free (hint);
      hint = g_strdup (refusal.error == PH_ERROR_ACCESS
                           ? _ ("empty acl in the profile, or give the key permission to set ACLs")
                           : _ ("empty acl in the profile"));
    }
  error = ph_error_new (refusal.error, hint, "%s", message);
  ph_error_set_details (error, details);
  ph_error_set_retry (error, refusal.retry,
                      refusal.retry == PH_RETRY_NEVER ? 0 : fault->retry_after);
  return error;
}

gboolean
ph_s3_error_has_code (const GError *error, const char *code)
{
  const char *details = ph_error_get_details (error);
  gsize length = strlen (code);

  return details != NULL && strncmp (details, code, length) == 0 && details[length] == ':';
}

gboolean
ph_s3_error_is_lost_upload (const GError *error)
{
  return ph_s3_error_has_code (error, "NoSuchUpload")
         || ph_s3_error_has_code (error, "InvalidPart");
}

/* Of a web page, with its title. */
static char *
build_page_details (const PhS3Fault *fault)
{
  GString *out = g_string_new ("an HTML page ");

  append_words (out, "“", fault->message, "” ");
  g_string_append_printf (out, "(HTTP %u)", fault->status);
  return g_string_free (out, FALSE);
}

GError *
ph_s3_error_new_login_page (const PhS3Fault *fault)
{
  /* Network Authentication Required: what the portal should have said. */
  const PhS3Fault meant = { .status = 511 };
  const PhTarget nowhere = { 0 };
  GError *error = ph_s3_fault_to_error (&meant, &nowhere);
  g_autofree char *details = build_page_details (fault);

  ph_error_set_details (error, details);
  return error;
}

GError *
ph_s3_error_new_not_s3 (const PhS3Fault *fault)
{
  GError *error = ph_error_new (
      PH_ERROR_SERVER, _ ("check endpoint and bucket; a proxy or firewall may be in between"), "%s",
      _ ("a web server, not an S3 server, refuses this request"));
  g_autofree char *details = build_page_details (fault);

  ph_error_set_details (error, details);
  return error;
}

GError *
ph_s3_error_new_console (const PhS3Fault *fault, const PhTarget *target)
{
  g_autofree char *hint
      = g_strdup_printf (_ ("MinIO's S3 API is usually on port 9000: set endpoint to %s://%s:9000"),
                         target->scheme, target->host);
  GError *error
      = ph_error_new (PH_ERROR_SERVER, hint, "%s",
                      _ ("no S3 server answers on port 9001, which is usually MinIO's console"));
  g_autofree char *details = build_details (fault);

  ph_error_set_details (error, details);
  return error;
}

GError *
ph_s3_error_new_nonsense (const char *what)
{
  GError *error = ph_error_new (PH_ERROR_SERVER, _ ("check endpoint: it may not be an S3 server's"),
                                "%s", _ ("the server's answer makes no sense"));

  ph_error_set_details (error, what);
  ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
  return error;
}
