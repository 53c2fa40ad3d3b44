/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-prompt-window"

#include "config.h"

#include "confab-prompt-window.h"

#include <glib/gi18n.h>

#include "confab-prompt-words.h"

/**
 * ConfabPromptWindow:
 *
 * Where a prompt is written. It stays open until it can be kept, and says below why it cannot.
 */
struct _ConfabPromptWindow
{
  AdwWindow      parent_instance;

  /* template */
  GtkWidget     *save_button;
  GtkEditable   *name_row;
  GtkTextView   *text_view;
  GtkLabel      *hint_label;
  GtkWidget     *delete_button;

  ConfabPrompts *prompts;  /* owned */
  char          *id;       /* owned, nullable: of the one that is edited */
};

enum { SIGNAL_REMOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabPromptWindow, confab_prompt_window, ADW_TYPE_WINDOW)

static ConfabPrompt *
dup_prompt (ConfabPromptWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strchomp (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));

  return confab_prompt_new (self->id, name, text);
}

/* What is missing needs no words before something was written; what is too much does. */
static void
update (ConfabPromptWindow *self)
{
  g_autoptr(ConfabPrompt) prompt = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *hint = NULL;
  gboolean told;

  if (self->prompts == NULL)
    return;

  prompt = dup_prompt (self);
  gtk_widget_set_sensitive (self->save_button, confab_prompts_check (self->prompts, prompt, &error));
  told = error != NULL && *confab_prompt_get_name (prompt) != '\0' && *confab_prompt_get_text (prompt) != '\0';
  hint = told ? g_strdup (error->message) : confab_prompt_words_dup_hint (confab_prompt_get_text (prompt));
  gtk_label_set_label (self->hint_label, hint);
  if (told)
    gtk_widget_add_css_class (GTK_WIDGET (self->hint_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint_label), "error");
}

static void
on_save_clicked_cb (ConfabPromptWindow *self)
{
  g_autoptr(ConfabPrompt) prompt = dup_prompt (self);
  g_autoptr(GError) error = NULL;

  if (confab_prompts_put (self->prompts, prompt, G_MAXUINT, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  gtk_label_set_label (self->hint_label, error->message);
  gtk_widget_add_css_class (GTK_WIDGET (self->hint_label), "error");
}

static void
on_delete_clicked_cb (ConfabPromptWindow *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->prompts));

  /* The one that is kept, whatever was written over it here. */
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ConfabPrompt) prompt = g_list_model_get_item (G_LIST_MODEL (self->prompts), i);
      guint position;

      if (!g_str_equal (confab_prompt_get_id (prompt), self->id))
        continue;

      if (confab_prompts_remove (self->prompts, prompt, &position))
        g_signal_emit (self, signals[SIGNAL_REMOVED], 0, prompt, position);
      break;
    }

  gtk_window_close (GTK_WINDOW (self));
}

static void
confab_prompt_window_dispose (GObject *object)
{
  ConfabPromptWindow *self = CONFAB_PROMPT_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PROMPT_WINDOW);
  g_clear_object (&self->prompts);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (confab_prompt_window_parent_class)->dispose (object);
}

static void
confab_prompt_window_class_init (ConfabPromptWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_prompt_window_dispose;

  /**
   * ConfabPromptWindow::removed:
   * @self: the window
   * @prompt: the prompt that is not kept any more
   * @position: where it was
   */
  signals[SIGNAL_REMOVED] =
    g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, CONFAB_TYPE_PROMPT, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/prompts/confab-prompt-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptWindow, text_view);
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptWindow, hint_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptWindow, delete_button);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_delete_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_prompt_window_init (ConfabPromptWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}

/**
 * confab_prompt_window_new:
 * @parent: the window it belongs to
 * @prompts: where it is kept
 * @prompt: (nullable): what to begin with; %NULL for an empty one. Edited if it is one of @prompts,
 *   else a new one
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWidget *
confab_prompt_window_new (GtkWindow     *parent,
                          ConfabPrompts *prompts,
                          ConfabPrompt  *prompt)
{
  ConfabPromptWindow *self;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (prompts));

  g_return_val_if_fail (CONFAB_IS_PROMPTS (prompts), NULL);

  self = g_object_new (CONFAB_TYPE_PROMPT_WINDOW, "transient-for", parent, NULL);
  self->prompts = g_object_ref (prompts);
  for (guint i = 0; prompt != NULL && i < n; i++)
    {
      g_autoptr(ConfabPrompt) kept = g_list_model_get_item (G_LIST_MODEL (prompts), i);

      if (g_str_equal (confab_prompt_get_id (kept), confab_prompt_get_id (prompt)))
        self->id = g_strdup (confab_prompt_get_id (prompt));
    }
  gtk_widget_set_visible (self->delete_button, self->id != NULL);
  gtk_window_set_title (GTK_WINDOW (self), self->id != NULL ? _("Prompt") : _("New prompt"));
  if (prompt != NULL)
    {
      gtk_editable_set_text (self->name_row, confab_prompt_get_name (prompt));
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), confab_prompt_get_text (prompt), -1);
    }
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));

  return GTK_WIDGET (self);
}
