/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-error.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"

GError *
ph_clipboard_error_new_changed (void)
{
  return ph_error_new (PH_ERROR_CHANGED, NULL, _ ("something else was copied meanwhile"));
}

GError *
ph_clipboard_error_new_empty (void)
{
  return ph_error_new (PH_ERROR_EMPTY, _ ("copy it again, or save it to a file"),
                       _ ("the program that owns the clipboard doesn't give its contents"));
}

GError *
ph_clipboard_error_new_no_answer (void)
{
  return ph_error_new (PH_ERROR_FAILED, _ ("copy it again, or save it to a file"),
                       _ ("the program that owns the clipboard doesn't answer"));
}

GError *
ph_clipboard_error_new_too_large (void)
{
  return ph_error_new (PH_ERROR_TOO_LARGE, _ ("save it to a file and upload that"),
                       _ ("what is on the clipboard is too large"));
}
