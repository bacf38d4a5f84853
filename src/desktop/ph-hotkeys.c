/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-hotkeys.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "ph-error.h"
#include "ph-hotkey.h"
#include "ph-message.h"
#include "ph-shortcut-place.h"

typedef struct
{
  const char *setting;
  const char *action;
  const char *command; /* that does the same, for the desktop's own shortcuts */
  PhKeyMoment moment;
  PhCapability needs; /* without which the command is of no use either */
} Hotkey;

/* A tool that lets one choose a part of the screen needs the keyboard. */
static const Hotkey all[] = {
  { "hotkey-clipboard", "upload-clipboard", "pichoist upload --clipboard --copy", PH_KEY_ON_PRESS,
    PH_CAPABILITY_WATCHING },
  { "hotkey-screenshot", "screenshot", "pichoist-desktop --action screenshot", PH_KEY_ON_RELEASE,
    PH_CAPABILITY_SCREENSHOT },
  { "hotkey-drop-zone", "show-drop-zone", "pichoist-desktop --action show-drop-zone",
    PH_KEY_ON_PRESS, PH_CAPABILITY_DROP },
};

struct _PhHotkeys
{
  GObject parent_instance;

  PhConfig *config;
  PhKeyGrabber *grabber; /* (nullable) */
  PhCapabilities *capabilities;
  char *accelerators[G_N_ELEMENTS (all)]; /* (nullable) each: as they are set */
  GError *errors[G_N_ELEMENTS (all)];     /* (nullable) each */
};

G_DEFINE_FINAL_TYPE (PhHotkeys, ph_hotkeys, G_TYPE_OBJECT)

enum
{
  PRESSED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ph_hotkeys_finalize (GObject *object)
{
  PhHotkeys *hotkeys = PH_HOTKEYS (object);

  g_object_unref (hotkeys->config);
  g_clear_object (&hotkeys->grabber);
  g_object_unref (hotkeys->capabilities);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_free (hotkeys->accelerators[i]);
      g_clear_error (&hotkeys->errors[i]);
    }
  G_OBJECT_CLASS (ph_hotkeys_parent_class)->finalize (object);
}

static void
ph_hotkeys_class_init (PhHotkeysClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_hotkeys_finalize;
  signals[PRESSED] = g_signal_new ("pressed", PH_TYPE_HOTKEYS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", PH_TYPE_HOTKEYS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ph_hotkeys_init (PhHotkeys *hotkeys)
{
}

/* (nullable) (transfer full): NULL where it is off */
static char *
dup_accelerator (PhHotkeys *hotkeys, const char *setting)
{
  g_autofree char *accelerator = NULL;

  g_object_get (hotkeys->config, setting, &accelerator, NULL);
  if (accelerator == NULL || g_str_equal (accelerator, PH_HOTKEY_OFF))
    return NULL;
  return g_steal_pointer (&accelerator);
}

static GError *
error_with_way_out (const Hotkey *hotkey, const char *accelerator, const GError *reason)
{
  g_autofree char *place = ph_shortcut_place_dup_hint (accelerator, hotkey->command);
  g_autofree char *hint = g_strdup_printf (_ ("choose another one, or %s"), place);

  return ph_error_new ((PhErrorCode) reason->code, hint, "%s", reason->message);
}

static GError *
error_without_grabber (const Hotkey *hotkey, const char *accelerator)
{
  g_autofree char *hint = ph_shortcut_place_dup_hint (accelerator, hotkey->command);

  return ph_error_new (PH_ERROR_UNSUPPORTED, hint, _ ("on Wayland hotkeys can't be set here"));
}

/* The portal of a Wayland session comes and goes. */
static gboolean
has_grabber (PhHotkeys *hotkeys)
{
  return hotkeys->grabber != NULL && ph_key_grabber_is_there (hotkeys->grabber);
}

static const char *
get_description (PhHotkeys *hotkeys, const char *setting)
{
  return g_param_spec_get_nick (
      g_object_class_find_property (G_OBJECT_GET_CLASS (hotkeys->config), setting));
}

static gboolean
is_set (PhHotkeys *hotkeys, guint i)
{
  g_autofree char *accelerator = dup_accelerator (hotkeys, all[i].setting);

  return accelerator != NULL
         && ph_key_grabber_holds (hotkeys->grabber, all[i].action, accelerator, all[i].moment);
}

static void
set (PhHotkeys *hotkeys, guint i)
{
  const Hotkey *hotkey = &all[i];
  const char *accelerator;
  g_autoptr (GError) error = NULL;

  g_free (hotkeys->accelerators[i]);
  accelerator = hotkeys->accelerators[i] = dup_accelerator (hotkeys, hotkey->setting);
  g_clear_error (&hotkeys->errors[i]);
  if (!has_grabber (hotkeys))
    hotkeys->errors[i] = error_without_grabber (hotkey, accelerator);
  else if (accelerator == NULL)
    ph_key_grabber_release (hotkeys->grabber, hotkey->action);
  else if (!is_set (hotkeys, i)
           && !ph_key_grabber_grab (hotkeys->grabber, hotkey->action,
                                    get_description (hotkeys, hotkey->setting), accelerator,
                                    hotkey->moment, &error))
    hotkeys->errors[i] = error_with_way_out (hotkey, accelerator, error);
}

/* The first one that fails stands for all, or rather the first whose way out leads anywhere. */
static const GError *
find_error (PhHotkeys *hotkeys)
{
  const GError *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      const GError *error = hotkeys->errors[i];

      if (error != NULL
          && ph_capabilities_get (hotkeys->capabilities, all[i].needs, NULL) != PH_CAPABILITY_NO)
        return error;
      if (first == NULL)
        first = error;
    }
  return first;
}

static void
tell (PhHotkeys *hotkeys)
{
  const GError *first = find_error (hotkeys);
  g_autofree char *reason = first != NULL ? ph_message_from_error (first) : NULL;

  ph_capabilities_set (hotkeys->capabilities, PH_CAPABILITY_HOTKEY,
                       first == NULL           ? PH_CAPABILITY_YES
                       : has_grabber (hotkeys) ? PH_CAPABILITY_LIMITED
                                               : PH_CAPABILITY_NO,
                       reason);
  g_signal_emit (hotkeys, signals[CHANGED], 0);
}

/* All that change are let go first: two of them may have changed places. */
static void
set_all (PhHotkeys *hotkeys)
{
  for (guint i = 0; has_grabber (hotkeys) && i < G_N_ELEMENTS (all); i++)
    if (!is_set (hotkeys, i))
      ph_key_grabber_release (hotkeys->grabber, all[i].action);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    set (hotkeys, i);
  tell (hotkeys);
}

static void
on_config_changed (PhConfig *config, PhHotkeys *hotkeys)
{
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *accelerator = dup_accelerator (hotkeys, all[i].setting);

      if (g_strcmp0 (accelerator, hotkeys->accelerators[i]) != 0)
        {
          set_all (hotkeys);
          return;
        }
    }
}

