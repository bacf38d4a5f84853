/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"
#include "ph-key-template.h"
#include "ph-link.h"
#include "ph-setting.h"

#define NAME_MAX_CHARACTERS 64

/* In the order in which the file, the command line and the window show them. */
enum
{
  PROP_NAME = 1,
  PROP_PROVIDER,
  PROP_ACCOUNT_ID,
  PROP_JURISDICTION,
  PROP_ENDPOINT,
  PROP_REGION,
  PROP_BUCKET,
  PROP_ADDRESSING,
  PROP_FOLDER,
  PROP_PUBLIC_URL,
  PROP_KEY_TEMPLATE,
  PROP_ACCESS_KEY_ID,
  PROP_ACL,
  PROP_PRIVATE,
  PROP_CACHE_CONTROL,
  PROP_URL_SUFFIX,
  PROP_LINK_FORMAT,
  PROP_PROXY,
  PROP_CA_FILE,
  PROP_TLS_VERIFY,
  PROP_CONNECT_TIMEOUT,
  PROP_STALL_TIMEOUT,
  PROP_MULTIPART_THRESHOLD,
  PROP_PART_SIZE,
  PROP_SMALL_CONNECTIONS,
  PROP_LARGE_CONNECTIONS,
  N_PROPERTIES
};

struct _PhProfile
{
  GObject parent;

  GValue values[N_PROPERTIES]; /* by property id; 0 is not used */
};

G_DEFINE_FINAL_TYPE (PhProfile, ph_profile, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPERTIES];

static void
ph_profile_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_copy (&PH_PROFILE (object)->values[id], value);
}

static void
ph_profile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  GValue *slot = &PH_PROFILE (object)->values[id];
  const char *text = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  /* Empty and absent are the same. */
  if (G_VALUE_HOLDS_STRING (value) && (text == NULL || *text == '\0'))
    g_param_value_set_default (spec, slot);
  else
    g_value_copy (value, slot);
}

static void
ph_profile_finalize (GObject *object)
{
  PhProfile *profile = PH_PROFILE (object);

  for (guint id = 1; id < N_PROPERTIES; id++)
    g_value_unset (&profile->values[id]);
  G_OBJECT_CLASS (ph_profile_parent_class)->finalize (object);
}

static void
ph_profile_init (PhProfile *profile)
{
  for (guint id = 1; id < N_PROPERTIES; id++)
    {
      g_value_init (&profile->values[id], properties[id]->value_type);
      g_param_value_set_default (properties[id], &profile->values[id]);
    }
}

#define FLAGS (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define TEXT(id, key, label, meaning)                                                              \
  properties[id] = g_param_spec_string (key, label, meaning, NULL, FLAGS)
#define SWITCH(id, key, label, meaning, preset)                                                    \
  properties[id] = g_param_spec_boolean (key, label, meaning, preset, FLAGS)
#define NUMBER(id, key, label, meaning, least, most, preset)                                       \
  properties[id] = g_param_spec_uint (key, label, meaning, least, most, preset, FLAGS)

static void
define_destination (void)
{
  properties[PROP_NAME] = g_param_spec_string ("name", _ ("Name"), _ ("What the profile is called"),
                                               NULL, FLAGS | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_PROVIDER]
      = g_param_spec_enum ("provider", _ ("Provider"), _ ("Who keeps the pictures"),
                           PH_TYPE_PROVIDER, PH_PROVIDER_R2, FLAGS);
  TEXT (PROP_ACCOUNT_ID, "account-id", _ ("Account ID"),
        _ ("Cloudflare's account ID (32 hexadecimal digits), or the APPID of Tencent COS"));
  TEXT (PROP_JURISDICTION, "jurisdiction", _ ("Jurisdiction"),
        _ ("“eu” or “fedramp” where the R2 bucket was made in one; else empty"));
  TEXT (PROP_ENDPOINT, "endpoint", _ ("Endpoint"),
        _ ("Address of the S3 server, without the bucket; empty where the provider fixes it"));
  TEXT (PROP_REGION, "region", _ ("Region"), _ ("Where the bucket is, such as eu-central-1"));
  TEXT (PROP_BUCKET, "bucket", _ ("Bucket"), _ ("Name of the bucket"));
  properties[PROP_ADDRESSING] = g_param_spec_enum (
      "addressing", _ ("Addressing"),
      _ ("Whether the bucket's name stands in the path or in the host name of requests"),
      PH_TYPE_ADDRESSING, PH_ADDRESSING_AUTO, FLAGS);
  TEXT (PROP_FOLDER, "folder", _ ("Folder"), _ ("Where provider “folder” puts the pictures"));
}

