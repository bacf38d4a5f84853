/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-session-page.h"

#include <glib/gi18n-lib.h>

#include "ph-message.h"

/* One row more than PhCapabilities has: secrets are the settings' matter. */
#define KEYRING PH_N_CAPABILITIES
#define N_ROWS (PH_N_CAPABILITIES + 1)

typedef struct
{
  GtkWidget *icon;
  GtkWidget *text;
} Row;

struct _PhSessionPage
{
  GtkBox parent_instance;

  const PhSettingsParts *parts;
  GtkWidget *grid;
  Row rows[N_ROWS];
  GCancellable *cancellable; /* (nullable): of the question to the keyring */
};

G_DEFINE_FINAL_TYPE (PhSessionPage, ph_session_page, GTK_TYPE_BOX)

static const char *const labels[N_ROWS] = {
  [PH_CAPABILITY_TRAY] = N_ ("Tray icon"),
  [PH_CAPABILITY_WATCHING] = N_ ("Watching the clipboard"),
  [PH_CAPABILITY_HOTKEY] = N_ ("Hotkeys"),
  [PH_CAPABILITY_DROP] = N_ ("Drop zone"),
  [PH_CAPABILITY_SCREENSHOT] = N_ ("Screenshots"),
  [PH_CAPABILITY_NOTIFICATIONS] = N_ ("Notifications"),
  [PH_CAPABILITY_SERVER] = N_ ("Server for editors"),
  [KEYRING] = N_ ("Keyring"),
};

static const struct
{
  const char *word, *icon, *class;
} looks[] = {
  [PH_CAPABILITY_NO] = { NC_ ("status", "no"), "process-stop-symbolic", "pichoist-error" },
  [PH_CAPABILITY_LIMITED] = { NC_ ("status", "limited"), "dialog-warning-symbolic", NULL },
  [PH_CAPABILITY_YES] = { NC_ ("status", "yes"), "object-select-symbolic", "pichoist-success" },
};

/* --- rows ---------------------------------------------------------------------------------------
 */

static void
show_row (PhSessionPage *page, guint i, PhCapabilityState state, const char *reason)
{
  Row *row = &page->rows[i];
  GtkStyleContext *style = gtk_widget_get_style_context (row->icon);
  const char *word = g_dpgettext2 (GETTEXT_PACKAGE, "status", looks[state].word);
  g_autofree char *text
      = reason != NULL ? g_strdup_printf (_ ("%s: %s"), word, reason) : g_strdup (word);
  /* Read as a whole: the colour of the icon says nothing to who can't see it. */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), _ (labels[i]), text);

  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), looks[state].icon, GTK_ICON_SIZE_MENU);
  gtk_style_context_remove_class (style, "pichoist-error");
  gtk_style_context_remove_class (style, "pichoist-success");
  if (looks[state].class != NULL)
    gtk_style_context_add_class (style, looks[state].class);
  gtk_label_set_text (GTK_LABEL (row->text), text);
  atk_object_set_name (gtk_widget_get_accessible (row->text), name);
}

