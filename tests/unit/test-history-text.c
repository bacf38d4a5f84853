/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-history-text.h"

#include <string.h>

#include "ph-csv.h"
#include "ph-error.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
/* What a row can't do without. */
#define NEEDED                                                                                     \
  "\"created_at\": \"2026-11-26T09:30:00Z\", \"endpoint\": \"https://e\", \"key\": \"a/b.png\""

static PhHistoryRow *
make_row (void)
{
  PhHistoryRow *row = g_new0 (PhHistoryRow, 1);

  row->id = 7;
  row->created = 1795685400123456;
  row->checked = 1795685401000000;
  row->profile = g_strdup ("blog");
  row->endpoint = g_strdup ("https://acc.r2.cloudflarestorage.com");
  row->bucket = g_strdup ("pics");
  row->key = g_strdup ("2026/11/截图, \"x\".png");
  row->name = g_strdup ("截图, \"x\"\n.png");
  row->alt = g_strdup ("");
  row->mime = g_strdup ("image/png");
  row->extension = g_strdup ("png");
  row->sha256 = g_strdup (SHA);
  row->etag = g_strdup ("\"e\"");
  row->size = 5000000000;
  row->width = 4000000000;
  row->height = 0;
  row->created_object = TRUE;
  return row;
}

static void
assert_same (const PhHistoryRow *a, const PhHistoryRow *b)
{
  g_assert_cmpint (a->created, ==, b->created);
  g_assert_cmpint (a->checked, ==, b->checked);
  g_assert_cmpstr (a->profile, ==, b->profile);
  g_assert_cmpstr (a->endpoint, ==, b->endpoint);
  g_assert_cmpstr (a->bucket, ==, b->bucket);
  g_assert_cmpstr (a->key, ==, b->key);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->alt, ==, b->alt);
  g_assert_cmpstr (a->mime, ==, b->mime);
  g_assert_cmpstr (a->extension, ==, b->extension);
  g_assert_cmpstr (a->sha256, ==, b->sha256);
  g_assert_cmpstr (a->etag, ==, b->etag);
  g_assert_cmpint (a->size, ==, b->size);
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  g_assert_cmpint (a->created_object, ==, b->created_object);
}

static PhHistoryRow *
through_csv (const PhHistoryRow *row, GError **error)
{
  g_autofree char *header = ph_history_csv_header ();
  g_autofree char *line = ph_history_row_to_csv (row);
  PhCsvReader names_reader = { header, header + strlen (header), 1 };
  PhCsvReader reader = { line, line + strlen (line), 1 };
  g_autoptr (GPtrArray) names = ph_csv_read_record (&names_reader, NULL);
  g_autoptr (GPtrArray) values = ph_csv_read_record (&reader, NULL);

  g_assert_cmpuint (names->len, ==, values->len);
  return ph_history_row_from_csv (names, values, error);
}

static void
test_round_trip (void)
{
  g_autoptr (PhHistoryRow) row = make_row ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *json = ph_history_row_to_json (row);
      g_autoptr (PhHistoryRow) by_json = ph_history_row_from_json (json, &error);
      g_autoptr (PhHistoryRow) by_csv = through_csv (row, &error);

      g_assert_no_error (error);
      g_assert_null (strchr (json, '\n'));
      assert_same (row, by_json);
      assert_same (row, by_csv);
      /* The number is not taken over. */
      g_assert_cmpint (by_json->id, ==, 0);

      /* And with all unknown that may be. */
      g_clear_pointer (&row->profile, g_free);
      g_clear_pointer (&row->sha256, g_free);
      g_clear_pointer (&row->etag, g_free);
      row->size = -1;
      row->created_object = FALSE;
    }
}

static void
test_least (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHistoryRow) row = ph_history_row_from_json ("{" NEEDED ", \"x\": [1]}", &error);

  g_assert_no_error (error);
  g_assert_cmpint (row->created, ==, 1795685400000000);
  g_assert_cmpint (row->checked, ==, row->created);
  g_assert_cmpstr (row->bucket, ==, "");
  g_assert_cmpstr (row->name, ==, "b.png");
  g_assert_cmpstr (row->alt, ==, "");
  g_assert_null (row->sha256);
  g_assert_cmpint (row->size, ==, -1);
  g_assert_false (row->created_object);
}