static void
define_links (void)
{
  TEXT (PROP_PUBLIC_URL, "public-url", _ ("Public URL"),
        _ ("Address under which visitors find the bucket, such as https://img.example.com"));
  properties[PROP_KEY_TEMPLATE] = g_param_spec_string ("key-template", _ ("Key template"),
                                                       _ ("How pictures are named in the bucket"),
                                                       PH_KEY_TEMPLATE_DEFAULT, FLAGS);
  TEXT (PROP_ACCESS_KEY_ID, "access-key-id", _ ("Access key ID"),
        _ ("The public half of the key; its secret is kept in the keyring"));
  TEXT (PROP_ACL, "acl", _ ("ACL"),
        _ ("Access for each object, such as public-read; empty sends none"));
  SWITCH (PROP_PRIVATE, "private", _ ("Private"),
          _ ("Links are signed and work for a limited time alone"), FALSE);
  TEXT (PROP_CACHE_CONTROL, "cache-control", _ ("Cache-Control"),
        _ ("How long browsers and caches keep a picture; empty chooses by the key template"));
  TEXT (PROP_URL_SUFFIX, "url-suffix", _ ("URL suffix"),
        _ ("Added to each link, such as ?x-oss-process=style/web"));
  TEXT (PROP_LINK_FORMAT, "link-format", _ ("Link format"),
        _ ("markdown, html, url, bbcode, rst, asciidoc, org or a template; empty takes the general "
           "one"));
}

static void
define_transfer (void)
{
  TEXT (PROP_PROXY, "proxy", _ ("Proxy"),
        _ ("Such as socks5h://127.0.0.1:1080; empty takes the system's"));
  TEXT (PROP_CA_FILE, "ca-file", _ ("CA file"),
        _ ("Certificates to trust beside the system's, in PEM form"));
  SWITCH (PROP_TLS_VERIFY, "tls-verify", _ ("Check certificates"),
          _ ("Switched off, anyone on the way can read and change what is sent"), TRUE);
  NUMBER (PROP_CONNECT_TIMEOUT, "connect-timeout", _ ("Connection time-out (seconds)"),
          _ ("Seconds until a connection is given up"), 1, 300, 15);
  NUMBER (PROP_STALL_TIMEOUT, "stall-timeout", _ ("Stall time-out (seconds)"),
          _ ("Seconds without a byte until a transfer is given up"), 1, 3600, 60);
  NUMBER (PROP_MULTIPART_THRESHOLD, "multipart-threshold", _ ("Multipart threshold (MiB)"),
          _ ("Files of more MiB than this are sent in parts"), 5, 4096, 64);
  NUMBER (PROP_PART_SIZE, "part-size", _ ("Part size (MiB)"), _ ("MiB of a part"), 5, 1024, 16);
  NUMBER (PROP_SMALL_CONNECTIONS, "small-connections", _ ("Connections for small files"),
          _ ("How many files under 256 KB are sent at once"), 1, 64, 32);
  NUMBER (PROP_LARGE_CONNECTIONS, "large-connections", _ ("Connections for large files"),
          _ ("How many larger files are sent at once"), 1, 16, 8);
}

