/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-s3-refusal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
#define NO_OBJECT_HINT                                                                             \
  N_ ("it may have been deleted; if it should be there, check endpoint and bucket")
#define EXISTS N_ ("an object with other bytes has this name already")
#define EXISTS_HINT N_ ("choose another name")
#define BAD_KEY N_ ("the server doesn't take this object key")
#define BAD_KEY_HINT N_ ("choose a shorter or simpler key-template")
#define TOO_LARGE N_ ("the server takes nothing as large as this")
#define TOO_LARGE_HINT N_ ("make the file smaller; part-size may also be too large for the server")
#define LENGTH_LOST N_ ("the length of the picture didn't reach the server")
#define LENGTH_LOST_HINT N_ ("check the proxy or firewall in between: it may change requests")
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
#define SENT_ON N_ ("the endpoint sends requests on to “{named-host}”")
#define SENT_ON_HINT                                                                               \
  N_ ("check endpoint; this network may also want you to log in first: open any http:// page in "  \
      "a browser")
#define LOGIN N_ ("something else answered in the server's place")
#define LOGIN_HINT                                                                                 \
  N_ ("this network may want you to log in first: open any http:// page in a browser")

/* Sources: Amazon S3 API Reference, "Error responses"; Cloudflare R2, "Error codes"; the error
 * pages of Aliyun OSS and Tencent COS; Ceph's rgw_common.cc for QuotaExceeded and UserSuspended. */
