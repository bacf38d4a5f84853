/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ph-csv.h"

#include <string.h>

#include "ph-error.h"

/* Values, and the line that holds them. */
static const struct
{
  const char *values[4];
  const char *line;
} lines[] = {
  { { "a" }, "a" },
  { { "a", "b", "c" }, "a,b,c" },
  { { "" }, "\"\"" },
  { { "a", "", "c" }, "a,\"\",c" },
  { { "a,b", "c" }, "\"a,b\",c" },
  { { "say \"hi\"" }, "\"say \"\"hi\"\"\"" },
  { { "\"" }, "\"\"\"\"" },
  { { "two\nlines", "x" }, "\"two\nlines\",x" },
  { { "a\rb" }, "\"a\rb\"" },
  { { " a", "b " }, "\" a\",b " },
  { { "截图", "'" }, "截图,'" },
};

static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) fields = NULL;
      PhCsvReader reader;
      guint n = 0;

      for (; n < 4 && lines[i].values[n] != NULL; n++)
        ph_csv_append (line, lines[i].values[n]);
      g_assert_cmpstr (line->str, ==, lines[i].line);
      reader = (PhCsvReader){ line->str, line->str + line->len, 1 };
      fields = ph_csv_read_record (&reader, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fields->len, ==, n);
      for (guint k = 0; k < n; k++)
        g_assert_cmpstr (g_ptr_array_index (fields, k), ==, lines[i].values[k]);
      g_assert_null (ph_csv_read_record (&reader, &error));
      g_assert_no_error (error);
    }
}

/* Text, and its records with '|' between fields; NULL: a bad line.  @at: where each begins. */
static const struct
{
  const char *text;
  const char *records[4];
  guint n_records;
  guint last_line;
} texts[] = {
  { "", { NULL }, 0, 1 },
  { "\n\r\n\n", { NULL }, 0, 4 },
  { "a,b\nc,d\n", { "a|b", "c|d" }, 2, 3 },
  { "a,b\r\nc,d", { "a|b", "c|d" }, 2, 2 },
  { "a,\n,b\n", { "a|", "|b" }, 2, 3 },
  { "\n\na\n", { "a" }, 1, 4 },
  { "\"a\nb\",c\nd", { "a\nb|c", "d" }, 2, 3 },
  { "a\"b\n", { "a\"b" }, 1, 2 },
  { "\"a\"b\nc\n", { NULL, "c" }, 2, 3 },
  { "\"a\nb\nc\n", { NULL, "b", "c" }, 3, 4 },
  { "x,\"a\nb\n", { NULL, "b" }, 2, 3 },
  { "\"", { NULL }, 1, 1 },
};

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = texts[i].text;
      PhCsvReader reader = { text, text + strlen (text), 1 };

      g_test_message ("text %u", i);
      for (guint k = 0; k < texts[i].n_records; k++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GPtrArray) fields = ph_csv_read_record (&reader, &error);
          g_autofree char *joined = NULL;

          if (texts[i].records[k] == NULL)
            {
              g_assert_error (error, PH_ERROR, PH_ERROR_INPUT);
              continue;
            }
          g_assert_no_error (error);
          g_ptr_array_add (fields, NULL);
          joined = g_strjoinv ("|", (char **) fields->pdata);
          g_assert_cmpstr (joined, ==, texts[i].records[k]);
        }
      g_assert_null (ph_csv_read_record (&reader, NULL));
      g_assert_cmpuint (reader.line, ==, texts[i].last_line);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  g_test_add_func ("/csv/read", test_read);
  return g_test_run ();
}
