/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-secret-keeper.h"

struct _PhSecretKeeper
{
  GObject parent_instance;

  PhConfig *config;
};

G_DEFINE_FINAL_TYPE (PhSecretKeeper, ph_secret_keeper, G_TYPE_OBJECT)

static void
ph_secret_keeper_finalize (GObject *object)
{
  g_object_unref (PH_SECRET_KEEPER (object)->config);
  G_OBJECT_CLASS (ph_secret_keeper_parent_class)->finalize (object);
}

static void
ph_secret_keeper_class_init (PhSecretKeeperClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_secret_keeper_finalize;
}

static void
ph_secret_keeper_init (PhSecretKeeper *keeper)
{
}

PhSecretKeeper *
ph_secret_keeper_new (PhConfig *config)
{
  PhSecretKeeper *keeper = g_object_new (PH_TYPE_SECRET_KEEPER, NULL);

  keeper->config = g_object_ref (config);
  return keeper;
}

/* --- the work -----------------------------------------------------------------------------------
 */

typedef struct
{
  PhSecretStore *store;
  char *dir;
  char *profile; /* (nullable) */
  char *purpose; /* (nullable) */
  char *secret;  /* (nullable) */
} Work;

static void
work_free (Work *work)
{
  g_clear_pointer (&work->store, ph_secret_store_free);
  ph_secret_free (work->secret);
  g_free (work->profile);
  g_free (work->purpose);
  g_free (work->dir);
  g_free (work);
}

/* Answered at once where the settings name no store. */
static void
run (PhSecretKeeper *keeper, const char *profile, const char *purpose, const char *secret,
     GTaskThreadFunc func, GCancellable *cancellable, GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (keeper, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);
  GError *error = NULL;

  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  work->store = ph_config_open_secret_store (keeper->config, &error);
  if (work->store == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  work->dir = g_path_get_dirname (ph_config_get_path (keeper->config));
  work->profile = g_strdup (profile);
  work->purpose = g_strdup (purpose);
  work->secret = g_strdup (secret);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, func);
}

static void
probe_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  PhSecretPresence presence
      = ph_secret_store_probe (work->store, work->profile, work->purpose, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, presence);
}

static void
lookup_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;
  char *secret = ph_secret_store_lookup (work->store, work->profile, work->purpose, NULL, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) ph_secret_free);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;
  GError *error = NULL;

  if (ph_secret_store_save (work->store, work->profile, work->purpose, work->secret, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A session without a keyring keeps nothing in one. */
static gboolean
remove_from (PhSecretPlace place, const Work *work, GError **error)
{
  g_autoptr (PhSecretStore) store = ph_secret_store_new (place, work->dir);
  g_autoptr (GError) local_error = NULL;
  gboolean no_keyring = FALSE;
  gboolean done = work->profile == NULL ? ph_secret_store_forget (store, &no_keyring, &local_error)
                                        : ph_secret_store_remove (store, work->profile, NULL,
                                                                  &no_keyring, &local_error);

  if (!done && !no_keyring && (error == NULL || *error == NULL))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return done || no_keyring;
}

static void
remove_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  remove_from (PH_SECRET_PLACE_FILE, data, &error);
  remove_from (PH_SECRET_PLACE_KEYRING, data, &error);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- calls --- */

void
ph_secret_keeper_probe_async (PhSecretKeeper *keeper, const char *profile, const char *purpose,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  run (keeper, profile, purpose, NULL, probe_in_thread, cancellable, callback, user_data);
}

PhSecretPresence
ph_secret_keeper_probe_finish (PhSecretKeeper *keeper, GAsyncResult *result, GError **error)
{
  gssize presence;

  g_return_val_if_fail (g_task_is_valid (result, keeper), PH_SECRET_UNKNOWN);
  presence = g_task_propagate_int (G_TASK (result), error);
  return presence >= 0 ? (PhSecretPresence) presence : PH_SECRET_UNKNOWN;
}

void
ph_secret_keeper_lookup_async (PhSecretKeeper *keeper, const char *profile, const char *purpose,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  run (keeper, profile, purpose, NULL, lookup_in_thread, cancellable, callback, user_data);
}

char *
ph_secret_keeper_lookup_finish (PhSecretKeeper *keeper, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keeper), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ph_secret_keeper_save_async (PhSecretKeeper *keeper, const char *profile, const char *purpose,
                             const char *secret, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  run (keeper, profile, purpose, secret, save_in_thread, cancellable, callback, user_data);
}

void
ph_secret_keeper_remove_async (PhSecretKeeper *keeper, const char *profile,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  run (keeper, profile, NULL, NULL, remove_in_thread, NULL, callback, user_data);
}

gboolean
ph_secret_keeper_finish (PhSecretKeeper *keeper, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keeper), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
