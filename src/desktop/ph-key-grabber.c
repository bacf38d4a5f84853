/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-key-grabber.h"

G_DEFINE_INTERFACE (PhKeyGrabber, ph_key_grabber, G_TYPE_OBJECT)

enum
{
  PRESSED,
  KEYS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ph_key_grabber_default_init (PhKeyGrabberInterface *interface)
{
  signals[PRESSED] = g_signal_new ("pressed", PH_TYPE_KEY_GRABBER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[KEYS_CHANGED] = g_signal_new ("keys-changed", PH_TYPE_KEY_GRABBER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

gboolean
ph_key_grabber_grab (PhKeyGrabber *grabber, const char *name, const char *description,
                     const char *accelerator, PhKeyMoment moment, GError **error)
{
  return PH_KEY_GRABBER_GET_IFACE (grabber)->grab (grabber, name, description, accelerator, moment,
                                                   error);
}

void
ph_key_grabber_release (PhKeyGrabber *grabber, const char *name)
{
  PH_KEY_GRABBER_GET_IFACE (grabber)->release (grabber, name);
}

gboolean
ph_key_grabber_holds (PhKeyGrabber *grabber, const char *name, const char *accelerator,
                      PhKeyMoment moment)
{
  return PH_KEY_GRABBER_GET_IFACE (grabber)->holds (grabber, name, accelerator, moment);
}

gboolean
ph_key_grabber_is_there (PhKeyGrabber *grabber)
{
  PhKeyGrabberInterface *interface = PH_KEY_GRABBER_GET_IFACE (grabber);

  return interface->is_there == NULL || interface->is_there (grabber);
}

char *
ph_key_grabber_dup_label (PhKeyGrabber *grabber, const char *name)
{
  PhKeyGrabberInterface *interface = PH_KEY_GRABBER_GET_IFACE (grabber);

  return interface->dup_label != NULL ? interface->dup_label (grabber, name) : NULL;
}

gboolean
ph_key_grabber_can_configure (PhKeyGrabber *grabber)
{
  PhKeyGrabberInterface *interface = PH_KEY_GRABBER_GET_IFACE (grabber);

  return interface->can_configure != NULL && interface->can_configure (grabber);
}

void
ph_key_grabber_configure (PhKeyGrabber *grabber, const char *parent_window)
{
  PH_KEY_GRABBER_GET_IFACE (grabber)->configure (grabber, parent_window);
}

void
ph_key_grabber_emit_pressed (PhKeyGrabber *grabber, const char *name, const char *token)
{
  g_signal_emit (grabber, signals[PRESSED], 0, name, token);
}

void
ph_key_grabber_emit_keys_changed (PhKeyGrabber *grabber)
{
  g_signal_emit (grabber, signals[KEYS_CHANGED], 0);
}
