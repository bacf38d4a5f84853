/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-s3-error.h"

#include <string.h>

#include "ph-error.h"

static const PhTarget target = {
  .bucket = (char *) "pics",
  .region = (char *) "us-east-1",
};

static const struct
{
  const char *code;
  guint status;
  PhErrorCode error;
  PhRetry retry;
} cases[] = {
  { "AccessDenied", 403, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { "Unauthorized", 401, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { "InvalidAccessKeyId", 403, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { "SignatureDoesNotMatch", 403, PH_ERROR_SIGNATURE, PH_RETRY_NEVER },
  { "RequestTimeTooSkewed", 403, PH_ERROR_CLOCK, PH_RETRY_NEVER },
  { "ExpiredRequest", 400, PH_ERROR_CLOCK, PH_RETRY_NEVER },
  { "NotEntitled", 403, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { "UserSuspended", 403, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { "NoSuchBucket", 404, PH_ERROR_NO_BUCKET, PH_RETRY_NEVER },
  { "InvalidBucketName", 400, PH_ERROR_NO_BUCKET, PH_RETRY_NEVER },
  { "NoSuchKey", 404, PH_ERROR_NO_OBJECT, PH_RETRY_NEVER },
  { "InvalidObjectName", 400, PH_ERROR_SETTINGS, PH_RETRY_NEVER },
  { "EntityTooLarge", 400, PH_ERROR_TOO_LARGE, PH_RETRY_NEVER },
  { "BadDigest", 400, PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
  { "IncompleteBody", 400, PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
  { "RequestTimeout", 400, PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
  { "PreconditionFailed", 412, PH_ERROR_EXISTS, PH_RETRY_NEVER },
  { "ConditionalRequestConflict", 409, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
  { "TooManyRequests", 429, PH_ERROR_THROTTLED, PH_RETRY_THROTTLE },
  { "SlowDown", 503, PH_ERROR_THROTTLED, PH_RETRY_THROTTLE },
  { "InternalError", 500, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
  { "InternalError", 200, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
  { "ServiceUnavailable", 503, PH_ERROR_SERVER, PH_RETRY_THROTTLE },
  { "NotImplemented", 501, PH_ERROR_UNSUPPORTED, PH_RETRY_NEVER },
  { "PathStyleDomainForbidden", 403, PH_ERROR_SETTINGS, PH_RETRY_NEVER },
  { "SecondLevelDomainForbidden", 403, PH_ERROR_SETTINGS, PH_RETRY_NEVER },
  { "InvalidArgument", 400, PH_ERROR_FAILED, PH_RETRY_NEVER },
  { "ObjectLockedByBucketPolicy", 403, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { "EntityTooSmall", 400, PH_ERROR_SETTINGS, PH_RETRY_NEVER },
  { "InvalidPart", 400, PH_ERROR_FAILED, PH_RETRY_BACKOFF },
  { "InvalidPartOrder", 400, PH_ERROR_FAILED, PH_RETRY_NEVER },
  { "NoSuchUpload", 404, PH_ERROR_FAILED, PH_RETRY_BACKOFF },
  { "MetadataTooLarge", 400, PH_ERROR_SETTINGS, PH_RETRY_NEVER },
  { "MissingContentLength", 411, PH_ERROR_UNSUPPORTED, PH_RETRY_NEVER },
  { "ClientDisconnect", 499, PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
  { "InvalidDigest", 400, PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
  { "QuotaExceeded", 403, PH_ERROR_FAILED, PH_RETRY_NEVER },
  { "PermanentRedirect", 301, PH_ERROR_REGION, PH_RETRY_NEVER },
  /* A code that nobody knows: the status decides. */
  { "SomethingNew", 400, PH_ERROR_FAILED, PH_RETRY_NEVER },
  { "SomethingNew", 403, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { "SomethingNew", 500, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
  { "SomethingNew", 200, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
  { "", 403, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  /* No body, as to HEAD, or not S3's. */
  { NULL, 301, PH_ERROR_REGION, PH_RETRY_NEVER },
  { NULL, 302, PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
  { NULL, 304, PH_ERROR_EXISTS, PH_RETRY_NEVER },
  { NULL, 307, PH_ERROR_REGION, PH_RETRY_NEVER },
  { NULL, 400, PH_ERROR_FAILED, PH_RETRY_NEVER },
  { NULL, 401, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { NULL, 403, PH_ERROR_ACCESS, PH_RETRY_NEVER },
  { NULL, 404, PH_ERROR_NO_OBJECT, PH_RETRY_NEVER },
  { NULL, 405, PH_ERROR_UNSUPPORTED, PH_RETRY_NEVER },
  { NULL, 408, PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
  { NULL, 411, PH_ERROR_UNSUPPORTED, PH_RETRY_NEVER },
  { NULL, 412, PH_ERROR_EXISTS, PH_RETRY_NEVER },
  { NULL, 413, PH_ERROR_TOO_LARGE, PH_RETRY_NEVER },
  { NULL, 429, PH_ERROR_THROTTLED, PH_RETRY_THROTTLE },
  { NULL, 499, PH_ERROR_NETWORK, PH_RETRY_BACKOFF },
  { NULL, 500, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
  { NULL, 501, PH_ERROR_UNSUPPORTED, PH_RETRY_NEVER },
  { NULL, 502, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
  { NULL, 503, PH_ERROR_SERVER, PH_RETRY_THROTTLE },
  { NULL, 504, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
  { NULL, 520, PH_ERROR_SERVER, PH_RETRY_BACKOFF },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PhS3Fault fault = { .code = (char *) cases[i].code,
                                .status = cases[i].status,
                                .retry_after = 7,
                                .needs_object = TRUE };
      g_autoptr (GError) error = ph_s3_fault_to_error (&fault, &target);
      g_autofree char *status = g_strdup_printf ("(HTTP %u", cases[i].status);

      g_test_message ("%s %u", cases[i].code, cases[i].status);
      g_assert_error (error, PH_ERROR, (int) cases[i].error);
      g_assert_cmpint (ph_error_get_retry (error), ==, cases[i].retry);
      g_assert_cmpuint (ph_error_get_retry_after (error), ==,
                        cases[i].retry == PH_RETRY_NEVER ? 0 : 7);
      g_assert_nonnull (strstr (ph_error_get_details (error), status));
      /* Every placeholder has been filled in, and a message has no full stop of its own. */
      g_assert_null (strchr (error->message, '{'));
      g_assert_false (g_str_has_suffix (error->message, "."));
      g_assert_nonnull (ph_error_get_hint (error));
      g_assert_null (strchr (ph_error_get_hint (error), '{'));
      g_assert_false (g_str_has_suffix (ph_error_get_hint (error), "."));
    }
}

static GError *
make (guint status, const char *code, const char *words, const char *region, const char *endpoint,
      gboolean acl_sent)
{
  const PhS3Fault fault = {
    .status = status,
    .code = (char *) code,
    .message = (char *) words,
    .request_id = (char *) "ID7",
    .region = (char *) region,
    .endpoint = (char *) endpoint,
    .acl_sent = acl_sent,
  };

  return ph_s3_fault_to_error (&fault, &target);
}

/* What the server says, and what of it is told: one line of bounded length. */
static const struct
{
  const char *words;
  const char *details;
} words_cases[] = {
  { "It is\nnot there", "X: It is not there (HTTP 404, request id ID7)" },
  { "\r\n\t a \x1b[31m\x07 b \r\n", "X: a [31m b (HTTP 404, request id ID7)" },
  { "a\u202eb\u2028c\xc2\x85"
    "d",
    "X: a b c d (HTTP 404, request id ID7)" },
  { "a\xff", "X: a\ufffd (HTTP 404, request id ID7)" },
  { " \n ", "X: (HTTP 404, request id ID7)" },
  { "Authorization: AWS4 Signature=abcdef", "X: … (HTTP 404, request id ID7)" },
};

static void
test_details (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words_cases); i++)
    {
      g_autoptr (GError) error = make (404, "X", words_cases[i].words, NULL, NULL, FALSE);

      g_assert_cmpstr (ph_error_get_details (error), ==, words_cases[i].details);
    }
}

static void
assert_clean (const char *text)
{
  g_assert_cmpint (g_utf8_strlen (text, -1), <, 700);
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (c)));
}

/* Whatever a server puts where, nothing of 10 kB or of several lines comes out. */
static void
test_flood (void)
{
  static const guint statuses[] = { 200, 301, 307, 400, 404, 500 };
  static const char *const codes[] = { NULL, "NoSuchBucket", "PermanentRedirect", "AccessDenied" };
  GString *flood = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append (flood, "é\n\x1b[1m\rxyz");
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    for (guint j = 0; j < G_N_ELEMENTS (codes); j++)
      {
        const PhS3Fault fault = {
          .status = statuses[i],
          .code = codes[j] != NULL ? (char *) codes[j] : flood->str,
          .message = flood->str,
          .region = flood->str,
          .endpoint = flood->str,
          .request_id = flood->str,
        };
        g_autoptr (GError) error = ph_s3_fault_to_error (&fault, &target);

        assert_clean (error->message);
        assert_clean (ph_error_get_hint (error));
        g_assert_cmpint (g_utf8_strlen (ph_error_get_details (error), -1), <, 1300);
      }
  g_string_free (flood, TRUE);
}

/* A code that the table doesn't know is told. */
static void
test_unknown (void)
{
  g_autoptr (GError) error = make (400, "SomethingNew", "No\nway", NULL, NULL, FALSE);

  g_assert_nonnull (strstr (error->message, "(SomethingNew, HTTP 400)"));
  g_assert_cmpstr (ph_error_get_details (error), ==,
                   "SomethingNew: No way (HTTP 400, request id ID7)");
}

static void
test_code (void)
{
  g_autoptr (GError) error = make (404, "NoSuchUpload", "gone", NULL, NULL, FALSE);
  g_autoptr (GError) bare = make (404, NULL, NULL, NULL, NULL, FALSE);
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "NoSuchUpload: x");

  g_assert_true (ph_s3_error_has_code (error, "NoSuchUpload"));
  g_assert_false (ph_s3_error_has_code (error, "NoSuch"));
  g_assert_false (ph_s3_error_has_code (bare, "NoSuchUpload"));
  g_assert_false (ph_s3_error_has_code (other, "NoSuchUpload"));
}

static void
test_region (void)
{
  g_autoptr (GError) region
      = make (400, "AuthorizationHeaderMalformed", NULL, "eu-west-1", NULL, FALSE);
  g_autoptr (GError) endpoint = make (301, "PermanentRedirect", NULL, "us-east-1",
                                      "pics.s3-eu-west-1.amazonaws.com", FALSE);
  g_autoptr (GError) oss
      = make (403, "AccessDenied",
              "The bucket you are attempting to access must be addressed using the specified "
              "endpoint.",
              NULL, "oss-cn-beijing.aliyuncs.com", FALSE);
  g_autoptr (GError) neither = make (307, NULL, NULL, NULL, NULL, FALSE);

  g_assert_nonnull (strstr (region->message, "“eu-west-1”, not “us-east-1”"));
  g_assert_nonnull (strstr (ph_error_get_hint (region), "region to eu-west-1"));
  g_assert_nonnull (strstr (endpoint->message, "pics.s3-eu-west-1.amazonaws.com"));
  g_assert_error (oss, PH_ERROR, PH_ERROR_REGION);
  g_assert_nonnull (strstr (oss->message, "oss-cn-beijing.aliyuncs.com"));
  g_assert_null (strchr (neither->message, '?'));
}

/* The setting is named where our x-amz-acl may be the reason, and only there. */
static void
test_acl (void)
{
  static const struct
  {
    guint status;
    const char *code;
    gboolean sent;
    gboolean named;
  } acl_cases[] = {
    { 400, "AccessControlListNotSupported", TRUE, TRUE },
    { 501, "NotImplemented", TRUE, TRUE },
    { 403, "AccessDenied", TRUE, TRUE },
    { 400, "InvalidArgument", TRUE, TRUE },
    { 403, "SignatureDoesNotMatch", TRUE, FALSE },
    { 404, "NoSuchBucket", TRUE, FALSE },
    { 503, "SlowDown", TRUE, FALSE },
    { 501, "NotImplemented", FALSE, FALSE },
    { 403, "AccessDenied", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (acl_cases); i++)
    {
      g_autoptr (GError) error
          = make (acl_cases[i].status, acl_cases[i].code, NULL, NULL, NULL, acl_cases[i].sent);

      g_test_message ("%s", acl_cases[i].code);
      g_assert_cmpint (strstr (ph_error_get_hint (error) ?: "", "acl in the profile") != NULL, ==,
                       acl_cases[i].named);
    }
}

static void
test_swapped_key (void)
{
  g_autoptr (GError) error
      = make (400, "InvalidArgument", "Credential access key has length 64, should be 32", NULL,
              NULL, FALSE);

  g_assert_error (error, PH_ERROR, PH_ERROR_ACCESS);
  g_assert_nonnull (strstr (ph_error_get_hint (error), "swapped"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/s3-error/table", test_table);
  g_test_add_func ("/s3-error/details", test_details);
  g_test_add_func ("/s3-error/flood", test_flood);
  g_test_add_func ("/s3-error/unknown", test_unknown);
  g_test_add_func ("/s3-error/code", test_code);
  g_test_add_func ("/s3-error/region", test_region);
  g_test_add_func ("/s3-error/acl", test_acl);
  g_test_add_func ("/s3-error/swapped-key", test_swapped_key);
  return g_test_run ();
}
