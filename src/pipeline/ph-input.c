/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-input.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "ph-display-name.h"
#include "ph-fetch.h"
#include "ph-secret-store.h"

static PhJob *
new_job (const char *input, const char *profile, char *name)
{
  PhJob *job = ph_job_new ();

  job->created = g_get_real_time ();
  job->input = g_strdup (input);
  job->profile = g_strdup (profile);
  job->name = name;
  job->alt = ph_display_name_to_alt (name);
  return job;
}

static gboolean
exists (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0;
}

/* "https://name:password@host/a.png" -> "https://host/a.png".  What goes into the queue is written
 * to the disk, so that the login is taken out before.  *login: (nullable): what stood there */
static char *
split_url (const char *url, char **login)
{
  const char *start = strstr (url, "://") + 3;
  const char *end = start + strcspn (start, "/?#");
  const char *at = g_strrstr_len (start, end - start, "@");

  *login = NULL;
  if (at == NULL)
    return g_strdup (url);
  *login = g_strndup (start, (gsize) (at - start));
  return g_strdup_printf ("%.*s%s", (int) (start - url), url, at + 1);
}

/* What stands behind the last colon of @url's host must be a port: in "https://name:pass/word@host"
 * it is half a password, which must not be taken for a part of the address. */
static gboolean
has_port_or_none (const char *url)
{
  const char *start = strstr (url, "://") + 3;
  const char *end = start + strcspn (start, "/?#");
  const char *colon = g_strrstr_len (start, end - start, ":");

  if (colon == NULL || memchr (colon, ']', (gsize) (end - colon)) != NULL)
    return TRUE;
  return colon + 1 + strspn (colon + 1, "0123456789") == end;
}

static PhJob *
new_url_job (const char *url, const char *profile, const char *name, GError **error)
{
  char *login;
  g_autofree char *address = split_url (url, &login);
  PhJob *job;

  if (!has_port_or_none (address))
    {
      ph_secret_free (login);
      ph_error_set (error, PH_ERROR_INPUT, _ ("write “/”, “?”, “#” in a password as %2F, %3F, %23"),
                    _ ("this is not a valid URL"));
      return NULL;
    }
  job = new_job (address, profile,
                 name != NULL ? g_strdup (name) : ph_display_name_from_url (address));
  job->login = login;
  if (login != NULL)
    job->flags |= PH_JOB_LOGIN;
  return job;
}

/* What begins like an address, but is none that we know: those that people try.  (nullable)
 * (transfer full): "ftp", in lower case */
static char *
dup_foreign_scheme (const char *input)
{
  static const char *const without_slashes[]
      = { "about", "blob", "cid", "data", "http", "https", "javascript", "mailto", NULL };
  gsize length
      = strspn (input, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
  g_autofree char *scheme = g_ascii_strdown (input, (gssize) length);

  /* One letter is a drive of Windows. */
  if (length < 2 || input[length] != ':' || !g_ascii_isalpha (*input)
      || (!g_str_has_prefix (input + length, "://") && !g_strv_contains (without_slashes, scheme)))
    return NULL;
  return g_steal_pointer (&scheme);
}

/* FALSE for an address that can't be read from. */
static gboolean
check_scheme (const char *input, GError **error)
{
  g_autofree char *scheme = dup_foreign_scheme (input);
  g_autofree char *hint = NULL;

  if (scheme == NULL)
    return TRUE;
  if (g_str_has_prefix (scheme, "http"))
    {
      const char *host = input + strlen (scheme) + 1;

      hint = g_strdup_printf (_ ("write %s://%s"), scheme, host + strspn (host, "/"));
      ph_error_set (error, PH_ERROR_INPUT, hint, _ ("this is not a valid URL"));
    }
  else
    ph_error_set (error, PH_ERROR_INPUT,
                  _ ("save the picture and name the file, or name an http or https URL"),
                  _ ("nothing can be fetched from addresses with “%s:”"), scheme);
  return FALSE;
}

/* (nullable) (transfer full) */
static char *
path_from_uri (const char *uri, GError **error)
{
  g_autofree char *host = NULL;
  char *path = g_filename_from_uri (uri, &host, NULL);

  if (path == NULL)
    {
      ph_error_set (error, PH_ERROR_INPUT, _ ("name the file by its path"),
                    _ ("this is not a valid file: address"));
      return NULL;
    }
  if (host != NULL && *host != '\0' && g_ascii_strcasecmp (host, "localhost") != 0)
    {
      g_free (path);
      ph_error_set (error, PH_ERROR_INPUT, _ ("copy the file to this computer first"),
                    _ ("this file is on another computer, “%s”"), host);
      return NULL;
    }
  return path;
}

PhJob *
ph_input_new_job (const char *input, const char *profile, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *from_path = NULL;
  PhJob *job;

  if (*input == '\0')
    {
      ph_error_set (error, PH_ERROR_INPUT, _ ("name a picture file"), _ ("the name is empty"));
      return NULL;
    }
  if (!exists (input) && ph_fetch_is_url (input))
    return new_url_job (input, profile, name, error);
  if (!exists (input) && g_ascii_strncasecmp (input, "file:", 5) == 0)
    {
      from_path = path_from_uri (input, error);
      if (from_path == NULL)
        return NULL;
    }
  else if (!exists (input) && !check_scheme (input, error))
    return NULL;
  path = g_canonicalize_filename (from_path != NULL ? from_path : input, NULL);
  job = new_job (input, profile, name != NULL ? g_strdup (name) : ph_display_name_from_path (path));
  job->path = g_steal_pointer (&path);
  return job;
}

PhJob *
ph_input_new_spooled_job (const char *input, char *spool, const char *profile, const char *name)
{
  PhJob *job = new_job (input, profile, g_strdup (name != NULL ? name : _ ("picture")));

  job->spool = spool;
  return job;
}
