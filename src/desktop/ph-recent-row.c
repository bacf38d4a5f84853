/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-recent-row.h"

#include <glib/gi18n-lib.h>

#include "ph-menu-row.h"

#define ACTIONS "ph-recent-actions"

/* As its makers write it; "" is the format of the picture's profile. */
static const struct
{
  const char *format, *name;
} formats[] = {
  { "markdown", "Markdown" },
  { "html", "HTML" },
  { "url", "URL" },
  { "bbcode", "BBCode" },
  { "rst", "reStructuredText" },
  { "asciidoc", "AsciiDoc" },
  { "org", "Org" },
};

GtkWidget *
ph_recent_row_new (GActionGroup *actions)
{
  GtkWidget *row = gtk_menu_item_new_with_mnemonic ("");

  g_object_set_data_full (G_OBJECT (row), ACTIONS, g_object_ref (actions), g_object_unref);
  return row;
}

static void
append (GtkWidget *menu, GtkWidget *row)
{
  gtk_menu_shell_append (GTK_MENU_SHELL (menu), row);
}

static void
append_copy_rows (GtkWidget *menu, GActionGroup *actions, gint64 id)
{
  append (menu, ph_menu_row_new (PH_MENU_ROW_BUTTON, actions, "copy-link",
                                 g_variant_new ("(xs)", id, ""), _ ("Copy link")));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *label = g_strdup_printf (_ ("Copy as %s"), formats[i].name);

      append (menu, ph_menu_row_new (PH_MENU_ROW_BUTTON, actions, "copy-link",
                                     g_variant_new ("(xs)", id, formats[i].format), label));
    }
}

/* Made when the row gets its first picture, and kept. */
static void
make_submenu (GtkWidget *row, gint64 id)
{
  GActionGroup *actions = g_object_get_data (G_OBJECT (row), ACTIONS);
  GtkWidget *menu = gtk_menu_new ();

  append_copy_rows (menu, actions, id);
  append (menu, ph_menu_row_new (PH_MENU_ROW_BUTTON, actions, "open-link", g_variant_new_int64 (id),
                                 _ ("Open in browser")));
  gtk_menu_item_set_submenu (GTK_MENU_ITEM (row), menu);
}

static void
aim (GtkWidget *row, gint64 id)
{
  GtkWidget *menu = gtk_menu_item_get_submenu (GTK_MENU_ITEM (row));
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (menu));
  guint i = 0;

  for (GList *link = rows; link != NULL; link = link->next, i++)
    if (link->next == NULL)
      ph_menu_row_set_target (link->data, g_variant_new_int64 (id));
    else
      ph_menu_row_set_target (link->data,
                              g_variant_new ("(xs)", id, i == 0 ? "" : formats[i - 1].format));
}

void
ph_recent_row_show (GtkWidget *row, const PhRecent *recent, const char *label)
{
  gtk_widget_set_visible (row, recent != NULL);
  if (recent == NULL)
    return;
  gtk_menu_item_set_label (GTK_MENU_ITEM (row), label);
  /* No profile leads there any more. */
  gtk_widget_set_sensitive (row, recent->url != NULL);
  if (gtk_menu_item_get_submenu (GTK_MENU_ITEM (row)) == NULL)
    make_submenu (row, recent->row->id);
  else
    aim (row, recent->row->id);
}
