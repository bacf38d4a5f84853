/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-endpoint-check.h"

#include <string.h>

#include "ph-error.h"

#define ACCOUNT "0123456789abcdef0123456789abcdef"

/* @hint: a piece of it; NULL: nothing is wrong */
static const struct
{
  PhProvider provider;
  const char *text;
  const char *hint;
} cases[] = {
  { PH_PROVIDER_R2, "https://" ACCOUNT ".r2.cloudflarestorage.com", NULL },
  { PH_PROVIDER_R2, "pics." ACCOUNT ".eu.r2.cloudflarestorage.com/", NULL },
  { PH_PROVIDER_R2, "http://127.0.0.1:9000", NULL },
  { PH_PROVIDER_R2, "http://localhost:9000", NULL },
  { PH_PROVIDER_R2, "http://r2-simulator:9000", NULL },
  { PH_PROVIDER_R2, "no address at all", NULL },
  { PH_PROVIDER_R2, "", NULL },
  { PH_PROVIDER_R2, "https://dash.cloudflare.com/" ACCOUNT "/r2/overview",
    "its S3 server is https://" ACCOUNT ".r2.cloudflarestorage.com" },
  { PH_PROVIDER_R2, "DASH.cloudflare.com/?to=/:account/r2",
    "https://ACCOUNT-ID.r2.cloudflarestorage.com" },
  { PH_PROVIDER_R2, "https://pub-0123456789abcdef.r2.dev", "public-url" },
  { PH_PROVIDER_R2, "https://img.example.com/pics", "public-url" },
  { PH_PROVIDER_R2, "https://s3.eu-west-1.amazonaws.com", "provider=other" },
  { PH_PROVIDER_S3, "https://s3.console.aws.amazon.com/s3/buckets/pics?region=eu-central-1#tab",
    "web page of Amazon S3; its S3 server is https://s3.eu-central-1.amazonaws.com" },
  { PH_PROVIDER_S3, "eu-west-1.console.aws.amazon.com", "https://s3.eu-central-1.amazonaws.com" },
  { PH_PROVIDER_S3, "https://d111111abcdef8.cloudfront.net", "public-url" },
  { PH_PROVIDER_S3, "https://minio.example.com", NULL },
  { PH_PROVIDER_S3, "https://notconsole.aws.amazon.com.example.com", NULL },
  { PH_PROVIDER_OSS, "https://oss.console.aliyun.com/bucket/oss-cn-hangzhou/pics",
    "https://s3.oss-cn-hangzhou.aliyuncs.com" },
  { PH_PROVIDER_OSS, "https://oss-cn-hangzhou.aliyuncs.com", NULL },
  { PH_PROVIDER_COS, "https://console.cloud.tencent.com/cos/bucket?bucket=x",
    "https://cos.ap-guangzhou.myqcloud.com" },
  { PH_PROVIDER_OBS, "https://console.huaweicloud.com/console/?region=cn-north-4#/obs/manager",
    "https://obs.cn-north-4.myhuaweicloud.com" },
  { PH_PROVIDER_KODO, "https://portal.qiniu.com/kodo/bucket", "https://s3.cn-east-1.qiniucs.com" },
  { PH_PROVIDER_KODO, "http://abc.bkt.clouddn.com", "public-url" },
  { PH_PROVIDER_SPACES, "https://pics.fra1.cdn.digitaloceanspaces.com", "public-url" },
  { PH_PROVIDER_SPACES, "https://pics.fra1.digitaloceanspaces.com", NULL },
  { PH_PROVIDER_B2, "https://secure.backblaze.com/b2_buckets.htm",
    "https://s3.us-west-004.backblazeb2.com" },
  { PH_PROVIDER_WASABI, "https://console.wasabisys.com/", "https://s3.eu-central-1.wasabisys.com" },
  { PH_PROVIDER_UPYUN, "https://console.upyun.com", "https://s3.api.upyun.com" },
  { PH_PROVIDER_OTHER, "https://dash.cloudflare.com", "web page of Cloudflare R2" },
  { PH_PROVIDER_MINIO, "https://img.example.com", NULL },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean fine = ph_endpoint_check (cases[i].text, ph_preset_get (cases[i].provider), NULL,
                                         NULL, NULL, &error);

      g_test_message ("case %s", cases[i].text);
      if (cases[i].hint == NULL)
        {
          g_assert_no_error (error);
          g_assert_true (fine);
          continue;
        }
      g_assert_false (fine);
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      g_assert_true (g_str_has_prefix (error->message, "endpoint can't be"));
      g_test_message ("hint: %s", ph_error_get_hint (error));
      g_assert_nonnull (strstr (ph_error_get_hint (error), cases[i].hint));
    }
}

/* The right endpoint is made of the other settings where they are there. */
static void
test_other_settings (void)
{
  static const struct
  {
    PhProvider provider;
    const char *account_id;
    const char *jurisdiction;
    const char *region;
    const char *text;
    const char *hint;
  } settings[] = {
    { PH_PROVIDER_R2, ACCOUNT, "eu", NULL, "https://dash.cloudflare.com",
      "https://" ACCOUNT ".eu.r2.cloudflarestorage.com" },
    { PH_PROVIDER_S3, NULL, NULL, "us-west-2", "https://console.aws.amazon.com",
      "https://s3.us-west-2.amazonaws.com" },
    { PH_PROVIDER_OSS, NULL, NULL, "oss-cn-beijing", "https://oss.console.aliyun.com",
      "https://s3.oss-cn-beijing.aliyuncs.com" },
    { PH_PROVIDER_S3, NULL, NULL, "us-west-2", "https://oss.console.aliyun.com",
      "https://s3.oss-cn-hangzhou.aliyuncs.com" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ph_endpoint_check (settings[i].text, ph_preset_get (settings[i].provider),
                                         settings[i].account_id, settings[i].jurisdiction,
                                         settings[i].region, &error));
      g_test_message ("hint: %s", ph_error_get_hint (error));
      g_assert_nonnull (strstr (ph_error_get_hint (error), settings[i].hint));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endpoint-check/cases", test_cases);
  g_test_add_func ("/endpoint-check/other-settings", test_other_settings);
  return g_test_run ();
}
