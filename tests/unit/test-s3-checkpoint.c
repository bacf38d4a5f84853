/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-s3-checkpoint.h"

#include <string.h>

#define MIB ((gint64) 1024 * 1024)

static PhS3Part *
get_part (const PhS3Checkpoint *checkpoint, guint number)
{
  return g_ptr_array_index (checkpoint->parts, number - 1);
}

static void
test_parts (void)
{
  static const struct
  {
    gint64 size;
    gint64 wanted;
    gint64 part_size;
    guint parts;
    gint64 last;
  } cases[] = {
    { 1, 16 * MIB, 16 * MIB, 1, 1 },
    { 16 * MIB, 16 * MIB, 16 * MIB, 1, 16 * MIB },
    { 16 * MIB + 1, 16 * MIB, 16 * MIB, 2, 1 },
    { 50 * MIB, 16 * MIB, 16 * MIB, 4, 2 * MIB },
    { 160000 * MIB, 16 * MIB, 16 * MIB, 10000, 16 * MIB },
    /* One byte more than 10,000 parts hold. */
    { 160000 * MIB + 1, 16 * MIB, 17 * MIB, 9412, 13 * MIB + 1 },
    { 5 * MIB * MIB, 16 * MIB, 525 * MIB, 9987, 230 * MIB },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhS3Checkpoint) checkpoint
          = ph_s3_checkpoint_new ("aa", cases[i].size, cases[i].wanted);

      g_test_message ("case %u", i);
      g_assert_cmpint (checkpoint->part_size, ==, cases[i].part_size);
      g_assert_cmpuint (checkpoint->parts->len, ==, cases[i].parts);
      g_assert_cmpuint (get_part (checkpoint, cases[i].parts)->number, ==, cases[i].parts);
      g_assert_cmpint (get_part (checkpoint, cases[i].parts)->size, ==, cases[i].last);
      g_assert_null (checkpoint->upload_id);
    }
}

static void
test_text (void)
{
  g_autoptr (PhS3Checkpoint) checkpoint = ph_s3_checkpoint_new ("abc", 50 * MIB, 16 * MIB);
  g_autoptr (PhS3Checkpoint) again = NULL;
  g_autofree char *text = NULL;

  checkpoint->upload_id = g_strdup ("2~a b\n图/+=%");
  get_part (checkpoint, 1)->etag = g_strdup ("\"0a\"");
  get_part (checkpoint, 4)->etag = g_strdup ("a\nb");
  text = ph_s3_checkpoint_to_text (checkpoint);
  again = ph_s3_checkpoint_parse (text);

  g_assert_nonnull (again);
  g_assert_cmpstr (again->upload_id, ==, checkpoint->upload_id);
  g_assert_cmpstr (again->sha256, ==, "abc");
  g_assert_cmpint (again->size, ==, 50 * MIB);
  g_assert_cmpint (again->part_size, ==, 16 * MIB);
  g_assert_cmpuint (again->parts->len, ==, 4);
  g_assert_cmpstr (get_part (again, 1)->etag, ==, "\"0a\"");
  g_assert_null (get_part (again, 2)->etag);
  g_assert_cmpstr (get_part (again, 4)->etag, ==, "a\nb");
  g_assert_cmpint (ph_s3_checkpoint_count_sent (again), ==, 18 * MIB);

  ph_s3_checkpoint_restart (again);
  g_assert_null (again->upload_id);
  g_assert_cmpint (ph_s3_checkpoint_count_sent (again), ==, 0);
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "\n",
    "something else\n",
    "pichoist-multipart 1",
    "pichoist-multipart 1\nid\nsha\n100\n",
    "pichoist-multipart 1\nid\nsha\n100\n10",         /* cut off */
    "pichoist-multipart 1\nid\nsha\n100\n10\n1 a\n2", /* cut off */
    "pichoist-multipart 1\n\nsha\n100\n10\n",
    "pichoist-multipart 1\n%zz\nsha\n100\n10\n",
    "pichoist-multipart 1\nid\nsha\n0\n10\n",
    "pichoist-multipart 1\nid\nsha\n100\n0\n",
    "pichoist-multipart 1\nid\nsha\n-100\n10\n",
    "pichoist-multipart 1\nid\nsha\n9223372036854775807\n1\n",
    "pichoist-multipart 1\nid\nsha\n100001\n10\n", /* 10,001 parts */
    "pichoist-multipart 1\nid\nsha\n100\n10\n0 a\n",
    "pichoist-multipart 1\nid\nsha\n100\n10\n11 a\n",
    "pichoist-multipart 1\nid\nsha\n100\n10\n1a\n",
    "pichoist-multipart 1\nid\nsha\n100\n10\n a\n",
    "pichoist-multipart 2\nid\nsha\n100\n10\n",
  };
  g_autoptr (PhS3Checkpoint) good
      = ph_s3_checkpoint_parse ("pichoist-multipart 1\nid\nsha\n100000\n10\n10000 a\n");

  g_assert_nonnull (good);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PhS3Checkpoint) checkpoint = ph_s3_checkpoint_parse (cases[i]);

      g_test_message ("case %u", i);
      g_assert_null (checkpoint);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/s3-checkpoint/parts", test_parts);
  g_test_add_func ("/s3-checkpoint/text", test_text);
  g_test_add_func ("/s3-checkpoint/refused", test_refused);
  return g_test_run ();
}
