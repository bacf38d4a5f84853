/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-credentials.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-environment.h"
#include "ph-error.h"

#define ACCESS_KEY_VARIABLE "PICHOIST_ACCESS_KEY_ID"
#define SECRET_VARIABLE "PICHOIST_SECRET_ACCESS_KEY"
#define TOKEN_VARIABLE "PICHOIST_SESSION_TOKEN"

struct _PhCredentials
{
  char *access_key_id;
  char *secret;
  char *session_token; /* (nullable) */
};

static void
wipe (char *text)
{
  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
ph_credentials_clear (PhCredentials *credentials)
{
  g_free (credentials->access_key_id);
  wipe (credentials->secret);
  wipe (credentials->session_token);
}

PhCredentials *
ph_credentials_new (const char *access_key_id, const char *secret, const char *session_token)
{
  PhCredentials *credentials = g_atomic_rc_box_new0 (PhCredentials);

  credentials->access_key_id = g_strdup (access_key_id);
  credentials->secret = g_strdup (secret);
  credentials->session_token = g_strdup (session_token);
  return credentials;
}

PhCredentials *
ph_credentials_ref (PhCredentials *credentials)
{
  return g_atomic_rc_box_acquire (credentials);
}

void
ph_credentials_unref (PhCredentials *credentials)
{
  g_atomic_rc_box_release_full (credentials, (GDestroyNotify) ph_credentials_clear);
}

const char *
ph_credentials_get_access_key_id (const PhCredentials *credentials)
{
  return credentials->access_key_id;
}

const char *
ph_credentials_get_secret (const PhCredentials *credentials)
{
  return credentials->secret;
}

const char *
ph_credentials_get_session_token (const PhCredentials *credentials)
{
  return credentials->session_token;
}

PhCredentials *
ph_credentials_new_from_environment (GError **error)
{
  const char *access_key_id = ph_environment_get (ACCESS_KEY_VARIABLE);
  const char *secret = ph_environment_get (SECRET_VARIABLE);
  const char *token = ph_environment_get (TOKEN_VARIABLE);
  const char *present;
  g_autofree char *hint = NULL;

  if (access_key_id != NULL && secret != NULL)
    return ph_credentials_new (access_key_id, secret, token);
  if (access_key_id == NULL && secret == NULL && token == NULL)
    return NULL;
  present = access_key_id != NULL ? ACCESS_KEY_VARIABLE
                                  : (secret != NULL ? SECRET_VARIABLE : TOKEN_VARIABLE);
  hint = g_strdup_printf (_ ("set both PICHOIST_ACCESS_KEY_ID and PICHOIST_SECRET_ACCESS_KEY, or "
                             "unset %s to use the stored key"),
                          present);
  ph_error_set (error, PH_ERROR_SECRET, hint, _ ("%s is set, but %s is not"), present,
                access_key_id == NULL ? ACCESS_KEY_VARIABLE : SECRET_VARIABLE);
  return NULL;
}

/* How public key ids begin that are never secrets: Amazon's two, Aliyun's, Tencent's. */
static gboolean
looks_like_access_key (const char *text)
{
  static const char *const beginnings[] = { "AKIA", "ASIA", "LTAI", "AKID", NULL };

  for (const char *const *beginning = beginnings; *beginning != NULL; beginning++)
    if (g_str_has_prefix (text, *beginning))
      return TRUE;
  return FALSE;
}

/* Cloudflare's "API token formats": cfut_ of a user, cfat_ of an account, cfk_ the global key. */
static gboolean
looks_like_cloudflare_token (const char *text)
{
  return g_str_has_prefix (text, "cfut_") || g_str_has_prefix (text, "cfat_")
         || g_str_has_prefix (text, "cfk_");
}

static gboolean
is_quoted (const char *text)
{
  gsize length = strlen (text);

  return length >= 2 && (text[0] == '"' || text[0] == '\'') && text[length - 1] == text[0];
}

static gboolean
is_swapped (const char *access_key_id, const char *secret, const PhPreset *preset)
{
  if (looks_like_access_key (secret) && !looks_like_access_key (access_key_id))
    return TRUE;
  return preset->access_key_length != preset->secret_key_length
         && strlen (access_key_id) == preset->secret_key_length
         && strlen (secret) == preset->access_key_length;
}

/* What is wrong with the form of one half, whatever the provider; NULL if nothing.  @what is its
 * name in the message, never its value. */
static char *
find_stray_bytes (const char *what, const char *text)
{
  gsize length = strlen (text);

  if (length == 0)
    return g_strdup_printf (_ ("%s is empty"), what);
  if (g_ascii_isspace (text[0]) || g_ascii_isspace (text[length - 1]))
    return g_strdup_printf (_ ("%s begins or ends with a space or line end"), what);
  for (const char *c = text; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      return g_strdup_printf (_ ("%s holds a line end or another control character"), what);
  if (is_quoted (text))
    return g_strdup_printf (_ ("%s stands in quotes"), what);
  return NULL;
}

static char *
find_wrong_length (const char *what, const char *text, guint right)
{
  gsize length = strlen (text);

  if (right == 0)
    return NULL;
  if (length != right)
    return g_strdup_printf (_ ("%s has %u characters instead of %u"), what, (guint) length, right);
  if (strspn (text, "0123456789abcdefABCDEF") != length)
    return g_strdup_printf (_ ("%s has characters that are no hexadecimal digits"), what);
  return NULL;
}

static gboolean
fail (GError **error, const char *hint, const char *what)
{
  ph_error_set (error, PH_ERROR_SETTINGS, hint, "%s", what);
  return FALSE;
}

static gboolean
fail_token (GError **error)
{
  return fail (error,
               _ ("take the access key ID and the secret access key that stand below the token "
                  "on the page that made it"),
               _ ("this is a Cloudflare API token, not an S3 key"));
}

static gboolean
check_lengths (const char *access_key_id, const char *secret, const PhPreset *preset,
               GError **error)
{
  g_autofree char *wrong_key
      = find_wrong_length (_ ("the access key ID"), access_key_id, preset->access_key_length);
  g_autofree char *wrong_secret
      = find_wrong_length (_ ("the secret access key"), secret, preset->secret_key_length);
  g_autofree char *hint = g_strdup_printf (_ ("copy both again from the page of %s that made them"),
                                           _ (preset->title));

  if (wrong_key != NULL)
    return fail (error, hint, wrong_key);
  if (wrong_secret != NULL)
    return fail (error, hint, wrong_secret);
  return TRUE;
}

/* One half alone.  @other_length: of the other half, 0: any */
static gboolean
check_half (const char *what, const char *text, guint length, guint other_length,
            const PhPreset *preset, GError **error)
{
  g_autofree char *stray = find_stray_bytes (what, text);
  g_autofree char *wrong = find_wrong_length (what, text, length);
  g_autofree char *hint = g_strdup_printf (_ ("copy %s again from the page of %s that made it"),
                                           what, _ (preset->title));

  if (stray != NULL)
    return fail (error, hint, stray);
  if (looks_like_cloudflare_token (text))
    return fail_token (error);
  if (length != other_length && strlen (text) == other_length)
    return fail (error, _ ("put each where the other is"),
                 _ ("access key ID and secret access key have changed places"));
  return wrong == NULL || fail (error, hint, wrong);
}

gboolean
ph_credentials_check_access_key_id (const char *access_key_id, const PhPreset *preset,
                                    GError **error)
{
  return check_half (_ ("the access key ID"), access_key_id, preset->access_key_length,
                     preset->secret_key_length, preset, error);
}

gboolean
ph_credentials_check_secret (const char *secret, const PhPreset *preset, GError **error)
{
  if (looks_like_access_key (secret))
    return fail (error, _ ("put each where the other is"),
                 _ ("access key ID and secret access key have changed places"));
  return check_half (_ ("the secret access key"), secret, preset->secret_key_length,
                     preset->access_key_length, preset, error);
}

gboolean
ph_credentials_check (const PhCredentials *credentials, const PhPreset *preset, GError **error)
{
  const char *access_key_id = credentials->access_key_id != NULL ? credentials->access_key_id : "";
  const char *secret = credentials->secret != NULL ? credentials->secret : "";
  g_autofree char *stray_key = find_stray_bytes (_ ("the access key ID"), access_key_id);
  g_autofree char *stray_secret = find_stray_bytes (_ ("the secret access key"), secret);

  if (stray_key != NULL)
    return fail (error, _ ("copy the access key ID again, alone"), stray_key);
  if (stray_secret != NULL)
    return fail (error, _ ("copy the secret access key again, alone"), stray_secret);
  if (is_swapped (access_key_id, secret, preset))
    return fail (error, _ ("put each where the other is"),
                 _ ("access key ID and secret access key have changed places"));
  if (looks_like_cloudflare_token (secret) || looks_like_cloudflare_token (access_key_id))
    return fail_token (error);
  if (!check_lengths (access_key_id, secret, preset, error))
    return FALSE;
  if (credentials->session_token != NULL && !preset->session_token)
    {
      ph_error_set (error, PH_ERROR_SETTINGS, _ ("use a lasting key and unset the session token"),
                    _ ("%s takes no session token"), _ (preset->title));
      return FALSE;
    }
  return TRUE;
}

char *
ph_credentials_mask (const char *access_key_id)
{
  gsize length = strlen (access_key_id);
  gsize shown = MIN (4, length / 4);

  /* A key is ASCII; anything else would be cut inside a character. */
  if (!g_str_is_ascii (access_key_id))
    shown = 0;
  return g_strdup_printf ("%.*s…%s", (int) shown, access_key_id, access_key_id + length - shown);
}
