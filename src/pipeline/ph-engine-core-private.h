/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-config.h"
#include "ph-engine-core.h"
#include "ph-http.h"

G_BEGIN_DECLS

/* How the files of the engine's thread share the core.  Nobody else includes this. */
struct _PhEngineCore
{
  char *config_dir, *data_dir;
  PhEngineEvents events;
  gpointer user_data;

  PhConfig *config; /* this and the next ones: (nullable) until it is open */
  PhDatabase *database;
  PhHttp *http;
  PhProcessLock *lock;
  PhUploader *uploader; /* goes by the settings of today */
  GPtrArray *retired;   /* of PhUploader: those with older settings that still send */
  GHashTable *batches;  /* PhJob -> PhBatch */
  GArray *stranded;     /* of gint64: jobs that have ended, but whose rows say otherwise */
  gboolean paused;

  GFileMonitor *monitor; /* of the database's log: other programs' commits */
  GSource *others_timer; /* (nullable) */
  gint64 data_version;

  guint calls; /* asynchronous calls under way, whose callbacks need the core */
  gboolean stopping;
  void (*stopped) (gpointer user_data); /* (nullable) */
};

/* Around each asynchronous call whose callback needs the core: it is not freed meanwhile.
 * ph_engine_core_end_call () is to be called last in the callback. */
void ph_engine_core_begin_call (PhEngineCore *core);
void ph_engine_core_end_call (PhEngineCore *core);

/* ph_uploader_withdraw () of all its uploaders. */
guint ph_engine_core_withdraw (PhEngineCore *core, PhUploaderFilter filter, gpointer user_data);

/* Answers @task (transfer full): nothing can be done now. */
void ph_engine_core_refuse (GTask *task);

/* Watches for other programs' commits (ph-engine-queue.c). */
void ph_engine_core_watch_others (PhEngineCore *core);
void ph_engine_core_stop_watching (PhEngineCore *core);

G_END_DECLS