static void
add_row (PhSessionPage *page, guint i)
{
  Row *row = &page->rows[i];
  GtkWidget *label = gtk_label_new (_ (labels[i]));

  row->icon = gtk_image_new ();
  row->text = gtk_label_new (NULL);
  gtk_widget_set_valign (row->icon, GTK_ALIGN_START);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_xalign (GTK_LABEL (row->text), 0);
  gtk_label_set_line_wrap (GTK_LABEL (row->text), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (row->text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (row->text), 50);
  /* Reasons hold commands, to be copied; and the keyboard gets there. */
  gtk_label_set_selectable (GTK_LABEL (row->text), TRUE);
  gtk_widget_set_hexpand (row->text, TRUE);
  gtk_grid_attach (GTK_GRID (page->grid), row->icon, 0, (int) i, 1, 1);
  gtk_grid_attach (GTK_GRID (page->grid), label, 1, (int) i, 1, 1);
  gtk_grid_attach (GTK_GRID (page->grid), row->text, 2, (int) i, 1, 1);
  gtk_widget_show (row->icon);
  gtk_widget_show (label);
  gtk_widget_show (row->text);
}

static void
show_capabilities (PhSessionPage *page)
{
  for (guint i = 0; i < PH_N_CAPABILITIES; i++)
    {
      const char *reason;
      PhCapabilityState state = ph_capabilities_get (page->parts->capabilities, i, &reason);

      show_row (page, i, state, reason);
    }
}

/* --- the keyring --------------------------------------------------------------------------------
 */

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhSessionPage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  PhSecretPresence presence
      = ph_secret_keeper_probe_finish (PH_SECRET_KEEPER (source), result, &error);
  PhSecretPlace place;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || page->parts == NULL)
    return;
  g_object_get (page->parts->config, "secret-store", &place, NULL);
  if (error != NULL)
    {
      message = ph_message_from_error (error);
      show_row (page, KEYRING, PH_CAPABILITY_NO, message);
    }
  else if (place == PH_SECRET_PLACE_FILE)
    show_row (page, KEYRING, PH_CAPABILITY_LIMITED,
              _ ("secrets are kept in a file that only you can read (secret-store=file)"));
  else if (presence == PH_SECRET_LOCKED)
    show_row (page, KEYRING, PH_CAPABILITY_LIMITED,
              _ ("it is locked, and asks for its password when a secret is needed"));
  else
    show_row (page, KEYRING, PH_CAPABILITY_YES, NULL);
}

static void
stop_asking (PhSessionPage *page)
{
  g_cancellable_cancel (page->cancellable);
  g_clear_object (&page->cancellable);
}

/* As `pichoist status` does: the default profile's secret, or that of a name that none can have. */
static void
ask_keyring (PhSessionPage *page)
{
  PhProfile *profile;

  stop_asking (page);
  if (!gtk_widget_get_mapped (GTK_WIDGET (page)))
    return;
  profile = ph_config_peek_profile (page->parts->config, NULL, NULL);
  page->cancellable = g_cancellable_new ();
  ph_secret_keeper_probe_async (
      page->parts->secrets, profile != NULL ? ph_profile_get_name (profile) : "[status]",
      PH_SECRET_PURPOSE_S3, page->cancellable, on_probed, g_object_ref (page));
}

/* --- page ---------------------------------------------------------------------------------------
 */

/* The parts may be gone before the last answer comes. */
static void
ph_session_page_destroy (GtkWidget *widget)
{
  stop_asking (PH_SESSION_PAGE (widget));
  PH_SESSION_PAGE (widget)->parts = NULL;
  GTK_WIDGET_CLASS (ph_session_page_parent_class)->destroy (widget);
}

static void
ph_session_page_class_init (PhSessionPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->destroy = ph_session_page_destroy;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-session-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PhSessionPage, grid);
}

static void
ph_session_page_init (PhSessionPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
}

static void
on_changed (PhSessionPage *page)
{
  if (page->parts != NULL)
    show_capabilities (page);
}

static void
on_config_changed (PhSessionPage *page)
{
  if (page->parts != NULL)
    ask_keyring (page);
}

GtkWidget *
ph_session_page_new (const PhSettingsParts *parts)
{
  PhSessionPage *page = g_object_new (PH_TYPE_SESSION_PAGE, NULL);

  page->parts = parts;
  for (guint i = 0; i < N_ROWS; i++)
    add_row (page, i);
  show_capabilities (page);
  show_row (page, KEYRING, PH_CAPABILITY_LIMITED, _ ("it has not answered yet"));
  g_signal_connect_object (parts->capabilities, "changed", G_CALLBACK (on_changed), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (parts->config, "changed", G_CALLBACK (on_config_changed), page,
                           G_CONNECT_SWAPPED);
  /* Each time: keyrings come and go, and nobody says so. */
  g_signal_connect_after (page, "map", G_CALLBACK (ask_keyring), NULL);
  return GTK_WIDGET (page);
}
