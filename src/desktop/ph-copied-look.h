/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "ph-copied.h"

G_BEGIN_DECLS

/* A look at pictures before the person is asked about them, on a worker thread. */

typedef struct
{
  GdkPixbuf *thumbnail;    /* (nullable): of the first */
  gboolean tells_location; /* one of them says where it was taken */
} PhCopiedLook;

void ph_copied_look_free (PhCopiedLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhCopiedLook, ph_copied_look_free)

void ph_copied_look_async (PhCopied *copied, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full).  Never fails: what can't be read has no thumbnail. */
PhCopiedLook *ph_copied_look_finish (GAsyncResult *result);

G_END_DECLS
