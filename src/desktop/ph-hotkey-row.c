/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-hotkey-row.h"

#include <glib/gi18n-lib.h>

#include "ph-field-label.h"
#include "ph-hotkey.h"
#include "ph-message.h"

struct _PhHotkeyRow
{
  GtkGrid parent_instance;

  const PhSettingsParts *parts;
  GParamSpec *spec; /* borrowed from the settings' class */
  GtkWidget *label;
  GtkWidget *button;
  GtkWidget *message;
  GtkWidget *copy_button;
};

G_DEFINE_FINAL_TYPE (PhHotkeyRow, ph_hotkey_row, GTK_TYPE_GRID)

static void
show (PhHotkeyRow *row)
{
  const GError *error = ph_hotkeys_get_error (row->parts->hotkeys, row->spec->name);
  g_autofree char *keys = ph_hotkeys_dup_label (row->parts->hotkeys, row->spec->name);
  g_autofree char *text = error != NULL ? ph_message_from_error (error) : NULL;
  g_autofree char *way_out = ph_hotkeys_dup_way_out (row->parts->hotkeys, row->spec->name);
  const char *shown = keys != NULL ? keys : _ ("Off");
  /* A screen reader reads no label of a button that has a name. */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), g_param_spec_get_nick (row->spec), shown);

  gtk_button_set_label (GTK_BUTTON (row->button), shown);
  atk_object_set_name (gtk_widget_get_accessible (row->button), name);
  gtk_widget_set_visible (row->copy_button, way_out != NULL);
  gtk_widget_set_tooltip_text (row->copy_button, way_out);
  ph_message_show (row->message, row->button, text, NULL);
}

/* The window has the focus as it is pressed, so that GTK's clipboard does in any session. */
static void
on_copy (PhHotkeyRow *row)
{
  g_autofree char *way_out = ph_hotkeys_dup_way_out (row->parts->hotkeys, row->spec->name);

  if (way_out != NULL)
    gtk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (row), GDK_SELECTION_CLIPBOARD),
                            way_out, -1);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PhHotkeyRow) row = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (ph_config_watch_change_finish (PH_CONFIG_WATCH (source), result, &error))
    return;
  text = ph_message_from_error (error);
  ph_message_show (row->message, row->button, text, NULL);
}

static void
end (PhHotkeyRow *row, const char *accelerator)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->button), FALSE);
  if (accelerator != NULL)
    ph_config_watch_set_async (row->parts->watch, row->spec->name, accelerator, on_saved,
                               g_object_ref (row));
}

static void
on_toggled (PhHotkeyRow *row)
{
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (row->button)))
    {
      show (row);
      return;
    }
  /* A screen reader can press it without. */
  gtk_widget_grab_focus (row->button);
  gtk_button_set_label (GTK_BUTTON (row->button), _ ("Press the keys…"));
  ph_message_show (row->message, row->button, NULL, _ ("Backspace turns it off, Escape leaves it"));
}

static gboolean
on_key_press (PhHotkeyRow *row, GdkEventKey *event)
{
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();
  g_autoptr (GError) error = NULL;
  g_autofree char *accelerator = NULL;
  g_autofree char *text = NULL;

  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (row->button)))
    return GDK_EVENT_PROPAGATE;
  if (event->is_modifier)
    return GDK_EVENT_STOP;
  if (event->keyval == GDK_KEY_Escape || event->keyval == GDK_KEY_BackSpace)
    {
      end (row, event->keyval == GDK_KEY_BackSpace ? PH_HOTKEY_OFF : NULL);
      return GDK_EVENT_STOP;
    }
  accelerator = gtk_accelerator_name (gdk_keyval_to_lower (event->keyval), modifiers);
  if (ph_hotkey_check (accelerator, &error))
    {
      end (row, accelerator);
      return GDK_EVENT_STOP;
    }
  text = ph_message_from_error (error);
  ph_message_show (row->message, row->button, text, NULL);
  return GDK_EVENT_STOP;
}

static gboolean
on_focus_out (PhHotkeyRow *row)
{
  end (row, NULL);
  return GDK_EVENT_PROPAGATE;
}

static void
ph_hotkey_row_class_init (PhHotkeyRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pichoist/Pichoist/ui/ph-hotkey-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PhHotkeyRow, label);
  gtk_widget_class_bind_template_child (widget_class, PhHotkeyRow, button);
  gtk_widget_class_bind_template_child (widget_class, PhHotkeyRow, message);
  gtk_widget_class_bind_template_child (widget_class, PhHotkeyRow, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_key_press);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_out);
}

static void
ph_hotkey_row_init (PhHotkeyRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

GtkWidget *
ph_hotkey_row_new (const PhSettingsParts *parts, const char *setting, GtkSizeGroup *labels)
{
  PhHotkeyRow *row = g_object_new (PH_TYPE_HOTKEY_ROW, NULL);
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (parts->config), setting);
  g_autofree char *tip = g_strdup_printf (_ ("For the desktop's own shortcuts: %s"),
                                          ph_hotkeys_get_command (setting));
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), g_param_spec_get_nick (spec), _ ("Copy"));

  row->parts = parts;
  row->spec = spec;
  gtk_label_set_text_with_mnemonic (GTK_LABEL (row->label), ph_field_label_of_general (setting));
  gtk_size_group_add_widget (labels, row->label);
  gtk_widget_set_tooltip_text (row->button, tip);
  atk_object_set_name (gtk_widget_get_accessible (row->copy_button), name);
  g_signal_connect_object (parts->hotkeys, "changed", G_CALLBACK (show), row, G_CONNECT_SWAPPED);
  show (row);
  return GTK_WIDGET (row);
}
