/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-engine.h"

G_BEGIN_DECLS

/* What lives on the engine's thread.  Private to the engine: every function is called there, and
 * the events come there. */
typedef struct _PhEngineCore PhEngineCore;

typedef struct
{
  /* @is_awaited: ph_engine_core_upload () answers with it, too */
  void (*outcome) (const PhOutcome *outcome, gboolean is_awaited, gpointer user_data);
  void (*progress) (const PhUploadProgress *progress, gpointer user_data);
  void (*changed) (gpointer user_data);
} PhEngineEvents;

/* @events: copied */
PhEngineCore *ph_engine_core_new (const char *config_dir, const char *data_dir,
                                  const PhEngineEvents *events, gpointer user_data);
void ph_engine_core_free (PhEngineCore *core);

/* *warnings: (transfer full): also where it fails */
gboolean ph_engine_core_open (PhEngineCore *core, char ***warnings, GError **error);

/* @inputs: (transfer none), @options: (transfer none).  Answers @task (transfer full) with the
 * outcomes. */
void ph_engine_core_upload (PhEngineCore *core, GTask *task, GPtrArray *inputs,
                            const PhEngineOptions *options);

/* @profile: (nullable) */
void ph_engine_core_open_connection (PhEngineCore *core, const char *profile);

/* Sends what any program may send and no live one holds. */
void ph_engine_core_take_open (PhEngineCore *core);
void ph_engine_core_retry (PhEngineCore *core, gint64 id);
void ph_engine_core_cancel (PhEngineCore *core, gint64 id);
/* Answers @task (transfer full) with a PhRemovalResult (g_free ()). */
void ph_engine_core_remove (PhEngineCore *core, GTask *task, gint64 row_id, PhRemovalScope scope);
void ph_engine_core_set_paused (PhEngineCore *core, gboolean paused);

/* Runs @func; answers @task (transfer full) with a boolean. */
void ph_engine_core_query (PhEngineCore *core, GTask *task, PhDatabaseFunc func, gpointer data);

/* Answers @task (transfer full) with a boolean; @func is called here. */
void ph_engine_core_check (PhEngineCore *core, GTask *task, const char *profile, PhCheckFunc func,
                           gpointer func_data);

/* Goes on with @config (nullable): NULL: with the settings that it has, and secrets read anew. */
void ph_engine_core_reload (PhEngineCore *core, PhConfig *config);

/* Stops; @stopped is called once nothing is under way any more. */
void ph_engine_core_stop (PhEngineCore *core, void (*stopped) (gpointer user_data));

G_END_DECLS
