/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ph-database.h"

/* The least that a test does with a database: open it, count in it. */

/* Expects so many warnings. */
static inline PhDatabase *
test_database_open (const char *dir, guint n_warnings)
{
  g_autoptr (GError) error = NULL;
  PhDatabase *database = ph_database_open (dir, &error);

  g_assert_no_error (error);
  for (const char *const *w = ph_database_get_warnings (database); *w != NULL; w++)
    g_test_message ("warning: %s", *w);
  g_assert_cmpuint (g_strv_length ((char **) ph_database_get_warnings (database)), ==, n_warnings);
  return database;
}

/* gint64 numbers[2]: gets the next two. */
static inline gboolean
test_database_add_numbers (PhDatabase *database, gpointer data, GError **error)
{
  gint64 *numbers = data;

  numbers[0] = ph_database_next (database, "test", error);
  numbers[1] = ph_database_next (database, "test", error);
  return numbers[0] != 0 && numbers[1] != 0;
}

/* Adds two numbers; the first one. */
static inline gint64
test_database_next (PhDatabase *database)
{
  gint64 numbers[2] = { 0, 0 };
  g_autoptr (GError) error = NULL;

  ph_database_run (database, test_database_add_numbers, numbers, &error);
  g_assert_no_error (error);
  g_assert_cmpint (numbers[1], ==, numbers[0] + 1);
  return numbers[0];
}
