/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-target.h"

#include <string.h>

#include "ph-error.h"

#define ACCOUNT "0123456789abcdef0123456789abcdef"
#define R2_HOST ACCOUNT ".r2.cloudflarestorage.com"

/* Settings as on a command line; what comes of them.  @s3_link: the object "a b.png" at the S3
 * address.  @note: a piece of a note; NULL: none at all. */
static const struct
{
  const char *settings;
  const char *endpoint;
  const char *region;
  const char *s3_link;
  const char *note;
} good[] = {
  /* presets */
  { "provider=r2 account-id=" ACCOUNT " bucket=pics", "https://" R2_HOST, "auto",
    "https://" R2_HOST "/pics/a%20b.png", NULL },
  { "provider=r2 account-id=0123456789ABCDEF0123456789ABCDEF bucket=pics jurisdiction=EU",
    "https://" ACCOUNT ".eu.r2.cloudflarestorage.com", "auto",
    "https://" ACCOUNT ".eu.r2.cloudflarestorage.com/pics/a%20b.png", NULL },
  { "provider=r2 account-id=" ACCOUNT " bucket=pics jurisdiction=default addressing=virtual",
    "https://" R2_HOST, "auto", "https://pics." R2_HOST "/a%20b.png", NULL },
  { "provider=s3 region=eu-central-1 bucket=pics", "https://s3.eu-central-1.amazonaws.com",
    "eu-central-1", "https://pics.s3.eu-central-1.amazonaws.com/a%20b.png", NULL },
  { "provider=s3 region=CN-north-1 bucket=pics", "https://s3.cn-north-1.amazonaws.com.cn",
    "cn-north-1", "https://pics.s3.cn-north-1.amazonaws.com.cn/a%20b.png", NULL },
  { "provider=s3 region=eu-central-1 bucket=my.pics", "https://s3.eu-central-1.amazonaws.com",
    "eu-central-1", "https://s3.eu-central-1.amazonaws.com/my.pics/a%20b.png", "has a dot" },
  { "provider=oss region=cn-hangzhou bucket=pics", "https://s3.oss-cn-hangzhou.aliyuncs.com",
    "cn-hangzhou", "https://pics.s3.oss-cn-hangzhou.aliyuncs.com/a%20b.png", NULL },
  { "provider=oss region=oss-cn-hangzhou bucket=pics", "https://s3.oss-cn-hangzhou.aliyuncs.com",
    "cn-hangzhou", "https://pics.s3.oss-cn-hangzhou.aliyuncs.com/a%20b.png", "cn-hangzhou" },
  { "provider=cos region=ap-guangzhou bucket=pics-1250000000",
    "https://cos.ap-guangzhou.myqcloud.com", "ap-guangzhou",
    "https://pics-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b.png", NULL },
  { "provider=cos region=ap-guangzhou bucket=pics account-id=1250000000",
    "https://cos.ap-guangzhou.myqcloud.com", "ap-guangzhou",
    "https://pics-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b.png", "pics-1250000000" },
  { "provider=obs region=cn-north-4 bucket=pics", "https://obs.cn-north-4.myhuaweicloud.com",
    "cn-north-4", "https://pics.obs.cn-north-4.myhuaweicloud.com/a%20b.png", NULL },
  { "provider=b2 region=us-west-004 bucket=myPics", "https://s3.us-west-004.backblazeb2.com",
    "us-west-004", "https://s3.us-west-004.backblazeb2.com/myPics/a%20b.png", NULL },
  { "provider=kodo region=cn-east-1 bucket=pics", "https://s3.cn-east-1.qiniucs.com", "cn-east-1",
    "https://s3.cn-east-1.qiniucs.com/pics/a%20b.png", NULL },
  { "provider=spaces region=fra1 bucket=pics", "https://fra1.digitaloceanspaces.com", "fra1",
    "https://pics.fra1.digitaloceanspaces.com/a%20b.png", NULL },
  { "provider=wasabi region=eu-central-1 bucket=pics", "https://s3.eu-central-1.wasabisys.com",
    "eu-central-1", "https://pics.s3.eu-central-1.wasabisys.com/a%20b.png", NULL },
  { "provider=upyun bucket=pics", "https://s3.api.upyun.com", "us-east-1",
    "https://s3.api.upyun.com/pics/a%20b.png", NULL },
  { "provider=minio endpoint=127.0.0.1:9000 bucket=pics", "http://127.0.0.1:9000", "us-east-1",
    "http://127.0.0.1:9000/pics/a%20b.png", NULL },
  { "provider=other endpoint=s3.example.com bucket=pics", "https://s3.example.com", "us-east-1",
    "https://s3.example.com/pics/a%20b.png", NULL },
  { "provider=other endpoint=b.localhost:8080 bucket=pics addressing=virtual",
    "http://b.localhost:8080", "us-east-1", "http://pics.b.localhost:8080/a%20b.png", NULL },
  /* endpoints as people paste them: B49, B50, B51 */
  { "provider=minio endpoint=http://127.0.0.1:9000/photos bucket=photos", "http://127.0.0.1:9000",
    "us-east-1", "http://127.0.0.1:9000/photos/a%20b.png", "endpoint's path" },
  { "provider=minio endpoint=http://127.0.0.1:9000/photos// bucket=/photos/",
    "http://127.0.0.1:9000", "us-east-1", "http://127.0.0.1:9000/photos/a%20b.png",
    "endpoint's path" },
  { "provider=other endpoint=http://photos.s3.example.com bucket=photos addressing=virtual",
    "http://s3.example.com", "us-east-1", "http://photos.s3.example.com/a%20b.png",
    "endpoint's host" },
  { "provider=other endpoint=http://photos.s3.example.com bucket=photos", "http://s3.example.com",
    "us-east-1", "http://s3.example.com/photos/a%20b.png", "endpoint's host" },
  { "provider=other endpoint=https://photos.example.com bucket=photos",
    "https://photos.example.com", "us-east-1", "https://photos.example.com/photos/a%20b.png",
    NULL },
  { "provider=other endpoint=https://s3.example.com/storage/ bucket=photos",
    "https://s3.example.com/storage", "us-east-1",
    "https://s3.example.com/storage/photos/a%20b.png", NULL },
  { "provider=minio endpoint=http://127.0.0.1:9000/// bucket=pics", "http://127.0.0.1:9000",
    "us-east-1", "http://127.0.0.1:9000/pics/a%20b.png", NULL },
  { "provider=minio endpoint=HTTPS://S3.Example.Com:443/ bucket=s3://pics/",
    "https://s3.example.com", "us-east-1", "https://s3.example.com/pics/a%20b.png", NULL },
  { "provider=r2 endpoint=https://" R2_HOST "/pics bucket=pics", "https://" R2_HOST, "auto",
    "https://" R2_HOST "/pics/a%20b.png", "endpoint's path" },
  { "provider=r2 endpoint=https://" R2_HOST "/pics", "https://" R2_HOST, "auto",
    "https://" R2_HOST "/pics/a%20b.png", "endpoint's path" },
  { "provider=r2 account-id=https://" R2_HOST " bucket=pics", "https://" R2_HOST, "auto",
    "https://" R2_HOST "/pics/a%20b.png", "whole endpoint" },
  { "provider=r2 endpoint=" ACCOUNT " bucket=pics", "https://" R2_HOST, "auto",
    "https://" R2_HOST "/pics/a%20b.png", "account ID alone" },
  { "provider=r2 endpoint=" ACCOUNT " account-id=" ACCOUNT " jurisdiction=eu bucket=pics",
    "https://" ACCOUNT ".eu.r2.cloudflarestorage.com", "auto",
    "https://" ACCOUNT ".eu.r2.cloudflarestorage.com/pics/a%20b.png", "account ID alone" },
  { "provider=r2 endpoint=pics." ACCOUNT ".eu.r2.cloudflarestorage.com",
    "https://" ACCOUNT ".eu.r2.cloudflarestorage.com", "auto",
    "https://" ACCOUNT ".eu.r2.cloudflarestorage.com/pics/a%20b.png", "endpoint's host" },
  { "provider=s3 endpoint=pics.s3.eu-west-1.amazonaws.com", "https://s3.eu-west-1.amazonaws.com",
    "eu-west-1", "https://pics.s3.eu-west-1.amazonaws.com/a%20b.png", "endpoint's host" },
  { "provider=s3 endpoint=s3.dualstack.eu-west-1.amazonaws.com bucket=pics",
    "https://s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1",
    "https://pics.s3.dualstack.eu-west-1.amazonaws.com/a%20b.png", NULL },
  { "provider=oss endpoint=oss-cn-shanghai-internal.aliyuncs.com bucket=pics",
    "https://oss-cn-shanghai-internal.aliyuncs.com", "cn-shanghai",
    "https://pics.oss-cn-shanghai-internal.aliyuncs.com/a%20b.png", NULL },
  { "provider=oss endpoint=http://127.0.0.1:9000 bucket=pics region=cn-hangzhou",
    "http://127.0.0.1:9000", "cn-hangzhou", "http://127.0.0.1:9000/pics/a%20b.png", NULL },
  { "provider=s3 endpoint=http://localhost:9000 bucket=pics", "http://localhost:9000", "us-east-1",
    "http://pics.localhost:9000/a%20b.png", NULL },
  { "provider=cos endpoint=pics-1250000000.cos.ap-beijing.myqcloud.com",
    "https://cos.ap-beijing.myqcloud.com", "ap-beijing",
    "https://pics-1250000000.cos.ap-beijing.myqcloud.com/a%20b.png", "endpoint's host" },
  { "provider=minio endpoint=[::1]:9000 bucket=pics", "http://[::1]:9000", "us-east-1",
    "http://[::1]:9000/pics/a%20b.png", NULL },
  { "provider=minio endpoint=https://存储.example.com bucket=pics",
    "https://xn--k0q63x.example.com", "us-east-1", "https://xn--k0q63x.example.com/pics/a%20b.png",
    NULL },
};

