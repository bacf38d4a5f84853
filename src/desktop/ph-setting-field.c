/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-setting-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ph-message.h"
#include "ph-provider.h"
#include "ph-watch-mode.h"

struct _PhSettingField
{
  GtkGrid parent_instance;

  GParamSpec *spec;
  GtkWidget *label;
  GtkWidget *editor;
  GtkWidget *message;
  char *hint;
  gboolean loading; /* what changes is not the person's work */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (PhSettingField, ph_setting_field, GTK_TYPE_GRID)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ph_setting_field_finalize (GObject *object)
{
  PhSettingField *field = PH_SETTING_FIELD (object);

  g_clear_object (&field->chooser);
  g_param_spec_unref (field->spec);
  g_free (field->hint);
  G_OBJECT_CLASS (ph_setting_field_parent_class)->finalize (object);
}

static void
ph_setting_field_class_init (PhSettingFieldClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = ph_setting_field_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pichoist/Pichoist/ui/ph-setting-field.ui");
  gtk_widget_class_bind_template_child (widget_class, PhSettingField, label);
  gtk_widget_class_bind_template_child (widget_class, PhSettingField, message);
  signals[EDITED] = g_signal_new ("edited", PH_TYPE_SETTING_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
ph_setting_field_init (PhSettingField *field)
{
  gtk_widget_init_template (GTK_WIDGET (field));
}

static void
on_changed (PhSettingField *field)
{
  if (!field->loading)
    g_signal_emit (field, signals[EDITED], 0);
}

/* --- files and folders --- */

static void
on_chosen (GtkNativeDialog *dialog, int response, PhSettingField *field)
{
  g_autofree char *path = gtk_file_chooser_get_filename (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    gtk_entry_set_text (GTK_ENTRY (field->editor), path);
}

static void
on_browse (GtkEntry *entry, GtkEntryIconPosition position, GdkEvent *event, PhSettingField *field)
{
  gboolean folder = g_str_equal (field->spec->name, "folder");
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (field));

  g_clear_object (&field->chooser);
  field->chooser = gtk_file_chooser_native_new (
      g_param_spec_get_nick (field->spec), GTK_WINDOW (window),
      folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (field->chooser), TRUE);
  g_signal_connect_object (field->chooser, "response", G_CALLBACK (on_chosen), field, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (field->chooser));
}

static void
add_browser (PhSettingField *field)
{
  static const char *const paths[] = { "folder", "ca-file", NULL };

  if (!g_strv_contains (paths, field->spec->name))
    return;
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (field->editor), GTK_ENTRY_ICON_SECONDARY,
                                     "document-open-symbolic");
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (field->editor), GTK_ENTRY_ICON_SECONDARY,
                                   _ ("Choose…"));
  g_signal_connect (field->editor, "icon-press", G_CALLBACK (on_browse), field);
}

/* --- the widget for the type --- */

static const char *
get_title (GParamSpec *spec, const GEnumValue *value)
{
  static const char *const watching[] = { N_ ("Off"), N_ ("Ask"), N_ ("Upload") };
  static const char *const addressing[]
      = { N_ ("As the provider says"), N_ ("In the path"), N_ ("In the host name") };

  if (spec->value_type == PH_TYPE_PROVIDER)
    return _ (ph_preset_get ((PhProvider) value->value)->title);
  if (spec->value_type == PH_TYPE_ADDRESSING)
    return _ (addressing[value->value]);
  if (spec->value_type == PH_TYPE_WATCH_MODE)
    return _ (watching[value->value]);
  return value->value_nick;
}

static GtkWidget *
make_combo (PhSettingField *field)
{
  GtkWidget *combo = gtk_combo_box_text_new ();
  const GEnumClass *class = G_PARAM_SPEC_ENUM (field->spec)->enum_class;

  for (guint i = 0; i < class->n_values; i++)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), class->values[i].value_nick,
                               get_title (field->spec, &class->values[i]));
  g_signal_connect_swapped (combo, "changed", G_CALLBACK (on_changed), field);
  return combo;
}

static GtkWidget *
make_number (PhSettingField *field)
{
  const GParamSpecUInt *range = G_PARAM_SPEC_UINT (field->spec);
  GtkWidget *spin = gtk_spin_button_new_with_range (range->minimum, range->maximum, 1);

  gtk_entry_set_width_chars (GTK_ENTRY (spin), 6);
  gtk_widget_set_halign (spin, GTK_ALIGN_START);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (on_changed), field);
  return spin;
}

static GtkWidget *
make_switch (PhSettingField *field)
{
  GtkWidget *widget = gtk_switch_new ();

  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  g_signal_connect_swapped (widget, "notify::active", G_CALLBACK (on_changed), field);
  return widget;
}