static void
define_rules (void)
{
  static const PhSettingRule key_template = { ph_key_template_check };
  static const PhSettingRule link_format = { ph_link_format_check };

  ph_setting_set_rule (properties[PROP_KEY_TEMPLATE], &key_template);
  ph_setting_set_rule (properties[PROP_LINK_FORMAT], &link_format);
}

static void
ph_profile_class_init (PhProfileClass *profile_class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (profile_class);

  object_class->get_property = ph_profile_get_property;
  object_class->set_property = ph_profile_set_property;
  object_class->finalize = ph_profile_finalize;
  define_destination ();
  define_links ();
  define_transfer ();
  define_rules ();
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

PhProfile *
ph_profile_new (const char *name)
{
  return g_object_new (PH_TYPE_PROFILE, "name", name, NULL);
}

PhProfile *
ph_profile_copy (PhProfile *profile, const char *name)
{
  PhProfile *copy = ph_profile_new (name);

  for (guint id = PROP_NAME + 1; id < N_PROPERTIES; id++)
    g_value_copy (&profile->values[id], &copy->values[id]);
  return copy;
}

gboolean
ph_profile_check_name (const char *name, GError **error)
{
  const char *what = NULL;

  if (!g_utf8_validate (name, -1, NULL))
    what = _ ("a profile's name has to be UTF-8");
  else if (*name == '\0' || g_utf8_strlen (name, -1) > NAME_MAX_CHARACTERS)
    what = _ ("a profile's name has 1 to 64 characters");
  else if (g_unichar_isspace (g_utf8_get_char (name))
           || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (name + strlen (name)))))
    what = _ ("a profile's name can't begin or end with a space");
  for (const char *c = name; what == NULL && *c != '\0'; c = g_utf8_next_char (c))
    if (*c == '[' || *c == ']' || g_unichar_iscntrl (g_utf8_get_char (c)))
      what = _ ("a profile's name can't hold control characters, “[” or “]”");
  if (what == NULL)
    return TRUE;
  ph_error_set (error, PH_ERROR_SETTINGS, _ ("choose another name, such as “blog”"), "%s", what);
  return FALSE;
}

static guint
find_id (const char *property)
{
  GObjectClass *object_class = g_type_class_peek (PH_TYPE_PROFILE);
  GParamSpec *spec = g_object_class_find_property (object_class, property);

  g_assert (spec != NULL);
  return spec->param_id;
}

const char *
ph_profile_get_name (PhProfile *profile)
{
  return g_value_get_string (&profile->values[PROP_NAME]);
}

PhProvider
ph_profile_get_provider (PhProfile *profile)
{
  return (PhProvider) g_value_get_enum (&profile->values[PROP_PROVIDER]);
}

const char *
ph_profile_get_text (PhProfile *profile, const char *property)
{
  return g_value_get_string (&profile->values[find_id (property)]);
}

gboolean
ph_profile_get_switch (PhProfile *profile, const char *property)
{
  return g_value_get_boolean (&profile->values[find_id (property)]);
}

guint
ph_profile_get_number (PhProfile *profile, const char *property)
{
  return g_value_get_uint (&profile->values[find_id (property)]);
}

gboolean
ph_profile_set_from_text (PhProfile *profile, const char *key, const char *text, GError **error)
{
  return ph_setting_set_from_text (G_OBJECT (profile), key, text, error);
}

char *
ph_profile_get_as_text (PhProfile *profile, const char *key)
{
  if (ph_setting_is_default (G_OBJECT (profile), key))
    return NULL;
  return ph_setting_get_as_text (G_OBJECT (profile), key);
}

const char *const *
ph_profile_list_keys (void)
{
  static gsize keys;

  if (g_once_init_enter (&keys))
    {
      GObjectClass *object_class = g_type_class_ref (PH_TYPE_PROFILE);

      g_once_init_leave (&keys, (gsize) ph_setting_list_keys (object_class));
    }
  return (const char *const *) keys;
}
