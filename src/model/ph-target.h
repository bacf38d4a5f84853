/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ph-profile.h"
#include "ph-proxy-url.h"

G_BEGIN_DECLS

/* A profile made exact: every value checked, normalised and filled in from the preset, so that
 * storage code needs no second thought.  Immutable, reference counted, usable from any thread. */

typedef struct
{
  char *profile; /* its name */
  const PhPreset *preset;

  /* S3; NULL or 0 for a folder */
  char *scheme;    /* "https" or "http" */
  char *host;      /* lower case, IDNA in ASCII, "[::1]" with brackets; without the bucket */
  guint port;      /* 0: the scheme's own */
  char *base_path; /* "" or "/prefix", percent-encoded as sent, no slash at the end */
  char *region;
  char *bucket;
  gboolean path_style;
  char *acl; /* (nullable) */

  char *folder; /* absolute path of a folder destination, else NULL */

  char *public_base; /* (nullable) "https://img.example.com/pics", percent-encoded, no slash at the
                        end; of a folder maybe "/pics" or "" as well: links within a site */
  char *url_suffix;  /* "" or what follows each public link, e.g. "?x-oss-process=style/web" */
  gboolean is_private; /* links are presigned */
  char *cache_control; /* (nullable) what the person set */

  char *proxy; /* (nullable) name and password percent-encoded; may hold a password: never shown */
  PhProxyLogin proxy_login; /* where that is from; open without a proxy */
  char *ca_file;            /* (nullable) */
  gboolean tls_verify;
  guint connect_timeout;      /* seconds */
  guint stall_timeout;        /* seconds */
  gint64 multipart_threshold; /* bytes */
  gint64 part_size;           /* bytes */
  guint small_connections;
  guint large_connections;

  char **notes; /* zero-terminated: what was put right and is worth saying, such as "the bucket was
                   taken off the endpoint's host" */
} PhTarget;

/* ph_target_new:
 *
 * Takes endpoint and public URL as people paste them: no scheme (https; http for a loopback
 * address), "//host", capitals, spaces around, slashes at the end, default ports, a non-ASCII host,
 * a bucket already in host or path, an account id in the host.
 *
 * Returns: (transfer full): or %NULL with PH_ERROR_SETTINGS naming the key and the right value */
PhTarget *ph_target_new (PhProfile *profile, GError **error);
PhTarget *ph_target_ref (PhTarget *target);
void ph_target_unref (PhTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhTarget, ph_target_unref)

/* Gives the proxy the password that is kept elsewhere.  Only for one that nobody else has seen yet.
 */
void ph_target_set_proxy_password (PhTarget *target, const char *password);

/* "https://host[:port]/base" for S3, "file:///path" for a folder: what queue and history keep as
 * the endpoint.  Two profiles with the same value and bucket lead to the same objects.  (transfer
 * full) */
char *ph_target_dup_endpoint (const PhTarget *target);

/* ph_target_build_public_url:
 * @key: an object key in normal form (ph-object-key.h), not encoded
 *
 * The public link: public base, one slash, the encoded key, the suffix.  Where no public-url is
 * set: the S3 address of the object, or a file: URI for a folder.  (transfer full) */
char *ph_target_build_public_url (const PhTarget *target, const char *key);

/* The same without public-url and suffix: where presigned links lead.  (transfer full) */
char *ph_target_build_own_url (const PhTarget *target, const char *key);

G_END_DECLS
