/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-key-row"

#include "config.h"

#include "confab-key-row.h"

#include "confab-wrap-box.h"

/**
 * ConfabKeyRow:
 *
 * Where a key is, and buttons for what can be done with it: beside the words where there is room,
 * and below them where there is none. What they do is up to whatever the row is in.
 */
struct _ConfabKeyRow
{
  AdwPreferencesRow  parent_instance;

  /* template */
  GtkLabel          *title_label;
  GtkLabel          *note_label;
  GtkWidget         *buttons;
  GtkWidget         *unlock_button;
  GtkWidget         *move_button;
  GtkWidget         *remove_button;
};

G_DEFINE_FINAL_TYPE (ConfabKeyRow, confab_key_row, ADW_TYPE_PREFERENCES_ROW)

static void
confab_key_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_KEY_ROW);

  G_OBJECT_CLASS (confab_key_row_parent_class)->dispose (object);
}

static void
confab_key_row_class_init (ConfabKeyRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CONFAB_TYPE_WRAP_BOX);

  G_OBJECT_CLASS (klass)->dispose = confab_key_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-key-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabKeyRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabKeyRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabKeyRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, ConfabKeyRow, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabKeyRow, move_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabKeyRow, remove_button);
}

static void
confab_key_row_init (ConfabKeyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_key_row_new:
 *
 * Returns: (transfer floating): a row that says nothing yet
 */
GtkWidget *
confab_key_row_new (void)
{
  return g_object_new (CONFAB_TYPE_KEY_ROW, NULL);
}

/**
 * confab_key_row_set:
 * @title: what it is about
 * @note: what there is to say of it
 * @actions: what can be done
 */
void
confab_key_row_set (ConfabKeyRow        *self,
                    const char          *title,
                    const char          *note,
                    ConfabKeyRowActions  actions)
{
  g_return_if_fail (CONFAB_IS_KEY_ROW (self));
  g_return_if_fail (title != NULL);
  g_return_if_fail (note != NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, note, -1);
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->note_label, note);
  gtk_widget_set_visible (self->unlock_button, (actions & CONFAB_KEY_ROW_UNLOCK) != 0);
  gtk_widget_set_visible (self->move_button, (actions & CONFAB_KEY_ROW_MOVE) != 0);
  gtk_widget_set_visible (self->remove_button, (actions & CONFAB_KEY_ROW_REMOVE) != 0);
  gtk_widget_set_visible (self->buttons, actions != 0);
}