static const PhS3Refusal codes[] = {
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
  { "NoSuchKey", NULL, 0, PH_ERROR_NO_OBJECT, NEVER, NO_OBJECT, NO_OBJECT_HINT },
  { "NoSuchVersion", NULL, 0, PH_ERROR_NO_OBJECT, NEVER, NO_OBJECT, NO_OBJECT_HINT },
  { "NoSuchUpload", NULL, 0, PH_ERROR_FAILED, BACKOFF, PART_GONE, LATER_HINT },
  { "InvalidPart", NULL, 0, PH_ERROR_FAILED, BACKOFF, PART_GONE, LATER_HINT },
  { "InvalidPartOrder", NULL, 0, PH_ERROR_FAILED, NEVER, PART_GONE, LATER_HINT },
  { "EntityTooSmall", NULL, 0, PH_ERROR_SETTINGS, NEVER,
    N_ ("the parts of this upload are too small for the server"), N_ ("raise part-size") },
  { "PreconditionFailed", NULL, 0, PH_ERROR_EXISTS, NEVER, EXISTS, EXISTS_HINT },
  { "FileAlreadyExists", NULL, 0, PH_ERROR_EXISTS, NEVER, EXISTS, EXISTS_HINT },
  { "InvalidObjectName", NULL, 0, PH_ERROR_SETTINGS, NEVER, BAD_KEY, BAD_KEY_HINT },
  { "KeyTooLong", NULL, 0, PH_ERROR_SETTINGS, NEVER, BAD_KEY, BAD_KEY_HINT },
  { "KeyTooLongError", NULL, 0, PH_ERROR_SETTINGS, NEVER, BAD_KEY, BAD_KEY_HINT },
  { "EntityTooLarge", NULL, 0, PH_ERROR_TOO_LARGE, NEVER, TOO_LARGE, TOO_LARGE_HINT },
  { "MaxMessageLengthExceeded", NULL, 0, PH_ERROR_TOO_LARGE, NEVER, TOO_LARGE, TOO_LARGE_HINT },
  { "MetadataTooLarge", NULL, 0, PH_ERROR_SETTINGS, NEVER,
    N_ ("the server takes no headers as long as these"),
    N_ ("shorten cache-control and the name of the file") },
  { "MissingContentLength", NULL, 0, PH_ERROR_UNSUPPORTED, NEVER, LENGTH_LOST, LENGTH_LOST_HINT },
  { "InvalidDigest", NULL, 0, PH_ERROR_NETWORK, BACKOFF, BROKEN_TRANSFER, LATER_HINT },
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

static const PhS3Refusal statuses[] = {
  { NULL, NULL, 301, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { NULL, NULL, 302, PH_ERROR_NETWORK, BACKOFF, LOGIN, LOGIN_HINT },
  { NULL, NULL, 303, PH_ERROR_NETWORK, BACKOFF, LOGIN, LOGIN_HINT },
  /* MinIO of 2023 answered so to If-None-Match on a PUT. */
  { NULL, NULL, 304, PH_ERROR_EXISTS, NEVER, EXISTS, EXISTS_HINT },
  { NULL, NULL, 307, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { NULL, NULL, 308, PH_ERROR_REGION, NEVER, ELSEWHERE, ELSEWHERE_HINT },
  { NULL, NULL, 401, PH_ERROR_ACCESS, NEVER, KEY_UNKNOWN, KEY_UNKNOWN_HINT },
  { NULL, NULL, 403, PH_ERROR_ACCESS, NEVER, NOT_ALLOWED, NOT_ALLOWED_HINT },
  { NULL, NULL, 404, PH_ERROR_NO_OBJECT, NEVER, NO_OBJECT, NO_OBJECT_HINT },
  { NULL, NULL, 405, PH_ERROR_UNSUPPORTED, NEVER, UNKNOWN_REQUEST, UNKNOWN_REQUEST_HINT },
  { NULL, NULL, 408, PH_ERROR_NETWORK, BACKOFF, BUSY, LATER_HINT },
  { NULL, NULL, 409, PH_ERROR_SERVER, BACKOFF, BUSY, LATER_HINT },
  { NULL, NULL, 411, PH_ERROR_UNSUPPORTED, NEVER, LENGTH_LOST, LENGTH_LOST_HINT },
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

static const PhS3Refusal other_server_fault
    = { NULL, NULL, 0, PH_ERROR_SERVER, BACKOFF, BUSY, LATER_HINT };
static const PhS3Refusal other_refusal
    = { NULL,
        NULL,
        0,
        PH_ERROR_FAILED,
        NEVER,
        N_ ("the server refuses this request ({said})"),
        N_ ("check provider, endpoint and bucket; “pichoist profile check” tries each step") };

/* A PUT needs no object to be there, so the address is wrong. */
static const PhS3Refusal no_place
    = { NULL, NULL, 404, PH_ERROR_NO_BUCKET, NEVER, NO_BUCKET, NO_BUCKET_HINT };

/* Redirects of web servers and login portals; those of S3 name the bucket's own endpoint. */
static const PhS3Refusal https_only = { NULL,
                                        NULL,
                                        0,
                                        PH_ERROR_SETTINGS,
                                        NEVER,
                                        N_ ("this endpoint is for https only"),
                                        N_ ("set endpoint to https://{named-host}") };
static const PhS3Refusal sent_on_for_good
    = { NULL, NULL, 0, PH_ERROR_SETTINGS, NEVER, SENT_ON, SENT_ON_HINT };
static const PhS3Refusal sent_on
    = { NULL, NULL, 0, PH_ERROR_NETWORK, BACKOFF, SENT_ON, SENT_ON_HINT };

static gboolean
fits (const PhS3Refusal *row, const PhS3Fault *fault)
{
  if (row->code == NULL)
    return row->status == fault->status;
  if (g_strcmp0 (row->code, fault->code) != 0)
    return FALSE;
  return row->words == NULL
         || (fault->message != NULL && strstr (fault->message, row->words) != NULL);
}

/* Whatever the port: that of https is another one. */
static gboolean
names_own_host (const PhS3Fault *fault, const PhTarget *target)
{
  gsize length = target->host != NULL ? strlen (target->host) : 0;

  return length > 0 && fault->endpoint != NULL
         && strncmp (fault->endpoint, target->host, length) == 0
         && (fault->endpoint[length] == '\0' || fault->endpoint[length] == ':');
}

/* (nullable): nothing but code and status count */
static const PhS3Refusal *
find_special (const PhS3Fault *fault, const PhTarget *target)
{
  gboolean has_code = fault->code != NULL && !g_str_equal (fault->code, "NoSuchKey");

  if (fault->status == 404 && !has_code && !fault->needs_object)
    return &no_place;
  if (!fault->is_foreign || fault->status < 301 || fault->status > 308 || fault->status == 304)
    return NULL;
  if (fault->names_https && g_strcmp0 (target->scheme, "http") == 0
      && names_own_host (fault, target))
    return &https_only;
  if (fault->endpoint == NULL || fault->status == 302 || fault->status == 303)
    return NULL;
  return fault->status == 307 ? &sent_on : &sent_on_for_good;
}

static const PhS3Refusal *
find_row (const PhS3Fault *fault, const PhTarget *target)
{
  const PhS3Refusal *special = find_special (fault, target);

  if (special != NULL)
    return special;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (fits (&codes[i], fault))
      return &codes[i];
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (fits (&statuses[i], fault))
      return &statuses[i];
  return fault->status >= 500 || fault->status < 300 ? &other_server_fault : &other_refusal;
}

/* The texts name what the server named: the right region, or else the right host. */
PhS3Refusal
ph_s3_refusal_find (const PhS3Fault *fault, const PhTarget *target)
{
  PhS3Refusal found = *find_row (fault, target);

  if (found.error != PH_ERROR_REGION)
    return found;
  found.message = ELSEWHERE;
  found.hint = ELSEWHERE_HINT;
  if (fault->region != NULL && g_strcmp0 (fault->region, target->region) != 0)
    {
      found.message = WRONG_REGION;
      found.hint = WRONG_REGION_HINT;
    }
  else if (fault->endpoint == NULL)
    found.message = N_ ("another endpoint or region serves the bucket “{bucket}”");
  return found;
}

gboolean
ph_s3_refusal_may_be_for_acl (const PhS3Refusal *refusal, const PhS3Fault *fault)
{
  return fault->acl_sent
         && (refusal->error == PH_ERROR_UNSUPPORTED || refusal->message == other_refusal.message
             || (refusal->error == PH_ERROR_ACCESS && fault->status == 403
                 && (fault->code == NULL || g_str_equal (fault->code, "AccessDenied"))));
}
