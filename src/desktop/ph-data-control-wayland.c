/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-data-control-wayland.h"

#include <fcntl.h>
#include <unistd.h>
#include <wayland-client.h>

#include "ext-data-control-v1-client-protocol.h"
#include "ph-connection-wayland.h"
#include "wlr-data-control-unstable-v1-client-protocol.h"

/* The two protocols differ in nothing but the names of their interfaces: what is made of these is
 * used by ext's functions, which look at numbers only. */
typedef struct
{
  const struct wl_interface *manager, *device, *source;
} Protocol;

/* The better one first. */
static const Protocol protocols[] = {
  { &ext_data_control_manager_v1_interface, &ext_data_control_device_v1_interface,
    &ext_data_control_source_v1_interface },
  { &zwlr_data_control_manager_v1_interface, &zwlr_data_control_device_v1_interface,
    &zwlr_data_control_source_v1_interface },
};

G_STATIC_ASSERT (EXT_DATA_CONTROL_MANAGER_V1_CREATE_DATA_SOURCE
                 == ZWLR_DATA_CONTROL_MANAGER_V1_CREATE_DATA_SOURCE);
G_STATIC_ASSERT (EXT_DATA_CONTROL_MANAGER_V1_GET_DATA_DEVICE
                 == ZWLR_DATA_CONTROL_MANAGER_V1_GET_DATA_DEVICE);
G_STATIC_ASSERT (EXT_DATA_CONTROL_MANAGER_V1_DESTROY == ZWLR_DATA_CONTROL_MANAGER_V1_DESTROY);
G_STATIC_ASSERT (EXT_DATA_CONTROL_DEVICE_V1_SET_SELECTION
                 == ZWLR_DATA_CONTROL_DEVICE_V1_SET_SELECTION);
G_STATIC_ASSERT (EXT_DATA_CONTROL_DEVICE_V1_DESTROY == ZWLR_DATA_CONTROL_DEVICE_V1_DESTROY);
G_STATIC_ASSERT (EXT_DATA_CONTROL_SOURCE_V1_OFFER == ZWLR_DATA_CONTROL_SOURCE_V1_OFFER);
G_STATIC_ASSERT (EXT_DATA_CONTROL_SOURCE_V1_DESTROY == ZWLR_DATA_CONTROL_SOURCE_V1_DESTROY);
G_STATIC_ASSERT (EXT_DATA_CONTROL_OFFER_V1_RECEIVE == ZWLR_DATA_CONTROL_OFFER_V1_RECEIVE);
G_STATIC_ASSERT (EXT_DATA_CONTROL_OFFER_V1_DESTROY == ZWLR_DATA_CONTROL_OFFER_V1_DESTROY);

/* What another program has copied. */
typedef struct
{
  struct ext_data_control_offer_v1 *proxy;
  GPtrArray *targets;
} Offer;

/* What we have put there. */
typedef struct
{
  struct ext_data_control_source_v1 *proxy;
  PhDataControl *control;
  gpointer content;
  GDestroyNotify destroy;
} Source;

struct _PhDataControl
{
  const PhDataControlEvents *events;
  gpointer user_data;
  gboolean is_open;

  struct wl_display *display;
  struct wl_registry *registry;
  const Protocol *protocol;
  struct ext_data_control_manager_v1 *manager;
  struct wl_seat *seat;
  struct ext_data_control_device_v1 *device;
  GSource *connection;

  GPtrArray *offers;  /* Offer: all that we have been told of and that aren't gone */
  Offer *selection;   /* (nullable): one of them */
  GPtrArray *sources; /* Source: all that aren't cancelled; the last one is on the clipboard */
  GPtrArray *syncs;
};

/* --- what others have copied --------------------------------------------------------------------
 */

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  ext_data_control_offer_v1_destroy (offer->proxy);
  g_ptr_array_unref (offer->targets);
  g_free (offer);
}

static void
on_offer_target (void *data, struct ext_data_control_offer_v1 *proxy, const char *target)
{
  g_ptr_array_add (((Offer *) data)->targets, g_strdup (target));
}

static void
on_offer (void *data, struct ext_data_control_device_v1 *device,
          struct ext_data_control_offer_v1 *proxy)
{
  static const struct ext_data_control_offer_v1_listener listener = { on_offer_target };
  PhDataControl *control = data;
  Offer *offer = g_new0 (Offer, 1);

