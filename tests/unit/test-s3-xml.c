/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-s3-xml.h"

#include <string.h>

#include "ph-error.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NS " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""

static GBytes *
to_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_fault (void)
{
  static const char *const xml
      = HEAD "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference &amp; so on</Message>"
             "<RequestTime>20130524T000000Z</RequestTime>"
             "<ServerTime>2013-05-24T01:00:00Z</ServerTime><Region>eu-west-1</Region>"
             "<Endpoint>b.s3.amazonaws.com</Endpoint>"
             "<Nested><Code>other</Code></Nested><Empty/><RequestId>4442587FB7D0A2F9</RequestId>"
             "</Error>";
  g_autoptr (GBytes) body = to_bytes (xml);
  g_auto (PhS3Fault) fault = { 0 };

  g_assert_true (ph_s3_xml_parse_fault (body, &fault));
  g_assert_cmpstr (fault.code, ==, "RequestTimeTooSkewed");
  g_assert_cmpstr (fault.message, ==, "The difference & so on");
  g_assert_cmpstr (fault.request_id, ==, "4442587FB7D0A2F9");
  g_assert_cmpstr (fault.region, ==, "eu-west-1");
  g_assert_cmpstr (fault.endpoint, ==, "b.s3.amazonaws.com");
  g_assert_cmpint (fault.time, ==, 1369357200);
}

#define LAUGHS                                                                                     \
  "<!DOCTYPE Error [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"                  \
  "<!ENTITY c \"&b;&b;&b;&b;&b;\">]><Error><Code>&c;&c;</Code></Error>"
#define TOO_DEEP                                                                                   \
  "<Error><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>x"                                    \
  "</a></a></a></a></a></a></a></a></a></a></a></a></a></a></a></a></a></Error>"

/* None of these is an error document, and none may crash, load or expand anything. */
static void
test_not_fault (void)
{
  static const char *const cases[] = {
    "",
    "   ",
    "plain text",
    "<html><body>Log in</body></html>",
    "<Error><Code>x</Code>",
    "<Error><Code>x</Error>",
    "<ListBucketResult/>",
    "<!DOCTYPE Error SYSTEM \"http://127.0.0.1:1/x.dtd\"><Error><Code>x</Code></Error>",
    "<!DOCTYPE Error [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Error><Code>&x;</Code></Error>",
    LAUGHS,
    TOO_DEEP,
    "<Error><Code>\x01</Code></Error>",
    "<Error><Code>\xff\xfe</Code></Error>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = to_bytes (cases[i]);
      g_auto (PhS3Fault) fault = { 0 };

      g_test_message ("case %u", i);
      g_assert_false (ph_s3_xml_parse_fault (body, &fault));
    }
}

static const PhObject *
get_object (PhObjectPage *page, guint i)
{
  g_assert_cmpuint (i, <, page->objects->len);
  return g_ptr_array_index (page->objects, i);
}

static void
test_list_v2 (void)
{
  g_autoptr (GBytes) body = to_bytes (
      HEAD "<ListBucketResult" NS "><Name>pics</Name><Prefix>a%2F</Prefix><KeyCount>2</KeyCount>"
           "<IsTruncated>true</IsTruncated><EncodingType>url</EncodingType>"
           "<NextContinuationToken>t+o%2Fk</NextContinuationToken>"
           "<Contents><Key>a/%E5%9B%BE+1%2B.png</Key><LastModified>2026-11-25T10:00:00.123Z"
           "</LastModified><ETag>&quot;0123&quot;</ETag><Size>5368709120</Size>"
           "<Owner><ID>1</ID><Key>no</Key></Owner></Contents>"
           "<Contents><Key>b</Key><Size>0</Size></Contents></ListBucketResult>");
  g_autoptr (GError) error = NULL;
  g_autoptr (PhObjectPage) page = ph_s3_xml_parse_list (body, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->objects->len, ==, 2);
  g_assert_cmpstr (page->next, ==, "t+o%2Fk");
  g_assert_cmpstr (get_object (page, 0)->key, ==, "a/图 1+.png");
  g_assert_cmpstr (get_object (page, 0)->etag, ==, "0123");
  g_assert_cmpint (get_object (page, 0)->size, ==, G_GINT64_CONSTANT (5368709120));
  g_assert_cmpint (get_object (page, 0)->modified, ==, 1795600800);
  g_assert_null (get_object (page, 1)->etag);
}

