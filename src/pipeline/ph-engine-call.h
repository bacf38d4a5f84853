/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-engine-core.h"

G_BEGIN_DECLS

/* A call from the thread of the engine's owner to the engine's thread.  Private to the engine. */
typedef struct _PhEngineCall PhEngineCall;

/* Called on the engine's thread; whatever of @call it steals is its own. */
typedef void (*PhEngineWork) (PhEngineCore *core, PhEngineCall *call);

struct _PhEngineCall
{
  PhEngine *engine;
  GTask *task; /* (nullable): to be answered */
  PhEngineWork work;

  /* What the work needs; each is set by the caller. */
  gint64 id;
  gboolean flag;
  PhRemovalScope scope;
  GPtrArray *inputs;    /* (nullable) (element-type PhEngineInput): owned */
  char *profile, *name; /* (nullable): owned */
  PhConfig *config;     /* (nullable): owned */
  PhEngineOptions options;
  PhDatabaseFunc func;
  gpointer data; /* borrowed */
};

PhEngineCall *ph_engine_call_new (PhEngine *engine, PhEngineWork work);
/* One that is answered in the owner's main context. */
PhEngineCall *ph_engine_call_new_task (PhEngine *engine, PhEngineWork work,
                                       GAsyncReadyCallback callback, gpointer user_data);
/* Takes @call. */
void ph_engine_call_send (PhEngineCall *call);

/* What a call needs of its engine (ph-engine.c).  (transfer none); the core is touched on the
 * engine's thread only. */
GMainContext *ph_engine_get_context (PhEngine *engine);
PhEngineCore *ph_engine_get_core (PhEngine *engine);

G_END_DECLS
