/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "ph-library.h"

/* libcrypto, loaded when something is hashed or signed for the first time. */

static void
keep_to_the_end (gpointer handle)
{
  __typeof__ (&OPENSSL_init_crypto) init = ph_library_get (handle, "OPENSSL_init_crypto");

  init (OPENSSL_INIT_NO_ATEXIT, NULL);
}

static PhLibrary crypto_library = { .soname = PH_SONAME_CRYPTO, .loaded = keep_to_the_end };

void
ph_crypto_load (void)
{
  ph_library_load (&crypto_library);
}

#define CRYPTO_FUNCTION(type, name, parameters, arguments)                                         \
  PH_LIBRARY_FUNCTION (crypto_library, type, name, parameters, arguments)

CRYPTO_FUNCTION (const EVP_MD *, EVP_md5, (void), ())
CRYPTO_FUNCTION (const EVP_MD *, EVP_sha1, (void), ())
CRYPTO_FUNCTION (const EVP_MD *, EVP_sha256, (void), ())

CRYPTO_FUNCTION (EVP_MD_CTX *, EVP_MD_CTX_new, (void), ())
CRYPTO_FUNCTION (void, EVP_MD_CTX_free, (EVP_MD_CTX * context), (context))
CRYPTO_FUNCTION (int, EVP_DigestInit_ex, (EVP_MD_CTX * context, const EVP_MD *type, ENGINE *engine),
                 (context, type, engine))
CRYPTO_FUNCTION (int, EVP_DigestUpdate, (EVP_MD_CTX * context, const void *data, size_t size),
                 (context, data, size))
CRYPTO_FUNCTION (int, EVP_DigestFinal_ex,
                 (EVP_MD_CTX * context, unsigned char *digest, unsigned int *size),
                 (context, digest, size))
CRYPTO_FUNCTION (int, EVP_Digest,
                 (const void *data, size_t count, unsigned char *digest, unsigned int *size,
                  const EVP_MD *type, ENGINE *engine),
                 (data, count, digest, size, type, engine))
CRYPTO_FUNCTION (unsigned char *, HMAC,
                 (const EVP_MD *type, const void *key, int key_size, const unsigned char *data,
                  size_t count, unsigned char *digest, unsigned int *size),
                 (type, key, key_size, data, count, digest, size))
CRYPTO_FUNCTION (void, OPENSSL_cleanse, (void *data, size_t size), (data, size))
