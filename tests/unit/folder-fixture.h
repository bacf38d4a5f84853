/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-storage.h"

G_BEGIN_DECLS

/* A PhFolder in a temporary folder, and each call waited for. */

#define FOLDER_ABC_SHA256 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

typedef struct
{
  char *base;   /* temporary; holds the folder and what is outside of it */
  char *folder; /* where objects go */
  PhStorage *storage;
  GAsyncResult *result;
} FolderFixture;

void folder_set_up (FolderFixture *fixture, gconstpointer data);
void folder_set_up_in (FolderFixture *fixture, const char *base);
void folder_tear_down (FolderFixture *fixture, gconstpointer data);

PhStorage *folder_new_storage (const char *path);

void folder_on_done (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *folder_wait (FolderFixture *fixture);

PhObject *folder_put_content (FolderFixture *fixture, const char *key, PhContent *content,
                              gboolean if_absent, GError **error);
gboolean folder_put (FolderFixture *fixture, const char *key, const char *text, gboolean if_absent,
                     GError **error);
PhObject *folder_head (FolderFixture *fixture, const char *key, GError **error);
GBytes *folder_get (FolderFixture *fixture, const char *key, gsize max, GError **error);
PhObjectPage *folder_list (FolderFixture *fixture, const char *prefix, const char *from, guint max,
                           GError **error);
gboolean folder_delete (FolderFixture *fixture, const char *key, GError **error);
gboolean folder_copy (FolderFixture *fixture, const char *from, const char *to, GError **error);

char *folder_in_folder (FolderFixture *fixture, const char *name);
void folder_assert_file (FolderFixture *fixture, const char *name, const char *text);
guint folder_count_entries (const char *path);

G_END_DECLS
