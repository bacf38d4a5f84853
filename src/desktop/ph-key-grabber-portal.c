/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-key-grabber-portal.h"

#include <glib/gi18n-lib.h>

#include "ph-error.h"
#include "ph-portal.h"
#include "ph-shortcut-trigger.h"

/* Source: xdg-desktop-portal, org.freedesktop.portal.GlobalShortcuts.ConfigureShortcuts. */
#define CONFIGURE_MIN_VERSION 2

/* A session's shortcuts can be bound only once, so that others need another session. */
typedef enum
{
  STATE_IDLE,   /* nothing is asked for */
  STATE_ASKING, /* the person may see a question */
  STATE_BOUND,
  STATE_REFUSED,
} State;

struct _PhKeyGrabberPortal
{
  GObject parent_instance;

  PhPortal *portal;
  State state;
  guint idle;
  char *session;            /* (nullable): its path */
  GHashTable *descriptions; /* name: what it does */
  GHashTable *wanted;       /* name: accelerator */
  GHashTable *asked;        /* the same, as it was asked for last */
  GHashTable *labels;       /* name: its keys for a person; only those that have any */
};

static void ph_key_grabber_portal_init_interface (PhKeyGrabberInterface *interface);
static void schedule (PhKeyGrabberPortal *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (PhKeyGrabberPortal, ph_key_grabber_portal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PH_TYPE_KEY_GRABBER,
                                                      ph_key_grabber_portal_init_interface))

/* --- what is asked for --------------------------------------------------------------------------
 */

/* (transfer floating) */
static GVariant *
build_shortcuts (PhKeyGrabberPortal *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer name, accelerator;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sa{sv})"));
  g_hash_table_iter_init (&iter, self->asked);
  while (g_hash_table_iter_next (&iter, &name, &accelerator))
    {
      g_autofree char *trigger = ph_shortcut_trigger_from_accelerator (accelerator);
      GVariantDict options;

      g_variant_dict_init (&options, NULL);
      g_variant_dict_insert (&options, "description", "s",
                             g_hash_table_lookup (self->descriptions, name));
      if (trigger != NULL)
        g_variant_dict_insert (&options, "preferred_trigger", "s", trigger);
      g_variant_builder_add (&builder, "(s@a{sv})", name, g_variant_dict_end (&options));
    }
  return g_variant_builder_end (&builder);
}

static gboolean
is_asked_as_wanted (PhKeyGrabberPortal *self)
{
  GHashTableIter iter;
  gpointer name, accelerator;

  if (g_hash_table_size (self->wanted) != g_hash_table_size (self->asked))
    return FALSE;
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &name, &accelerator))
    if (g_strcmp0 (accelerator, g_hash_table_lookup (self->asked, name)) != 0)
      return FALSE;
  return TRUE;
}

/* --- the portal's answers -----------------------------------------------------------------------
 */

static void
set_state (PhKeyGrabberPortal *self, State state)
{
  self->state = state;
  if (state != STATE_ASKING)
    ph_key_grabber_emit_keys_changed (PH_KEY_GRABBER (self));
}

static void
take_labels (PhKeyGrabberPortal *self, GVariant *shortcuts)
{
  GVariantIter iter;
  const char *name;
  GVariant *options;

  g_hash_table_remove_all (self->labels);
  g_variant_iter_init (&iter, shortcuts);
  while (g_variant_iter_loop (&iter, "(&s@a{sv})", &name, &options))
    {
      const char *label = NULL;

      if (g_variant_lookup (options, "trigger_description", "&s", &label) && *label != '\0')
        g_hash_table_insert (self->labels, g_strdup (name), g_strdup (label));
    }
}

static void
close_session (PhKeyGrabberPortal *self)
{
  if (self->session != NULL)
    ph_portal_close_session (self->portal, self->session);
  g_clear_pointer (&self->session, g_free);
  g_hash_table_remove_all (self->labels);
}

static void
give_up (PhKeyGrabberPortal *self, const GError *error)
{
  close_session (self);
  if (ph_portal_get_version (self->portal) == 0)
    return; /* it will be asked anew once it is back */
  g_message ("the portal binds no hotkeys: %s", error->message);
  set_state (self, STATE_REFUSED);
  schedule (self);
}

static void
on_bound (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhKeyGrabberPortal) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = ph_portal_ask_finish (PH_PORTAL (source), result, &error);
  g_autoptr (GVariant) shortcuts = NULL;

  if (results == NULL)
    {
      give_up (self, error);
      return;
    }
  shortcuts = g_variant_lookup_value (results, "shortcuts", G_VARIANT_TYPE ("a(sa{sv})"));
  if (shortcuts != NULL)
    take_labels (self, shortcuts);
  set_state (self, STATE_BOUND);
  schedule (self); /* others may be wanted by now */
}

