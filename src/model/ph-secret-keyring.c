/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-secret-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "ph-environment.h"
#include "ph-error.h"
#include "ph-secret-store.h"
#include "ph-secret-text.h"

/* Somebody types a password meanwhile. */
#define UNLOCK_TIMEOUT 120

static const SecretSchema schema = {
  "io.github.pichoist.Pichoist",
  SECRET_SCHEMA_NONE,
  {
      { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "purpose", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* Lets one asynchronous call run to its end, or to its time-out, in a context of its own: what else
 * waits in the caller's context stays there. */
typedef struct
{
  const char *purpose; /* (nullable) of what is asked for */
  GMainContext *context;
  GMainLoop *loop;
  GCancellable *cancellable;
  GSource *timer;
  GAsyncResult *result;
  gboolean timed_out;
  gboolean is_missing; /* no keyring answers to its name, and none can be started */
} Call;

static gboolean
on_time_out (gpointer user_data)
{
  Call *call = user_data;

  call->timed_out = TRUE;
  g_cancellable_cancel (call->cancellable);
  return G_SOURCE_REMOVE;
}

static void
set_time_out (Call *call, guint seconds)
{
  if (call->timer != NULL)
    {
      g_source_destroy (call->timer);
      g_source_unref (call->timer);
    }
  call->timer = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (call->timer, on_time_out, call, NULL);
  g_source_attach (call->timer, call->context);
}

static void
call_begin (Call *call, const char *purpose)
{
  memset (call, 0, sizeof *call);
  call->purpose = purpose;
  call->context = g_main_context_new ();
  g_main_context_push_thread_default (call->context);
  call->loop = g_main_loop_new (call->context, FALSE);
  call->cancellable = g_cancellable_new ();
  set_time_out (call, PH_SECRET_TIMEOUT);
}

static gboolean
on_nothing_left (gpointer user_data)
{
  g_main_loop_quit (((Call *) user_data)->loop);
  return G_SOURCE_REMOVE;
}

/* GDBus frees what belonged to a signal subscription in the context that it was made in: this one,
 * which nobody would run again. */
static void
finish_what_is_left (Call *call)
{
  g_autoptr (GSource) last = g_idle_source_new ();

  g_source_set_priority (last, G_PRIORITY_LOW);
  g_source_set_callback (last, on_nothing_left, call, NULL);
  g_source_attach (last, call->context);
  g_main_loop_run (call->loop);
}

static void
call_clear (Call *call)
{
  g_source_destroy (call->timer);
  g_source_unref (call->timer);
  g_clear_object (&call->result);
  g_object_unref (call->cancellable);
  finish_what_is_left (call);
  g_main_loop_unref (call->loop);
  g_main_context_pop_thread_default (call->context);
  g_main_context_unref (call->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  g_set_object (&call->result, result);
  g_main_loop_quit (call->loop);
}

static GAsyncResult *
call_wait (Call *call)
{
  g_main_loop_run (call->loop);
  return call->result;
}

static const char *
get_hint (const Call *call)
{
  if (g_strcmp0 (call->purpose, PH_SECRET_PURPOSE_PROXY) == 0)
    return _ ("start a keyring (gnome-keyring or KWallet), set PICHOIST_PROXY_PASSWORD, or agree "
              "to a file with “pichoist config set secret-store file”");
  return _ ("start a keyring (gnome-keyring or KWallet), set PICHOIST_ACCESS_KEY_ID and "
            "PICHOIST_SECRET_ACCESS_KEY, or agree to a file with “pichoist config set "
            "secret-store file”");
}

/* In words of the person's and not of libsecret's, where they are known. */
static const char *
get_reason (const GError *cause)
{
  if (cause == NULL)
    return _ ("it is locked");
  /* Its question for a password was turned down: then gnome-keyring has no such collection. */
  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT)
      || g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
      || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT)
      || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD))
    return _ ("it was not opened");
  if (g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    return _ ("none is running");
  if (cause->domain == G_IO_ERROR)
    return _ ("this session has no message bus");
  return cause->message;
}

static gboolean
fail (const Call *call, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;
  const char *hint = get_hint (call);

  if (call->timed_out)
    ph_error_set (error, PH_ERROR_SECRET, hint, _ ("the keyring doesn't answer"));
  else
    ph_error_set (error, PH_ERROR_SECRET, hint, _ ("the keyring can't be used: %s"),
                  get_reason (owned));
  ph_error_set_window_hint (error, _ ("start a keyring (gnome-keyring or KWallet), or enter the "
                                      "secret and press “Keep secrets in a file”"));
  if (owned != NULL)
    g_info ("keyring: %s", owned->message);
  return FALSE;
}

static GHashTable *
build_attributes (const char *profile, const char *purpose)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  if (profile != NULL)
    g_hash_table_insert (attributes, (char *) "profile", (char *) profile);
  if (purpose != NULL)
    g_hash_table_insert (attributes, (char *) "purpose", (char *) purpose);
  return attributes;
}

