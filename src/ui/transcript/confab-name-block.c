/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-name-block"

#include "config.h"

#include "confab-name-block.h"

#include <math.h>

#include "confab-transcript-words.h"

/* The caret is dimmed and lit again slowly: a few steps a second are as smooth as sixty. */
#define PULSE_INTERVAL_MS 60
#define PULSE_PERIOD_MS   1600
#define PLAIN_INTERVAL_MS 1000

/* Waiting that long is worth a number. */
#define PATIENCE_MS 3000

/**
 * ConfabNameBlock:
 *
 * The line above a reply that says who answers, and that it has not begun yet.
 *
 * Its timer runs only while there is something to wait for and the line is on the screen.
 */
struct _ConfabNameBlock
{
  ConfabWidgetBlock  parent_instance;

  GtkLabel          *name;
  GtkWidget         *caret;
  GtkLabel          *elapsed;
  gint64             created_at_us;
  guint              timeout_id;
  guint              is_waiting : 1;
};

G_DEFINE_FINAL_TYPE (ConfabNameBlock, confab_name_block, CONFAB_TYPE_WIDGET_BLOCK)

static gboolean
has_visible_text (ConfabMessage *message)
{
  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    {
      ConfabPart *part = confab_message_get_part (message, i);

      if (confab_part_get_kind (part) != CONFAB_PART_OPAQUE && confab_part_get_text_length (part) > 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
pulse_cb (gpointer user_data)
{
  ConfabNameBlock *self = user_data;
  const gint64 elapsed_ms = (g_get_real_time () - self->created_at_us) / 1000;

  if (gtk_widget_get_child_visible (GTK_WIDGET (self)))
    gtk_widget_set_opacity (self->caret, 0.6 + 0.4 * cos (2 * G_PI * elapsed_ms / PULSE_PERIOD_MS));

  if (elapsed_ms >= PATIENCE_MS)
    {
      g_autofree char *text = confab_transcript_words_dup_elapsed (elapsed_ms);

      if (g_strcmp0 (gtk_label_get_label (self->elapsed), text) != 0)
        gtk_label_set_label (self->elapsed, text);
      gtk_widget_set_visible (GTK_WIDGET (self->elapsed), TRUE);
    }

  return G_SOURCE_CONTINUE;
}

static void
update_timer (ConfabNameBlock *self)
{
  gboolean is_animated;

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (!self->is_waiting || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &is_animated, NULL);
  self->timeout_id = g_timeout_add (is_animated ? PULSE_INTERVAL_MS : PLAIN_INTERVAL_MS, pulse_cb, self);
}

static void
confab_name_block_update (ConfabBlockView *view)
{
  ConfabNameBlock *self = CONFAB_NAME_BLOCK (view);
  ConfabMessage *message = confab_transcript_entry_get_message (confab_block_view_get_entry (view));
  g_autofree char *name = confab_transcript_words_dup_name (message);
  const gboolean is_waiting = confab_message_is_open (message) && !has_visible_text (message);

  if (g_strcmp0 (gtk_label_get_label (self->name), name) != 0)
    {
      gtk_label_set_label (self->name, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }

  self->created_at_us = confab_message_get_created_at_us (message);
  if (self->is_waiting == is_waiting)
    return;

  self->is_waiting = is_waiting;
  gtk_widget_set_visible (self->caret, is_waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->elapsed), FALSE);
  update_timer (self);
}

static void
confab_name_block_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_name_block_parent_class)->map (widget);

  update_timer (CONFAB_NAME_BLOCK (widget));
}

static void
confab_name_block_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_name_block_parent_class)->unmap (widget);

  update_timer (CONFAB_NAME_BLOCK (widget));
}

static void
confab_name_block_dispose (GObject *object)
{
  ConfabNameBlock *self = CONFAB_NAME_BLOCK (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_NAME_BLOCK);

  G_OBJECT_CLASS (confab_name_block_parent_class)->dispose (object);
}

static void
confab_name_block_class_init (ConfabNameBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_name_block_dispose;
  widget_class->map = confab_name_block_map;
  widget_class->unmap = confab_name_block_unmap;
  CONFAB_BLOCK_VIEW_CLASS (klass)->update = confab_name_block_update;

  gtk_widget_class_set_css_name (widget_class, "transcript-name");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-name-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabNameBlock, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabNameBlock, caret);
  gtk_widget_class_bind_template_child (widget_class, ConfabNameBlock, elapsed);
}

static void
confab_name_block_init (ConfabNameBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
