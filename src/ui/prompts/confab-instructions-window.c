/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-instructions-window"

#include "config.h"

#include "confab-instructions-window.h"

#include <glib/gi18n.h>

#include "confab-prompt-picker.h"
#include "confab-prompt-text.h"
#include "confab-prompt-window.h"

/**
 * ConfabInstructionsWindow:
 *
 * The instructions of a conversation: written, or taken from a prompt that is kept.
 */
struct _ConfabInstructionsWindow
{
  AdwWindow           parent_instance;

  /* template */
  GtkTextView        *text_view;
  GtkLabel           *hint_label;
  ConfabPromptPicker *picker;
  GtkWidget          *keep_button;

  ConfabChat         *chat;     /* owned */
  ConfabPrompts      *prompts;  /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabInstructionsWindow, confab_instructions_window, ADW_TYPE_WINDOW)

static char *
dup_text (ConfabInstructionsWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return g_strchomp (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

/* Nobody is asked for anything when the instructions are sent, so what is open is told here. */
static void
update (ConfabInstructionsWindow *self)
{
  g_autofree char *text = dup_text (self);
  g_autoptr(GPtrArray) variables = confab_prompt_text_get_variables (text);
  const char *open = NULL;
  g_autofree char *hint = NULL;

  for (guint i = 0; i < variables->len && open == NULL; i++)
    {
      const ConfabPromptVariable *variable = g_ptr_array_index (variables, i);

      if (!confab_prompt_text_is_known (variable->name) && variable->preset == NULL)
        open = variable->name;
    }

  if (open != NULL)
    /* Translators: %s is the name of a variable, such as “topic” */
    hint = g_strdup_printf (_("{{%s}} is sent as it stands here."), open);
  else
    hint = g_strdup (_("{{date}}, {{weekday}}, {{time}}, {{language}}, {{model}} and {{provider}} fill "
                       "themselves in."));
  gtk_label_set_label (self->hint_label, hint);
  gtk_widget_set_sensitive (self->keep_button, *text != '\0');
}

/* As one step, so that the text that was there comes back with Undo. */
static void
on_prompt_chosen_cb (ConfabInstructionsWindow *self,
                     const char               *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
on_keep_clicked_cb (ConfabInstructionsWindow *self)
{
  g_autofree char *text = dup_text (self);
  g_autoptr(ConfabPrompt) prompt = confab_prompt_new (NULL, "", text);

  gtk_window_present (GTK_WINDOW (confab_prompt_window_new (GTK_WINDOW (self), self->prompts, prompt)));
}

static void
on_save_clicked_cb (ConfabInstructionsWindow *self)
{
  g_autofree char *text = dup_text (self);

  confab_chat_set_system_prompt (self->chat, text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
confab_instructions_window_dispose (GObject *object)
{
  ConfabInstructionsWindow *self = CONFAB_INSTRUCTIONS_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_INSTRUCTIONS_WINDOW);
  g_clear_object (&self->chat);
  g_clear_object (&self->prompts);

  G_OBJECT_CLASS (confab_instructions_window_parent_class)->dispose (object);
}

static void
confab_instructions_window_class_init (ConfabInstructionsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_instructions_window_dispose;

  g_type_ensure (CONFAB_TYPE_PROMPT_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/prompts/confab-instructions-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabInstructionsWindow, text_view);
  gtk_widget_class_bind_template_child (widget_class, ConfabInstructionsWindow, hint_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabInstructionsWindow, picker);
  gtk_widget_class_bind_template_child (widget_class, ConfabInstructionsWindow, keep_button);
  gtk_widget_class_bind_template_callback (widget_class, on_prompt_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_instructions_window_init (ConfabInstructionsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}

/**
 * confab_instructions_window_new:
 * @parent: the window it belongs to
 * @chat: the conversation
 * @prompts: the prompts that are kept
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWidget *
confab_instructions_window_new (GtkWindow     *parent,
                                ConfabChat    *chat,
                                ConfabPrompts *prompts)
{
  ConfabInstructionsWindow *self;
  GtkTextBuffer *buffer;
  const char *text;

  g_return_val_if_fail (CONFAB_IS_CHAT (chat), NULL);

  self = g_object_new (CONFAB_TYPE_INSTRUCTIONS_WINDOW, "transient-for", parent, NULL);
  self->chat = g_object_ref (chat);
  self->prompts = g_object_ref (prompts);
  confab_prompt_picker_set_prompts (self->picker, prompts);
  confab_prompt_picker_set_label (self->picker, _("Use a prompt"));

  text = confab_conversation_get_system_prompt (confab_chat_get_conversation (chat));
  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));

  return GTK_WIDGET (self);
}
