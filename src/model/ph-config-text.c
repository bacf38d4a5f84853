/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-config-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-error.h"
#include "ph-proxy-url.h"

/* In one language, since they are looked for. */
#define FIRST_LINE                                                                                 \
  "# Settings of Pichoist.  Edit them as you like, but leave the last line in its place."
#define LAST_LINE "# End of the settings: without this line the file counts as cut short."
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static GKeyFile *
fail (GError **error, const char *what)
{
  ph_error_set (error, PH_ERROR_SETTINGS, NULL, "%s", what);
  return NULL;
}

/* GKeyFile's own messages repeat the line, which may hold a password, and lack its number. */
static guint
find_wrong_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean in_group = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      gboolean group = *line == '[' && g_str_has_suffix (line, "]");

      in_group = in_group || group;
      if (*line == '\0' || *line == '#' || group)
        continue;
      if (!in_group || *line == '=' || strchr (line, '=') == NULL)
        return i + 1;
    }
  return 0;
}

/* Without its last line; NULL where it should have had one. */
static char *
strip_last_line (const char *text)
{
  const char *first = g_str_has_prefix (text, BYTE_ORDER_MARK) ? text + 3 : text;
  const char *last = strstr (first, LAST_LINE);
  gsize compared = MIN (strlen (first), strlen (FIRST_LINE));
  GString *stripped;

  if (last == NULL && compared > 0 && strncmp (first, FIRST_LINE, compared) == 0)
    return NULL;
  stripped = g_string_new (first);
  if (last != NULL)
    g_string_erase (stripped, last - first, (gssize) strlen (LAST_LINE));
  return g_string_free (stripped, FALSE);
}

GKeyFile *
ph_config_text_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *stripped = NULL;

  if (memchr (text, '\0', length) != NULL)
    return fail (error, _ ("it holds bytes that are no text"));
  stripped = strip_last_line (text);
  if (stripped == NULL)
    return fail (error, _ ("its end is missing"));
  if (!g_key_file_load_from_data (file, stripped, strlen (stripped),
                                  G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, NULL))
    {
      guint line = find_wrong_line (stripped);
      g_autofree char *what
          = line > 0 ? g_strdup_printf (_ ("line %u is neither “key=value” nor “[group]” nor a "
                                           "comment"),
                                        line)
                     : g_strdup (_ ("it isn't a settings file"));

      return fail (error, what);
    }
  return g_steal_pointer (&file);
}

gboolean
ph_config_text_is_empty (GKeyFile *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  return groups[0] == NULL;
}

char *
ph_config_text_format (GKeyFile *file)
{
  g_autofree char *body = g_key_file_to_data (file, NULL, NULL);
  GString *text = g_string_new (NULL);

  if (!g_str_has_prefix (body, FIRST_LINE))
    g_string_append (text, FIRST_LINE "\n");
  g_string_append (text, g_strchomp (body));
  g_string_append (text, "\n\n" LAST_LINE "\n");
  return g_string_free (text, FALSE);
}

gboolean
ph_config_text_is_secret_key (const char *key)
{
  static const char *const words[] = { "secret", "password", "passwd", "token", NULL };
  g_autofree char *lower = g_ascii_strdown (key, -1);

  /* The one setting of ours that has such a word says where secrets are, not what they are. */
  if (g_str_equal (lower, "secret-store"))
    return FALSE;
  for (const char *const *word = words; *word != NULL; word++)
    if (strstr (lower, *word) != NULL)
      return TRUE;
  return FALSE;
}

static void
export_group (GKeyFile *file, const char *group, GKeyFile *copy)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (char **key = keys; keys != NULL && *key != NULL; key++)
    {
      g_autofree char *value = g_key_file_get_value (file, group, *key, NULL);
      g_autofree char *safe = value != NULL ? ph_proxy_url_mask (value) : NULL;

      if (safe != NULL && !ph_config_text_is_secret_key (*key))
        g_key_file_set_value (copy, group, *key, safe);
    }
}

char *
ph_config_text_export (GKeyFile *file)
{
  g_autoptr (GKeyFile) copy = g_key_file_new ();
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (char **group = groups; *group != NULL; group++)
    export_group (file, *group, copy);
  return g_key_file_to_data (copy, NULL, NULL);
}
