/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-activation.h"

void
ph_activation_run (GApplication *application, const char *action, GVariant *target,
                   const char *token)
{
  GApplicationClass *class = G_APPLICATION_GET_CLASS (application);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) platform_data = NULL;

  if (token != NULL)
    g_variant_dict_insert (&dict, "activation-token", "s", token);
  platform_data = g_variant_ref_sink (g_variant_dict_end (&dict));
  class->before_emit (application, platform_data);
  g_action_group_activate_action (G_ACTION_GROUP (application), action, target);
  class->after_emit (application, platform_data);
}
