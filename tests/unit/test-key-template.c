/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-key-template.h"

#include <string.h>

#include "ph-error.h"
#include "ph-object-key.h"

#define SHA256 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define SHA1 "a9993e364706816aba3e25717850c26c9cd0d89d"
#define MD5 "900150983cd24fb0d6963f7d28e17f72"

static PhKeyValues
make_values (GDateTime *time, const char *file_name, const char *extension)
{
  PhKeyValues values = { .time = time,
                         .file_name = file_name,
                         .extension = extension,
                         .folder = "/home/me/Pictures/2026 trip",
                         .width = 640,
                         .height = 480,
                         .counter = 17 };

  g_strlcpy (values.digest.sha256, SHA256, sizeof values.digest.sha256);
  g_strlcpy (values.digest.sha1, SHA1, sizeof values.digest.sha1);
  g_strlcpy (values.digest.md5, MD5, sizeof values.digest.md5);
  return values;
}

static GDateTime *
make_time (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("+08:00");

  return g_date_time_new (zone, 2026, 3, 1, 7, 5, 9.042);
}

static char *
expand (const char *pattern, const PhKeyValues *values, GError **error)
{
  g_autoptr (PhKeyTemplate) key_template = ph_key_template_new (pattern, error);

  return key_template != NULL ? ph_key_template_expand (key_template, values, error) : NULL;
}

static void
test_fields (void)
{
  static const struct
  {
    const char *pattern;
    const char *key;
  } cases[] = {
    { PH_KEY_TEMPLATE_DEFAULT, "2026/03/ba7816bf8f01cfea.png" },
    { "{year}-{month}-{day}_{hour}.{minute}.{second}.{millisecond}.{ext}",
      "2026-03-01_07.05.09.042.png" },
    { "{timestamp}.{ext}", "1772319909.png" },
    { "{timestampMS}.{ext}", "1772319909042.png" },
    { "{name}.{ext}", "My Shot.png" },
    { "{fullname}", "My Shot.PNG" },
    { "{md5}.{ext}", MD5 ".png" },
    { "{sha1}.{ext}", SHA1 ".png" },
    { "{sha256}.{ext}", SHA256 ".png" },
    { "{width}x{height}.{ext}", "640x480.png" },
    { "{counter}.{ext}", "17.png" },
    { "{sha256:2}/{sha256:2,4}/{name:2}.{ext}", "ba/7816/My.png" },
    { "{name:100}.{ext}", "My Shot.png" },
    { "{name:3,2}.{ext}", "Sh.png" },
    /* PicGo's S3 plugin */
    { "{year}/{month}/{md5}.{extName}", "2026/03/" MD5 ".png" },
    { "{fileName}-{day}.{extName}", "My Shot-01.png" },
    { "{fullName}", "My Shot.PNG" },
    { "{md5B64}.{extName}", "kAFQmDzST7DWlj99KOF_cg.png" },
    { "{md5B64Short}.{extName}", "kAFQmDz.png" },
    /* PicList */
    { "{Y}{m}{d}{h}{i}{s}", "20260301070509.png" },
    { "{y}{m}{d}-{H}{i}{s}{ms}", "260301-070509042.png" },
    { "{Y}/{m}/{filename}", "2026/03/My Shot.png" },
    { "{md5-16}", "900150983cd24fb0.png" },
    { "{localFolder}/{filename}", "2026 trip/My Shot.png" },
    { "{localFolder:2}/{filename}", "Pictures/2026 trip/My Shot.png" },
    { "{localFolder:99}/{filename}", "home/me/Pictures/2026 trip/My Shot.png" },
    /* one normal form */
    { "/img/{filename}", "img/My Shot.png" },
    { "img//{filename}", "img/My Shot.png" },
    { " a\\b/./../{name} ", "a-b/My Shot.png" },
    /* what an extension is appended to */
    { "{name}.webp", "My Shot.webp" },
    { "v1.2", "v1.2.png" },
    { "{fullname}-{width}", "My Shot.PNG-640.png" },
    { "{ext}/{name}", "png/My Shot.png" },
    { "{name:50,1}.{ext}", "picture.png" },
  };
  g_autoptr (GDateTime) time = make_time ();
  const PhKeyValues values = make_values (time, "My Shot.PNG", "png");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *key = expand (cases[i].pattern, &values, &error);

      g_test_message ("case %s", cases[i].pattern);
      g_assert_no_error (error);
      g_assert_cmpstr (key, ==, cases[i].key);
    }
}

