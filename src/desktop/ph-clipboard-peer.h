/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What both ends of the socket between pichoist-desktop and its clipboard process
 * (ph-clipboard-agent) have to agree on, beside the interface io.github.pichoist.Clipboard1. */

#define PH_CLIPBOARD_PEER_OPTION "--clipboard-agent"
#define PH_CLIPBOARD_PEER_FD 3
#define PH_CLIPBOARD_PEER_PATH "/io/github/pichoist/Clipboard"

/* PhErrors keep their code and their hint on the way. */
void ph_clipboard_peer_return_error (GDBusMethodInvocation *invocation, const GError *error);

/* @error: (transfer full): of a call
 *
 * Returns: (transfer full): the PhError that the other end has sent; @error itself where the call
 * failed for another reason, such as that end's end */
GError *ph_clipboard_peer_take_error (GError *error);

G_END_DECLS
