/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"

/* The server's own words, at most so many characters of them. */
#define WORDS_MAX 300

/* One kind of refusal.  {bucket}, {region}, {named-region} and {named-host} are filled in. */
typedef struct
{
  const char *code;  /* S3's; NULL: by status alone */
  const char *words; /* (nullable) only where the server's message holds this */
  guint status;      /* only read where code is NULL */
  PhErrorCode error;
  PhRetry retry;
  const char *message;
  const char *hint; /* (nullable) */
} Row;

#define NEVER PH_RETRY_NEVER
#define BACKOFF PH_RETRY_BACKOFF
#define THROTTLE PH_RETRY_THROTTLE

#define KEY_UNKNOWN N_ ("the server doesn't know this access key")
#define KEY_UNKNOWN_HINT                                                                           \
  N_ ("check access-key-id and endpoint; the key may have been deleted, or belong to another "     \
      "account or jurisdiction")
#define NOT_ALLOWED N_ ("the access key may not do this in the bucket “{bucket}”")
#define NOT_ALLOWED_HINT N_ ("give the key permission to read and write objects in this bucket")
#define BAD_SECRET N_ ("the secret access key doesn't fit the access key")
#define BAD_SECRET_HINT                                                                            \
  N_ ("enter the secret again; for R2 it is the “Secret Access Key”, not the API token")
#define SKEWED N_ ("this computer's clock and the server's differ too much")
#define SKEWED_HINT N_ ("set the clock of this computer (timedatectl set-ntp true)")
#define TOKEN_EXPIRED N_ ("the session token has expired or is not valid")
#define TOKEN_EXPIRED_HINT N_ ("get new temporary keys")
#define ACCOUNT N_ ("the provider has suspended this account or wants something done first")
#define ACCOUNT_HINT N_ ("look into the provider's console")
#define WRONG_REGION N_ ("the bucket “{bucket}” is in the region “{named-region}”, not “{region}”")
#define WRONG_REGION_HINT N_ ("set region to {named-region} and endpoint to one of that region")
#define ELSEWHERE N_ ("another endpoint serves the bucket “{bucket}”: {named-host}")
#define ELSEWHERE_HINT N_ ("set endpoint and region to what the provider's console shows for it")
#define VIRTUAL_ONLY N_ ("the server wants the bucket's name in the host name")
#define VIRTUAL_ONLY_HINT N_ ("set addressing to virtual")
#define NO_BUCKET N_ ("there is no bucket “{bucket}” at this endpoint")
#define NO_BUCKET_HINT N_ ("check bucket, endpoint and (for R2) jurisdiction")
#define NO_OBJECT N_ ("there is no such object in the bucket “{bucket}”")
#define EXISTS N_ ("an object with other bytes has this name already")
#define EXISTS_HINT N_ ("choose another name")
#define BAD_KEY N_ ("the server doesn't take this object key")
#define BAD_KEY_HINT N_ ("choose a shorter or simpler key-template")
#define TOO_LARGE N_ ("the server takes nothing as large as this")
#define BROKEN_TRANSFER N_ ("the picture reached the server incomplete or damaged")
#define SLOW_DOWN N_ ("the server asks for fewer requests")
#define BUSY N_ ("the server has a passing fault")
#define LATER_HINT N_ ("try again later")
#define FULL N_ ("the bucket is full or its quota is used up")
#define FULL_HINT N_ ("delete something or raise the quota")
#define UNKNOWN_REQUEST N_ ("the server doesn't know this kind of request")
#define UNKNOWN_REQUEST_HINT N_ ("check provider and endpoint")
#define NO_ACL N_ ("the bucket “{bucket}” takes no ACL")
#define NO_ACL_HINT N_ ("empty acl in the profile")
#define PART_GONE N_ ("the server has lost a part of this upload")
#define LOGIN N_ ("something else answered in the server's place")
#define LOGIN_HINT                                                                                 \
  N_ ("this network may want you to log in first: open any http:// page in a browser")

/* Sources: Amazon S3 API Reference, "Error responses"; Cloudflare R2, "Error codes"; the error
 * pages of Aliyun OSS and Tencent COS; Ceph's rgw_common.cc for QuotaExceeded and UserSuspended. */
