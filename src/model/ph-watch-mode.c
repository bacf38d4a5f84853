/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-watch-mode.h"

static const GEnumValue values[] = {
  { PH_WATCH_OFF, "PH_WATCH_OFF", "off" },
  { PH_WATCH_ASK, "PH_WATCH_ASK", "ask" },
  { PH_WATCH_UPLOAD, "PH_WATCH_UPLOAD", "upload" },
  { 0, NULL, NULL },
};

GType
ph_watch_mode_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("PhWatchMode", values));
  return (GType) type;
}

const char *
ph_watch_mode_to_nick (PhWatchMode mode)
{
  g_return_val_if_fail (mode <= PH_WATCH_UPLOAD, NULL);
  return values[mode].value_nick;
}
