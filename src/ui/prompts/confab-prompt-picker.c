/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-prompt-picker"

#include "config.h"

#include "confab-prompt-picker.h"

#include "confab-prompt-fill-window.h"

#include <string.h>

/**
 * ConfabPromptPicker:
 *
 * A button with the prompts that are kept. Not shown while there are none.
 */
struct _ConfabPromptPicker
{
  GtkWidget      parent_instance;

  /* template */
  GtkMenuButton *menu_button;
  GtkPopover    *popover;
  GtkEditable   *search_entry;
  GtkListBox    *list_box;

  ConfabPrompts *prompts;  /* owned */
};

enum { SIGNAL_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabPromptPicker, confab_prompt_picker, GTK_TYPE_WIDGET)

static void
on_filled_cb (ConfabPromptPicker *self,
              const char         *text)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, text);
}

static void
choose (ConfabPromptPicker *self,
        ConfabPrompt       *prompt)
{
  GtkWidget *window;

  gtk_popover_popdown (self->popover);
  if (!confab_prompt_fill_window_is_needed (prompt))
    {
      g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, confab_prompt_get_text (prompt));
      return;
    }

  window = confab_prompt_fill_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), prompt);
  g_signal_connect_object (window, "filled", G_CALLBACK (on_filled_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_row_activated_cb (ConfabPromptPicker *self,
                     GtkListBoxRow      *row)
{
  choose (self, g_object_get_data (G_OBJECT (row), "prompt"));
}

static gboolean
matches (GtkListBoxRow *row,
         gpointer       user_data)
{
  ConfabPromptPicker *self = user_data;
  ConfabPrompt *prompt = g_object_get_data (G_OBJECT (row), "prompt");
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (self->search_entry), -1);
  g_autofree char *name = g_utf8_casefold (confab_prompt_get_name (prompt), -1);

  return strstr (name, wanted) != NULL;
}

static void
on_search_changed_cb (ConfabPromptPicker *self)
{
  gtk_list_box_invalidate_filter (self->list_box);
}

static void
on_search_activate_cb (ConfabPromptPicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list_box, 0);

  if (row != NULL)
    choose (self, g_object_get_data (G_OBJECT (row), "prompt"));
}

static void
on_popover_shown_cb (ConfabPromptPicker *self)
{
  gtk_editable_set_text (self->search_entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* The first line tells two of a similar name apart. */
static GtkWidget *
new_row (ConfabPrompt *prompt)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *name = gtk_label_new (confab_prompt_get_name (prompt));
  g_autofree char *line = g_strndup (confab_prompt_get_text (prompt), strcspn (confab_prompt_get_text (prompt), "\n"));
  GtkWidget *text = gtk_label_new (line);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 40);
  gtk_widget_add_css_class (text, "dim-label");
  gtk_widget_add_css_class (text, "caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_add_css_class (box, "prompt");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  confab_prompt_get_name (prompt), -1);
  g_object_set_data_full (G_OBJECT (row), "prompt", g_object_ref (prompt), g_object_unref);

  return row;
}

static void
refill (ConfabPromptPicker *self)
{
  GtkWidget *row;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->prompts));

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list_box, 0))) != NULL)
    gtk_list_box_remove (self->list_box, row);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabPrompt) prompt = g_list_model_get_item (G_LIST_MODEL (self->prompts), i);

      gtk_list_box_append (self->list_box, new_row (prompt));
    }

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
confab_prompt_picker_dispose (GObject *object)
{
  ConfabPromptPicker *self = CONFAB_PROMPT_PICKER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PROMPT_PICKER);
  g_clear_object (&self->prompts);

  G_OBJECT_CLASS (confab_prompt_picker_parent_class)->dispose (object);
}

static void
confab_prompt_picker_class_init (ConfabPromptPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_prompt_picker_dispose;

  /**
   * ConfabPromptPicker::chosen:
   * @self: the button
   * @text: the text of a prompt, with what a person was asked for
   */
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/prompts/confab-prompt-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptPicker, menu_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptPicker, popover);
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptPicker, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptPicker, list_box);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
confab_prompt_picker_init (ConfabPromptPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list_box, matches, self, NULL);
}

/**
 * confab_prompt_picker_set_prompts:
 * @prompts: the prompts that are kept
 *
 * Called once.
 */
void
confab_prompt_picker_set_prompts (ConfabPromptPicker *self,
                                  ConfabPrompts      *prompts)
{
  g_return_if_fail (CONFAB_IS_PROMPT_PICKER (self));
  g_return_if_fail (self->prompts == NULL);

  self->prompts = g_object_ref (prompts);
  g_signal_connect_object (prompts, "items-changed", G_CALLBACK (refill), self, G_CONNECT_SWAPPED);
  refill (self);
}

/**
 * confab_prompt_picker_set_label:
 * @label: what is done with a prompt
 *
 * Shows words in place of the picture.
 */
void
confab_prompt_picker_set_label (ConfabPromptPicker *self,
                                const char         *label)
{
  g_return_if_fail (CONFAB_IS_PROMPT_PICKER (self));

  gtk_menu_button_set_label (self->menu_button, label);
  gtk_menu_button_set_has_frame (self->menu_button, TRUE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->menu_button), "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