/* The extension follows the content, the rest of the name is kept. */
static void
test_extension (void)
{
  static const struct
  {
    const char *file_name, *extension;
    const char *name, *fullname, *appended;
  } cases[] = {
    { "photo.jpg", "png", "photo.png", "photo.png", "photo.png" },
    { "photo.jpeg", "jpeg", "photo.jpeg", "photo.jpeg", "photo.jpeg" },
    { "IMG_1.JPG", "jpg", "IMG_1.jpg", "IMG_1.JPG", "IMG_1.jpg" },
    { "photo", "gif", "photo.gif", "photo.gif", "photo.gif" },
    { "github.com", "png", "github.com.png", "github.com.png", "github.com.png" },
    { "上午9.41.00", "png", "上午9.41.00.png", "上午9.41.00.png", "上午9.41.00.png" },
    { "x.php", "png", "x.php.png", "x.php.png", "x.php.png" },
    { "doc.pdf", "pdf", "doc.pdf", "doc.pdf", "doc.pdf" },
    { "a.b.webp", "jpg", "a.b.jpg", "a.b.jpg", "a.b.jpg" },
    { "sub/a.png", "png", "sub-a.png", "sub-a.png", "sub-a.png" },
    { "../../x.png", "png", "..-..-x.png", "..-..-x.png", "..-..-x.png" },
    { "cafe\314\201.png", "png", "caf\303\251.png", "caf\303\251.png", "caf\303\251.png" },
    { "README", "", "README", "README", "README" },
    { "", "png", "picture.png", "picture.png", "picture.png" },
  };
  g_autoptr (GDateTime) time = make_time ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PhKeyValues values = make_values (time, cases[i].file_name, cases[i].extension);
      g_autofree char *name = expand ("{name}.{ext}", &values, NULL);
      g_autofree char *fullname = expand ("{fullname}", &values, NULL);
      g_autofree char *appended = expand ("{name}", &values, NULL);

      g_test_message ("case %s", cases[i].file_name);
      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_cmpstr (fullname, ==, cases[i].fullname);
      g_assert_cmpstr (appended, ==, cases[i].appended);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *pattern;
    const char *named; /* what the message must name */
  } cases[] = {
    { "", "" },
    { "  ", "" },
    { "//", "//" },
    { "img/{year}/", "img/{year}/" },
    { "{Year}", "{Year}" },
    { "a{}b", "{}" },
    { "{nonsense:4}", "{nonsense:4}" },
    { "{name", "{name" },
    { "a}b", "}b" },
    { "{na{me}}", "{na{me}}" },
    { "{name:}", "{name:}" },
    { "{name:0}", "{name:0}" },
    { "{name:-1}", "{name:-1}" },
    { "{name:x}", "{name:x}" },
    { "{name:1,}", "{name:1,}" },
    { "{name:1,2,3}", "{name:1,2,3}" },
    { "{name:99999999999999999999}", "99999999999999999999" },
    { "{localFolder:1,2}", "{localFolder:1,2}" },
    { "{str-0}", "{str-0}" },
    { "{str-65}", "{str-65}" },
    { "{str-}", "{str-}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %s", cases[i].pattern);
      g_assert_null (ph_key_template_new (cases[i].pattern, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
      g_assert_nonnull (strstr (error->message, cases[i].named));
      g_assert_nonnull (ph_error_get_hint (error));
    }
}

static void
assert_alphabet (const char *pattern, const char *letters, gsize length)
{
  g_autoptr (GDateTime) time = make_time ();
  const PhKeyValues values = make_values (time, "a.png", "png");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean used[256] = { FALSE };

  for (guint round = 0; round < 300; round++)
    {
      char *key = expand (pattern, &values, NULL);

      g_assert_cmpuint (strlen (key), ==, length + 4);
      g_assert_cmpuint (strspn (key, letters), ==, length);
      for (gsize i = 0; i < length; i++)
        used[(guchar) key[i]] = TRUE;
      g_assert_true (g_hash_table_add (seen, key));
    }
  for (const char *c = letters; *c != '\0'; c++)
    g_assert_true (used[(guchar) *c]);
}

static void
test_random (void)
{
  assert_alphabet ("{random}", "abcdefghijklmnopqrstuvwxyz0123456789", 16);
  assert_alphabet ("{random:8}", "abcdefghijklmnopqrstuvwxyz0123456789", 8);
  assert_alphabet ("{str-10}", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                   10);
  assert_alphabet ("{uuid}", "abcdef0123456789", 32);
}

static void
test_properties (void)
{
  static const struct
  {
    const char *pattern;
    const char *prefix;
    gboolean unique, content_addressed, counter;
    guint digests;
  } cases[] = {
    { PH_KEY_TEMPLATE_DEFAULT, "2026/03/", TRUE, TRUE, FALSE, PH_DIGEST_SHA256 },
    { "{sha256:15}", "", FALSE, FALSE, FALSE, PH_DIGEST_SHA256 },
    { "{sha256:2}/{sha256:2,14}", "", TRUE, TRUE, FALSE, PH_DIGEST_SHA256 },
    { "{sha256:8}-{sha256:8}", "", FALSE, FALSE, FALSE, PH_DIGEST_SHA256 },
    { "{sha256:8}-{md5:8}", "", FALSE, FALSE, FALSE, PH_DIGEST_SHA256 | PH_DIGEST_MD5 },
    { "{sha256:60,16}", "", FALSE, FALSE, FALSE, PH_DIGEST_SHA256 },
    { "{sha1}", "", TRUE, TRUE, FALSE, PH_DIGEST_SHA1 },
    { "{md5-16}", "", TRUE, TRUE, FALSE, PH_DIGEST_MD5 },
    { "{md5B64}", "", TRUE, TRUE, FALSE, PH_DIGEST_MD5 },
    { "{md5B64Short}", "", FALSE, FALSE, FALSE, PH_DIGEST_MD5 },
    { "img/{uuid}", "img/", TRUE, FALSE, FALSE, 0 },
    { "{uuid:8}", "", FALSE, FALSE, FALSE, 0 },
    { "{random}", "", TRUE, FALSE, FALSE, 0 },
    { "{random:15}", "", FALSE, FALSE, FALSE, 0 },
    { "{random:4,16}", "", FALSE, FALSE, FALSE, 0 },
    { "{str-20}", "", TRUE, FALSE, FALSE, 0 },
    { "{str-10}", "", FALSE, FALSE, FALSE, 0 },
    { "/img//{Y}-{m}/x-{counter}", "img/2026-03/x-", FALSE, FALSE, TRUE, 0 },
    { "{Y}{m}{d}", "20260301", FALSE, FALSE, FALSE, 0 },
    { "{name}", "", FALSE, FALSE, FALSE, 0 },
  };
  g_autoptr (GDateTime) time = make_time ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhKeyTemplate) key_template = ph_key_template_new (cases[i].pattern, NULL);
      g_autofree char *prefix = NULL;

      g_test_message ("case %s", cases[i].pattern);
      g_assert_nonnull (key_template);
      prefix = ph_key_template_expand_prefix (key_template, time);
      g_assert_cmpstr (prefix, ==, cases[i].prefix);
      g_assert_cmpint (ph_key_template_is_unique (key_template), ==, cases[i].unique);
      g_assert_cmpint (ph_key_template_is_content_addressed (key_template), ==,
                       cases[i].content_addressed);
      g_assert_cmpint (ph_key_template_needs_counter (key_template), ==, cases[i].counter);
      g_assert_cmpuint (ph_key_template_get_digests (key_template), ==, cases[i].digests);
    }
}

