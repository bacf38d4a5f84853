/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* libcrypto, loaded when something is hashed or signed for the first time; whoever does it includes
 * OpenSSL's own headers.
 *
 * It stays whole until the program has ended: of itself it would be taken apart by exit ()
 * (OPENSSL_init_crypto(3), OPENSSL_INIT_NO_ATEXIT), below a thread that is still hashing.  The
 * first to start it decides that, so this is to be called before another library may. */
void ph_crypto_load (void);

G_END_DECLS
