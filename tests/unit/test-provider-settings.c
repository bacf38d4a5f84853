/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-profile.h"
#include "ph-provider-settings.h"

/* What a person is asked for, in the order of the settings. */
static const struct
{
  PhProvider provider;
  const char *asked;
} cases[] = {
  { PH_PROVIDER_R2, "account-id bucket public-url access-key-id" },
  { PH_PROVIDER_S3, "region bucket public-url access-key-id" },
  { PH_PROVIDER_COS, "account-id region bucket public-url access-key-id" },
  { PH_PROVIDER_MINIO, "endpoint bucket public-url access-key-id" },
  { PH_PROVIDER_UPYUN, "bucket public-url access-key-id" },
  { PH_PROVIDER_FOLDER, "folder public-url" },
  { PH_PROVIDER_OTHER, "endpoint bucket public-url access-key-id" },
};

static void
test_asked (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PhPreset *preset = ph_preset_get (cases[i].provider);
      g_autoptr (GString) asked = g_string_new (NULL);

      for (const char *const *key = ph_profile_list_keys (); *key != NULL; key++)
        if (ph_preset_asks_for_setting (preset, *key))
          {
            g_assert_true (ph_preset_uses_setting (preset, *key));
            g_string_append_printf (asked, "%s%s", asked->len > 0 ? " " : "", *key);
          }
      g_assert_cmpstr (asked->str, ==, cases[i].asked);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-settings/asked", test_asked);
  return g_test_run ();
}
