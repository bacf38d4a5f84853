/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What is known of each provider, as data: a provider is a row of one table, never an `if`. */

typedef enum
{
  PH_PROVIDER_R2,
  PH_PROVIDER_S3,
  PH_PROVIDER_OSS,
  PH_PROVIDER_COS,
  PH_PROVIDER_OBS,
  PH_PROVIDER_MINIO,
  PH_PROVIDER_B2,
  PH_PROVIDER_KODO,
  PH_PROVIDER_SPACES,
  PH_PROVIDER_WASABI,
  PH_PROVIDER_UPYUN,
  PH_PROVIDER_FOLDER,
  PH_PROVIDER_OTHER,
} PhProvider;

/* A GEnum; its nicks are those of config.ini. */
#define PH_TYPE_PROVIDER (ph_provider_get_type ())
GType ph_provider_get_type (void);

typedef enum
{
  PH_ADDRESSING_AUTO, /* as the preset says */
  PH_ADDRESSING_PATH,
  PH_ADDRESSING_VIRTUAL,
} PhAddressing;

#define PH_TYPE_ADDRESSING (ph_addressing_get_type ())
GType ph_addressing_get_type (void);

/* What buckets may be called: so many letters, digits and hyphens, the first and the last of them
 * no hyphen. */
typedef struct
{
  guint min, max;
  gboolean dot;        /* "." is allowed as well */
  gboolean capitals;   /* and so on */
  gboolean underscore; /* and so on */
} PhBucketRule;

/* Where nothing is known, and of servers that take old names. */
#define PH_BUCKET_RULE_LENIENT                                                                     \
  {                                                                                                \
    3, 255, TRUE, TRUE, TRUE                                                                       \
  }

/* One row.  All strings are static; NULL where there is nothing to say. */
typedef struct
{
  PhProvider provider;
  const char *nick;              /* "r2" */
  const char *title;             /* "Cloudflare R2"; marked for translation where it has words */
  const char *help_url;          /* its page on access keys for S3 */
  const char *endpoint_template; /* "https://{account-id}.{jurisdiction.}r2.cloudflarestorage.com",
                                    "https://s3.{region}.amazonaws.com{.cn}"; NULL: must be given */
  const char *other_hosts;       /* further forms of the host that people paste, space between */
  const char *console_hosts;     /* domains of its web pages, space between */
  const char *visitor_hosts;     /* domains where buckets are for visitors alone, space between */
  gboolean own_hosts_alone;      /* no S3 server of its is called otherwise */
  const char *default_region;    /* "auto"; NULL: must be given */
  const char *example_region;    /* for messages: "eu-central-1" */
  const char *bucket_suffix;     /* how each bucket's name ends: "-{account-id}" */
  PhBucketRule bucket_rule;
  const char *old_bucket_region; /* where old names are left: lenient, by path alone */
  PhAddressing addressing;       /* never AUTO */
  gboolean addressing_fixed;     /* the provider refuses the other way */
  guint list_version;            /* 1 or 2 */
  gboolean list_url_encoding;    /* takes encoding-type=url */
  gboolean put_if_absent;        /* If-None-Match: * on PUT is honoured */
  gboolean etag_is_md5;          /* the ETag of a single PUT is the MD5 of the bytes */
  guint delete_batch;            /* keys in one DeleteObjects: 700 on R2, else 1000 */
  gboolean signs_http_payload;   /* over plain http the payload's real SHA-256 is taken */
  gboolean session_token;        /* takes x-amz-security-token */
  gint64 single_put_max;         /* bytes */
  guint access_key_length;       /* 0: any */
  guint secret_key_length;       /* 0: any */
  const char *public_url_note;   /* (translatable, N_()) why a custom domain is needed here, e.g.
                                    forced download; NULL: nothing to warn of */
  gboolean public_by_acl;        /* with acl=public-read there is nothing to warn of either */
} PhPreset;

const PhPreset *ph_preset_get (PhProvider provider);

G_END_DECLS