/* A line, and the word that the message must name. */
static const struct
{
  const char *json;
  const char *named;
} wrongs[] = {
  { "", "JSON" },
  { "[]", "JSON" },
  { "{", "JSON" },
  { "null", "JSON" },
  { "{}", "created_at" },
  { "{\"created_at\": \"2026-11-26T09:30:00Z\", \"endpoint\": \"x\"}", "key" },
  { "{\"created_at\": null, \"endpoint\": \"x\", \"key\": \"k\"}", "created_at" },
  { "{\"created_at\": \"yesterday\", \"endpoint\": \"x\", \"key\": \"k\"}", "created_at" },
  { "{\"created_at\": 17, \"endpoint\": \"x\", \"key\": \"k\"}", "created_at" },
  { "{\"created_at\": \"2026-11-26T09:30:00Z\", \"endpoint\": \"x\", \"key\": \"\"}", "key" },
  { "{\"created_at\": \"2026-11-26T09:30:00Z\", \"endpoint\": \"x\", \"key\": \".\"}", "key" },
  { "{\"created_at\": \"2026-11-26T09:30:00Z\", \"endpoint\": \"x\", \"key\": \"a/../../b\"}",
    "key" },
  { "{\"created_at\": \"2026-11-26T09:30:00Z\", \"endpoint\": \"x\", \"key\": \"..\"}", "key" },
  { "{" NEEDED ", \"size\": \"12\"}", "size" },
  { "{" NEEDED ", \"size\": -1}", "size" },
  { "{" NEEDED ", \"size\": 1.5}", "size" },
  { "{" NEEDED ", \"width\": 4294967296}", "width" },
  { "{" NEEDED ", \"height\": true}", "height" },
  { "{" NEEDED ", \"sha256\": \"xyz\"}", "sha256" },
  { "{" NEEDED ", \"name\": 5}", "name" },
  { "{" NEEDED ", \"name\": {}}", "name" },
  { "{" NEEDED ", \"created_object\": \"yes\"}", "created_object" },
};

static void
test_wrong (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", wrongs[i].json);
      g_assert_null (ph_history_row_from_json (wrongs[i].json, &error));
      g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
      g_assert_nonnull (strstr (error->message, wrongs[i].named));
      g_assert_nonnull (ph_error_get_hint (error));
    }
}

static void
test_wrong_csv (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PhHistoryRow) row = NULL;

  /* Columns in another order, capitals, one too many, a short line. */
  g_ptr_array_add (names, (char *) "KEY");
  g_ptr_array_add (names, (char *) "Endpoint");
  g_ptr_array_add (names, (char *) "note");
  g_ptr_array_add (names, (char *) "created_at");
  g_ptr_array_add (names, (char *) "size");
  g_ptr_array_add (values, (char *) "k");
  g_ptr_array_add (values, (char *) "https://e");
  g_ptr_array_add (values, (char *) "?");
  g_assert_null (ph_history_row_from_csv (names, values, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  g_clear_error (&error);

  g_ptr_array_add (values, (char *) "2026-11-26T09:30:00+08:00");
  row = ph_history_row_from_csv (names, values, &error);
  g_assert_no_error (error);
  g_assert_cmpint (row->created, ==, 1795656600000000);
  g_ptr_array_add (values, (char *) "big");
  g_assert_null (ph_history_row_from_csv (names, values, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
  g_clear_error (&error);
  values->pdata[4] = (char *) "12";
  values->pdata[0] = (char *) "\xff";
  g_assert_null (ph_history_row_from_csv (names, values, &error));
  g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-text/round-trip", test_round_trip);
  g_test_add_func ("/history-text/least", test_least);
  g_test_add_func ("/history-text/wrong", test_wrong);
  g_test_add_func ("/history-text/wrong-csv", test_wrong_csv);
  return g_test_run ();
}
