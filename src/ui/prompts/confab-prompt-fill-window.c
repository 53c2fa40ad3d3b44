/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-prompt-fill-window"

#include "config.h"

#include "confab-prompt-fill-window.h"

#include "confab-prompt-text.h"

/**
 * ConfabPromptFillWindow:
 *
 * Asks for those variables of a prompt that only a person knows the value of. The others stay in
 * the text, to be filled in when it is sent.
 */
struct _ConfabPromptFillWindow
{
  AdwWindow     parent_instance;

  /* template */
  GtkListBox   *list_box;

  ConfabPrompt *prompt;   /* owned */
  GHashTable   *entries;  /* owned: name (owned) to GtkEditable, a child */
};

enum { SIGNAL_FILLED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabPromptFillWindow, confab_prompt_fill_window, ADW_TYPE_WINDOW)

static char *
lookup_entry (const char *name,
              gpointer    user_data)
{
  ConfabPromptFillWindow *self = user_data;
  GtkEditable *entry = g_hash_table_lookup (self->entries, name);

  return entry != NULL ? g_strdup (gtk_editable_get_text (entry)) : NULL;
}

static void
on_use_clicked_cb (ConfabPromptFillWindow *self)
{
  g_autofree char *text = confab_prompt_text_fill (confab_prompt_get_text (self->prompt), lookup_entry, self);

  g_signal_emit (self, signals[SIGNAL_FILLED], 0, text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
confab_prompt_fill_window_dispose (GObject *object)
{
  ConfabPromptFillWindow *self = CONFAB_PROMPT_FILL_WINDOW (object);

  g_hash_table_remove_all (self->entries);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PROMPT_FILL_WINDOW);
  g_clear_object (&self->prompt);

  G_OBJECT_CLASS (confab_prompt_fill_window_parent_class)->dispose (object);
}

static void
confab_prompt_fill_window_finalize (GObject *object)
{
  g_hash_table_unref (CONFAB_PROMPT_FILL_WINDOW (object)->entries);

  G_OBJECT_CLASS (confab_prompt_fill_window_parent_class)->finalize (object);
}

static void
confab_prompt_fill_window_class_init (ConfabPromptFillWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_prompt_fill_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_prompt_fill_window_finalize;

  /**
   * ConfabPromptFillWindow::filled:
   * @self: the window
   * @text: the text with what was said
   */
  signals[SIGNAL_FILLED] =
    g_signal_new ("filled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/prompts/confab-prompt-fill-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPromptFillWindow, list_box);
  gtk_widget_class_bind_template_callback (widget_class, on_use_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
confab_prompt_fill_window_init (ConfabPromptFillWindow *self)
{
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_prompt_fill_window_is_needed:
 * @prompt: a prompt
 *
 * Returns: whether there is something to ask a person for
 */
gboolean
confab_prompt_fill_window_is_needed (ConfabPrompt *prompt)
{
  g_autoptr(GPtrArray) variables = confab_prompt_text_get_variables (confab_prompt_get_text (prompt));

  for (guint i = 0; i < variables->len; i++)
    if (!confab_prompt_text_is_known (((ConfabPromptVariable *) g_ptr_array_index (variables, i))->name))
      return TRUE;

  return FALSE;
}

/**
 * confab_prompt_fill_window_new:
 * @parent: the window it belongs to
 * @prompt: a prompt
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWidget *
confab_prompt_fill_window_new (GtkWindow    *parent,
                               ConfabPrompt *prompt)
{
  ConfabPromptFillWindow *self;
  g_autoptr(GPtrArray) variables = NULL;

  g_return_val_if_fail (CONFAB_IS_PROMPT (prompt), NULL);

  self = g_object_new (CONFAB_TYPE_PROMPT_FILL_WINDOW, "transient-for", parent,
                       "title", confab_prompt_get_name (prompt), NULL);
  self->prompt = g_object_ref (prompt);

  variables = confab_prompt_text_get_variables (confab_prompt_get_text (prompt));
  for (guint i = 0; i < variables->len; i++)
    {
      const ConfabPromptVariable *variable = g_ptr_array_index (variables, i);
      GtkWidget *row;

      if (confab_prompt_text_is_known (variable->name))
        continue;

      row = adw_entry_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), variable->name);
      gtk_editable_set_text (GTK_EDITABLE (row), variable->preset != NULL ? variable->preset : "");
      g_signal_connect_object (row, "entry-activated", G_CALLBACK (on_use_clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list_box, row);
      if (g_hash_table_size (self->entries) == 0)
        gtk_widget_grab_focus (row);
      g_hash_table_insert (self->entries, g_strdup (variable->name), row);
    }

  return GTK_WIDGET (self);
}
