/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-field-label.h"

#include "ph-config.h"
#include "ph-profile.h"

typedef const char *(*LabelFunc) (const char *key);

/* Returns: how many have a label of their own */
static guint
check (GType type, LabelFunc get_label)
{
  g_autoptr (GTypeClass) class = g_type_class_ref (type);
  guint n_specs = 0;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_CLASS (class), &n_specs);
  guint n_labels = 0;

  for (guint i = 0; i < n_specs; i++)
    {
      const char *label = get_label (specs[i]->name);
      g_auto (GStrv) parts = label != NULL ? g_strsplit (label, "_", -1) : NULL;
      g_autofree char *plain = label != NULL ? g_strjoinv ("", parts) : NULL;

      if (label == NULL)
        continue;
      n_labels++;
      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_assert_true (g_ascii_isalpha (parts[1][0]));
      g_assert_cmpstr (plain, ==, g_param_spec_get_nick (specs[i]));
    }
  return n_labels;
}

/* A label is the setting's nick, but for the underscore. */
static void
test_nicks (void)
{
  g_assert_cmpuint (check (PH_TYPE_PROFILE, ph_field_label_of_destination), ==, 19);
  g_assert_cmpuint (check (PH_TYPE_PROFILE, ph_field_label_of_network), ==, 5);
  g_assert_cmpuint (check (PH_TYPE_CONFIG, ph_field_label_of_general), ==, 8);
  g_assert_null (ph_field_label_of_general ("nothing"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-label/nicks", test_nicks);
  return g_test_run ();
}