  offer->proxy = proxy;
  offer->targets = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (control->offers, offer);
  ext_data_control_offer_v1_add_listener (proxy, &listener, offer);
}

static void
on_selection (void *data, struct ext_data_control_device_v1 *device,
              struct ext_data_control_offer_v1 *proxy)
{
  PhDataControl *control = data;
  Offer *before = control->selection;

  control->selection = proxy != NULL ? ext_data_control_offer_v1_get_user_data (proxy) : NULL;
  if (before != NULL)
    g_ptr_array_remove_fast (control->offers, before);
  if (control->is_open)
    control->events->changed (control->user_data);
}

static void
on_primary_selection (void *data, struct ext_data_control_device_v1 *device,
                      struct ext_data_control_offer_v1 *proxy)
{
  PhDataControl *control = data;

  if (proxy != NULL)
    g_ptr_array_remove_fast (control->offers, ext_data_control_offer_v1_get_user_data (proxy));
}

static void
end (PhDataControl *control)
{
  gboolean was_open = control->is_open;

  control->is_open = FALSE;
  control->selection = NULL;
  if (was_open)
    control->events->ended (control->user_data);
}

static void
on_finished (void *data, struct ext_data_control_device_v1 *device)
{
  end (data);
}

static void
on_broken (gpointer user_data)
{
  end (user_data);
}

GPtrArray *
ph_data_control_get_targets (PhDataControl *control)
{
  return control->selection != NULL ? control->selection->targets : NULL;
}

int
ph_data_control_receive (PhDataControl *control, const char *target)
{
  int ends[2];

  if (control->selection == NULL || pipe2 (ends, O_CLOEXEC) != 0)
    return -1;
  /* Only our own end: the other program may not know how to wait. */
  fcntl (ends[0], F_SETFL, O_NONBLOCK);
  /* Fewer turns for a large picture.  Where it isn't granted it comes in smaller pieces. */
  fcntl (ends[0], F_SETPIPE_SZ, 1024 * 1024);
  ext_data_control_offer_v1_receive (control->selection->proxy, target, ends[1]);
  close (ends[1]);
  return ends[0];
}

/* --- what we put there --------------------------------------------------------------------------
 */

static void
source_free (gpointer data)
{
  Source *source = data;

  ext_data_control_source_v1_destroy (source->proxy);
  source->destroy (source->content);
  g_free (source);
}

static void
on_wanted (void *data, struct ext_data_control_source_v1 *proxy, const char *target, int fd)
{
  Source *source = data;

  source->control->events->wanted (source->content, target, fd, source->control->user_data);
}

static void
on_cancelled (void *data, struct ext_data_control_source_v1 *proxy)
{
  Source *source = data;

  g_ptr_array_remove (source->control->sources, source);
}

void
ph_data_control_own (PhDataControl *control, const char *const *targets, gpointer content,
                     GDestroyNotify destroy)
{
  static const struct ext_data_control_source_v1_listener listener = { on_wanted, on_cancelled };
  struct wl_proxy *manager = (struct wl_proxy *) control->manager;
  Source *source = g_new0 (Source, 1);

  source->control = control;
  source->content = content;
  source->destroy = destroy;
  source->proxy = (struct ext_data_control_source_v1 *) wl_proxy_marshal_flags (
      manager, EXT_DATA_CONTROL_MANAGER_V1_CREATE_DATA_SOURCE, control->protocol->source,
      wl_proxy_get_version (manager), 0, NULL);
  ext_data_control_source_v1_add_listener (source->proxy, &listener, source);
  for (; *targets != NULL; targets++)
    ext_data_control_source_v1_offer (source->proxy, *targets);
  ext_data_control_device_v1_set_selection (control->device, source->proxy);
  g_ptr_array_add (control->sources, source);
}

gboolean
ph_data_control_is_owner (PhDataControl *control)
{
  return control->sources->len > 0;
}

/* --- being up to date ---------------------------------------------------------------------------
 */

typedef struct
{
  PhDataControl *control;
  struct wl_callback *callback;
  GSourceFunc done;
  gpointer user_data;
} Sync;

static void
sync_free (gpointer data)
{
  Sync *sync = data;

  wl_callback_destroy (sync->callback);
  g_free (sync);
}

