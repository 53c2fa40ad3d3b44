/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-prompt-group"

#include "config.h"

#include "confab-prompt-group.h"

#include <glib/gi18n.h>
#include <string.h>

#include "confab-prompt-window.h"
#include "confab-toast.h"

/**
 * ConfabPromptGroup:
 *
 * The prompts that are kept: written, changed and deleted here.
 */
struct _ConfabPromptGroup
{
  AdwPreferencesGroup  parent_instance;

  ConfabPrompts       *prompts;  /* owned */
  GPtrArray           *rows;     /* owned, of GtkWidget, children */
};

G_DEFINE_FINAL_TYPE (ConfabPromptGroup, confab_prompt_group, ADW_TYPE_PREFERENCES_GROUP)

static void
on_undo_clicked_cb (AdwToast *toast,
                    gpointer  user_data)
{
  ConfabPromptGroup *self = user_data;
  ConfabPrompt *prompt = g_object_get_data (G_OBJECT (toast), "prompt");
  const guint position = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "position"));
  g_autoptr(GError) error = NULL;

  if (!confab_prompts_put (self->prompts, prompt, position, &error))
    g_warning ("A prompt cannot be brought back: %s", error->message);
}

static void
on_removed_cb (ConfabPromptGroup *self,
               ConfabPrompt      *prompt,
               guint              position)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *escaped = g_markup_escape_text (confab_prompt_get_name (prompt), -1);
  /* Translators: %s is the name of a prompt */
  g_autofree char *title = g_strdup_printf (_("“%s” deleted"), escaped);
  AdwToast *toast = confab_toast_new_undo (title);

  g_object_set_data_full (G_OBJECT (toast), "prompt", g_object_ref (prompt), g_object_unref);
  g_object_set_data (G_OBJECT (toast), "position", GUINT_TO_POINTER (position));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked_cb), self, 0);
  confab_toast_show (toast, ADW_TOAST_OVERLAY (overlay));
}

static void
edit (ConfabPromptGroup *self,
      ConfabPrompt      *prompt)
{
  GtkWidget *window = confab_prompt_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                self->prompts, prompt);

  g_signal_connect_object (window, "removed", G_CALLBACK (on_removed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_add_clicked_cb (ConfabPromptGroup *self)
{
  edit (self, NULL);
}

static void
on_row_activated_cb (ConfabPromptGroup *self,
                     AdwActionRow      *row)
{
  edit (self, g_object_get_data (G_OBJECT (row), "prompt"));
}

static GtkWidget *
new_row (ConfabPromptGroup *self,
         ConfabPrompt      *prompt)
{
  const char *text = confab_prompt_get_text (prompt);
  g_autofree char *line = g_strndup (text, strcspn (text, "\n"));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), confab_prompt_get_name (prompt));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "prompt", g_object_ref (prompt), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static void
refill (ConfabPromptGroup *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->prompts));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabPrompt) prompt = g_list_model_get_item (G_LIST_MODEL (self->prompts), i);
      GtkWidget *row = new_row (self, prompt);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
confab_prompt_group_dispose (GObject *object)
{
  ConfabPromptGroup *self = CONFAB_PROMPT_GROUP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PROMPT_GROUP);
  g_clear_object (&self->prompts);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_prompt_group_parent_class)->dispose (object);
}

static void
confab_prompt_group_class_init (ConfabPromptGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_prompt_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-prompt-group.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
}

static void
confab_prompt_group_init (ConfabPromptGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_prompt_group_set_settings:
 * @settings: the preferences, where prompts are kept
 *
 * Called once.
 */
void
confab_prompt_group_set_settings (ConfabPromptGroup *self,
                                  GSettings         *settings)
{
  g_return_if_fail (CONFAB_IS_PROMPT_GROUP (self));
  g_return_if_fail (self->prompts == NULL);

  self->prompts = confab_prompts_new (settings);
  g_signal_connect_object (self->prompts, "items-changed", G_CALLBACK (refill), self, G_CONNECT_SWAPPED);
  refill (self);
}