static void
on_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhKeyGrabberPortal) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = ph_portal_ask_finish (PH_PORTAL (source), result, &error);
  g_autofree char *token = ph_portal_build_token ();
  GVariantDict options;

  /* A string, not a path, in all versions.  Source: its documentation. */
  if (results != NULL && !g_variant_lookup (results, "session_handle", "s", &self->session))
    ph_error_set (&error, PH_ERROR_FAILED, NULL, _ ("its portal refused"));
  if (error != NULL)
    {
      give_up (self, error);
      return;
    }
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  ph_portal_ask_async (self->portal, "BindShortcuts", token,
                       g_variant_new ("(o@a(sa{sv})s@a{sv})", self->session, build_shortcuts (self),
                                      "", g_variant_dict_end (&options)),
                       on_bound, g_object_ref (self));
}

static void
ask (PhKeyGrabberPortal *self)
{
  g_autofree char *token = ph_portal_build_token ();
  GHashTableIter iter;
  gpointer name, accelerator;
  GVariantDict options;

  g_hash_table_remove_all (self->asked);
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &name, &accelerator))
    g_hash_table_insert (self->asked, g_strdup (name), g_strdup (accelerator));
  close_session (self);
  if (g_hash_table_size (self->asked) == 0)
    {
      set_state (self, STATE_IDLE);
      return;
    }
  set_state (self, STATE_ASKING);
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "session_handle_token", "s", token);
  ph_portal_ask_async (self->portal, "CreateSession", token,
                       g_variant_new ("(@a{sv})", g_variant_dict_end (&options)), on_session,
                       g_object_ref (self));
}

