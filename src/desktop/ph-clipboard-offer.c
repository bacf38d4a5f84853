/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-clipboard-offer.h"

#include <string.h>

#include "ph-clipboard-choice.h"

#define KEY "ph-clipboard-offer"

typedef struct
{
  char *text;
  char *html; /* (nullable) */
} Offer;

enum
{
  INFO_TEXT,
  INFO_HTML,
  INFO_MARK
};

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_free (offer->text);
  g_free (offer->html);
  g_free (offer);
}

static void
give (GtkClipboard *clipboard, GtkSelectionData *data, guint info, gpointer owner)
{
  const Offer *offer = g_object_get_data (owner, KEY);
  const char *text = info == INFO_HTML ? offer->html : "1";

  if (info == INFO_TEXT)
    gtk_selection_data_set_text (data, offer->text, -1);
  else
    gtk_selection_data_set (data, gtk_selection_data_get_target (data), 8, (const guchar *) text,
                            (int) strlen (text));
}

void
ph_clipboard_offer (GtkClipboard *clipboard, GObject *owner, const char *text, const char *html)
{
  Offer *offer = g_new0 (Offer, 1);
  GtkTargetList *list = gtk_target_list_new (NULL, 0);
  GtkTargetEntry *targets;
  int n_targets = 0;

  offer->text = g_strdup (text);
  offer->html = g_strdup (html);
  g_object_set_data_full (owner, KEY, offer, offer_free);
  gtk_target_list_add_text_targets (list, INFO_TEXT);
  if (html != NULL)
    gtk_target_list_add (list, gdk_atom_intern_static_string ("text/html"), 0, INFO_HTML);
  gtk_target_list_add (list, gdk_atom_intern_static_string (PH_CLIPBOARD_OWN_MARK), 0, INFO_MARK);
  targets = gtk_target_table_new_from_list (list, &n_targets);
  gtk_clipboard_set_with_owner (clipboard, targets, (guint) n_targets, give, NULL, owner);
  gtk_clipboard_set_can_store (clipboard, targets, n_targets);
  gtk_target_table_free (targets, n_targets);
  gtk_target_list_unref (list);
}
