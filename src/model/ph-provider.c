/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-provider.h"

#include <glib/gi18n-lib.h>

#define GIB ((gint64) 1 << 30)

/* What is the same nearly everywhere; a row below overrides what differs. */
#define ORDINARY                                                                                   \
  .bucket_rule = PH_BUCKET_RULE_LENIENT, .addressing = PH_ADDRESSING_PATH, .list_version = 2,      \
  .list_url_encoding = TRUE, .etag_is_md5 = TRUE, .delete_batch = 1000,                            \
  .signs_http_payload = TRUE, .session_token = TRUE, .single_put_max = 5 * GIB

#define STRICT_BUCKETS                                                                             \
  {                                                                                                \
    .min = 3, .max = 63                                                                            \
  }
#define STRICT_BUCKETS_WITH_DOTS                                                                   \
  {                                                                                                \
    .min = 3, .max = 63, .dot = TRUE                                                               \
  }

#define FORCED_DOWNLOAD                                                                            \
  N_ ("The bucket's own domain makes browsers download pictures instead of showing them: bind a "  \
      "domain of your own to the bucket and set public-url to it.")

/* Repeated designators are the point of ORDINARY. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
#ifdef __clang__
#pragma GCC diagnostic ignored "-Winitializer-overrides"
#endif

/* Sources: the providers' own S3 compatibility pages and rclone's quirk lists, gathered in 2026.
 * Where nothing is known of a feature the row says that it is missing: that is slower, never wrong.
 */
