/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-drop-choice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-data-uri.h"
#include "ph-fetch.h"
#include "ph-html-picture.h"
#include "ph-uri-list.h"

#define MOZ_URL "text/x-moz-url"
#define NETSCAPE_URL "_NETSCAPE_URL"
#define HTML "text/html"
#define URI_LIST "text/uri-list"

static const char *const pictures[]
    = { "image/png", "image/apng", "image/webp",    "image/avif", "image/jxl", "image/jpeg",
        "image/gif", "image/heic", "image/svg+xml", "image/tiff", "image/bmp", NULL };
static const char *const files[] = { URI_LIST, "x-special/gnome-copied-files", NULL };
static const char *const addresses[] = { HTML, MOZ_URL, NETSCAPE_URL, URI_LIST, NULL };
static const char *const texts[]
    = { "text/plain;charset=utf-8", "UTF8_STRING", "text/plain", NULL };

static gboolean
is_in (const char *const *list, const char *target)
{
  for (; *list != NULL; list++)
    if (g_ascii_strcasecmp (*list, target) == 0)
      return TRUE;
  return FALSE;
}

/* What only browsers offer. */
static gboolean
is_from_browser (const char *const *targets)
{
  return is_in (targets, HTML) || is_in (targets, MOZ_URL) || is_in (targets, NETSCAPE_URL);
}

/* Those of @wanted that are offered and not there yet, in its order. */
static void
add (GPtrArray *chosen, const char *const *wanted, const char *const *targets)
{
  for (; *wanted != NULL; wanted++)
    if (is_in (targets, *wanted)
        && !g_ptr_array_find_with_equal_func (chosen, *wanted, g_str_equal, NULL))
      g_ptr_array_add (chosen, g_strdup (*wanted));
}

GPtrArray *
ph_drop_choose (const char *const *targets)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_free);

  if (is_from_browser (targets))
    {
      add (chosen, pictures, targets);
      add (chosen, addresses, targets);
    }
  add (chosen, files, targets);
  add (chosen, pictures, targets);
  add (chosen, texts, targets);
  return chosen;
}

/* --- reading ------------------------------------------------------------------------------------
 */

static void
add_address (GPtrArray *inputs, const char *address)
{
  g_autoptr (GBytes) bytes = ph_data_uri_is (address) ? ph_data_uri_decode (address) : NULL;

  if (bytes != NULL)
    g_ptr_array_add (inputs, ph_engine_input_new (_ ("picture"), bytes));
  else if (!ph_data_uri_is (address))
    g_ptr_array_add (inputs, ph_engine_input_new (address, NULL));
}

/* The page says what is in its HTML, not the person: a file of theirs is nothing that it may name.
 */
static void
add_from_html (GPtrArray *inputs, const char *data, gsize length)
{
  PhHtmlPicture picture;

  ph_html_picture_read (data, length, &picture);
  if (picture.source != NULL && picture.n_pictures == 1)
    {
      g_autofree char *whole = g_str_has_prefix (picture.source, "//")
                                   ? g_strconcat ("https:", picture.source, NULL)
                                   : g_strdup (picture.source);

      if (ph_fetch_is_url (whole) || ph_data_uri_is (whole))
        add_address (inputs, whole);
    }
  ph_html_picture_clear (&picture);
}

/* "ADDRESS\nTITLE". */
static void
add_first_line (GPtrArray *inputs, const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", 2);
  char *address = lines[0] != NULL ? g_strstrip (lines[0]) : NULL;

  if (address != NULL && (ph_fetch_is_url (address) || ph_data_uri_is (address)))
    add_address (inputs, address);
}

static void
add_from_utf16 (GPtrArray *inputs, const char *data, gsize length)
{
  g_autofree char *text
      = g_convert (data, (gssize) (length & ~(gsize) 1), "UTF-8", "UTF-16LE", NULL, NULL, NULL);

  if (text != NULL)
    add_first_line (inputs, text);
}

static void
add_files (GPtrArray *inputs, const char *data, gsize length)
{
  g_autoptr (GPtrArray) uris = ph_uri_list_parse (data, length, NULL);

  for (guint i = 0; i < uris->len; i++)
    add_address (inputs, uris->pdata[i]);
}

GPtrArray *
ph_drop_parse (const char *target, const char *data, gsize length)
{
  g_autoptr (GPtrArray) inputs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ph_engine_input_free);
  g_autofree char *text = NULL;

  if (length == 0)
    return NULL;
  if (g_str_has_prefix (target, "image/"))
    {
      g_autoptr (GBytes) bytes = g_bytes_new (data, length);

      g_ptr_array_add (inputs, ph_engine_input_new (_ ("picture"), bytes));
    }
  else if (is_in (files, target))
    add_files (inputs, data, length);
  else if (g_str_equal (target, HTML))
    add_from_html (inputs, data, length);
  else if (g_str_equal (target, MOZ_URL))
    add_from_utf16 (inputs, data, length);
  else
    {
      text = g_strndup (data, length);
      add_first_line (inputs, text);
    }
  return inputs->len > 0 ? g_steal_pointer (&inputs) : NULL;
}
