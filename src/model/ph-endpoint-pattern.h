/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-provider.h"

G_BEGIN_DECLS

/* How a provider names its S3 hosts: the endpoint templates of the presets, filled in and read
 * back. Fields: {account-id}, {region}, {jurisdiction.} (with its dot, or nothing) and {.cn} (for
 * regions that begin with "cn-"). */

/* What a host says of itself.  NULL where it doesn't. */
typedef struct
{
  char *bucket; /* what stands before the provider's own host */
  char *account_id;
  char *jurisdiction;
  char *region;
} PhEndpointParts;

void ph_endpoint_parts_free (PhEndpointParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhEndpointParts, ph_endpoint_parts_free)

/* @template, with the fields filled in; "" for those that are NULL.  (transfer full) */
char *ph_endpoint_pattern_expand (const char *template, const char *account_id,
                                  const char *jurisdiction, const char *region);

/* (transfer full) (nullable): NULL where @host is none of the provider's */
PhEndpointParts *ph_endpoint_pattern_match (const PhPreset *preset, const char *host);

/* What stands before {region} in its own part of the host name: "oss-" for OSS; people take it for
 * a part of the region.  (transfer full): maybe empty */
char *ph_endpoint_pattern_dup_region_prefix (const char *template);

gboolean ph_endpoint_pattern_has_field (const char *template, const char *field);

G_END_DECLS
