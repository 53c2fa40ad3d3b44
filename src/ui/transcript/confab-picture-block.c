/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-picture-block"

#include "config.h"

#include "confab-picture-block.h"

#include "confab-picture-frame.h"

/**
 * ConfabPictureBlock:
 *
 * A picture of a message, no wider than the column, on the side of who sent it.
 */
struct _ConfabPictureBlock
{
  ConfabWidgetBlock   parent_instance;

  ConfabPictureFrame *frame;        /* borrowed, the child */
  int                 shown_width;
  gboolean            is_mine;
};

G_DEFINE_FINAL_TYPE (ConfabPictureBlock, confab_picture_block, CONFAB_TYPE_WIDGET_BLOCK)

static void
confab_picture_block_update (ConfabBlockView *view)
{
  ConfabPictureBlock *self = CONFAB_PICTURE_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);

  self->is_mine = confab_message_get_role (confab_transcript_entry_get_message (entry)) == CONFAB_ROLE_USER;
  confab_picture_frame_set_part (self->frame,
                                 confab_transcript_entry_get_part (entry, confab_block_view_get_item (view)));
  confab_block_view_invalidate (view);
}

static int
confab_picture_block_layout (ConfabBlockView *view,
                             int              width)
{
  ConfabPictureBlock *self = CONFAB_PICTURE_BLOCK (view);

  return confab_picture_frame_lay_out (self->frame, width, &self->shown_width);
}

static void
confab_picture_block_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  ConfabPictureBlock *self = CONFAB_PICTURE_BLOCK (widget);
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_widget_measure (GTK_WIDGET (self->frame), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (GTK_WIDGET (self->frame),
                            &(GtkAllocation) { self->is_mine != is_rtl ? width - self->shown_width : 0, 0,
                                               self->shown_width, height }, -1);
}

static void
confab_picture_block_class_init (ConfabPictureBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  widget_class->size_allocate = confab_picture_block_size_allocate;
  block_class->update = confab_picture_block_update;
  block_class->layout = confab_picture_block_layout;

  gtk_widget_class_set_css_name (widget_class, "transcript-picture");
}

static void
confab_picture_block_init (ConfabPictureBlock *self)
{
  self->frame = g_object_new (CONFAB_TYPE_PICTURE_FRAME, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->frame), GTK_WIDGET (self));
}