/* An answer of the bus that nobody has the name, or no bus at all. */
static gboolean
tells_of_no_keyring (const GError *error)
{
  static const GDBusError codes[] = { G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER,
                                      G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, codes[i]))
      return TRUE;
  return error->domain != G_DBUS_ERROR
         && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static SecretService *
open_service (Call *call, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  SecretService *service;

  secret_service_get (SECRET_SERVICE_OPEN_SESSION, call->cancellable, on_result, call);
  service = secret_service_get_finish (call_wait (call), &local_error);
  if (service == NULL)
    {
      call->is_missing = !call->timed_out && tells_of_no_keyring (local_error);
      fail (call, g_steal_pointer (&local_error), error);
    }
  return service;
}

static GList *
search (Call *call, SecretService *service, GHashTable *attributes, SecretSearchFlags flags,
        GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GList *items;

  secret_service_search (service, &schema, attributes, flags, call->cancellable, on_result, call);
  items = secret_service_search_finish (service, call_wait (call), &local_error);
  if (local_error != NULL)
    fail (call, g_steal_pointer (&local_error), error);
  return items;
}

/* Without a display the keyring's question would be seen by nobody. */
static gboolean
can_ask (void)
{
  return ph_environment_has_display ();
}

/* The item, unlocked and with its secret; NULL where there is none. */
static SecretItem *
find_item (Call *call, SecretService *service, GHashTable *attributes, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GList *items = search (call, service, attributes, SECRET_SEARCH_LOAD_SECRETS, &local_error);
  SecretItem *item = NULL;

  if (items != NULL && secret_item_get_locked (items->data))
    {
      g_list_free_full (items, g_object_unref);
      if (!can_ask ())
        {
          fail (call, NULL, error);
          return NULL;
        }
      set_time_out (call, UNLOCK_TIMEOUT);
      items = search (call, service, attributes, SECRET_SEARCH_LOAD_SECRETS | SECRET_SEARCH_UNLOCK,
                      &local_error);
    }
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (items != NULL)
    item = g_object_ref (items->data);
  g_list_free_full (items, g_object_unref);
  return item;
}

char *
ph_secret_keyring_lookup (const char *profile, const char *purpose, gboolean *is_missing,
                          GError **error)
{
  g_auto (Call) call;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (GHashTable) attributes = build_attributes (profile, purpose);
  g_autoptr (SecretItem) item = NULL;
  SecretValue *value;
  char *text;
  char *secret;
  gsize length = 0;

  call_begin (&call, purpose);
  service = open_service (&call, error);
  if (is_missing != NULL)
    *is_missing = call.is_missing;
  item = service != NULL ? find_item (&call, service, attributes, error) : NULL;
  if (item == NULL)
    return NULL;
  value = secret_item_get_secret (item);
  if (value == NULL)
    {
      fail (&call, NULL, error);
      return NULL;
    }
  text = g_strdup (secret_value_get (value, &length));
  secret_value_unref (value);
  secret = ph_secret_text_decode (text);
  ph_secret_free (text);
  if (secret == NULL)
    {
      ph_error_set (error, PH_ERROR_SECRET, _ ("store it again with “pichoist profile set”"),
                    _ ("the secret of “%s” in the keyring is damaged"), profile);
      ph_error_set_window_hint (error, _ ("enter it again in the settings"));
    }
  return secret;
}

