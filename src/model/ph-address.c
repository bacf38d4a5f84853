/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-address.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-address-text.h"
#include "ph-error.h"
#include "ph-object-key.h"

/* RFC 1035, 2.3.4. */
#define HOST_MAX_BYTES 253
#define LABEL_MAX_BYTES 63

void
ph_address_free (PhAddress *address)
{
  g_free (address->scheme);
  g_free (address->host);
  g_free (address->path);
  g_free (address);
}

char *
ph_address_format (const PhAddress *address)
{
  if (address->port == 0)
    return g_strdup_printf ("%s://%s%s", address->scheme, address->host, address->path);
  return g_strdup_printf ("%s://%s:%u%s", address->scheme, address->host, address->port,
                          address->path);
}

/* IPv6 without its brackets, anything else as it is. */
static char *
strip_brackets (const char *host)
{
  gsize length = strlen (host);

  if (length >= 2 && host[0] == '[' && host[length - 1] == ']')
    return g_strndup (host + 1, length - 2);
  return g_strdup (host);
}

gboolean
ph_address_is_ip (const char *host)
{
  g_autofree char *bare = strip_brackets (host);

  return g_hostname_is_ip_address (bare);
}

gboolean
ph_address_is_loopback (const char *host)
{
  g_autofree char *bare = strip_brackets (host);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (bare);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_str_equal (bare, "localhost") || g_str_has_suffix (bare, ".localhost");
}

static gboolean
fail (GError **error, const char *key, const char *shown, const char *hint)
{
  ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("%s can't be “%s”"), key, shown);
  ph_error_set_setting (error, key);
  return FALSE;
}

/* Takes "scheme://" off; *scheme is NULL where there is none. */
static gboolean
split_scheme (const char *key, const char *text, char **scheme, const char **rest, GError **error)
{
  const char *separator = strstr (text, "://");
  g_autofree char *word = NULL;
  gsize length = strcspn (text, ":/?#");

  *rest = text;
  *scheme = NULL;
  if (separator == NULL || separator != text + length)
    {
      /* "https:host" and "https:/host", but not "https" as the name of a host with a port. */
      if (text[length] != ':' || g_ascii_isdigit (text[length + 1])
          || (g_ascii_strncasecmp (text, "http:", 5) != 0
              && g_ascii_strncasecmp (text, "https:", 6) != 0))
        {
          *rest = text + strspn (text, "/");
          return TRUE;
        }
      separator = text + length;
    }
  word = g_ascii_strdown (text, (gssize) length);
  *rest = separator + 1 + strspn (separator + 1, "/");
  if (!g_str_equal (word, "http") && !g_str_equal (word, "https"))
    {
      g_autofree char *hint = g_strdup_printf (_ ("write https://%s"), *rest);

      return fail (error, key, text, hint);
    }
  *scheme = g_steal_pointer (&word);
  return TRUE;
}

/* Splits "host:port"; *host keeps brackets, or gets them where it is bare IPv6. */
static gboolean
split_port (const char *key, const char *authority, char **host, guint *port, GError **error)
{
  const char *colon = strrchr (authority, ':');
  const char *bracket = strrchr (authority, ']');
  guint64 number = 0;

  *port = 0;
  if (strchr (authority, '[') == NULL && g_hostname_is_ip_address (authority) && colon != NULL)
    {
      *host = g_strdup_printf ("[%s]", authority);
      return TRUE;
    }
  if (colon == NULL || (bracket != NULL && bracket > colon))
    {
      *host = g_strdup (authority);
      return TRUE;
    }
  *host = g_strndup (authority, (gsize) (colon - authority));
  if (colon[1] == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, &number, NULL))
    return fail (error, key, authority,
                 _ ("write a port from 1 to 65535 after the colon, or none"));
  *port = (guint) number;
  return TRUE;
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  /* The underscore is no letter of host names, yet containers have it. */
  if (length == 0 || length > LABEL_MAX_BYTES || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (const char *c = label; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return FALSE;
  return TRUE;
}

/* Quotes and brackets of prose, which IDNA would let through, come from a text that was copied. */
static gboolean
has_stray_mark (const char *host)
{
  for (const char *c = host; *c != '\0'; c = g_utf8_next_char (c))
    switch ((int) g_unichar_type (g_utf8_get_char (c)))
      {
      case G_UNICODE_INITIAL_PUNCTUATION:
      case G_UNICODE_FINAL_PUNCTUATION:
      case G_UNICODE_OPEN_PUNCTUATION:
      case G_UNICODE_CLOSE_PUNCTUATION:
        return TRUE;
      default:
        break;
      }
  return FALSE;
}

static gboolean
is_host_name (const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint count = g_strv_length (labels);

  if (count == 0 || strlen (host) > HOST_MAX_BYTES)
    return FALSE;
  for (guint i = 0; i < count; i++)
    if (!is_label (labels[i]))
      return FALSE;
  /* "127.0.0.300": an address that is none. */
  return strspn (labels[count - 1], "0123456789") != strlen (labels[count - 1]);
}

/* (transfer full): NULL where it can't be one */
static char *
normalise_host (const char *host)
{
  g_autofree char *bare = strip_brackets (host);
  g_autofree char *ascii = NULL;

  if (strchr (bare, ':') != NULL)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (bare);
      g_autofree char *text = address != NULL ? g_inet_address_to_string (address) : NULL;

      return text != NULL && *host == '[' ? g_strdup_printf ("[%s]", text) : NULL;
    }
  ascii = has_stray_mark (host) ? NULL : g_hostname_to_ascii (host);
  if (ascii == NULL)
    return NULL;
  if (g_str_has_suffix (ascii, "."))
    ascii[strlen (ascii) - 1] = '\0';
  if (!g_hostname_is_ip_address (ascii) && !is_host_name (ascii))
    return NULL;
  return g_steal_pointer (&ascii);
}

