/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one error domain for everything a person can do something about.
 *
 * A PhError carries, beside GError's message ("what happened", a whole translated sentence
 * without a final full stop, fit to stand after "FILE: "), a hint ("what to do"), the details that
 * belong in a log or an expander (the server's own code, text and request id), and whether trying
 * again can help.  None of them may ever hold a secret. */

#define PH_ERROR (ph_error_quark ())
GQuark ph_error_quark (void);

/* Each code is also a word of `--json` output: ph_error_code_to_nick (). */
typedef enum
{
  PH_ERROR_FAILED,      /* anything without a code of its own */
  PH_ERROR_CANCELLED,   /* the person stopped it */
  PH_ERROR_USAGE,       /* the command line is wrong; exit status 2 */
  PH_ERROR_SETTINGS,    /* config.ini, a profile or a template is wrong; exit status 2 */
  PH_ERROR_SECRET,      /* no secret, or the keyring refuses; exit status 2 */
  PH_ERROR_NO_DESKTOP,  /* needs the desktop program */
  PH_ERROR_INPUT,       /* missing, unreadable, a folder, a FIFO, a device ... */
  PH_ERROR_EMPTY,       /* zero bytes */
  PH_ERROR_CHANGED,     /* the file changed while it was read or waited in the queue */
  PH_ERROR_NOT_PICTURE, /* neither picture nor video */
  PH_ERROR_NO_PICTURE,  /* the clipboard holds none; exit status 3 */
  PH_ERROR_DISK,        /* our own disk: spool, database, config */
  PH_ERROR_DATABASE,    /* the database is locked, damaged, too new ... */
  PH_ERROR_NETWORK,     /* name, connection, stall, broken transfer */
  PH_ERROR_TLS,         /* the certificate, or no common protocol */
  PH_ERROR_PROXY,       /* the proxy refuses or can't be reached */
  PH_ERROR_ACCESS,      /* the key may not do this */
  PH_ERROR_SIGNATURE,   /* the secret doesn't fit the key */
  PH_ERROR_CLOCK,       /* this computer's clock is wrong */
  PH_ERROR_NO_BUCKET,
  PH_ERROR_NO_OBJECT,   /* 404 of an object, or of a URL to fetch */
  PH_ERROR_EXISTS,      /* the object key holds other bytes */
  PH_ERROR_REGION,      /* another region or endpoint serves this bucket */
  PH_ERROR_UNSUPPORTED, /* the server doesn't know this request or header */
  PH_ERROR_TOO_LARGE,
  PH_ERROR_THROTTLED, /* 429, SlowDown */
  PH_ERROR_SERVER,    /* 5xx, or an answer that makes no sense */
} PhErrorCode;

typedef enum
{
  PH_RETRY_NEVER,    /* the same request can't succeed */
  PH_RETRY_BACKOFF,  /* a passing fault */
  PH_RETRY_THROTTLE, /* the server asks for slower requests: start with a longer pause */
} PhRetry;

/* ph_error_set:
 * @hint: (nullable): what to do, translated, no final full stop
 * @format: what happened, translated
 *
 * Sets @error (which may be NULL) to a PhError that is not worth a retry. */
void ph_error_set (GError **error, PhErrorCode code, const char *hint, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* The same as a new GError.  (transfer full) */
GError *ph_error_new (PhErrorCode code, const char *hint, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* These change or read the private part of a PhError; for an error of another domain the setters do
 * nothing and the getters return NULL, PH_RETRY_NEVER, 0. */
void ph_error_set_retry (GError *error, PhRetry retry, guint retry_after_seconds);
void ph_error_set_details (GError *error, const char *details);
const char *ph_error_get_hint (const GError *error);    /* (nullable) (transfer none) */
const char *ph_error_get_details (const GError *error); /* (nullable) (transfer none) */
PhRetry ph_error_get_retry (const GError *error);
guint ph_error_get_retry_after (const GError *error); /* seconds; 0: the server named none */

/* What to do, for somebody who has a window of ours before them: it names fields and buttons where
 * the hint names commands.
 * @error: may be NULL, or point to one of another domain */
void ph_error_set_window_hint (GError **error, const char *hint);
/* The hint where there is no other for windows.  (nullable) (transfer none) */
const char *ph_error_get_window_hint (const GError *error);

/* The setting that is wrong ("public-url"), so that a window can show the error beside its field.
 * @error: may be NULL, or point to one of another domain */
void ph_error_set_setting (GError **error, const char *setting);
const char *ph_error_get_setting (const GError *error); /* (nullable) (transfer none) */

/* TRUE for PH_ERROR_CANCELLED and G_IO_ERROR_CANCELLED. */
gboolean ph_error_is_cancelled (const GError *error);

/* The word for @error in JSON and the database: "no-bucket" for PH_ERROR_NO_BUCKET; "failed" for an
 * error of another domain. */
const char *ph_error_get_nick (const GError *error);
PhErrorCode ph_error_code_from_nick (const char *nick); /* PH_ERROR_FAILED if unknown */

/* ph_error_set_from_errno:
 *
 * For a failed system call on our own files: "<what>: <strerror>", with PH_ERROR_DISK and a hint
 * for a full disk or a missing permission. */
void ph_error_set_from_errno (GError **error, int saved_errno, const char *what_format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