static void
test_list_v1 (void)
{
  static const struct
  {
    const char *head;
    const char *next;
  } cases[] = {
    { "<IsTruncated>false</IsTruncated>", NULL },
    { "<IsTruncated>true</IsTruncated>", " a+b%20 " },
    { "<IsTruncated>true</IsTruncated><NextMarker>m+m</NextMarker>", "m+m" },
    { "<IsTruncated>true</IsTruncated><NextMarker></NextMarker>", " a+b%20 " },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* Not encoded: the key is exactly what stands there, spaces at its ends included. */
      g_autofree char *xml = g_strdup_printf (
          "<ListBucketResult>%s<Contents><Key> a+b%%20 </Key></Contents></ListBucketResult>",
          cases[i].head);
      g_autoptr (GBytes) body = to_bytes (xml);
      g_autoptr (PhObjectPage) page = ph_s3_xml_parse_list (body, NULL);

      g_assert_nonnull (page);
      g_assert_cmpstr (get_object (page, 0)->key, ==, " a+b%20 ");
      g_assert_cmpstr (page->next, ==, cases[i].next);
      g_assert_cmpint (get_object (page, 0)->size, ==, -1);
    }
}

static void
test_list_refused (void)
{
  static const char *const cases[] = { "<Error/>", "<html>", "", "<ListBucketResult><Contents>" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = to_bytes (cases[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (ph_s3_xml_parse_list (body, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_SERVER);
    }
}

static void
test_upload_id (void)
{
  g_autoptr (GBytes) body
      = to_bytes ("\n \n" HEAD "<InitiateMultipartUploadResult" NS "><Bucket>b</Bucket><Key>k</Key>"
                  "<UploadId>2~a&lt;b+/=</UploadId></InitiateMultipartUploadResult>");
  g_autoptr (GBytes) without
      = to_bytes ("<InitiateMultipartUploadResult><UploadId/></InitiateMultipartUploadResult>");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ph_s3_xml_parse_upload_id (body, NULL);

  g_assert_cmpstr (id, ==, "2~a<b+/=");
  g_assert_null (ph_s3_xml_parse_upload_id (without, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SERVER);
}

static void
test_parts (void)
{
  g_autoptr (GBytes) body = to_bytes (
      HEAD "<ListPartsResult" NS "><IsTruncated>true</IsTruncated>"
           "<NextPartNumberMarker>2</NextPartNumberMarker>"
           "<Part><PartNumber>1</PartNumber><ETag>\"aa\"</ETag><Size>16777216</Size></Part>"
           "<Part><PartNumber>2</PartNumber><ETag>&#34;bb&#34;</ETag></Part></ListPartsResult>");
  guint next = 99;
  g_autoptr (GPtrArray) parts = ph_s3_xml_parse_parts (body, &next, NULL);
  const PhS3Part *part;

  g_assert_nonnull (parts);
  g_assert_cmpuint (parts->len, ==, 2);
  g_assert_cmpuint (next, ==, 2);
  part = g_ptr_array_index (parts, 0);
  g_assert_cmpuint (part->number, ==, 1);
  g_assert_cmpint (part->size, ==, 16777216);
  part = g_ptr_array_index (parts, 1);
  g_assert_cmpstr (part->etag, ==, "\"bb\"");
  g_assert_cmpint (part->size, ==, -1);
}

static void
test_etag (void)
{
  static const struct
  {
    const char *xml;
    const char *etag;
  } cases[] = {
    { HEAD "<CompleteMultipartUploadResult" NS "><Location>http://h/b/k</Location>"
           "<ETag>\"0a-2\"</ETag></CompleteMultipartUploadResult>",
      "0a-2" },
    { "<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>", "" },
    { "<CompleteMultipartUploadResult/>", "" },
    { "<CopyObjectResult><ETag>0a</ETag></CopyObjectResult>", "0a" },
    { "<Error><Code>InternalError</Code></Error>", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = to_bytes (cases[i].xml);
      g_autofree char *etag = ph_s3_xml_parse_etag (body, NULL);

      g_assert_cmpstr (etag, ==, cases[i].etag);
    }
}

static void
test_unquote (void)
{
  static const char *const cases[][2] = {
    { "\"a\"", "a" }, { "W/\"a\"", "a" }, { "a", "a" }, { "", "" }, { "\"", "\"" }, { "\"\"", "" },
  };

  g_assert_null (ph_s3_etag_unquote (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *etag = ph_s3_etag_unquote (cases[i][0]);

      g_assert_cmpstr (etag, ==, cases[i][1]);
    }
}

static void
test_delete_result (void)
{
  g_autoptr (GBytes) body = to_bytes (
      HEAD "<DeleteResult" NS "><Deleted><Key>fine</Key></Deleted>"
           "<Error><Key>a&amp;b</Key><Code>AccessDenied</Code><Message>no</Message></Error>"
           "<Error><Key>gone</Key><Code>NoSuchKey</Code></Error>"
           "<Error><Key>c</Key><Code>InternalError</Code></Error></DeleteResult>");
  const PhTarget target = { .bucket = (char *) "pics" };
  g_autoptr (GPtrArray) failures = ph_s3_xml_parse_delete (body, &target, NULL);
  const PhDeleteFailure *failure;

  g_assert_nonnull (failures);
  g_assert_cmpuint (failures->len, ==, 2);
  failure = g_ptr_array_index (failures, 0);
  g_assert_cmpstr (failure->key, ==, "a&b");
  g_assert_error (failure->error, PH_ERROR, PH_ERROR_ACCESS);
  failure = g_ptr_array_index (failures, 1);
  g_assert_cmpstr (failure->key, ==, "c");
  g_assert_error (failure->error, PH_ERROR, PH_ERROR_SERVER);
  g_assert_cmpint (ph_error_get_retry (failure->error), ==, PH_RETRY_BACKOFF);
}

static void
test_build (void)
{
  const char *const keys[] = { "a&b<c>\"'.png", " 图 ", "\x7f" };
  PhS3Part first = { 1, (char *) "\"aa\"", 5 };
  PhS3Part second = { 2, (char *) "b<b", 5 };
  PhS3Part *const parts[] = { &first, &second };
  g_autoptr (GBytes) delete = ph_s3_xml_build_delete (keys, 3);
  g_autoptr (GBytes) complete = ph_s3_xml_build_complete (parts, 2);
  g_autoptr (GBytes) expected_delete
      = to_bytes ("<Delete" NS "><Quiet>true</Quiet>"
                  "<Object><Key>a&amp;b&lt;c&gt;&quot;&apos;.png</Key></Object>"
                  "<Object><Key> 图 </Key></Object><Object><Key>&#x7f;</Key></Object></Delete>");
  g_autoptr (GBytes) expected_complete = to_bytes (
      "<CompleteMultipartUpload" NS ">"
      "<Part><PartNumber>1</PartNumber><ETag>&quot;aa&quot;</ETag></Part>"
      "<Part><PartNumber>2</PartNumber><ETag>b&lt;b</ETag></Part></CompleteMultipartUpload>");

  g_assert_cmpmem (g_bytes_get_data (delete, NULL), g_bytes_get_size (delete),
                   g_bytes_get_data (expected_delete, NULL), g_bytes_get_size (expected_delete));
  g_assert_cmpmem (g_bytes_get_data (complete, NULL), g_bytes_get_size (complete),
                   g_bytes_get_data (expected_complete, NULL),
                   g_bytes_get_size (expected_complete));
  g_assert_true (ph_s3_xml_can_hold ("a&b 图\x7f"));
  g_assert_false (ph_s3_xml_can_hold ("a\nb"));
  g_assert_false (ph_s3_xml_can_hold ("a\xff"));
  g_assert_false (ph_s3_xml_can_hold (" a"));
  g_assert_false (ph_s3_xml_can_hold ("a "));
  g_assert_false (ph_s3_xml_can_hold ("\xef\xbf\xbf"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/s3-xml/fault", test_fault);
  g_test_add_func ("/s3-xml/not-fault", test_not_fault);
  g_test_add_func ("/s3-xml/list-v2", test_list_v2);
  g_test_add_func ("/s3-xml/list-v1", test_list_v1);
  g_test_add_func ("/s3-xml/list-refused", test_list_refused);
  g_test_add_func ("/s3-xml/upload-id", test_upload_id);
  g_test_add_func ("/s3-xml/parts", test_parts);
  g_test_add_func ("/s3-xml/etag", test_etag);
  g_test_add_func ("/s3-xml/unquote", test_unquote);
  g_test_add_func ("/s3-xml/delete-result", test_delete_result);
  g_test_add_func ("/s3-xml/build", test_build);
  return g_test_run ();
}