/* How keyring managers show it. */
static char *
dup_label (const char *profile, const char *purpose)
{
  if (g_str_equal (purpose, PH_SECRET_PURPOSE_PROXY))
    return g_strdup_printf (_ ("Pichoist: password of the proxy of “%s”"), profile);
  return g_strdup_printf (_ ("Pichoist: secret of “%s”"), profile);
}

gboolean
ph_secret_keyring_store (const char *profile, const char *purpose, const char *secret,
                         GError **error)
{
  g_auto (Call) call;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (GHashTable) attributes = build_attributes (profile, purpose);
  g_autofree char *label = dup_label (profile, purpose);
  char *text = ph_secret_text_encode (secret);
  SecretValue *value = secret_value_new (text, -1, "text/plain");
  GError *local_error = NULL;
  gboolean stored = FALSE;

  ph_secret_free (text);
  call_begin (&call, purpose);
  service = open_service (&call, error);
  if (service != NULL)
    {
      if (can_ask ())
        set_time_out (&call, UNLOCK_TIMEOUT);
      secret_service_store (service, &schema, attributes, SECRET_COLLECTION_DEFAULT, label, value,
                            call.cancellable, on_result, &call);
      stored = secret_service_store_finish (service, call_wait (&call), &local_error)
               || fail (&call, local_error, error);
    }
  secret_value_unref (value);
  return stored;
}

/* All items, unlocked; *failed where they can't be had. */
static GList *
find_all (Call *call, SecretService *service, GHashTable *attributes, gboolean *failed,
          GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GList *items = search (call, service, attributes, SECRET_SEARCH_ALL, &local_error);
  gboolean locked = FALSE;

  for (GList *item = items; item != NULL; item = item->next)
    locked = locked || secret_item_get_locked (item->data);
  if (locked && can_ask ())
    {
      g_list_free_full (items, g_object_unref);
      set_time_out (call, UNLOCK_TIMEOUT);
      items = search (call, service, attributes, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK,
                      &local_error);
      locked = items != NULL && secret_item_get_locked (items->data);
    }
  *failed = local_error != NULL || locked;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (locked)
    fail (call, NULL, error);
  return items;
}

/* secret_service_clear () would leave locked items where they are without a word. */
gboolean
ph_secret_keyring_clear (const char *profile, const char *purpose, gboolean *is_missing,
                         GError **error)
{
  g_auto (Call) call;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (GHashTable) attributes = build_attributes (profile, purpose);
  gboolean failed = FALSE;
  GList *items;

  call_begin (&call, purpose);
  service = open_service (&call, error);
  if (is_missing != NULL)
    *is_missing = call.is_missing;
  if (service == NULL)
    return FALSE;
  items = find_all (&call, service, attributes, &failed, error);
  for (GList *item = items; item != NULL && !failed; item = item->next)
    {
      GError *local_error = NULL;

      secret_item_delete (item->data, call.cancellable, on_result, &call);
      failed = !secret_item_delete_finish (item->data, call_wait (&call), &local_error)
               && !fail (&call, local_error, error);
    }
  g_list_free_full (items, g_object_unref);
  return !failed;
}

PhSecretPresence
ph_secret_keyring_probe (const char *profile, const char *purpose, GError **error)
{
  g_auto (Call) call;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (GHashTable) attributes = build_attributes (profile, purpose);
  g_autoptr (GError) local_error = NULL;
  PhSecretPresence presence = PH_SECRET_MISSING;
  GList *items = NULL;

  call_begin (&call, purpose);
  set_time_out (&call, PH_SECRET_PROBE_TIMEOUT);
  service = open_service (&call, &local_error);
  if (service != NULL)
    items = search (&call, service, attributes, SECRET_SEARCH_NONE, &local_error);
  if (items != NULL)
    presence = secret_item_get_locked (items->data) ? PH_SECRET_LOCKED : PH_SECRET_STORED;
  g_list_free_full (items, g_object_unref);
  if (presence == PH_SECRET_LOCKED && !can_ask ())
    fail (&call, NULL, &local_error);
  if (local_error == NULL)
    return presence;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return PH_SECRET_UNKNOWN;
}