/* @key: what the message names; @hint: what would be right */
static const struct
{
  const char *settings;
  const char *key;
  const char *hint;
} bad[] = {
  { "provider=r2 bucket=pics", "account-id", "32 hexadecimal digits" },
  { "provider=r2 bucket=pics account-id=12345", "account-id", "32 hexadecimal digits" },
  { "provider=r2 account-id=" ACCOUNT, "bucket", "bucket=" },
  { "provider=r2 account-id=" ACCOUNT " bucket=pics jurisdiction=e-u", "jurisdiction", "eu" },
  { "provider=r2 account-id=fedcba9876543210fedcba9876543210 bucket=pics endpoint=" R2_HOST,
    "account-id", "leave one" },
  { "provider=r2 endpoint=https://" R2_HOST "/pics/blog bucket=pics", "endpoint",
    "endpoint=https://" R2_HOST ", bucket=pics" },
  { "provider=r2 endpoint=https://dash.cloudflare.com/" ACCOUNT "/r2/default/buckets/pics?a=b",
    "endpoint", "https://" R2_HOST },
  { "provider=r2 account-id=https://dash.cloudflare.com/" ACCOUNT "/r2 bucket=pics", "endpoint",
    "https://" R2_HOST },
  { "provider=r2 endpoint=https://img.example.com bucket=pics account-id=" ACCOUNT, "endpoint",
    "https://" R2_HOST },
  { "provider=s3 bucket=pics", "region", "region=eu-central-1" },
  { "provider=s3 bucket=pics region=Frankfurt/Main", "region", "eu-central-1" },
  { "provider=s3 bucket=pics region=us-west-2 endpoint=s3.eu-west-1.amazonaws.com", "region",
    "eu-west-1" },
  { "provider=s3 bucket=other endpoint=pics.s3.eu-west-1.amazonaws.com", "bucket",
    "endpoint=https://s3.eu-west-1.amazonaws.com" },
  { "provider=s3 bucket=Pics region=eu-west-1", "bucket", "write pics" },
  { "provider=s3 bucket=my_pics region=eu-west-1", "bucket", "a-z, 0-9" },
  { "provider=other endpoint=x.example.com bucket=a", "bucket", "3 to 255" },
  { "provider=other endpoint=x.example.com bucket=my/pics", "bucket", "letters, digits" },
  { "provider=other endpoint=x.example.com bucket=-pics", "bucket", "begin and end" },
  { "provider=other endpoint=x.example.com bucket=图床图床", "bucket", "letters, digits" },
  { "provider=r2 account-id=" ACCOUNT " bucket=Pics", "bucket", "write pics" },
  { "provider=other bucket=pics", "endpoint", "endpoint=https://" },
  { "provider=minio bucket=pics endpoint=htps://x", "endpoint", "https://x" },
  { "provider=minio bucket=pics endpoint=ftp://x", "endpoint", "https://x" },
  { "provider=oss bucket=pics region=cn-hangzhou addressing=path", "addressing", "virtual" },
  { "provider=cos bucket=pics region=ap-beijing", "bucket", "pics-1250000000" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 addressing=virtual", "addressing",
    "addressing=path" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 public-url=https://cdn.example.com/?x=",
    "public-url", "url-suffix" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 public-url=img", "public-url", "https://img" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 acl=public_read", "acl", "public-read" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 proxy=ftp://u:hidden@x", "proxy", "socks5h://" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 proxy=http://u:hidden", "proxy", "NAME@HOST" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 proxy=http://u:hid%0aden@x", "proxy", "alone" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 ca-file=ca.pem", "ca-file", "/ca.pem" },
  { "provider=folder folder=/tmp/x public-url=static/img", "public-url", "write /static/img" },
  { "provider=folder folder=/tmp/x public-url=img", "public-url", "write /img" },
  { "provider=folder folder=/tmp/x public-url=./img", "public-url", "write /img" },
  { "provider=folder folder=/tmp/x public-url=../img/a", "public-url", "write /img/a" },
  { "provider=r2 account-id=" ACCOUNT " bucket=pics public-url=dash.cloudflare.com/" ACCOUNT "/r2",
    "public-url", "web page of Cloudflare R2" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 public-url=https://oss.console.aliyun.com/#x",
    "public-url", "https://oss.console.aliyun.com/" },
  { "provider=cos bucket=pics region=ap-beijing account-id=me", "account-id", "1250000000" },
  { "provider=folder folder=/tmp/x public-url=/static/../img", "public-url", "without “.”" },
  { "provider=folder folder=/tmp/x public-url=/static/img?v=1", "public-url", "/static/img (" },
  { "provider=folder folder=/tmp/x public-url=https://me:hidden@x.example", "public-url",
    "address alone" },
  { "provider=minio bucket=pics endpoint=127.0.0.1 public-url=/static/img", "public-url",
    "whole address" },
  { "provider=folder", "folder", "folder=" },
  { "provider=folder folder=images", "folder", "/images" },
  { "provider=folder folder=/tmp/x private=true", "private", "private=false" },
};

static PhProfile *
make_profile (const char *settings)
{
  PhProfile *profile = ph_profile_new ("blog");
  g_auto (GStrv) words = g_strsplit (settings, " ", -1);

  for (char **word = words; *word != NULL; word++)
    {
      g_autoptr (GError) error = NULL;
      char *equals = strchr (*word, '=');

      *equals = '\0';
      ph_profile_set_from_text (profile, *word, equals + 1, &error);
      g_assert_no_error (error);
    }
  return profile;
}

static PhTarget *
make_target (const char *settings)
{
  g_autoptr (PhProfile) profile = make_profile (settings);
  g_autoptr (GError) error = NULL;
  PhTarget *target = ph_target_new (profile, &error);

  g_assert_no_error (error);
  return target;
}

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (PhTarget) target = NULL;
      g_autofree char *endpoint = NULL;
      g_autofree char *link = NULL;
      g_autofree char *notes = NULL;

      g_test_message ("case %s", good[i].settings);
      target = make_target (good[i].settings);
      endpoint = ph_target_dup_endpoint (target);
      link = ph_target_build_public_url (target, "a b.png");
      notes = g_strjoinv ("; ", target->notes);
      g_assert_cmpstr (endpoint, ==, good[i].endpoint);
      g_assert_cmpstr (target->region, ==, good[i].region);
      g_assert_cmpstr (link, ==, good[i].s3_link);
      if (good[i].note == NULL)
        g_assert_cmpstr (notes, ==, "");
      else
        g_assert_nonnull (strstr (notes, good[i].note));
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PhProfile) profile = make_profile (bad[i].settings);
      g_autoptr (GError) error = NULL;

      g_test_message ("case %s", bad[i].settings);
      g_assert_null (ph_target_new (profile, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      /* So that a window can show it beside the field. */
      g_assert_cmpstr (ph_error_get_setting (error), ==, bad[i].key);
      g_assert_nonnull (strstr (error->message, bad[i].key));
      g_assert_nonnull (strstr (ph_error_get_hint (error), bad[i].hint));
      g_assert_null (strstr (error->message, "hidden"));
    }
}