/* NULL where it has a "." or ".." part.  A path that was pasted encoded stays what it meant. */
static char *
normalise_path (const char *path)
{
  g_autofree char *decoded = g_uri_unescape_string (path, NULL);
  g_auto (GStrv) parts = g_strsplit (decoded != NULL ? decoded : path, "/", -1);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (char **part = parts; *part != NULL; part++)
    {
      g_autofree char *encoded = ph_object_key_encode (*part);

      if (g_str_equal (*part, ".") || g_str_equal (*part, ".."))
        return NULL;
      if (**part != '\0')
        g_string_append_printf (joined, "/%s", encoded);
    }
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static const char *
choose_scheme (const char *host, guint port)
{
  return port == 80 || ph_address_is_loopback (host) ? "http" : "https";
}

/* A name without any dot is a slip of the keyboard, unless scheme or port say that it is meant. */
static gboolean
is_lone_word (const PhAddress *address)
{
  return address->scheme == NULL && address->port == 0 && strchr (address->host, '.') == NULL
         && !ph_address_is_ip (address->host) && !ph_address_is_loopback (address->host);
}

/* "Name:password@" is never repeated in a message: it may be a real one. */
static gboolean
check_user (const char *key, const char *text, GError **error)
{
  const char *separator = strstr (text, "//");
  const char *rest = separator != NULL ? separator + 2 : text;

  if (memchr (rest, '@', strcspn (rest, "/?#")) == NULL)
    return TRUE;
  ph_error_set (error, PH_ERROR_SETTINGS,
                _ ("write the address alone; access-key-id and the secret hold the key"),
                _ ("%s has a name or password before “@”"), key);
  ph_error_set_setting (error, key);
  return FALSE;
}

/* What follows is not repeated: a link that is signed has its signature there. */
static gboolean
check_query (const char *key, const char *scheme, const char *rest, GError **error)
{
  const char *query = strpbrk (rest, "?#");
  g_autofree char *kept = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *hint = NULL;

  if (query == NULL)
    return TRUE;
  kept = g_strdup_printf ("%s%s%.*s", scheme != NULL ? scheme : "", scheme != NULL ? "://" : "",
                          (int) (query - rest), rest);
  shown = g_strdup_printf ("%s%c…", kept, *query);
  if (g_str_equal (key, "public-url"))
    hint = g_strdup_printf (_ ("remove the “%c” and all behind it: write %s (what has to follow "
                               "each link belongs into url-suffix)"),
                            *query, kept);
  else
    hint = g_strdup_printf (_ ("remove the “%c” and all behind it: write %s"), *query, kept);
  return fail (error, key, shown, hint);
}

char *
ph_address_parse_path (const char *key, const char *text, GError **error)
{
  g_autofree char *trimmed = ph_address_text_trim (text);
  char *path;

  if (!check_query (key, NULL, trimmed, error))
    return NULL;
  path = normalise_path (trimmed);
  if (path == NULL)
    fail (error, key, trimmed, _ ("write it without “.” and “..”"));
  return path;
}

/* @given: the whole of it, for messages */
static gboolean
parse_authority (PhAddress *address, const char *key, const char *given, const char *rest,
                 GError **error)
{
  g_autofree char *authority = g_strndup (rest, strcspn (rest, "/"));
  g_autofree char *host = NULL;

  if (!split_port (key, authority, &host, &address->port, error))
    return FALSE;
  address->host = normalise_host (host);
  if (address->host == NULL)
    return fail (error, key, given,
                 g_str_equal (key, "public-url")
                     ? _ ("write the address that visitors use, such as https://img.example.com")
                     : _ ("write the name of a server, such as https://s3.example.com"));
  if (is_lone_word (address))
    {
      g_autofree char *hint = g_strdup_printf (
          _ ("write the whole address, such as https://%s.example.com; a server of that very "
             "name is https://%s"),
          address->host, address->host);

      return fail (error, key, given, hint);
    }
  if (address->scheme == NULL)
    address->scheme = g_strdup (choose_scheme (address->host, address->port));
  if (address->port == (g_str_equal (address->scheme, "https") ? 443 : 80))
    address->port = 0;
  return TRUE;
}

PhAddress *
ph_address_parse (const char *key, const char *text, GError **error)
{
  g_autoptr (PhAddress) address = g_new0 (PhAddress, 1);
  g_autofree char *tidied = ph_address_text_tidy (text);
  const char *rest;

  if (!check_user (key, tidied, error)
      || !split_scheme (key, tidied, &address->scheme, &rest, error)
      || !check_query (key, address->scheme, rest, error)
      || !parse_authority (address, key, tidied, rest, error))
    return NULL;
  address->path = normalise_path (rest + strcspn (rest, "/"));
  if (address->path == NULL)
    {
      g_autofree char *bare = NULL;
      g_autofree char *hint = NULL;

      address->path = g_strdup ("");
      bare = ph_address_format (address);
      hint = g_strdup_printf (_ ("write %s"), bare);
      fail (error, key, tidied, hint);
      return NULL;
    }
  return g_steal_pointer (&address);
}