static const Row codes[] = {
  { "InvalidAccessKeyId", NULL, 0, PH_ERROR_ACCESS, NEVER, KEY_UNKNOWN, KEY_UNKNOWN_HINT },
  { "Unauthorized", NULL, 0, PH_ERROR_ACCESS, NEVER, KEY_UNKNOWN, KEY_UNKNOWN_HINT },
  { "InvalidArgument", "access key has length", 0, PH_ERROR_ACCESS, NEVER,
    N_ ("the access key id has the wrong length"),
    N_ ("access-key-id has 32 characters; key and secret may be swapped, or it is an API token") },
  { "SignatureDoesNotMatch", NULL, 0, PH_ERROR_SIGNATURE, NEVER, BAD_SECRET, BAD_SECRET_HINT },
  { "AccessDenied", "must be addressed", 0, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { "AccessDenied", NULL, 0, PH_ERROR_ACCESS, NEVER, NOT_ALLOWED, NOT_ALLOWED_HINT },
  { "AllAccessDisabled", NULL, 0, PH_ERROR_ACCESS, NEVER, ACCOUNT, ACCOUNT_HINT },
  { "AccountProblem", NULL, 0, PH_ERROR_ACCESS, NEVER, ACCOUNT, ACCOUNT_HINT },
  { "NotSignedUp", NULL, 0, PH_ERROR_ACCESS, NEVER, ACCOUNT, ACCOUNT_HINT },
  { "UserDisable", NULL, 0, PH_ERROR_ACCESS, NEVER, ACCOUNT, ACCOUNT_HINT },
  { "UserSuspended", NULL, 0, PH_ERROR_ACCESS, NEVER, ACCOUNT, ACCOUNT_HINT },
  { "NotEntitled", NULL, 0, PH_ERROR_ACCESS, NEVER, N_ ("R2 is not enabled for this account"),
    N_ ("enable R2 in the Cloudflare dashboard") },
  { "ObjectLockedByBucketPolicy", NULL, 0, PH_ERROR_ACCESS, NEVER,
    N_ ("a lock rule of the bucket protects this object"),
    N_ ("wait until the lock ends or change the bucket's lock rules") },
  { "ExpiredToken", NULL, 0, PH_ERROR_ACCESS, NEVER, TOKEN_EXPIRED, TOKEN_EXPIRED_HINT },
  { "InvalidToken", NULL, 0, PH_ERROR_ACCESS, NEVER, TOKEN_EXPIRED, TOKEN_EXPIRED_HINT },
  { "TokenRefreshRequired", NULL, 0, PH_ERROR_ACCESS, NEVER, TOKEN_EXPIRED, TOKEN_EXPIRED_HINT },
  { "RequestTimeTooSkewed", NULL, 0, PH_ERROR_CLOCK, NEVER, SKEWED, SKEWED_HINT },
  { "RequestExpired", NULL, 0, PH_ERROR_CLOCK, NEVER, SKEWED, SKEWED_HINT },
  { "ExpiredRequest", NULL, 0, PH_ERROR_CLOCK, NEVER, SKEWED, SKEWED_HINT },
  { "AuthorizationHeaderMalformed", NULL, 0, PH_ERROR_REGION, NEVER, WRONG_REGION,
    WRONG_REGION_HINT },
  { "IllegalLocationConstraintException", NULL, 0, PH_ERROR_REGION, NEVER, WRONG_REGION,
    WRONG_REGION_HINT },
  { "InvalidRegionName", NULL, 0, PH_ERROR_REGION, NEVER, WRONG_REGION, WRONG_REGION_HINT },
  { "PermanentRedirect", NULL, 0, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { "TemporaryRedirect", NULL, 0, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { "SecondLevelDomainForbidden", NULL, 0, PH_ERROR_SETTINGS, NEVER, VIRTUAL_ONLY,
    VIRTUAL_ONLY_HINT },
  { "PathStyleDomainForbidden", NULL, 0, PH_ERROR_SETTINGS, NEVER, VIRTUAL_ONLY,
    VIRTUAL_ONLY_HINT },
  { "NoSuchBucket", NULL, 0, PH_ERROR_NO_BUCKET, NEVER, NO_BUCKET, NO_BUCKET_HINT },
  { "InvalidBucketName", NULL, 0, PH_ERROR_NO_BUCKET, NEVER, N_ ("“{bucket}” can't be a bucket"),
    N_ ("bucket is 3 to 63 lower-case letters, digits and hyphens") },
  { "NoSuchKey", NULL, 0, PH_ERROR_NO_OBJECT, NEVER, NO_OBJECT, NULL },
  { "NoSuchVersion", NULL, 0, PH_ERROR_NO_OBJECT, NEVER, NO_OBJECT, NULL },
  { "NoSuchUpload", NULL, 0, PH_ERROR_FAILED, BACKOFF, PART_GONE, LATER_HINT },
  { "InvalidPart", NULL, 0, PH_ERROR_FAILED, BACKOFF, PART_GONE, LATER_HINT },
  { "InvalidPartOrder", NULL, 0, PH_ERROR_FAILED, NEVER, PART_GONE, NULL },
  { "EntityTooSmall", NULL, 0, PH_ERROR_SETTINGS, NEVER,
    N_ ("the parts of this upload are too small for the server"), N_ ("raise part-size") },
  { "PreconditionFailed", NULL, 0, PH_ERROR_EXISTS, NEVER, EXISTS, EXISTS_HINT },
  { "FileAlreadyExists", NULL, 0, PH_ERROR_EXISTS, NEVER, EXISTS, EXISTS_HINT },
  { "InvalidObjectName", NULL, 0, PH_ERROR_SETTINGS, NEVER, BAD_KEY, BAD_KEY_HINT },
  { "KeyTooLong", NULL, 0, PH_ERROR_SETTINGS, NEVER, BAD_KEY, BAD_KEY_HINT },
  { "KeyTooLongError", NULL, 0, PH_ERROR_SETTINGS, NEVER, BAD_KEY, BAD_KEY_HINT },
  { "EntityTooLarge", NULL, 0, PH_ERROR_TOO_LARGE, NEVER, TOO_LARGE, NULL },
  { "MaxMessageLengthExceeded", NULL, 0, PH_ERROR_TOO_LARGE, NEVER, TOO_LARGE, NULL },
  { "BadDigest", NULL, 0, PH_ERROR_NETWORK, BACKOFF, BROKEN_TRANSFER, LATER_HINT },
  { "XAmzContentSHA256Mismatch", NULL, 0, PH_ERROR_NETWORK, BACKOFF, BROKEN_TRANSFER, LATER_HINT },
  { "IncompleteBody", NULL, 0, PH_ERROR_NETWORK, BACKOFF, BROKEN_TRANSFER, LATER_HINT },
  { "ClientDisconnect", NULL, 0, PH_ERROR_NETWORK, BACKOFF, BROKEN_TRANSFER, LATER_HINT },
  { "RequestTimeout", NULL, 0, PH_ERROR_NETWORK, BACKOFF,
    N_ ("the server waited too long for the picture"), LATER_HINT },
  { "SlowDown", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "TooManyRequests", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "Throttling", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "ThrottlingException", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "ThrottledException", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "RequestThrottled", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "RequestLimitExceeded", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "QpsLimitExceeded", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "BandwidthLimitExceeded", NULL, 0, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { "ServiceUnavailable", NULL, 0, PH_ERROR_SERVER, THROTTLE, BUSY, LATER_HINT },
  { "InternalError", NULL, 0, PH_ERROR_SERVER, BACKOFF, BUSY, LATER_HINT },
  { "OperationAborted", NULL, 0, PH_ERROR_SERVER, BACKOFF, BUSY, LATER_HINT },
  { "ConditionalRequestConflict", NULL, 0, PH_ERROR_SERVER, BACKOFF, BUSY, LATER_HINT },
  { "QuotaExceeded", NULL, 0, PH_ERROR_FAILED, NEVER, FULL, FULL_HINT },
  { "XMinioStorageFull", NULL, 0, PH_ERROR_FAILED, NEVER, FULL, FULL_HINT },
  { "AccessControlListNotSupported", NULL, 0, PH_ERROR_UNSUPPORTED, NEVER, NO_ACL, NO_ACL_HINT },
  { "MalformedACLError", NULL, 0, PH_ERROR_UNSUPPORTED, NEVER,
    N_ ("the server doesn't know this ACL"), NO_ACL_HINT },
  { "NotImplemented", NULL, 0, PH_ERROR_UNSUPPORTED, NEVER, UNKNOWN_REQUEST, UNKNOWN_REQUEST_HINT },
  { "MethodNotAllowed", NULL, 0, PH_ERROR_UNSUPPORTED, NEVER, UNKNOWN_REQUEST,
    UNKNOWN_REQUEST_HINT },
};

static const Row statuses[] = {
  { NULL, NULL, 301, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { NULL, NULL, 302, PH_ERROR_NETWORK, BACKOFF, LOGIN, LOGIN_HINT },
  { NULL, NULL, 303, PH_ERROR_NETWORK, BACKOFF, LOGIN, LOGIN_HINT },
  /* MinIO of 2023 answered so to If-None-Match on a PUT. */
  { NULL, NULL, 304, PH_ERROR_EXISTS, NEVER, EXISTS, EXISTS_HINT },
  { NULL, NULL, 307, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { NULL, NULL, 308, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { NULL, NULL, 401, PH_ERROR_ACCESS, NEVER, KEY_UNKNOWN, KEY_UNKNOWN_HINT },
  { NULL, NULL, 403, PH_ERROR_ACCESS, NEVER, NOT_ALLOWED, NOT_ALLOWED_HINT },
  { NULL, NULL, 404, PH_ERROR_NO_OBJECT, NEVER, NO_OBJECT, NULL },
  { NULL, NULL, 405, PH_ERROR_UNSUPPORTED, NEVER, UNKNOWN_REQUEST, UNKNOWN_REQUEST_HINT },
  { NULL, NULL, 408, PH_ERROR_NETWORK, BACKOFF, BUSY, LATER_HINT },
  { NULL, NULL, 409, PH_ERROR_SERVER, BACKOFF, BUSY, LATER_HINT },
  { NULL, NULL, 412, PH_ERROR_EXISTS, NEVER, EXISTS, EXISTS_HINT },
  { NULL, NULL, 413, PH_ERROR_TOO_LARGE, NEVER, TOO_LARGE,
    N_ ("a proxy in front of the server may limit the size") },
  { NULL, NULL, 429, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { NULL, NULL, 499, PH_ERROR_NETWORK, BACKOFF, BROKEN_TRANSFER, LATER_HINT },
  { NULL, NULL, 501, PH_ERROR_UNSUPPORTED, NEVER, UNKNOWN_REQUEST, UNKNOWN_REQUEST_HINT },
  { NULL, NULL, 503, PH_ERROR_SERVER, THROTTLE, BUSY, LATER_HINT },
  { NULL, NULL, 507, PH_ERROR_FAILED, NEVER, FULL, FULL_HINT },
  { NULL, NULL, 509, PH_ERROR_THROTTLED, THROTTLE, SLOW_DOWN, LATER_HINT },
  { NULL, NULL, 511, PH_ERROR_NETWORK, BACKOFF, LOGIN, LOGIN_HINT },
};

static const Row other_server_fault = { NULL, NULL, 0, PH_ERROR_SERVER, BACKOFF, BUSY, LATER_HINT };
static const Row other_refusal
    = { NULL, NULL, 0, PH_ERROR_FAILED, NEVER, N_ ("the server refuses this request"), NULL };

void
ph_s3_fault_clear (PhS3Fault *fault)
{
  g_clear_pointer (&fault->code, g_free);
  g_clear_pointer (&fault->message, g_free);
  g_clear_pointer (&fault->request_id, g_free);
  g_clear_pointer (&fault->region, g_free);
  g_clear_pointer (&fault->endpoint, g_free);
}

static gboolean
row_fits (const Row *row, const PhS3Fault *fault)
{
  if (row->code == NULL)
    return row->status == fault->status;
  if (g_strcmp0 (row->code, fault->code) != 0)
    return FALSE;
  return row->words == NULL
         || (fault->message != NULL && strstr (fault->message, row->words) != NULL);
}

static const Row *
find_row (const PhS3Fault *fault)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (row_fits (&codes[i], fault))
      return &codes[i];
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (row_fits (&statuses[i], fault))
      return &statuses[i];
  return fault->status >= 500 || fault->status < 300 ? &other_server_fault : &other_refusal;
}

static char *
fill_in (const char *text, const PhS3Fault *fault, const PhTarget *target)
{
  const char *const values[][2] = {
    { "{bucket}", target->bucket },
    { "{region}", target->region },
    { "{named-region}", fault->region != NULL ? fault->region : "?" },
    { "{named-host}", fault->endpoint != NULL ? fault->endpoint : "?" },
  };
  GString *out = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_string_replace (out, values[i][0], values[i][1] != NULL ? values[i][1] : "", 0);
  return g_string_free (out, FALSE);
}

/* The server's words on one line, without what it may repeat of our signature. */
static char *
tidy_words (const char *words)
{
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  g_autofree char *cut = NULL;

  if (strstr (valid, "Signature=") != NULL || strstr (valid, "Authorization:") != NULL)
    return g_strdup ("…");
  cut = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), WORDS_MAX));
  for (char *c = cut; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return g_steal_pointer (&cut);
}

static char *
build_details (const PhS3Fault *fault)
{
  GString *out = g_string_new (NULL);

  if (fault->code != NULL)
    {
      g_autofree char *code = tidy_words (fault->code);

      g_string_append_printf (out, "%s: ", code);
    }
  if (fault->message != NULL)
    {
      g_autofree char *words = tidy_words (fault->message);

      g_string_append_printf (out, "%s ", words);
    }
  g_string_append_printf (out, "(HTTP %u", fault->status);
  if (fault->request_id != NULL)
    {
      g_autofree char *id = tidy_words (fault->request_id);

      g_string_append_printf (out, ", request id %s", id);
    }
  g_string_append_c (out, ')');
  return g_string_free (out, FALSE);
}

/* A refusal that our x-amz-acl may be the reason of.  S3 itself says AccessDenied where the key
 * lacks PutObjectAcl, others 400 or 501 for the header. */
static gboolean
may_be_for_acl (const PhS3Fault *fault, const Row *row)
{
  return fault->acl_sent
         && (row->error == PH_ERROR_UNSUPPORTED || row == &other_refusal
             || (row->error == PH_ERROR_ACCESS && fault->status == 403
                 && (fault->code == NULL || g_str_equal (fault->code, "AccessDenied"))));
}

/* A row's texts name what the server named: the right region, or else the right host. */
static Row
make_exact (const Row *row, const PhS3Fault *fault, const PhTarget *target)
{
  Row exact = *row;

  if (row->error != PH_ERROR_REGION)
    return exact;
  exact.message = ELSEWHERE;
  exact.hint = ELSEWHERE_HINT;
  if (fault->region != NULL && g_strcmp0 (fault->region, target->region) != 0)
    {
      exact.message = WRONG_REGION;
      exact.hint = WRONG_REGION_HINT;
    }
  else if (fault->endpoint == NULL)
    exact.message = N_ ("another endpoint or region serves the bucket “{bucket}”");
  return exact;
}

GError *
ph_s3_fault_to_error (const PhS3Fault *fault, const PhTarget *target)
{
  const Row *row = find_row (fault);
  const Row exact = make_exact (row, fault, target);
  g_autofree char *message = fill_in (_ (exact.message), fault, target);
  g_autofree char *hint = exact.hint == NULL ? NULL : fill_in (_ (exact.hint), fault, target);
  g_autofree char *details = build_details (fault);
  GError *error;

  if (may_be_for_acl (fault, row))
    {
      g_free (hint);
      hint = g_strdup (row->error == PH_ERROR_ACCESS
                           ? _ ("empty acl in the profile, or give the key permission to set ACLs")
                           : _ (NO_ACL_HINT));
    }
  error = ph_error_new (row->error, hint, "%s", message);
  ph_error_set_details (error, details);
  ph_error_set_retry (error, row->retry, row->retry == PH_RETRY_NEVER ? 0 : fault->retry_after);
  return error;
}

gboolean
ph_s3_error_has_code (const GError *error, const char *code)
{
  const char *details = ph_error_get_details (error);
  gsize length = strlen (code);

  return details != NULL && strncmp (details, code, length) == 0 && details[length] == ':';
}

GError *
ph_s3_error_new_login_page (guint status)
{
  GError *error = ph_error_new (PH_ERROR_NETWORK, _ (LOGIN_HINT), "%s", _ (LOGIN));
  g_autofree char *details = g_strdup_printf ("an HTML page (HTTP %u)", status);

  ph_error_set_details (error, details);
  ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
  return error;
}

GError *
ph_s3_error_new_not_s3 (guint status)
{
  GError *error
      = ph_error_new (PH_ERROR_SERVER, _ ("check endpoint; a proxy or firewall may be in between"),
                      "%s", _ ("a web server, not an S3 server, refuses this request"));
  g_autofree char *details = g_strdup_printf ("an HTML page (HTTP %u)", status);

  ph_error_set_details (error, details);
  return error;
}

GError *
ph_s3_error_new_nonsense (const char *what)
{
  GError *error = ph_error_new (PH_ERROR_SERVER, _ ("check endpoint: it may not be an S3 server's"),
                                "%s", _ ("the server's answer makes no sense"));

  ph_error_set_details (error, what);
  ph_error_set_retry (error, PH_RETRY_BACKOFF, 0);
  return error;
}