static void
on_capability_changed (PhCapabilities *capabilities, const char *name, PhHotkeys *hotkeys)
{
  if (!g_str_equal (name, "hotkey"))
    tell (hotkeys);
}

static void
on_pressed (PhKeyGrabber *grabber, const char *name, const char *token, PhHotkeys *hotkeys)
{
  g_signal_emit (hotkeys, signals[PRESSED], 0, name, token);
}

PhHotkeys *
ph_hotkeys_new (PhConfig *config, PhKeyGrabber *grabber, PhCapabilities *capabilities)
{
  PhHotkeys *hotkeys = g_object_new (PH_TYPE_HOTKEYS, NULL);

  hotkeys->config = g_object_ref (config);
  hotkeys->capabilities = g_object_ref (capabilities);
  if (grabber != NULL)
    hotkeys->grabber = g_object_ref (grabber);
  return hotkeys;
}

void
ph_hotkeys_start (PhHotkeys *hotkeys)
{
  if (hotkeys->grabber != NULL)
    {
      g_signal_connect_object (hotkeys->grabber, "pressed", G_CALLBACK (on_pressed), hotkeys, 0);
      g_signal_connect_object (hotkeys->grabber, "keys-changed", G_CALLBACK (set_all), hotkeys,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (hotkeys->config, "changed", G_CALLBACK (on_config_changed), hotkeys, 0);
  g_signal_connect_object (hotkeys->capabilities, "changed", G_CALLBACK (on_capability_changed),
                           hotkeys, 0);
  set_all (hotkeys);
}

static guint
find (const char *setting)
{
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i].setting, setting))
      return i;
  g_return_val_if_reached (0);
}

const GError *
ph_hotkeys_get_error (PhHotkeys *hotkeys, const char *setting)
{
  return hotkeys->errors[find (setting)];
}

gboolean
ph_hotkeys_can_configure (PhHotkeys *hotkeys)
{
  return hotkeys->grabber != NULL && ph_key_grabber_can_configure (hotkeys->grabber);
}

void
ph_hotkeys_configure (PhHotkeys *hotkeys, const char *parent_window)
{
  if (ph_hotkeys_can_configure (hotkeys))
    ph_key_grabber_configure (hotkeys->grabber, parent_window);
}

const char *
ph_hotkeys_get_command (const char *setting)
{
  return all[find (setting)].command;
}

char *
ph_hotkeys_dup_way_out (PhHotkeys *hotkeys, const char *setting)
{
  g_autofree char *accelerator = dup_accelerator (hotkeys, setting);

  if (ph_hotkeys_get_error (hotkeys, setting) == NULL)
    return NULL;
  return ph_shortcut_place_dup_text (accelerator, ph_hotkeys_get_command (setting));
}

char *
ph_hotkeys_dup_label (PhHotkeys *hotkeys, const char *setting)
{
  g_autofree char *accelerator = dup_accelerator (hotkeys, setting);
  GdkModifierType modifiers = 0;
  guint keyval = 0;
  char *label = NULL;

  if (accelerator == NULL)
    return NULL;
  if (hotkeys->grabber != NULL)
    label = ph_key_grabber_dup_label (hotkeys->grabber, all[find (setting)].action);
  if (label != NULL)
    return label;
  gtk_accelerator_parse (accelerator, &keyval, &modifiers);
  return gtk_accelerator_get_label (keyval, modifiers);
}
