/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-footer-block"

#include "config.h"

#include "confab-footer-block.h"

#include "confab-transcript-words.h"

/**
 * ConfabFooterBlock:
 *
 * What can be done with the last reply, and what it took.
 */
struct _ConfabFooterBlock
{
  ConfabWidgetBlock  parent_instance;

  GtkLabel          *summary;
};

G_DEFINE_FINAL_TYPE (ConfabFooterBlock, confab_footer_block, CONFAB_TYPE_WIDGET_BLOCK)

static void
confab_footer_block_update (ConfabBlockView *view)
{
  ConfabFooterBlock *self = CONFAB_FOOTER_BLOCK (view);
  ConfabMessage *message = confab_transcript_entry_get_message (confab_block_view_get_entry (view));
  g_autofree char *summary = confab_transcript_words_dup_summary (message);

  if (g_strcmp0 (gtk_label_get_label (self->summary), summary) != 0)
    gtk_label_set_label (self->summary, summary);
}

static void
on_copy_clicked_cb (ConfabFooterBlock *self)
{
  confab_widget_block_activate_action (CONFAB_WIDGET_BLOCK (self), "transcript.copy-reply");
}

static void
on_retry_clicked_cb (ConfabFooterBlock *self)
{
  confab_widget_block_activate_action (CONFAB_WIDGET_BLOCK (self), "transcript.retry");
}

static void
confab_footer_block_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_FOOTER_BLOCK);

  G_OBJECT_CLASS (confab_footer_block_parent_class)->dispose (object);
}

static void
confab_footer_block_class_init (ConfabFooterBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_footer_block_dispose;
  CONFAB_BLOCK_VIEW_CLASS (klass)->update = confab_footer_block_update;

  gtk_widget_class_set_css_name (widget_class, "transcript-footer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-footer-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabFooterBlock, summary);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked_cb);
}

static void
confab_footer_block_init (ConfabFooterBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
