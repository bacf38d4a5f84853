/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-bucket-name.h"

#include <string.h>

#define X60 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* @path_style and @region where they matter; @fault: a piece of the hint; NULL: a good name */
static const struct
{
  PhProvider provider;
  const char *name;
  gboolean path_style;
  const char *region;
  const char *fault;
} cases[] = {
  { PH_PROVIDER_R2, "pics", TRUE, NULL, NULL },
  { PH_PROVIDER_R2, "my-pics-2", TRUE, NULL, NULL },
  { PH_PROVIDER_R2, X60 "abc", TRUE, NULL, NULL },
  { PH_PROVIDER_R2, "Pics", TRUE, NULL, "no capitals: write pics" },
  { PH_PROVIDER_R2, "my_bucket", TRUE, NULL, "a-z, 0-9 and “-” alone" },
  { PH_PROVIDER_R2, "My_Bucket", TRUE, NULL, "a-z, 0-9 and “-” alone" },
  { PH_PROVIDER_R2, "my.bucket", TRUE, NULL, "a-z, 0-9 and “-” alone at Cloudflare R2" },
  { PH_PROVIDER_R2, "192.168.1.1", TRUE, NULL, "IP address" },
  { PH_PROVIDER_R2, "图床", TRUE, NULL, "a-z, 0-9 and “-” alone" },
  { PH_PROVIDER_R2, X60 "0123456789", TRUE, NULL, "its length is 70" },
  { PH_PROVIDER_R2, "ab", TRUE, NULL, "3 to 63" },
  { PH_PROVIDER_R2, "-pics", TRUE, NULL, "begin and end" },
  { PH_PROVIDER_R2, "pics-", TRUE, NULL, "begin and end" },
  { PH_PROVIDER_S3, "my.pics", FALSE, "eu-west-1", NULL },
  { PH_PROVIDER_S3, "my..pics", FALSE, "eu-west-1", "two dots" },
  { PH_PROVIDER_S3, "my_pics", FALSE, "eu-west-1", "a-z, 0-9, “-” and “.” alone" },
  { PH_PROVIDER_S3, "my_pics", TRUE, "eu-west-1", "a-z, 0-9, “-” and “.” alone" },
  { PH_PROVIDER_S3, "Pics", FALSE, "us-east-1", "write pics (an old bucket" },
  { PH_PROVIDER_S3, "My_Pics", FALSE, "us-east-1", "addressing=path" },
  { PH_PROVIDER_S3, "My_Pics", TRUE, "us-east-1", NULL },
  { PH_PROVIDER_S3, "My/Pics", TRUE, "us-east-1", "letters, digits" },
  { PH_PROVIDER_S3, "10.0.0.1", TRUE, "us-east-1", "IP address" },
  { PH_PROVIDER_OSS, "my-pics", FALSE, NULL, NULL },
  { PH_PROVIDER_OSS, "my.pics", FALSE, NULL, "a-z, 0-9 and “-” alone at Aliyun OSS" },
  { PH_PROVIDER_COS, "pics-1250000000", FALSE, NULL, NULL },
  { PH_PROVIDER_COS, "Pics-1250000000", FALSE, NULL, "write pics-1250000000" },
  { PH_PROVIDER_COS, "-1250000000", FALSE, NULL, "begin and end" },
  { PH_PROVIDER_OBS, "my.pics", FALSE, NULL, NULL },
  { PH_PROVIDER_OBS, "my_pics", FALSE, NULL, "a-z, 0-9, “-” and “.” alone" },
  { PH_PROVIDER_B2, "myPics", TRUE, NULL, NULL },
  { PH_PROVIDER_B2, "myPics", FALSE, NULL, "write mypics" },
  { PH_PROVIDER_B2, "pics", TRUE, NULL, "6 to 63" },
  { PH_PROVIDER_B2, "my_pics", TRUE, NULL, "letters, digits and “-” alone" },
  { PH_PROVIDER_SPACES, "Pics", FALSE, NULL, "write pics" },
  { PH_PROVIDER_WASABI, "my_pics", FALSE, NULL, "alone at Wasabi" },
  { PH_PROVIDER_MINIO, "My_Pics", TRUE, NULL, NULL },
  { PH_PROVIDER_MINIO, "My_Pics", FALSE, NULL, "a-z, 0-9, “-” and “.” alone" },
  { PH_PROVIDER_KODO, "My_Pics", TRUE, NULL, NULL },
  { PH_PROVIDER_OTHER, "My_Pics", TRUE, NULL, NULL },
  { PH_PROVIDER_OTHER, X60 X60 X60 X60 "012345678901234", TRUE, NULL, NULL },
  { PH_PROVIDER_OTHER, X60 X60 X60 X60 "0123456789012345", TRUE, NULL, "3 to 255" },
  { PH_PROVIDER_OTHER, X60 "0123", FALSE, NULL, "3 to 63" },
  { PH_PROVIDER_OTHER, "10.0.0.1", TRUE, NULL, "IP address" },
  { PH_PROVIDER_OTHER, "my pics", TRUE, NULL, "letters, digits" },
};

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fault = ph_bucket_name_find_fault (
          cases[i].name, ph_preset_get (cases[i].provider), cases[i].region, cases[i].path_style);

      g_test_message ("case %s: %s", cases[i].name, fault);
      if (cases[i].fault == NULL)
        g_assert_cmpstr (fault, ==, NULL);
      else
        g_assert_nonnull (strstr (fault != NULL ? fault : "", cases[i].fault));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bucket-name/faults", test_faults);
  return g_test_run ();
}