static gboolean
on_idle (gpointer user_data)
{
  PhKeyGrabberPortal *self = user_data;

  self->idle = 0;
  if (self->state != STATE_ASKING && ph_portal_get_version (self->portal) != 0
      && !is_asked_as_wanted (self))
    ask (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (PhKeyGrabberPortal *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

/* A portal that has started anew knows nothing of us. */
static void
on_portal_changed (PhKeyGrabberPortal *self)
{
  g_clear_pointer (&self->session, g_free);
  g_hash_table_remove_all (self->asked);
  g_hash_table_remove_all (self->labels);
  set_state (self, STATE_IDLE);
}

static void
on_signal (PhKeyGrabberPortal *self, const char *name, GVariant *parameters)
{
  g_autoptr (GVariant) shortcuts = NULL;
  g_autoptr (GVariant) options = NULL;
  const char *session = NULL, *shortcut = NULL, *token = NULL;

  if (g_str_equal (name, "Activated")
      && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(osta{sv})")))
    g_variant_get (parameters, "(&o&st@a{sv})", &session, &shortcut, NULL, &options);
  else if (g_str_equal (name, "ShortcutsChanged")
           && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(oa(sa{sv}))")))
    g_variant_get (parameters, "(&o@a(sa{sv}))", &session, &shortcuts);
  if (self->state != STATE_BOUND || g_strcmp0 (session, self->session) != 0)
    return;
  if (options != NULL)
    g_variant_lookup (options, "activation_token", "&s", &token);
  if (shortcut != NULL && g_hash_table_contains (self->wanted, shortcut))
    ph_key_grabber_emit_pressed (PH_KEY_GRABBER (self), shortcut, token);
  if (shortcuts != NULL)
    {
      take_labels (self, shortcuts);
      ph_key_grabber_emit_keys_changed (PH_KEY_GRABBER (self));
    }
}

/* --- the interface ------------------------------------------------------------------------------
 */

static void
ph_key_grabber_portal_release (PhKeyGrabber *grabber, const char *name)
{
  PhKeyGrabberPortal *self = PH_KEY_GRABBER_PORTAL (grabber);

  if (g_hash_table_remove (self->wanted, name))
    schedule (self);
}

static gboolean
ph_key_grabber_portal_holds (PhKeyGrabber *grabber, const char *name, const char *accelerator,
                             PhKeyMoment moment)
{
  PhKeyGrabberPortal *self = PH_KEY_GRABBER_PORTAL (grabber);

  return self->state == STATE_BOUND && g_hash_table_contains (self->labels, name)
         && g_strcmp0 (g_hash_table_lookup (self->asked, name), accelerator) == 0
         && g_strcmp0 (g_hash_table_lookup (self->wanted, name), accelerator) == 0;
}

/* A key that is held down has no grab of the keyboard here, so that the moment doesn't matter. */
static gboolean
ph_key_grabber_portal_grab (PhKeyGrabber *grabber, const char *name, const char *description,
                            const char *accelerator, PhKeyMoment moment, GError **error)
{
  PhKeyGrabberPortal *self = PH_KEY_GRABBER_PORTAL (grabber);
  gboolean is_asked = g_strcmp0 (g_hash_table_lookup (self->asked, name), accelerator) == 0;

  g_hash_table_replace (self->descriptions, g_strdup (name), g_strdup (description));
  g_hash_table_replace (self->wanted, g_strdup (name), g_strdup (accelerator));
  schedule (self);
  if (ph_key_grabber_portal_holds (grabber, name, accelerator, moment))
    return TRUE;
  if (is_asked && self->state == STATE_REFUSED)
    ph_error_set (error, PH_ERROR_ACCESS, NULL, _ ("the desktop has refused %s"), accelerator);
  else if (is_asked && self->state == STATE_BOUND)
    ph_error_set (error, PH_ERROR_ACCESS, NULL, _ ("the desktop has given no keys for “%s”"),
                  description);
  else
    ph_error_set (error, PH_ERROR_ACCESS, NULL, _ ("the desktop has not yet allowed %s"),
                  accelerator);
  return FALSE;
}

static gboolean
ph_key_grabber_portal_is_there (PhKeyGrabber *grabber)
{
  return ph_portal_get_version (PH_KEY_GRABBER_PORTAL (grabber)->portal) != 0;
}

static char *
ph_key_grabber_portal_dup_label (PhKeyGrabber *grabber, const char *name)
{
  return g_strdup (g_hash_table_lookup (PH_KEY_GRABBER_PORTAL (grabber)->labels, name));
}

static gboolean
ph_key_grabber_portal_can_configure (PhKeyGrabber *grabber)
{
  PhKeyGrabberPortal *self = PH_KEY_GRABBER_PORTAL (grabber);

  return self->state == STATE_BOUND
         && ph_portal_get_version (self->portal) >= CONFIGURE_MIN_VERSION;
}

static void
ph_key_grabber_portal_configure (PhKeyGrabber *grabber, const char *parent_window)
{
  PhKeyGrabberPortal *self = PH_KEY_GRABBER_PORTAL (grabber);

  if (ph_key_grabber_portal_can_configure (grabber))
    ph_portal_call (self->portal, "ConfigureShortcuts",
                    g_variant_new ("(osa{sv})", self->session, parent_window, NULL));
}

static void
ph_key_grabber_portal_init_interface (PhKeyGrabberInterface *interface)
{
  interface->grab = ph_key_grabber_portal_grab;
  interface->release = ph_key_grabber_portal_release;
  interface->holds = ph_key_grabber_portal_holds;
  interface->is_there = ph_key_grabber_portal_is_there;
  interface->dup_label = ph_key_grabber_portal_dup_label;
  interface->can_configure = ph_key_grabber_portal_can_configure;
  interface->configure = ph_key_grabber_portal_configure;
}

/* --- life ---------------------------------------------------------------------------------------
 */

static void
ph_key_grabber_portal_finalize (GObject *object)
{
  PhKeyGrabberPortal *self = PH_KEY_GRABBER_PORTAL (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_object_unref (self->portal);
  g_free (self->session);
  g_hash_table_unref (self->descriptions);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->labels);
  G_OBJECT_CLASS (ph_key_grabber_portal_parent_class)->finalize (object);
}

static void
ph_key_grabber_portal_class_init (PhKeyGrabberPortalClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_key_grabber_portal_finalize;
}

static void
ph_key_grabber_portal_init (PhKeyGrabberPortal *self)
{
  GHashTable **tables[] = { &self->descriptions, &self->wanted, &self->asked, &self->labels };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    *tables[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PhKeyGrabber *
ph_key_grabber_portal_new (const char *app_id)
{
  PhKeyGrabberPortal *self = g_object_new (PH_TYPE_KEY_GRABBER_PORTAL, NULL);

  self->portal = ph_portal_new (app_id, "org.freedesktop.portal.GlobalShortcuts");
  g_signal_connect_object (self->portal, "changed", G_CALLBACK (on_portal_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->portal, "signal", G_CALLBACK (on_signal), self, G_CONNECT_SWAPPED);
  return PH_KEY_GRABBER (self);
}
