/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-footer-block"

#include "config.h"

#include "confab-footer-block.h"

#include "confab-message-bar.h"
#include "confab-transcript-words.h"

/**
 * ConfabFooterBlock:
 *
 * What can be done with the last reply, or with a message that has versions, and what it took.
 */
struct _ConfabFooterBlock
{
  ConfabWidgetBlock  parent_instance;

  ConfabMessageBar  *bar;
  GtkLabel          *summary;
};

G_DEFINE_FINAL_TYPE (ConfabFooterBlock, confab_footer_block, CONFAB_TYPE_WIDGET_BLOCK)

static void
confab_footer_block_update (ConfabBlockView *view)
{
  ConfabFooterBlock *self = CONFAB_FOOTER_BLOCK (view);
  ConfabMessage *message = confab_transcript_entry_get_message (confab_block_view_get_entry (view));
  const gboolean is_reply = confab_message_get_role (message) == CONFAB_ROLE_ASSISTANT;
  g_autofree char *summary = confab_transcript_words_dup_summary (message);

  confab_message_bar_set_entry (self->bar, confab_block_view_get_entry (view));
  gtk_widget_set_hexpand (GTK_WIDGET (self->bar), !is_reply);
  gtk_widget_set_halign (GTK_WIDGET (self->bar), is_reply ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), is_reply);
  if (g_strcmp0 (gtk_label_get_label (self->summary), summary) != 0)
    gtk_label_set_label (self->summary, summary);
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

  g_type_ensure (CONFAB_TYPE_MESSAGE_BAR);
  gtk_widget_class_set_css_name (widget_class, "transcript-footer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-footer-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabFooterBlock, bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabFooterBlock, summary);
}

static void
confab_footer_block_init (ConfabFooterBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