/* B48, B54, B55: exactly one slash, the path kept, the key always there, never the bucket. */
static void
test_public_links (void)
{
  static const struct
  {
    const char *setting;
    const char *link;
  } links[] = {
    { "public-url=https://img.example.com", "https://img.example.com/2026/%E5%9B%BE%2B1.png" },
    { "public-url=https://cdn.example.com/", "https://cdn.example.com/2026/%E5%9B%BE%2B1.png" },
    { "public-url=https://cdn.example.com/pics",
      "https://cdn.example.com/pics/2026/%E5%9B%BE%2B1.png" },
    { "public-url=https://cdn.example.com/pics/",
      "https://cdn.example.com/pics/2026/%E5%9B%BE%2B1.png" },
    { "public-url=img.example.com", "https://img.example.com/2026/%E5%9B%BE%2B1.png" },
    { "public-url=//img.example.com", "https://img.example.com/2026/%E5%9B%BE%2B1.png" },
    { "public-url=HTTP://IMG.example.com", "http://img.example.com/2026/%E5%9B%BE%2B1.png" },
    { "public-url=127.0.0.1:8080", "http://127.0.0.1:8080/2026/%E5%9B%BE%2B1.png" },
    { "public-url=https://a.b url-suffix=?x-oss-process=style/web",
      "https://a.b/2026/%E5%9B%BE%2B1.png?x-oss-process=style/web" },
    { "public-url=https://a.b url-suffix=x-oss-process=style/web",
      "https://a.b/2026/%E5%9B%BE%2B1.png?x-oss-process=style/web" },
    { "public-url=https://a.b url-suffix=!web", "https://a.b/2026/%E5%9B%BE%2B1.png!web" },
    { "public-url=https://a.b url-suffix=?t=\"图",
      "https://a.b/2026/%E5%9B%BE%2B1.png?t=%22%E5%9B%BE" },
    { "public-url=", "http://127.0.0.1:9000/photos/2026/%E5%9B%BE%2B1.png" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *settings = g_strconcat (
          "provider=minio endpoint=http://127.0.0.1:9000 bucket=photos ", links[i].setting, NULL);
      g_autoptr (PhTarget) target = make_target (settings);

      for (int again = 0; again < 3; again++)
        {
          g_autofree char *link = ph_target_build_public_url (target, "2026/图+1.png");

          g_assert_cmpstr (link, ==, links[i].link);
        }
    }
}

static void
test_folder (void)
{
  g_autoptr (PhTarget) target = make_target ("provider=folder folder=/tmp/a%b/图//");
  g_autoptr (PhTarget) home
      = make_target ("provider=folder folder=~/static public-url=a.example/i");
  g_autoptr (PhTarget) uri = make_target ("provider=folder folder=file:///tmp/x%20y");
  g_autofree char *endpoint = ph_target_dup_endpoint (target);
  g_autofree char *link = ph_target_build_public_url (target, "c d.png");
  g_autofree char *home_link = ph_target_build_public_url (home, "c.png");
  g_autofree char *home_folder = g_build_filename (g_get_home_dir (), "static", NULL);

  g_assert_cmpstr (target->folder, ==, "/tmp/a%b/图");
  g_assert_cmpstr (endpoint, ==, "file:///tmp/a%25b/%E5%9B%BE");
  g_assert_cmpstr (link, ==, "file:///tmp/a%25b/%E5%9B%BE/c%20d.png");
  g_assert_cmpstr (home->folder, ==, home_folder);
  g_assert_cmpstr (home_link, ==, "https://a.example/i/c.png");
  g_assert_cmpstr (uri->folder, ==, "/tmp/x y");
  g_assert_null (target->host);
}

/* Links of a folder: from the root of a site, or whole ones. */
static void
test_folder_links (void)
{
  static const struct
  {
    const char *public_url;
    const char *link;
  } links[] = {
    { "/static/img", "/static/img/2026/%E5%9B%BE%2B1.png" },
    { "/static/img/", "/static/img/2026/%E5%9B%BE%2B1.png" },
    { "/static//img//", "/static/img/2026/%E5%9B%BE%2B1.png" },
    { "/", "/2026/%E5%9B%BE%2B1.png" },
    { "/我的\xc2\xa0图", "/%E6%88%91%E7%9A%84%C2%A0%E5%9B%BE/2026/%E5%9B%BE%2B1.png" },
    { "/my%20img", "/my%20img/2026/%E5%9B%BE%2B1.png" },
    { "//img.example.com", "https://img.example.com/2026/%E5%9B%BE%2B1.png" },
    { "localhost/img", "http://localhost/img/2026/%E5%9B%BE%2B1.png" },
    { "example.com/img", "https://example.com/img/2026/%E5%9B%BE%2B1.png" },
    { "HTTPS://图床.Example.com/A", "https://xn--wcso9o.example.com/A/2026/%E5%9B%BE%2B1.png" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *settings
          = g_strconcat ("provider=folder folder=/tmp/x public-url=", links[i].public_url, NULL);
      g_autoptr (PhTarget) target = make_target (settings);
      g_autofree char *link = ph_target_build_public_url (target, "2026/图+1.png");

      g_assert_cmpstr (link, ==, links[i].link);
    }
}

static void
test_transfer_settings (void)
{
  g_autoptr (PhTarget) target = make_target (
      "provider=minio endpoint=127.0.0.1 bucket=pics proxy=SOCKS5H://u:p@h:1 tls-verify=no "
      "connect-timeout=3 stall-timeout=4 multipart-threshold=5 part-size=6 small-connections=7 "
      "large-connections=8 ca-file=/etc/ca.pem acl=Public-Read private=1 cache-control=no-cache");
  g_autoptr (PhTarget) plain = make_target ("provider=minio endpoint=127.0.0.1 bucket=pics "
                                            "proxy=proxy.example.com:3128");

  g_assert_cmpstr (target->proxy, ==, "socks5h://u:p@h:1");
  g_assert_cmpint (target->proxy_login, ==, PH_PROXY_HAS_PASSWORD);
  g_assert_false (target->tls_verify);
  g_assert_cmpuint (target->connect_timeout, ==, 3);
  g_assert_cmpuint (target->stall_timeout, ==, 4);
  g_assert_cmpint (target->multipart_threshold, ==, 5 << 20);
  g_assert_cmpint (target->part_size, ==, 6 << 20);
  g_assert_cmpuint (target->small_connections, ==, 7);
  g_assert_cmpuint (target->large_connections, ==, 8);
  g_assert_cmpstr (target->ca_file, ==, "/etc/ca.pem");
  g_assert_cmpstr (target->acl, ==, "public-read");
  g_assert_true (target->is_private);
  g_assert_cmpstr (target->cache_control, ==, "no-cache");
  g_assert_cmpstr (plain->proxy, ==, "http://proxy.example.com:3128");
  g_assert_cmpint (plain->proxy_login, ==, PH_PROXY_OPEN);
  g_assert_true (plain->tls_verify);
  g_assert_null (plain->acl);
  g_assert_cmpstr (plain->profile, ==, "blog");
  g_assert_cmpstr (plain->url_suffix, ==, "");
}

static void
test_proxy_password (void)
{
  static const struct
  {
    const char *setting;
    PhProxyLogin login;
    const char *proxy;
    const char *with_password;
  } proxies[] = {
    { "me@h:1", PH_PROXY_LACKS_PASSWORD, "http://me@h:1", "http://me:a%2Fb@h:1" },
    { "HTTPS://me@work@h:1", PH_PROXY_LACKS_PASSWORD, "https://me%40work@h:1",
      "https://me%40work:a%2Fb@h:1" },
    { "http://me:@h:1", PH_PROXY_OPEN, "http://me:@h:1", "http://me:a%2Fb@h:1" },
    { "me:x://y@h:1", PH_PROXY_HAS_PASSWORD, "http://me:x%3A%2F%2Fy@h:1", "http://me:a%2Fb@h:1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      g_autofree char *settings = g_strconcat (
          "provider=minio endpoint=127.0.0.1 bucket=pics proxy=", proxies[i].setting, NULL);
      g_autoptr (PhTarget) target = make_target (settings);

      g_assert_cmpstr (target->proxy, ==, proxies[i].proxy);
      g_assert_cmpint (target->proxy_login, ==, proxies[i].login);
      ph_target_set_proxy_password (target, "a/b");
      g_assert_cmpstr (target->proxy, ==, proxies[i].with_password);
    }
}

/* What a provider has no use for is said, not refused: the profile may be changed back. */
static void
test_unused (void)
{
  static const struct
  {
    const char *settings;
    const char *note;
  } cases[] = {
    { "provider=s3 region=eu-west-1 bucket=pics account-id=x", "provider=s3: account-id" },
    { "provider=minio endpoint=127.0.0.1 bucket=pics jurisdiction=eu",
      "provider=minio: jurisdiction" },
    { "provider=r2 account-id=" ACCOUNT " bucket=pics folder=/tmp", "provider=r2: folder" },
    { "provider=folder folder=/tmp bucket=pics region=x url-suffix=?a", "folder: region, bucket" },
    { "provider=folder folder=/tmp access-key-id=x acl=private proxy=x:1",
      "folder: access-key-id, acl, proxy" },
    { "provider=cos region=ap-beijing bucket=pics-1250000000 account-id=1250000000", NULL },
    { "provider=folder folder=/tmp public-url=/x key-template={name} link-format=url", NULL },
    /* The default, written out. */
    { "provider=folder folder=/tmp addressing=auto connect-timeout=15", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhTarget) target = make_target (cases[i].settings);
      g_autofree char *notes = g_strjoinv ("; ", target->notes);

      g_test_message ("case %s: %s", cases[i].settings, notes);
      if (cases[i].note == NULL)
        g_assert_cmpstr (notes, ==, "");
      else
        g_assert_true (g_str_has_suffix (notes, cases[i].note));
    }
}

/* B48: making a target changes nothing of the profile. */
static void
test_profile_untouched (void)
{
  g_autoptr (PhProfile) profile
      = make_profile ("provider=minio endpoint=http://127.0.0.1:9000/photos/ bucket=photos "
                      "public-url=HTTPS://img.example.com/");

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (PhTarget) target = ph_target_new (profile, NULL);
      PhTarget *second = ph_target_ref (target);

      g_assert_cmpstr (second->bucket, ==, "photos");
      ph_target_unref (second);
    }
  g_assert_cmpstr (ph_profile_get_text (profile, "endpoint"), ==, "http://127.0.0.1:9000/photos/");
  g_assert_cmpstr (ph_profile_get_text (profile, "public-url"), ==, "HTTPS://img.example.com/");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/target/good", test_good);
  g_test_add_func ("/target/bad", test_bad);
  g_test_add_func ("/target/public-links", test_public_links);
  g_test_add_func ("/target/folder", test_folder);
  g_test_add_func ("/target/folder-links", test_folder_links);
  g_test_add_func ("/target/transfer-settings", test_transfer_settings);
  g_test_add_func ("/target/proxy-password", test_proxy_password);
  g_test_add_func ("/target/unused", test_unused);
  g_test_add_func ("/target/profile-untouched", test_profile_untouched);
  return g_test_run ();
}
