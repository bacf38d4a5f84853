/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ph-drop-target.h"

#include "ph-drop-choice.h"

/* More than this is not taken out of another program's memory; a file has no such limit. */
#define BYTES_MAX (512 * 1024 * 1024)

struct _PhDropTarget
{
  GObject parent_instance;

  GtkWidget *widget; /* borrowed: it owns us */
  gboolean is_above;
  GPtrArray *candidates; /* (nullable) of utf8: what is still to be asked for, the next one last */
};

G_DEFINE_FINAL_TYPE (PhDropTarget, ph_drop_target, G_TYPE_OBJECT)

enum
{
  ENTERED,
  DROPPED,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
ph_drop_target_finalize (GObject *object)
{
  g_clear_pointer (&PH_DROP_TARGET (object)->candidates, g_ptr_array_unref);
  G_OBJECT_CLASS (ph_drop_target_parent_class)->finalize (object);
}

static void
ph_drop_target_class_init (PhDropTargetClass *class)
{
  G_OBJECT_CLASS (class)->finalize = ph_drop_target_finalize;
  signals[ENTERED] = g_signal_new ("entered", PH_TYPE_DROP_TARGET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[DROPPED] = g_signal_new ("dropped", PH_TYPE_DROP_TARGET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[REFUSED] = g_signal_new ("refused", PH_TYPE_DROP_TARGET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ph_drop_target_init (PhDropTarget *target)
{
}

/* (transfer full) (element-type utf8) */
static GPtrArray *
choose (GdkDragContext *context)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (GList *atom = gdk_drag_context_list_targets (context); atom != NULL; atom = atom->next)
    g_ptr_array_add (names, gdk_atom_name (GDK_POINTER_TO_ATOM (atom->data)));
  g_ptr_array_add (names, NULL);
  return ph_drop_choose ((const char *const *) names->pdata);
}

static gboolean
on_motion (GtkWidget *widget, GdkDragContext *context, int x, int y, guint time,
           PhDropTarget *target)
{
  g_autoptr (GPtrArray) chosen = choose (context);
  GdkDragAction action = gdk_drag_context_get_actions (context);

  if (chosen->len == 0)
    return FALSE;
  /* Nothing of theirs is ever moved away. */
  gdk_drag_status (context,
                   (action & GDK_ACTION_COPY) ? GDK_ACTION_COPY : (action & GDK_ACTION_LINK), time);
  if (target->is_above)
    return TRUE;
  target->is_above = TRUE;
  gtk_drag_highlight (widget);
  g_signal_emit (target, signals[ENTERED], 0);
  return TRUE;
}

static void
on_leave (GtkWidget *widget, GdkDragContext *context, guint time, PhDropTarget *target)
{
  if (target->is_above)
    gtk_drag_unhighlight (widget);
  target->is_above = FALSE;
}

static void
end (PhDropTarget *target, GdkDragContext *context, guint time, GPtrArray *inputs)
{
  g_clear_pointer (&target->candidates, g_ptr_array_unref);
  gtk_drag_finish (context, inputs != NULL, FALSE, time);
  if (inputs != NULL)
    g_signal_emit (target, signals[DROPPED], 0, inputs);
  else
    g_signal_emit (target, signals[REFUSED], 0);
}

static void
ask_for_next (PhDropTarget *target, GdkDragContext *context, guint time)
{
  g_autofree char *name = NULL;

  if (target->candidates->len == 0)
    {
      end (target, context, time, NULL);
      return;
    }
  name = g_ptr_array_steal_index (target->candidates, 0);
  gtk_drag_get_data (target->widget, context, gdk_atom_intern (name, FALSE), time);
}

static gboolean
on_drop (GtkWidget *widget, GdkDragContext *context, int x, int y, guint time, PhDropTarget *target)
{
  g_clear_pointer (&target->candidates, g_ptr_array_unref);
  target->candidates = choose (context);
  if (target->candidates->len == 0)
    return FALSE;
  ask_for_next (target, context, time);
  return TRUE;
}

static void
on_received (GtkWidget *widget, GdkDragContext *context, int x, int y, GtkSelectionData *selection,
             guint info, guint time, PhDropTarget *target)
{
  g_autofree char *name = gdk_atom_name (gtk_selection_data_get_target (selection));
  const char *data = (const char *) gtk_selection_data_get_data (selection);
  const int length = gtk_selection_data_get_length (selection);
  g_autoptr (GPtrArray) inputs = NULL;

  if (target->candidates == NULL)
    return;
  if (data != NULL && length > 0 && length <= BYTES_MAX)
    inputs = ph_drop_parse (name, data, (gsize) length);
  if (inputs != NULL)
    end (target, context, time, inputs);
  else
    ask_for_next (target, context, time);
}

PhDropTarget *
ph_drop_target_new (GtkWidget *widget)
{
  PhDropTarget *target = g_object_new (PH_TYPE_DROP_TARGET, NULL);

  target->widget = widget;
  gtk_drag_dest_set (widget, 0, NULL, 0, GDK_ACTION_COPY | GDK_ACTION_LINK);
  g_signal_connect_object (widget, "drag-motion", G_CALLBACK (on_motion), target, 0);
  g_signal_connect_object (widget, "drag-leave", G_CALLBACK (on_leave), target, 0);
  g_signal_connect_object (widget, "drag-drop", G_CALLBACK (on_drop), target, 0);
  g_signal_connect_object (widget, "drag-data-received", G_CALLBACK (on_received), target, 0);
  g_object_set_data_full (G_OBJECT (widget), "ph-drop-target", target, g_object_unref);
  return target;
}
