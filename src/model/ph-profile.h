/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ph-provider.h"

G_BEGIN_DECLS

/* One destination as the person wrote it down: a [profile NAME] group of config.ini.
 *
 * Its GObject properties are the schema.  File, command line, settings window and documentation all
 * follow from their GParamSpecs: name = the key in the file, nick = label, blurb = what it means
 * (both translated), type, range and default.  Nothing here is validated beyond type, range and
 * what can be told of a value by itself (link-format, key-template); ph-target.h does the rest.
 * Empty and absent strings are the same: NULL.
 *
 * Properties (all writable; strings unless noted):
 *   name (construct-only)   provider (PhProvider, r2)   account-id   jurisdiction   endpoint region
 *   bucket   addressing (PhAddressing, auto)   folder   public-url
 *   key-template ({year}/{month}/{sha256:16}.{ext})   access-key-id   acl   private (boolean)
 *   cache-control   url-suffix   link-format   proxy   ca-file   tls-verify (boolean, TRUE)
 *   connect-timeout (seconds, 1-300, 15)   stall-timeout (seconds, 1-3600, 60)
 *   multipart-threshold (MiB, 5-4096, 64)   part-size (MiB, 5-1024, 16)
 *   small-connections (1-64, 32)   large-connections (1-16, 8)
 * `folder` is the destination of provider `folder`; `private` means that links are presigned. */

#define PH_TYPE_PROFILE (ph_profile_get_type ())
G_DECLARE_FINAL_TYPE (PhProfile, ph_profile, PH, PROFILE, GObject)

PhProfile *ph_profile_new (const char *name);

/* The same settings under another name.  (transfer full) */
PhProfile *ph_profile_copy (PhProfile *profile, const char *name);

/* Names are 1 to 64 characters; no control characters, '[' or ']', no space at either end. */
gboolean ph_profile_check_name (const char *name, GError **error);

const char *ph_profile_get_name (PhProfile *profile);
PhProvider ph_profile_get_provider (PhProfile *profile);

/* The value of a string property, or NULL where it is empty.  (nullable) (transfer none) */
const char *ph_profile_get_text (PhProfile *profile, const char *property);
gboolean ph_profile_get_switch (PhProfile *profile, const char *property);
guint ph_profile_get_number (PhProfile *profile, const char *property);

/* ph_profile_set_from_text:
 * @key: a property name
 * @text: the value as written in config.ini or after '=' on the command line
 *
 * FALSE with PH_ERROR_SETTINGS that names the key, the value and what would be right.  Lengths,
 * booleans (true, false, yes, no, 1, 0) and enums by nick are understood. */
gboolean ph_profile_set_from_text (PhProfile *profile, const char *key, const char *text,
                                   GError **error);

/* The value as config.ini holds it; NULL where it is the default or empty.  (transfer full) */
char *ph_profile_get_as_text (PhProfile *profile, const char *key);

/* All keys in the order in which they are shown.  (transfer none) (array zero-terminated) */
const char *const *ph_profile_list_keys (void);

G_END_DECLS
