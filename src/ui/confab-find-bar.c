/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-find-bar"

#include "config.h"

#include "confab-find-bar.h"

#include <glib/gi18n.h>

/**
 * ConfabFindBar:
 *
 * Where a person types what they look for in the open conversation, and goes from place to place.
 */
struct _ConfabFindBar
{
  GtkWidget         parent_instance;

  /* template */
  GtkRevealer      *revealer;
  GtkEntry         *entry;
  GtkLabel         *count;
  GtkWidget        *previous_button;
  GtkWidget        *next_button;

  ConfabTranscript *transcript;  /* owned, nullable until set */
};

G_DEFINE_FINAL_TYPE (ConfabFindBar, confab_find_bar, GTK_TYPE_WIDGET)

static void
update_count (ConfabFindBar *self)
{
  const gboolean is_empty = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0';
  g_autofree char *count = NULL;
  guint position;
  guint n_hits;
  gboolean is_done;

  is_done = confab_transcript_get_find_state (self->transcript, &position, &n_hits);
  if (is_empty || (n_hits == 0 && !is_done))
    count = g_strdup ("");
  else if (n_hits == 0)
    count = g_strdup (_("Not found"));
  else
    /* Translators: which of the places where something was found this is, as in “3 of 17”. */
    count = g_strdup_printf (_("%u of %u"), position, n_hits);

  if (g_str_equal (gtk_label_get_label (self->count), count) == FALSE)
    gtk_label_set_label (self->count, count);
  gtk_widget_set_sensitive (self->previous_button, n_hits > 0);
  gtk_widget_set_sensitive (self->next_button, n_hits > 0);
}

static void
on_entry_changed_cb (ConfabFindBar *self)
{
  g_autoptr(ConfabSearchPattern) pattern = NULL;

  if (!confab_find_bar_get_open (self))
    return;

  pattern = confab_search_pattern_new_literal (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  confab_transcript_set_find (self->transcript, pattern);
  update_count (self);
}

static void
on_next_cb (ConfabFindBar *self)
{
  confab_transcript_step_find (self->transcript, TRUE);
}

static void
on_previous_cb (ConfabFindBar *self)
{
  confab_transcript_step_find (self->transcript, FALSE);
}

static void
on_close_cb (ConfabFindBar *self)
{
  confab_find_bar_close (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer", NULL);
}

/* Of the keys that have another meaning in the window, or none in an entry. */
static gboolean
on_key_pressed_cb (ConfabFindBar   *self,
                   guint            keyval,
                   guint            keycode,
                   GdkModifierType  state)
{
  const GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  const gboolean is_return = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;

  if (keyval == GDK_KEY_Escape && modifiers == 0)
    on_close_cb (self);
  else if (is_return && modifiers == GDK_SHIFT_MASK)
    on_previous_cb (self);
  else if (is_return && modifiers == 0)
    on_next_cb (self);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static gboolean
confab_find_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CONFAB_FIND_BAR (widget)->entry));
}

static void
confab_find_bar_dispose (GObject *object)
{
  ConfabFindBar *self = CONFAB_FIND_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_FIND_BAR);
  g_clear_object (&self->transcript);

  G_OBJECT_CLASS (confab_find_bar_parent_class)->dispose (object);
}

static void
confab_find_bar_class_init (ConfabFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_find_bar_dispose;
  widget_class->grab_focus = confab_find_bar_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/confab/Confab/ui/confab-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, previous_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabFindBar, next_button);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_close_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "findbar");
}

static void
confab_find_bar_init (ConfabFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_find_bar_set_transcript:
 * @transcript: where to look
 *
 * Called once.
 */
void
confab_find_bar_set_transcript (ConfabFindBar    *self,
                                ConfabTranscript *transcript)
{
  g_return_if_fail (CONFAB_IS_FIND_BAR (self));
  g_return_if_fail (CONFAB_IS_TRANSCRIPT (transcript));
  g_return_if_fail (self->transcript == NULL);

  self->transcript = g_object_ref (transcript);
  g_signal_connect_object (transcript, "find-changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
}

/**
 * confab_find_bar_open:
 *
 * Shows the bar, with the keyboard focus in it, and looks for what was looked for last.
 */
void
confab_find_bar_open (ConfabFindBar *self)
{
  g_return_if_fail (CONFAB_IS_FIND_BAR (self));

  if (!confab_find_bar_get_open (self))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
      gtk_revealer_set_reveal_child (self->revealer, TRUE);
      on_entry_changed_cb (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * confab_find_bar_close:
 *
 * Puts the bar away and looks for nothing.
 */
void
confab_find_bar_close (ConfabFindBar *self)
{
  g_return_if_fail (CONFAB_IS_FIND_BAR (self));

  if (!confab_find_bar_get_open (self))
    return;

  /* Out of sight it must not be found by the keyboard or a screen reader either. */
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  confab_transcript_set_find (self->transcript, NULL);
}

/**
 * confab_find_bar_get_open:
 *
 * Returns: whether it is shown
 */
gboolean
confab_find_bar_get_open (ConfabFindBar *self)
{
  g_return_val_if_fail (CONFAB_IS_FIND_BAR (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}
