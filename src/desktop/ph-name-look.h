/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "ph-config.h"
#include "ph-digest.h"
#include "ph-engine.h"

G_BEGIN_DECLS

/* What a name window shows of one picture: looked at on a worker thread. */

typedef struct
{
  char *name;           /* that it has by itself */
  GdkPixbuf *thumbnail; /* (nullable) */
  gboolean is_here;     /* its bytes are known; else nothing below is */
  PhDigest digest;
  const char *mime; /* interned */
  char *extension;
  gint64 size;
  guint width, height;
} PhNameLook;

void ph_name_look_free (PhNameLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhNameLook, ph_name_look_free)

/* ph_name_look_async:
 * @inputs: (element-type PhEngineInput): not changed meanwhile
 * @keep_location: what goes up is what is looked at */
void ph_name_look_async (GPtrArray *inputs, gboolean keep_location, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (element-type PhNameLook): one for each; NULL where it was cancelled */
GPtrArray *ph_name_look_finish (GAsyncResult *result);

/* The link that it will have as @name.  (transfer full) (nullable): NULL where that can't be told
 * before it is up */
char *ph_name_look_build_link (const PhNameLook *look, PhConfig *config, const char *profile,
                               const char *name);

G_END_DECLS