static GtkWidget *
make_editor (PhSettingField *field)
{
  GtkWidget *entry;

  if (G_IS_PARAM_SPEC_BOOLEAN (field->spec))
    return make_switch (field);
  if (G_IS_PARAM_SPEC_ENUM (field->spec))
    return make_combo (field);
  if (G_IS_PARAM_SPEC_UINT (field->spec))
    return make_number (field);
  entry = gtk_entry_new ();
  gtk_entry_set_input_hints (GTK_ENTRY (entry), GTK_INPUT_HINT_NO_SPELLCHECK);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), field);
  return entry;
}

PhSettingField *
ph_setting_field_new (GParamSpec *spec, const char *label, GtkSizeGroup *labels)
{
  PhSettingField *field = g_object_new (PH_TYPE_SETTING_FIELD, NULL);

  field->spec = g_param_spec_ref (spec);
  if (label != NULL)
    gtk_label_set_text_with_mnemonic (GTK_LABEL (field->label), label);
  else
    gtk_label_set_text (GTK_LABEL (field->label), g_param_spec_get_nick (spec));
  if (labels != NULL)
    gtk_size_group_add_widget (labels, field->label);
  field->editor = make_editor (field);
  if (GTK_IS_ENTRY (field->editor) && !GTK_IS_SPIN_BUTTON (field->editor))
    add_browser (field);
  gtk_widget_set_hexpand (field->editor, TRUE);
  gtk_widget_set_tooltip_text (field->editor, g_param_spec_get_blurb (spec));
  /* GTK tells a combo box by its value otherwise. */
  atk_object_set_name (gtk_widget_get_accessible (field->editor), g_param_spec_get_nick (spec));
  gtk_widget_show (field->editor);
  gtk_grid_attach (GTK_GRID (field), field->editor, 1, 0, 1, 1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (field->label), field->editor);
  ph_setting_field_set_text (field, NULL);
  return field;
}

const char *
ph_setting_field_get_key (PhSettingField *field)
{
  return field->spec->name;
}

/* --- values --- */

/* What config.ini would have for the default.  (transfer full) */
static char *
dup_default (PhSettingField *field)
{
  const GValue *value = g_param_spec_get_default_value (field->spec);

  if (G_VALUE_HOLDS_BOOLEAN (value))
    return g_strdup (g_value_get_boolean (value) ? "true" : "false");
  if (G_VALUE_HOLDS_UINT (value))
    return g_strdup_printf ("%u", g_value_get_uint (value));
  if (G_VALUE_HOLDS_ENUM (value))
    return g_strdup (
        g_enum_get_value (G_PARAM_SPEC_ENUM (field->spec)->enum_class, g_value_get_enum (value))
            ->value_nick);
  return g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
}

void
ph_setting_field_set_text (PhSettingField *field, const char *text)
{
  g_autofree char *shown = text != NULL ? g_strdup (text) : dup_default (field);

  field->loading = TRUE;
  if (GTK_IS_SWITCH (field->editor))
    gtk_switch_set_active (GTK_SWITCH (field->editor), g_str_equal (shown, "true"));
  else if (GTK_IS_COMBO_BOX (field->editor))
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (field->editor), shown);
  else if (GTK_IS_SPIN_BUTTON (field->editor))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (field->editor), g_ascii_strtod (shown, NULL));
  else
    gtk_entry_set_text (GTK_ENTRY (field->editor), shown);
  field->loading = FALSE;
}

char *
ph_setting_field_dup_text (PhSettingField *field)
{
  if (GTK_IS_SWITCH (field->editor))
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (field->editor)) ? "true" : "false");
  if (GTK_IS_COMBO_BOX (field->editor))
    return g_strdup (gtk_combo_box_get_active_id (GTK_COMBO_BOX (field->editor)));
  if (GTK_IS_SPIN_BUTTON (field->editor))
    return g_strdup_printf ("%d",
                            gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (field->editor)));
  return g_strdup (gtk_entry_get_text (GTK_ENTRY (field->editor)));
}

void
ph_setting_field_set_example (PhSettingField *field, const char *example)
{
  if (GTK_IS_ENTRY (field->editor))
    gtk_entry_set_placeholder_text (GTK_ENTRY (field->editor), example);
}

/* --- what is said below it --- */

void
ph_setting_field_set_error (PhSettingField *field, const GError *error)
{
  g_autofree char *message = error != NULL ? ph_message_from_error (error) : NULL;
  g_autofree char *text = ph_message_name_setting (message, field->spec);

  ph_message_show (field->message, field->editor, text, field->hint);
}

void
ph_setting_field_set_hint (PhSettingField *field, const char *hint)
{
  g_free (field->hint);
  field->hint = ph_message_name_setting (hint, field->spec);
  ph_message_show (field->message, field->editor, NULL, field->hint);
}
