/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-form-field"

#include "config.h"

#include "confab-form-field.h"

#include "confab-failure-text.h"
#include "confab-hidden-text.h"
#include "confab-tooltip-names.h"

/**
 * ConfabFormField:
 *
 * An entry, and below it the sentence that says what is wrong with what is in it.
 */
struct _ConfabFormField
{
  GtkBox       parent_instance;

  GtkWidget   *list;   /* borrowed, a child */
  GtkWidget   *entry;  /* borrowed, a child */
  GtkLabel    *note;   /* borrowed, a child */
  gboolean     used;   /* somebody typed into it */
  gboolean     setting;
};

enum { SIGNAL_CHANGED, SIGNAL_ACTIVATE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabFormField, confab_form_field, GTK_TYPE_BOX)

static void
on_entry_changed_cb (ConfabFormField *self)
{
  if (!self->setting)
    self->used = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_entry_activated_cb (ConfabFormField *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static gboolean
confab_form_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CONFAB_FORM_FIELD (widget)->entry);
}

static void
confab_form_field_class_init (ConfabFormFieldClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = confab_form_field_grab_focus;

  /**
   * ConfabFormField::changed:
   * @self: the field
   *
   * There is another text in it.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * ConfabFormField::activate:
   * @self: the field
   *
   * Enter was pressed in it.
   */
  signals[SIGNAL_ACTIVATE] =
    g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_form_field_init (ConfabFormField *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_box_append (GTK_BOX (self), self->list);

  self->note = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "visible", FALSE, NULL);
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_wrap_mode (self->note, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->note, 0);
  gtk_widget_set_margin_start (GTK_WIDGET (self->note), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->note), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "caption");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->note));
}

/**
 * confab_form_field_new:
 * @title: what goes into it
 * @secret: whether it is not to be seen
 *
 * Returns: (transfer floating): the field
 */
GtkWidget *
confab_form_field_new (const char *title,
                       gboolean    secret)
{
  ConfabFormField *self = g_object_new (CONFAB_TYPE_FORM_FIELD, NULL);

  self->entry = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), title);
  gtk_list_box_append (GTK_LIST_BOX (self->list), self->entry);
  confab_tooltip_names_give (self->entry);
  if (secret)
    confab_hidden_text_attach (GTK_EDITABLE (self->entry));
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "entry-activated", G_CALLBACK (on_entry_activated_cb),
                           self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * confab_form_field_get_text:
 *
 * Returns: (transfer none): what is in it
 */
const char *
confab_form_field_get_text (ConfabFormField *self)
{
  g_return_val_if_fail (CONFAB_IS_FORM_FIELD (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * confab_form_field_dup_secret:
 *
 * Returns: (transfer full): what was typed into a field that is not to be seen
 */
ConfabSecret *
confab_form_field_dup_secret (ConfabFormField *self)
{
  g_return_val_if_fail (CONFAB_IS_FORM_FIELD (self), NULL);

  return confab_hidden_text_dup_text (GTK_EDITABLE (self->entry));
}

/**
 * confab_form_field_set_text:
 * @text: (nullable): what is to be in it
 *
 * Fills it, which does not count as having been typed.
 */
void
confab_form_field_set_text (ConfabFormField *self,
                            const char      *text)
{
  g_return_if_fail (CONFAB_IS_FORM_FIELD (self));

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  self->setting = FALSE;
}

/**
 * confab_form_field_get_used:
 *
 * Returns: whether somebody typed into it
 */
gboolean
confab_form_field_get_used (ConfabFormField *self)
{
  g_return_val_if_fail (CONFAB_IS_FORM_FIELD (self), FALSE);

  return self->used;
}

/**
 * confab_form_field_tell:
 * @error: (nullable): what is wrong with what is in it
 * @hint: (nullable): what there is to say if nothing is
 *
 * Says something below the entry.
 */
void
confab_form_field_tell (ConfabFormField *self,
                        const GError    *error,
                        const char      *hint)
{
  g_autofree char *sentence = NULL;

  g_return_if_fail (CONFAB_IS_FORM_FIELD (self));

  if (error != NULL)
    {
      sentence = confab_failure_text_summary (error, NULL, NULL);
      gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->note), "dim-label");
      gtk_widget_add_css_class (self->entry, "error");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->note), "dim-label");
      gtk_widget_remove_css_class (self->entry, "error");
    }

  gtk_label_set_label (self->note, sentence != NULL ? sentence : hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), sentence != NULL || hint != NULL);
}