static void
on_sync (void *data, struct wl_callback *callback, uint32_t number)
{
  Sync *sync = data;
  GSourceFunc done = sync->done;
  gpointer user_data = sync->user_data;

  g_ptr_array_remove_fast (sync->control->syncs, sync);
  done (user_data);
}

void
ph_data_control_sync (PhDataControl *control, GSourceFunc done, gpointer user_data)
{
  static const struct wl_callback_listener listener = { on_sync };
  Sync *sync = g_new0 (Sync, 1);

  sync->control = control;
  sync->done = done;
  sync->user_data = user_data;
  sync->callback = wl_display_sync (control->display);
  wl_callback_add_listener (sync->callback, &listener, sync);
  g_ptr_array_add (control->syncs, sync);
}

void
ph_data_control_cancel_sync (PhDataControl *control, gpointer user_data)
{
  for (guint i = 0; i < control->syncs->len; i++)
    if (((Sync *) control->syncs->pdata[i])->user_data == user_data)
      g_ptr_array_remove_index_fast (control->syncs, i--);
}

/* --- opening ------------------------------------------------------------------------------------
 */

static void
on_global (void *data, struct wl_registry *registry, uint32_t name, const char *interface,
           uint32_t version)
{
  PhDataControl *control = data;

  if (control->seat == NULL && g_str_equal (interface, wl_seat_interface.name))
    control->seat = wl_registry_bind (registry, name, &wl_seat_interface, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (g_str_equal (interface, protocols[i].manager->name)
        && (control->protocol == NULL || control->protocol > &protocols[i]))
      {
        g_clear_pointer (&control->manager, ext_data_control_manager_v1_destroy);
        control->protocol = &protocols[i];
        /* wlr's version 2 only adds the primary selection. */
        control->manager = wl_registry_bind (registry, name, protocols[i].manager, 1);
      }
}

static void
on_global_removed (void *data, struct wl_registry *registry, uint32_t name)
{
}

static gboolean
take_seat (PhDataControl *control)
{
  static const struct ext_data_control_device_v1_listener listener
      = { on_offer, on_selection, on_finished, on_primary_selection };
  struct wl_proxy *manager = (struct wl_proxy *) control->manager;

  control->device = (struct ext_data_control_device_v1 *) wl_proxy_marshal_flags (
      manager, EXT_DATA_CONTROL_MANAGER_V1_GET_DATA_DEVICE, control->protocol->device,
      wl_proxy_get_version (manager), 0, NULL, control->seat);
  ext_data_control_device_v1_add_listener (control->device, &listener, control);
  return wl_display_roundtrip (control->display) >= 0;
}

PhDataControl *
ph_data_control_open (const PhDataControlEvents *events, gpointer user_data)
{
  static const struct wl_registry_listener listener = { on_global, on_global_removed };
  struct wl_display *display = wl_display_connect (NULL);
  PhDataControl *control;

  if (display == NULL)
    return NULL;
  control = g_new0 (PhDataControl, 1);
  control->events = events;
  control->user_data = user_data;
  control->display = display;
  control->offers = g_ptr_array_new_with_free_func (offer_free);
  control->sources = g_ptr_array_new_with_free_func (source_free);
  control->syncs = g_ptr_array_new_with_free_func (sync_free);
  control->registry = wl_display_get_registry (display);
  wl_registry_add_listener (control->registry, &listener, control);
  if (wl_display_roundtrip (display) < 0 || control->manager == NULL || control->seat == NULL
      || !take_seat (control))
    {
      ph_data_control_free (control);
      return NULL;
    }
  control->is_open = TRUE;
  control->connection = ph_connection_wayland_watch (display, on_broken, control);
  return control;
}

void
ph_data_control_free (PhDataControl *control)
{
  if (control->connection != NULL)
    g_source_destroy (control->connection);
  g_clear_pointer (&control->connection, g_source_unref);
  g_ptr_array_unref (control->syncs);
  g_ptr_array_unref (control->sources);
  g_ptr_array_unref (control->offers);
  g_clear_pointer (&control->device, ext_data_control_device_v1_destroy);
  g_clear_pointer (&control->manager, ext_data_control_manager_v1_destroy);
  g_clear_pointer (&control->seat, wl_seat_destroy);
  wl_registry_destroy (control->registry);
  wl_display_disconnect (control->display);
  g_free (control);
}
