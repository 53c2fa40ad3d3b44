/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-error-block"

#include "config.h"

#include "confab-error-block.h"

#include <glib/gi18n-lib.h>

#include "confab-attempt-text.h"
#include "confab-failure-text.h"
#include "confab-transcript-view.h"
#include "confab-transcript-words.h"

/* As in the style sheet. */
#define CARD_PADDING 12

/**
 * ConfabErrorBlock:
 *
 * The card in the place of a reply that failed: what happened, what to do, and the details folded.
 */
struct _ConfabErrorBlock
{
  ConfabWidgetBlock  parent_instance;

  GtkLabel          *summary;
  GtkLabel          *details;
  GtkWidget         *buttons;
  GtkWidget         *model_button;
};

G_DEFINE_FINAL_TYPE (ConfabErrorBlock, confab_error_block, CONFAB_TYPE_WIDGET_BLOCK)

static void
confab_error_block_update (ConfabBlockView *view)
{
  ConfabErrorBlock *self = CONFAB_ERROR_BLOCK (view);
  ConfabMessage *message = confab_transcript_entry_get_message (confab_block_view_get_entry (view));
  const GError *error = confab_message_get_error (message);
  const char *suggested = confab_message_get_suggested_model (message);
  g_autofree char *summary = confab_attempt_text_failure (message);
  g_autofree char *details = confab_transcript_words_dup_details (error);

  if (summary == NULL && error != NULL)
    summary = confab_failure_text_summary (error, confab_message_get_provider_name (message), NULL);
  else if (summary == NULL)
    summary = g_strdup (_("The reply failed. Try again in a moment."));

  if (g_strcmp0 (gtk_label_get_label (self->summary), summary) != 0)
    {
      gtk_label_set_label (self->summary, summary);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, summary, -1);
    }
  if (g_strcmp0 (gtk_label_get_label (self->details), details) != 0)
    gtk_label_set_label (self->details, details);

  gtk_widget_set_visible (self->model_button, suggested != NULL);
  if (suggested != NULL)
    {
      GtkWidget *transcript = gtk_widget_get_ancestor (GTK_WIDGET (self), CONFAB_TYPE_TRANSCRIPT_VIEW);
      g_autofree char *name =
        confab_transcript_view_dup_model_name (CONFAB_TRANSCRIPT_VIEW (transcript),
                                               confab_message_get_provider_id (message), suggested);
      /* Translators: a model */
      g_autofree char *label = g_strdup_printf (_("Use %s instead"), name);

      gtk_widget_set_tooltip_text (self->model_button, g_str_equal (name, suggested) ? NULL : suggested);
      gtk_button_set_label (GTK_BUTTON (self->model_button), label);
    }
}

/* The buttons stand below one another where they do not fit side by side. */
static int
confab_error_block_layout (ConfabBlockView *view,
                           int              width)
{
  ConfabErrorBlock *self = CONFAB_ERROR_BLOCK (view);
  GtkOrientation orientation = GTK_ORIENTATION_HORIZONTAL;
  int total = 2 * CARD_PADDING - gtk_box_get_spacing (GTK_BOX (self->buttons));

  for (GtkWidget *button = gtk_widget_get_first_child (self->buttons);
       button != NULL;
       button = gtk_widget_get_next_sibling (button))
    {
      int natural;

      if (!gtk_widget_get_visible (button))
        continue;

      gtk_widget_measure (button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
      total += natural + gtk_box_get_spacing (GTK_BOX (self->buttons));
    }

  if (total > width)
    orientation = GTK_ORIENTATION_VERTICAL;
  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (self->buttons)) != orientation)
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->buttons), orientation);

  return CONFAB_BLOCK_VIEW_CLASS (confab_error_block_parent_class)->layout (view, width);
}

static void
on_retry_clicked_cb (ConfabErrorBlock *self)
{
  confab_widget_block_activate_action (CONFAB_WIDGET_BLOCK (self), "transcript.retry");
}

static void
on_model_clicked_cb (ConfabErrorBlock *self)
{
  confab_widget_block_activate_action (CONFAB_WIDGET_BLOCK (self), "transcript.use-model");
}

static void
on_provider_clicked_cb (ConfabErrorBlock *self)
{
  confab_widget_block_activate_action (CONFAB_WIDGET_BLOCK (self), "transcript.provider");
}

static void
on_settings_clicked_cb (ConfabErrorBlock *self)
{
  confab_widget_block_activate_action (CONFAB_WIDGET_BLOCK (self), "transcript.settings");
}

static void
confab_error_block_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_ERROR_BLOCK);

  G_OBJECT_CLASS (confab_error_block_parent_class)->dispose (object);
}

static void
confab_error_block_class_init (ConfabErrorBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_error_block_dispose;
  CONFAB_BLOCK_VIEW_CLASS (klass)->update = confab_error_block_update;
  CONFAB_BLOCK_VIEW_CLASS (klass)->layout = confab_error_block_layout;

  gtk_widget_class_set_css_name (widget_class, "transcript-error");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-error-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabErrorBlock, summary);
  gtk_widget_class_bind_template_child (widget_class, ConfabErrorBlock, details);
  gtk_widget_class_bind_template_child (widget_class, ConfabErrorBlock, buttons);
  gtk_widget_class_bind_template_child (widget_class, ConfabErrorBlock, model_button);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_model_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_provider_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_settings_clicked_cb);
}

static void
confab_error_block_init (ConfabErrorBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
