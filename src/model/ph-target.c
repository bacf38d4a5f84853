/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-target.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-address.h"
#include "ph-endpoint-check.h"
#include "ph-error.h"
#include "ph-object-key.h"
#include "ph-provider-settings.h"
#include "ph-secret-store.h"
#include "ph-target-private.h"

#define MIB ((gint64) 1 << 20)

static void
ph_target_clear (PhTarget *target)
{
  g_free (target->profile);
  g_free (target->scheme);
  g_free (target->host);
  g_free (target->base_path);
  g_free (target->region);
  g_free (target->bucket);
  g_free (target->acl);
  g_free (target->folder);
  g_free (target->public_base);
  g_free (target->url_suffix);
  g_free (target->cache_control);
  ph_secret_free (target->proxy);
  g_free (target->ca_file);
  g_strfreev (target->notes);
}

PhTarget *
ph_target_ref (PhTarget *target)
{
  return g_atomic_rc_box_acquire (target);
}

void
ph_target_unref (PhTarget *target)
{
  g_atomic_rc_box_release_full (target, (GDestroyNotify) ph_target_clear);
}

void
ph_target_draft_note (PhTargetDraft *draft, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (draft->notes, g_strdup_vprintf (format, args));
  va_end (args);
}

static gboolean
fail (GError **error, const char *key, const char *value, const char *hint)
{
  ph_error_set (error, PH_ERROR_SETTINGS, hint, _ ("%s can't be “%s”"), key, value);
  ph_error_set_setting (error, key);
  return FALSE;
}

/* An absolute path from "~/x", "file:///x" or "/x/"; NULL with an error for anything else. */
static char *
read_path (PhTargetDraft *draft, const char *key, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (ph_profile_get_text (draft->profile, key)));
  g_autofree char *path = NULL;
  g_autofree char *hint = NULL;

  if (g_str_equal (text, "~") || g_str_has_prefix (text, "~/"))
    path = g_strconcat (g_get_home_dir (), text + 1, NULL);
  else if (g_str_has_prefix (text, "file:"))
    path = g_filename_from_uri (text, NULL, NULL);
  else
    path = g_strdup (text);
  if (path != NULL && g_path_is_absolute (path))
    return g_canonicalize_filename (path, "/");
  hint = g_strdup_printf (_ ("write the whole path, such as %s/%s"), g_get_home_dir (),
                          path != NULL ? path : "");
  fail (error, key, text, hint);
  return NULL;
}

static gboolean
fill_folder (PhTargetDraft *draft, GError **error)
{
  if (ph_profile_get_text (draft->profile, "folder") == NULL)
    {
      ph_error_set (error, PH_ERROR_SETTINGS, _ ("set it, for example folder=~/blog/static/images"),
                    _ ("%s is missing"), "folder");
      ph_error_set_setting (error, "folder");
      return FALSE;
    }
  draft->target->folder = read_path (draft, "folder", error);
  return draft->target->folder != NULL;
}

/* Whatever can't stand in a URL is percent-encoded; what is encoded stays. */
static char *
encode_suffix (const char *text)
{
  GString *encoded = g_string_new (NULL);

  for (const guchar *c = (const guchar *) text; *c != '\0'; c++)
    if (*c > 0x20 && *c < 0x7f && strchr ("\"<>\\^`{|}", *c) == NULL)
      g_string_append_c (encoded, (char) *c);
    else
      g_string_append_printf (encoded, "%%%02X", *c);
  return g_string_free (encoded, FALSE);
}

/* "static/img" or "./img" of a folder: neither a path from the root of the site nor an address. */
static gboolean
is_bare_path (const char *text)
{
  g_autofree char *first = g_strndup (text, strcspn (text, "/"));

  return *text == '.'
         || (*first != '\0' && strpbrk (first, ".:") == NULL && !ph_address_is_loopback (first));
}

static gboolean
fill_public_base (PhTargetDraft *draft, GError **error)
{
  PhTarget *target = draft->target;
  const char *text = ph_profile_get_text (draft->profile, "public-url");
  g_autoptr (PhAddress) address = NULL;

  if (text == NULL)
    return TRUE;
  /* What a site's generator copies along is linked within the site. */
  if (target->folder != NULL && text[0] == '/' && text[1] != '/')
    {
      target->public_base = ph_address_parse_path ("public-url", text, error);
      return target->public_base != NULL;
    }
  if (target->folder != NULL && is_bare_path (text))
    {
      g_autofree char *hint = g_strdup_printf (
          _ ("write /%s for links within a site, or the whole address that begins with https://"),
          text + strspn (text, "./"));

      return fail (error, "public-url", text, hint);
    }
  address = ph_address_parse ("public-url", text, error);
  if (address == NULL || !ph_endpoint_check_public_host (address->host, error))
    return FALSE;
  target->public_base = ph_address_format (address);
  return TRUE;
}