/* A name of 255 bytes gives way; hash and extension never do. */
static void
test_long_names (void)
{
  static const char *const patterns[]
      = { "{name}-{sha256:16}.{ext}", "{sha256}/{fullname}", "{name}{name}{sha256}",
          "{localFolder:99}/{sha256:16}-{localFolder}.{ext}",
          "{localFolder:9}/{sha256:16}/{name}" };
  g_autoptr (GDateTime) time = make_time ();
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) folder = g_string_new (NULL);
  PhKeyValues values;

  for (guint i = 0; i < 83; i++)
    g_string_append (name, "汉");
  g_string_append (name, ".png");
  for (guint i = 0; i < 12; i++)
    g_string_append_printf (folder, "/%s", name->str);
  values = make_values (time, name->str, "png");
  values.folder = folder->str;

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *key = expand (patterns[i], &values, &error);
      g_auto (GStrv) parts = NULL;

      g_test_message ("case %s", patterns[i]);
      g_assert_no_error (error);
      parts = g_strsplit (key, "/", -1);
      g_assert_cmpuint (strlen (key), <=, PH_KEY_MAX_BYTES);
      for (char **part = parts; *part != NULL; part++)
        g_assert_cmpuint (strlen (*part), <=, PH_KEY_PART_MAX_BYTES);
      g_assert_nonnull (strstr (key, "ba7816bf8f01cfea"));
      g_assert_nonnull (strstr (key, "汉"));
      g_assert_true (g_str_has_suffix (key, ".png"));
      g_assert_true (g_utf8_validate (key, -1, NULL));
    }
}

