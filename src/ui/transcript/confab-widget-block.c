/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-widget-block"

#include "config.h"

#include "confab-widget-block.h"

/**
 * ConfabWidgetBlock:
 *
 * A row made of ordinary widgets: its one child has the size of the row.
 *
 * There are only a few of these at any time.
 */
G_DEFINE_ABSTRACT_TYPE (ConfabWidgetBlock, confab_widget_block, CONFAB_TYPE_BLOCK_VIEW)

static int
confab_widget_block_layout (ConfabBlockView *view,
                            int              width)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view));
  int minimum;
  int natural;

  if (child == NULL || !gtk_widget_should_layout (child))
    return 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, minimum), NULL, &natural, NULL, NULL);

  return natural;
}

static void
confab_widget_block_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int minimum;

  if (child == NULL || !gtk_widget_should_layout (child))
    return;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &(GtkAllocation) { 0, 0, MAX (width, minimum), height }, -1);
}

static void
confab_widget_block_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  /* Disposing of a template lets go of its named parts only. */
  g_clear_pointer (&child, gtk_widget_unparent);

  G_OBJECT_CLASS (confab_widget_block_parent_class)->dispose (object);
}

static void
confab_widget_block_class_init (ConfabWidgetBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_widget_block_dispose;
  widget_class->size_allocate = confab_widget_block_size_allocate;
  block_class->layout = confab_widget_block_layout;
  block_class->has_widgets = TRUE;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_widget_block_init (ConfabWidgetBlock *self)
{
}

/**
 * confab_widget_block_activate_action:
 * @name: an action of the transcript that is about a message
 *
 * Asks for something to be done with the message of this row.
 */
void
confab_widget_block_activate_action (ConfabWidgetBlock *self,
                                     const char        *name)
{
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (CONFAB_BLOCK_VIEW (self));

  if (entry != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), name, "u", confab_transcript_entry_get_index (entry));
}
