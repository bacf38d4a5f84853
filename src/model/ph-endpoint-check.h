/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-provider.h"

G_BEGIN_DECLS

/* ph_endpoint_check:
 * @text: the setting as it was pasted
 * @account_id: (nullable): as are the next two, the other settings, for the right endpoint
 *
 * Looks for addresses where no S3 server answers: pages of a provider's console, addresses for
 * visitors, and, with a provider that has its own hosts alone, any other domain.  FALSE with
 * PH_ERROR_SETTINGS and what the endpoint looks like in the hint.  Text that is no address at all
 * is left to ph_address_parse (). */
gboolean ph_endpoint_check (const char *text, const PhPreset *preset, const char *account_id,
                            const char *jurisdiction, const char *region, GError **error);

/* @host: of the public URL, in normal form.  Visitors get nothing from a provider's console either.
 */
gboolean ph_endpoint_check_public_host (const char *host, GError **error);

G_END_DECLS