static gboolean
fill_links (PhTargetDraft *draft, GError **error)
{
  PhTarget *target = draft->target;
  const char *suffix = ph_profile_get_text (draft->profile, "url-suffix");

  if (!fill_public_base (draft, error))
    return FALSE;
  target->url_suffix = encode_suffix (suffix != NULL ? suffix : "");
  /* "x-oss-process=style/web" copied without its question mark would become part of the name. */
  if (g_ascii_isalnum (*target->url_suffix) && strchr (target->url_suffix, '=') != NULL)
    {
      char *query = g_strconcat ("?", target->url_suffix, NULL);

      g_free (target->url_suffix);
      target->url_suffix = query;
      ph_target_draft_note (draft, _ ("url-suffix got its question mark"));
    }
  target->is_private = ph_profile_get_switch (draft->profile, "private");
  if (target->is_private && target->folder != NULL)
    return fail (error, "private", "true",
                 _ ("a folder has no private links: write private=false"));
  target->cache_control = g_strdup (ph_profile_get_text (draft->profile, "cache-control"));
  return TRUE;
}

static gboolean
fill_acl (PhTargetDraft *draft, GError **error)
{
  const char *text = ph_profile_get_text (draft->profile, "acl");
  g_autofree char *acl = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  if (acl == NULL)
    return TRUE;
  g_strstrip (acl);
  if (strspn (acl, "abcdefghijklmnopqrstuvwxyz-") != strlen (acl))
    return fail (error, "acl", text, _ ("write public-read, private or nothing"));
  draft->target->acl = *acl != '\0' ? g_steal_pointer (&acl) : NULL;
  return TRUE;
}