static const PhPreset presets[] = {
  {
      ORDINARY,
      .provider = PH_PROVIDER_R2,
      .nick = "r2",
      .title = "Cloudflare R2",
      .help_url = "https://developers.cloudflare.com/r2/api/tokens/",
      .bucket_rule = STRICT_BUCKETS,
      .endpoint_template = "https://{account-id}.{jurisdiction.}r2.cloudflarestorage.com",
      .console_hosts = "dash.cloudflare.com developers.cloudflare.com",
      .visitor_hosts = "r2.dev",
      .own_hosts_alone = TRUE,
      .default_region = "auto",
      .put_if_absent = TRUE,
      .delete_batch = 700, /* more is answered with InternalError */
      .single_put_max = 4995 * GIB / 1000,
      .access_key_length = 32,
      .secret_key_length = 64,
      .public_url_note
      = N_ ("R2's S3 address never shows pictures to visitors: connect a domain to "
            "the bucket (or enable its r2.dev address) and set public-url to it."),
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_S3,
      .nick = "s3",
      .title = "Amazon S3",
      .help_url
      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
      .bucket_rule = STRICT_BUCKETS_WITH_DOTS,
      .old_bucket_region = "us-east-1",
      .endpoint_template = "https://s3.{region}.amazonaws.com{.cn}",
      .other_hosts = "s3.dualstack.{region}.amazonaws.com s3-{region}.amazonaws.com",
      .console_hosts = "console.aws.amazon.com console.amazonaws.cn aws.amazon.com",
      .visitor_hosts = "cloudfront.net",
      .example_region = "eu-central-1",
      .addressing = PH_ADDRESSING_VIRTUAL,
      .put_if_absent = TRUE,
      .public_url_note
      = N_ ("New buckets of Amazon S3 are private: allow public reading by a bucket "
            "policy, or put CloudFront in front and set public-url to it."),
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_OSS,
      .nick = "oss",
      .title = N_ ("Aliyun OSS"),
      .help_url = "https://help.aliyun.com/zh/ram/user-guide/create-an-accesskey-pair",
      .bucket_rule = STRICT_BUCKETS,
      .endpoint_template = "https://s3.oss-{region}.aliyuncs.com",
      .other_hosts = "s3.oss-{region}-internal.aliyuncs.com oss-{region}-internal.aliyuncs.com "
                     "oss-{region}.aliyuncs.com",
      .console_hosts = "console.aliyun.com console.alibabacloud.com",
      .example_region = "cn-hangzhou",
      .addressing = PH_ADDRESSING_VIRTUAL,
      .addressing_fixed = TRUE, /* else 403 SecondLevelDomainForbidden */
      .public_url_note = FORCED_DOWNLOAD,
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_COS,
      .nick = "cos",
      .title = N_ ("Tencent COS"),
      .help_url = "https://cloud.tencent.com/document/product/598/40488",
      .bucket_rule = STRICT_BUCKETS,
      .endpoint_template = "https://cos.{region}.myqcloud.com",
      .other_hosts = "cos-internal.{region}.tencentcos.cn cos.{region}.tencentcos.cn",
      .console_hosts = "console.cloud.tencent.com console.tencentcloud.com cloud.tencent.com",
      .example_region = "ap-guangzhou",
      .bucket_suffix = "-{account-id}", /* the APPID */
      .addressing = PH_ADDRESSING_VIRTUAL,
      .addressing_fixed = TRUE, /* else 403 PathStyleDomainForbidden, buckets since 2024 */
      .list_version = 1,
      .public_url_note = FORCED_DOWNLOAD,
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_OBS,
      .nick = "obs",
      .title = N_ ("Huawei OBS"),
      .help_url = "https://support.huaweicloud.com/intl/en-us/usermanual-ca/ca_01_0003.html",
      .bucket_rule = STRICT_BUCKETS_WITH_DOTS,
      .endpoint_template = "https://obs.{region}.myhuaweicloud.com",
      .console_hosts = "console.huaweicloud.com console-intl.huaweicloud.com auth.huaweicloud.com",
      .example_region = "cn-north-4",
      .addressing = PH_ADDRESSING_VIRTUAL,
      .list_version = 1,
      .list_url_encoding = FALSE,
      .signs_http_payload = FALSE, /* its FAQ names UNSIGNED-PAYLOAD and streaming alone */
      .public_url_note = FORCED_DOWNLOAD,
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_MINIO,
      .nick = "minio",
      .title = "MinIO",
      .help_url = "https://min.io/docs/minio/linux/administration/identity-access-management/"
                  "minio-user-management.html",
      .default_region = "us-east-1",
      .put_if_absent = TRUE,
      .public_url_note
      = N_ ("Visitors see pictures only where the bucket allows anonymous download "
            "(mc anonymous set download)."),
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_B2,
      .nick = "b2",
      .title = "Backblaze B2",
      .help_url = "https://www.backblaze.com/docs/cloud-storage-application-keys",
      .bucket_rule = { .min = 6, .max = 63, .capitals = TRUE },
      .endpoint_template = "https://s3.{region}.backblazeb2.com",
      .console_hosts = "secure.backblaze.com",
      .example_region = "us-west-004",
      .public_url_note = N_ ("Visitors see pictures only in a public bucket; a domain behind a CDN "
                             "saves download fees."),
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_KODO,
      .nick = "kodo",
      .title = N_ ("Qiniu Kodo"),
      .help_url = "https://developer.qiniu.com/kodo/4088/s3-access-domainname",
      .endpoint_template = "https://s3.{region}.qiniucs.com",
      .other_hosts = "s3-{region}.qiniucs.com",
      .console_hosts = "portal.qiniu.com",
      .visitor_hosts = "clouddn.com qiniucdn.com qnssl.com",
      .example_region = "cn-east-1",
      .list_url_encoding = FALSE,
      .etag_is_md5 = FALSE,
      .public_url_note
      = N_ ("Kodo's S3 address refuses visitors: bind a domain to the bucket and set "
            "public-url to it."),
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_SPACES,
      .nick = "spaces",
      .title = "DigitalOcean Spaces",
      .help_url = "https://docs.digitalocean.com/products/spaces/how-to/manage-access/",
      .bucket_rule = STRICT_BUCKETS_WITH_DOTS,
      .endpoint_template = "https://{region}.digitaloceanspaces.com",
      .console_hosts = "cloud.digitalocean.com",
      .visitor_hosts = "cdn.digitaloceanspaces.com",
      .example_region = "fra1",
      .addressing = PH_ADDRESSING_VIRTUAL,
      .list_url_encoding = FALSE,
      .public_url_note = N_ ("Visitors see pictures only with acl=public-read or a public Space."),
      .public_by_acl = TRUE,
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_WASABI,
      .nick = "wasabi",
      .title = "Wasabi",
      .help_url = "https://docs.wasabi.com/docs/creating-a-user-account-and-access-key",
      .bucket_rule = STRICT_BUCKETS_WITH_DOTS,
      .endpoint_template = "https://s3.{region}.wasabisys.com",
      .console_hosts = "console.wasabisys.com",
      .example_region = "eu-central-1",
      .addressing = PH_ADDRESSING_VIRTUAL,
      .public_url_note
      = N_ ("Public access has to be enabled for the account by Wasabi's support."),
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_UPYUN,
      .nick = "upyun",
      .title = N_ ("Upyun USS"),
      .help_url = "https://help.upyun.com/knowledge-base/aws-s3%E5%85%BC%E5%AE%B9/",
      .endpoint_template = "https://s3.api.upyun.com",
      .console_hosts = "console.upyun.com",
      .default_region = "us-east-1", /* any will do: it has no regions */
      .list_version = 1,
      .list_url_encoding = FALSE,
      .etag_is_md5 = FALSE,
      .session_token = FALSE,
      .public_url_note
      = N_ ("Upyun's S3 address is for uploads alone: set public-url to the domain "
            "that is bound to the service."),
  },
  {
      .provider = PH_PROVIDER_FOLDER,
      .nick = "folder",
      .title = N_ ("A folder on this computer"),
      .addressing = PH_ADDRESSING_PATH,
      .list_version = 2,
      .put_if_absent = TRUE,
      .delete_batch = 1000,
      .single_put_max = G_MAXINT64,
  },
  {
      ORDINARY,
      .provider = PH_PROVIDER_OTHER,
      .nick = "other",
      .title = N_ ("Another S3 server"),
      .default_region = "us-east-1",
      .list_version = 1,
      .list_url_encoding = FALSE,
      .etag_is_md5 = FALSE,
  },
};

#pragma GCC diagnostic pop

const PhPreset *
ph_preset_get (PhProvider provider)
{
  g_return_val_if_fail ((guint) provider < G_N_ELEMENTS (presets), NULL);
  return &presets[provider];
}

GType
ph_provider_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      /* GObject keeps the array for as long as the type, that is for ever. */
      static GEnumValue values[G_N_ELEMENTS (presets) + 1];

      for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
        values[i] = (GEnumValue){ (int) presets[i].provider, presets[i].nick, presets[i].nick };
      g_once_init_leave (&type, g_enum_register_static ("PhProvider", values));
    }
  return type;
}

GType
ph_addressing_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { PH_ADDRESSING_AUTO, "PH_ADDRESSING_AUTO", "auto" },
        { PH_ADDRESSING_PATH, "PH_ADDRESSING_PATH", "path" },
        { PH_ADDRESSING_VIRTUAL, "PH_ADDRESSING_VIRTUAL", "virtual" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("PhAddressing", values));
    }
  return type;
}
