/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-note-block"

#include "config.h"

#include "confab-note-block.h"

#include "confab-transcript-words.h"

/**
 * ConfabNoteBlock:
 *
 * A line that says why a reply ended before its end.
 */
struct _ConfabNoteBlock
{
  ConfabWidgetBlock  parent_instance;

  GtkLabel          *label;
};

G_DEFINE_FINAL_TYPE (ConfabNoteBlock, confab_note_block, CONFAB_TYPE_WIDGET_BLOCK)

static void
confab_note_block_update (ConfabBlockView *view)
{
  ConfabNoteBlock *self = CONFAB_NOTE_BLOCK (view);
  ConfabMessage *message = confab_transcript_entry_get_message (confab_block_view_get_entry (view));
  g_autofree char *note = confab_transcript_words_dup_note (message);

  if (g_strcmp0 (gtk_label_get_label (self->label), note) != 0)
    gtk_label_set_label (self->label, note);
}

static void
confab_note_block_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_NOTE_BLOCK);

  G_OBJECT_CLASS (confab_note_block_parent_class)->dispose (object);
}

static void
confab_note_block_class_init (ConfabNoteBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_note_block_dispose;
  CONFAB_BLOCK_VIEW_CLASS (klass)->update = confab_note_block_update;

  gtk_widget_class_set_css_name (widget_class, "transcript-note");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-note-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabNoteBlock, label);
}

static void
confab_note_block_init (ConfabNoteBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