/* What no picture can have as its key is refused when it is set; what a short name fits into isn't.
 */
static void
test_too_long (void)
{
  static const struct
  {
    guint n_parts;
    guint length; /* of each part */
    const char *rest;
    gboolean fits;
  } cases[] = {
    { 0, 0, "{sha256}/{sha1}/{md5}/{uuid}.{ext}", TRUE },
    { 1, 255, "", TRUE },
    { 1, 256, "", FALSE },
    { 1, 254, "{name}", TRUE },
    { 1, 255, "{name}", FALSE },
    { 1, 239, "{sha256:16}", TRUE },
    { 1, 240, "{sha256:16}", FALSE },
    { 1, 250, "{sha256:16}", FALSE },
    { 1, 223, "{uuid}", TRUE },
    { 1, 224, "{uuid}", FALSE },
    { 1, 255, "/{fullname}", TRUE },
    { 4, 204, "/{name}", TRUE },
    { 5, 204, "/{name}", FALSE },
    { 11, 100, "/{name}", FALSE },
    { 0, 0, "{str-64}/{str-64}", TRUE },
    { 0, 0, "{str-64}{str-64}{str-64}{str-64}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *part = g_strnfill (cases[i].length, 'a');
      g_autoptr (GString) pattern = g_string_new (NULL);
      g_autoptr (PhKeyTemplate) key_template = NULL;
      g_autoptr (GError) error = NULL;

      for (guint n = 0; n < cases[i].n_parts; n++)
        g_string_append_printf (pattern, "%s%s", n > 0 ? "/" : "", part);
      g_string_append (pattern, cases[i].rest);
      g_test_message ("case %u x %u %s", cases[i].n_parts, cases[i].length, cases[i].rest);
      key_template = ph_key_template_new (pattern->str, &error);
      g_assert_cmpint (key_template != NULL, ==, cases[i].fits);
      if (!cases[i].fits)
        g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
    }
}

/* The extension is what doesn't fit. */
static void
test_too_long_for_one (void)
{
  g_autofree char *letters = g_strnfill (253, 'a');
  g_autoptr (GDateTime) time = make_time ();
  const PhKeyValues values = make_values (time, "a.png", "png");
  g_autoptr (GError) error = NULL;

  g_assert_null (expand (letters, &values, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_SETTINGS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-template/fields", test_fields);
  g_test_add_func ("/key-template/extension", test_extension);
  g_test_add_func ("/key-template/errors", test_errors);
  g_test_add_func ("/key-template/random", test_random);
  g_test_add_func ("/key-template/properties", test_properties);
  g_test_add_func ("/key-template/long-names", test_long_names);
  g_test_add_func ("/key-template/too-long", test_too_long);
  g_test_add_func ("/key-template/too-long-for-one", test_too_long_for_one);
  return g_test_run ();
}
