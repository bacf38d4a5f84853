/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  char *hint;
  char *window_hint; /* (nullable): the hint */
  char *details;
  PhRetry retry;
  guint retry_after;
  const char *setting; /* interned */
} PhErrorPrivate;

static void
ph_error_private_init (PhErrorPrivate *private)
{
}

static void
ph_error_private_copy (const PhErrorPrivate *source, PhErrorPrivate *target)
{
  target->hint = g_strdup (source->hint);
  target->window_hint = g_strdup (source->window_hint);
  target->details = g_strdup (source->details);
  target->retry = source->retry;
  target->retry_after = source->retry_after;
  target->setting = source->setting;
}

static void
ph_error_private_clear (PhErrorPrivate *private)
{
  g_free (private->hint);
  g_free (private->window_hint);
  g_free (private->details);
}

G_DEFINE_EXTENDED_ERROR (PhError, ph_error)

static const char *const nicks[] = {
  [PH_ERROR_FAILED] = "failed",
  [PH_ERROR_CANCELLED] = "cancelled",
  [PH_ERROR_USAGE] = "usage",
  [PH_ERROR_SETTINGS] = "settings",
  [PH_ERROR_SECRET] = "secret",
  [PH_ERROR_NO_DESKTOP] = "no-desktop",
  [PH_ERROR_INPUT] = "input",
  [PH_ERROR_EMPTY] = "empty",
  [PH_ERROR_CHANGED] = "changed",
  [PH_ERROR_NOT_PICTURE] = "not-picture",
  [PH_ERROR_NO_PICTURE] = "no-picture",
  [PH_ERROR_DISK] = "disk",
  [PH_ERROR_DATABASE] = "database",
  [PH_ERROR_NETWORK] = "network",
  [PH_ERROR_TLS] = "tls",
  [PH_ERROR_PROXY] = "proxy",
  [PH_ERROR_ACCESS] = "access",
  [PH_ERROR_SIGNATURE] = "signature",
  [PH_ERROR_CLOCK] = "clock",
  [PH_ERROR_NO_BUCKET] = "no-bucket",
  [PH_ERROR_NO_OBJECT] = "no-object",
  [PH_ERROR_EXISTS] = "exists",
  [PH_ERROR_REGION] = "region",
  [PH_ERROR_UNSUPPORTED] = "unsupported",
  [PH_ERROR_TOO_LARGE] = "too-large",
  [PH_ERROR_THROTTLED] = "throttled",
  [PH_ERROR_SERVER] = "server",
};

static GError *new_error_valist (PhErrorCode code, const char *hint, const char *format,
                                 va_list args) G_GNUC_PRINTF (3, 0);

static GError *
new_error_valist (PhErrorCode code, const char *hint, const char *format, va_list args)
{
  GError *error = g_error_new_valist (PH_ERROR, code, format, args);

  ph_error_get_private (error)->hint = g_strdup (hint);
  return error;
}

GError *
ph_error_new (PhErrorCode code, const char *hint, const char *format, ...)
{
  GError *error;
  va_list args;

  va_start (args, format);
  error = new_error_valist (code, hint, format, args);
  va_end (args);
  return error;
}

void
ph_error_set (GError **error, PhErrorCode code, const char *hint, const char *format, ...)
{
  va_list args;

  if (error == NULL)
    return;
  va_start (args, format);
  g_propagate_error (error, new_error_valist (code, hint, format, args));
  va_end (args);
}

void
ph_error_set_retry (GError *error, PhRetry retry, guint retry_after_seconds)
{
  if (error->domain != PH_ERROR)
    return;
  ph_error_get_private (error)->retry = retry;
  ph_error_get_private (error)->retry_after = retry_after_seconds;
}

void
ph_error_set_details (GError *error, const char *details)
{
  PhErrorPrivate *private;

  if (error->domain != PH_ERROR)
    return;
  private = ph_error_get_private (error);
  g_free (private->details);
  private->details = g_strdup (details);
}

void
ph_error_set_window_hint (GError **error, const char *hint)
{
  PhErrorPrivate *private;

  if (error == NULL || *error == NULL || (*error)->domain != PH_ERROR)
    return;
  private = ph_error_get_private (*error);
  g_free (private->window_hint);
  private->window_hint = g_strdup (hint);
}

const char *
ph_error_get_window_hint (const GError *error)
{
  const char *hint = error->domain == PH_ERROR ? ph_error_get_private (error)->window_hint : NULL;

  return hint != NULL ? hint : ph_error_get_hint (error);
}

void
ph_error_set_setting (GError **error, const char *setting)
{
  if (error != NULL && *error != NULL && (*error)->domain == PH_ERROR)
    ph_error_get_private (*error)->setting = g_intern_string (setting);
}

const char *
ph_error_get_setting (const GError *error)
{
  return error->domain == PH_ERROR ? ph_error_get_private (error)->setting : NULL;
}

const char *
ph_error_get_hint (const GError *error)
{
  return error->domain == PH_ERROR ? ph_error_get_private (error)->hint : NULL;
}

const char *
ph_error_get_details (const GError *error)
{
  return error->domain == PH_ERROR ? ph_error_get_private (error)->details : NULL;
}

PhRetry
ph_error_get_retry (const GError *error)
{
  return error->domain == PH_ERROR ? ph_error_get_private (error)->retry : PH_RETRY_NEVER;
}

guint
ph_error_get_retry_after (const GError *error)
{
  return error->domain == PH_ERROR ? ph_error_get_private (error)->retry_after : 0;
}

gboolean
ph_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, PH_ERROR, PH_ERROR_CANCELLED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

const char *
ph_error_get_nick (const GError *error)
{
  if (ph_error_is_cancelled (error))
    return nicks[PH_ERROR_CANCELLED];
  if (error->domain != PH_ERROR || error->code < 0 || error->code >= (int) G_N_ELEMENTS (nicks))
    return nicks[PH_ERROR_FAILED];
  return nicks[error->code];
}

PhErrorCode
ph_error_code_from_nick (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_strcmp0 (nick, nicks[i]) == 0)
      return (PhErrorCode) i;
  return PH_ERROR_FAILED;
}

static const char *
hint_for_errno (int code)
{
  switch (code)
    {
    case ENOSPC:
    case EDQUOT:
      return _ ("free some space on this disk and try again");
    case EACCES:
    case EPERM:
      return _ ("check who owns this file and its folder");
    case EROFS:
      return _ ("this file system is read-only: choose a folder that can be written to");
    default:
      return NULL;
    }
}

void
ph_error_set_from_errno (GError **error, int saved_errno, const char *what_format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  if (error == NULL)
    return;
  va_start (args, what_format);
  what = g_strdup_vprintf (what_format, args);
  va_end (args);
  g_propagate_error (error, ph_error_new (PH_ERROR_DISK, hint_for_errno (saved_errno), "%s: %s",
                                          what, g_strerror (saved_errno)));
}
