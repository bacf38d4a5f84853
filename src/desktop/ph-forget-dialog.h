/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "pichoist config forget" with a question before it that names all that goes. */

/* @callback: also where the person thinks better of it */
void ph_forget_dialog_ask_async (GtkWindow *parent, GAsyncReadyCallback callback,
                                 gpointer user_data);

typedef enum
{
  PH_FORGET_LEFT, /* the person doesn't want it */
  PH_FORGET_DONE,
  PH_FORGET_FAILED, /* something is still there */
} PhForgetAnswer;

/* @said: (out) (transfer full): whole lines for the person; "" where there is nothing to say */
PhForgetAnswer ph_forget_dialog_ask_finish (GAsyncResult *result, char **said);

G_END_DECLS
