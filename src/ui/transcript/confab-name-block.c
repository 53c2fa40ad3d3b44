/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-name-block"

#include "config.h"

#include "confab-name-block.h"

#include <math.h>

#include "confab-transcript-view.h"
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
  char              *model_id;    /* owned, nullable: of the message */
  char              *model_name;  /* owned, nullable: what people call it */
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

/* While a reply arrives this line is looked at again and again, and lists of models are long. */
static void
update_model (ConfabNameBlock *self,
              ConfabMessage   *message)
{
  const char *id = confab_message_get_model (message);
  GtkWidget *view;

  if (confab_message_is_open (message) && self->model_id != NULL && g_strcmp0 (self->model_id, id) == 0)
    return;

  g_free (self->model_id);
  self->model_id = g_strdup (id);
  g_clear_pointer (&self->model_name, g_free);
  view = gtk_widget_get_ancestor (GTK_WIDGET (self), CONFAB_TYPE_TRANSCRIPT_VIEW);
  if (view != NULL && id != NULL)
    self->model_name = confab_transcript_view_dup_model_name (CONFAB_TRANSCRIPT_VIEW (view),
                                                              confab_message_get_provider_id (message), id);
}

static void
confab_name_block_update (ConfabBlockView *view)
{
  ConfabNameBlock *self = CONFAB_NAME_BLOCK (view);
  ConfabMessage *message = confab_transcript_entry_get_message (confab_block_view_get_entry (view));
  const gboolean is_waiting = confab_message_is_open (message) && !has_visible_text (message);
  g_autofree char *name = NULL;

  update_model (self, message);
  name = confab_transcript_words_dup_name (message, self->model_name);
  if (g_strcmp0 (gtk_label_get_label (self->name), name) != 0)
    {
      gtk_label_set_label (self->name, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->name),
                                   g_strcmp0 (self->model_id, self->model_name) != 0 ? self->model_id : NULL);
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
confab_name_block_finalize (GObject *object)
{
  ConfabNameBlock *self = CONFAB_NAME_BLOCK (object);

  g_free (self->model_id);
  g_free (self->model_name);

  G_OBJECT_CLASS (confab_name_block_parent_class)->finalize (object);
}

static void
confab_name_block_class_init (ConfabNameBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_name_block_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_name_block_finalize;
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