/* @url: with its scheme */
static gboolean
take_proxy (PhTarget *target, const char *url, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *password = NULL;

  if (!ph_proxy_url_has_right_port (url))
    ph_error_set (&local_error, PH_ERROR_SETTINGS,
                  _ ("write it as http://HOST:PORT, or with a name as http://NAME@HOST:PORT"),
                  _ ("the port of the proxy is no number"));
  else
    password = ph_proxy_url_dup_password (url, &local_error);

  if (local_error != NULL)
    {
      ph_error_set_setting (&local_error, "proxy");
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  target->proxy = ph_proxy_url_join (url, password);
  target->proxy_login = ph_proxy_url_get_login (url);
  ph_secret_free (password);
  return TRUE;
}

/* The message never repeats the value: it may hold a password. */
static gboolean
fill_proxy (PhTargetDraft *draft, GError **error)
{
  static const char *const schemes[] = { "http", "https", "socks5", "socks5h", NULL };
  const char *text = ph_profile_get_text (draft->profile, "proxy");
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  g_autofree char *scheme = NULL;
  g_autofree char *url = NULL;
  const char *separator;

  if (trimmed == NULL || *trimmed == '\0')
    return TRUE;
  separator = strstr (trimmed, "://");
  /* A password may hold one as well. */
  if (separator == NULL || strchr (trimmed, ':') != separator)
    {
      url = g_strconcat ("http://", trimmed, NULL);
      return take_proxy (draft->target, url, error);
    }
  scheme = g_ascii_strdown (trimmed, separator - trimmed);
  if (!g_strv_contains (schemes, scheme) || separator[3] == '\0')
    {
      ph_error_set (error, PH_ERROR_SETTINGS,
                    _ ("write it as in socks5h://127.0.0.1:1080 or http://proxy.example.com:3128"),
                    _ ("proxy isn't the address of a http, https, socks5 or socks5h proxy"));
      ph_error_set_setting (error, "proxy");
      return FALSE;
    }
  url = g_strconcat (scheme, separator, NULL);
  return take_proxy (draft->target, url, error);
}

static gboolean
fill_transfer (PhTargetDraft *draft, GError **error)
{
  PhProfile *profile = draft->profile;
  PhTarget *target = draft->target;

  if (!fill_proxy (draft, error))
    return FALSE;
  if (ph_profile_get_text (profile, "ca-file") != NULL)
    {
      target->ca_file = read_path (draft, "ca-file", error);
      if (target->ca_file == NULL)
        return FALSE;
    }
  target->tls_verify = ph_profile_get_switch (profile, "tls-verify");
  target->connect_timeout = ph_profile_get_number (profile, "connect-timeout");
  target->stall_timeout = ph_profile_get_number (profile, "stall-timeout");
  target->multipart_threshold = MIN (ph_profile_get_number (profile, "multipart-threshold") * MIB,
                                     draft->preset->single_put_max);
  target->part_size = ph_profile_get_number (profile, "part-size") * MIB;
  target->small_connections = ph_profile_get_number (profile, "small-connections");
  target->large_connections = ph_profile_get_number (profile, "large-connections");
  return TRUE;
}

/* Mostly the provider is the one that isn't meant. */
static void
note_unused (PhTargetDraft *draft)
{
  g_autoptr (GString) unused = g_string_new (NULL);

  for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
    {
      g_autofree char *text = ph_profile_get_as_text (draft->profile, *key);

      if (text != NULL && !ph_preset_uses_setting (draft->preset, *key))
        g_string_append_printf (unused, "%s%s", unused->len > 0 ? ", " : "", *key);
    }
  if (unused->len > 0)
    ph_target_draft_note (draft, _ ("not used with provider=%s: %s"), draft->preset->nick,
                          unused->str);
}

static gboolean
fill (PhTargetDraft *draft, GError **error)
{
  gboolean destination = draft->preset->provider == PH_PROVIDER_FOLDER
                             ? fill_folder (draft, error)
                             : ph_target_draft_fill_s3 (draft, error);

  return destination && fill_links (draft, error) && fill_acl (draft, error)
         && fill_transfer (draft, error);
}

PhTarget *
ph_target_new (PhProfile *profile, GError **error)
{
  g_autoptr (PhTarget) target = g_atomic_rc_box_new0 (PhTarget);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  const PhPreset *preset = ph_preset_get (ph_profile_get_provider (profile));
  PhTargetDraft draft = { profile, preset, target, notes };

  target->profile = g_strdup (ph_profile_get_name (profile));
  target->preset = preset;
  if (!fill (&draft, error))
    return NULL;
  note_unused (&draft);
  g_ptr_array_add (notes, NULL);
  target->notes = (char **) g_ptr_array_steal (notes, NULL);
  return g_steal_pointer (&target);
}

void
ph_target_set_proxy_password (PhTarget *target, const char *password)
{
  char *joined = ph_proxy_url_join (target->proxy, password);

  ph_secret_free (target->proxy);
  target->proxy = joined;
}

static char *
dup_origin (const PhTarget *target, const char *before_host)
{
  g_autofree char *port = target->port != 0 ? g_strdup_printf (":%u", target->port) : NULL;

  return g_strconcat (target->scheme, "://", before_host, target->host, port, NULL);
}

char *
ph_target_dup_endpoint (const PhTarget *target)
{
  g_autofree char *origin = NULL;

  if (target->folder != NULL)
    {
      g_autofree char *encoded = ph_object_key_encode (target->folder);

      return g_strconcat ("file://", encoded, NULL);
    }
  origin = dup_origin (target, "");
  return g_strconcat (origin, target->base_path, NULL);
}

/* Where the objects are without a public-url. */
static char *
dup_base (const PhTarget *target)
{
  g_autofree char *before = NULL;
  g_autofree char *origin = NULL;

  if (target->folder != NULL)
    return ph_target_dup_endpoint (target);
  if (target->path_style)
    {
      origin = dup_origin (target, "");
      return g_strconcat (origin, target->base_path, "/", target->bucket, NULL);
    }
  before = g_strconcat (target->bucket, ".", NULL);
  origin = dup_origin (target, before);
  return g_strconcat (origin, target->base_path, NULL);
}

char *
ph_target_build_public_url (const PhTarget *target, const char *key)
{
  g_autofree char *base
      = target->public_base != NULL ? g_strdup (target->public_base) : dup_base (target);
  g_autofree char *encoded = ph_object_key_encode (key);
  gboolean bare_file = target->folder != NULL && target->public_base == NULL;

  return g_strconcat (base, "/", encoded, bare_file ? "" : target->url_suffix, NULL);
}

char *
ph_target_build_own_url (const PhTarget *target, const char *key)
{
  g_autofree char *base = dup_base (target);
  g_autofree char *encoded = ph_object_key_encode (key);

  return g_strconcat (base, "/", encoded, NULL);
}
