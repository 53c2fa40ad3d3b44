/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "confab-block-inset.h"
#include "confab-markdown-text.h"
#include "confab-transcript-entry.h"

G_BEGIN_DECLS

typedef struct _ConfabSideways ConfabSideways;

#define CONFAB_TYPE_BLOCK_VIEW (confab_block_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (ConfabBlockView, confab_block_view, CONFAB, BLOCK_VIEW, GtkWidget)

/**
 * ConfabBlockViewClass:
 * @update: the item changed: look at it again
 * @layout: lay out at a width and return the height; called only when something changed
 * @locate: find the byte of the text at a point; returns whether the point is on the text
 * @get_link_at: the link at a point of its text, if there is one
 * @get_focused_link: the link that has the keyboard's focus, if one has
 * @select_word: the bounds of the word at a byte
 * @restyle: fonts or colours changed
 * @get_sideways: what moves its content sideways, if anything does
 * @reveal: move its content sideways so that some bytes of its text are in sight
 * @is_rtl: whether its text runs from right to left. Such a row is as wide as the column and leaves the
 *   room in front of the text free itself; one without this is set in as a whole
 * @has_widgets: it is made of ordinary widgets that ask for a new size themselves
 *
 * What a kind of row does its own way.
 */
struct _ConfabBlockViewClass
{
  GtkWidgetClass parent_class;

  void        (*update)           (ConfabBlockView *self);
  int         (*layout)           (ConfabBlockView *self,
                                   int              width);
  gboolean    (*locate)           (ConfabBlockView *self,
                                   double           x,
                                   double           y,
                                   gsize           *index);
  const ConfabMarkdownSpan *
              (*get_link_at)      (ConfabBlockView *self,
                                   double           x,
                                   double           y);
  const ConfabMarkdownSpan *
              (*get_focused_link) (ConfabBlockView *self);
  void        (*select_word)      (ConfabBlockView *self,
                                   gsize            index,
                                   gsize           *start,
                                   gsize           *end);
  void        (*restyle)          (ConfabBlockView *self);
  ConfabSideways *(*get_sideways) (ConfabBlockView *self);
  void        (*reveal)           (ConfabBlockView *self,
                                   gsize            start,
                                   gsize            end);
  gboolean    (*is_rtl)           (ConfabBlockView *self);

  gboolean    has_widgets;
};

ConfabTranscriptEntry *confab_block_view_get_entry         (ConfabBlockView       *self);
guint                  confab_block_view_get_item          (ConfabBlockView       *self);
void                   confab_block_view_set_item          (ConfabBlockView       *self,
                                                            ConfabTranscriptEntry *entry,
                                                            guint                  item);
guint                  confab_block_view_get_mark          (ConfabBlockView       *self);
void                   confab_block_view_set_mark          (ConfabBlockView       *self,
                                                            guint                  mark);
void                   confab_block_view_update            (ConfabBlockView       *self);
int                    confab_block_view_get_height        (ConfabBlockView       *self,
                                                            int                    width);
guint                  confab_block_view_get_n_layouts     (ConfabBlockView       *self);
void                   confab_block_view_invalidate        (ConfabBlockView       *self);
const ConfabBlockInset *
                       confab_block_view_get_inset         (ConfabBlockView       *self);
const char            *confab_block_view_get_text          (ConfabBlockView       *self);
void                   confab_block_view_set_text          (ConfabBlockView       *self,
                                                            const char            *text,
                                                            gboolean               sealed);
gboolean               confab_block_view_flush_label       (ConfabBlockView       *self,
                                                            gboolean               force);
gboolean               confab_block_view_locate            (ConfabBlockView       *self,
                                                            double                 x,
                                                            double                 y,
                                                            gsize                 *index);
const ConfabMarkdownSpan *
                       confab_block_view_get_focused_link  (ConfabBlockView       *self);
const ConfabMarkdownSpan *
                       confab_block_view_get_link_at       (ConfabBlockView       *self,
                                                            double                 x,
                                                            double                 y);
void                   confab_block_view_select_word       (ConfabBlockView       *self,
                                                            gsize                  index,
                                                            gsize                 *start,
                                                            gsize                 *end);
void                   confab_block_view_reveal            (ConfabBlockView       *self,
                                                            gsize                  start,
                                                            gsize                  end);
void                   confab_block_view_set_selection     (ConfabBlockView       *self,
                                                            gsize                  start,
                                                            gsize                  end);
gboolean               confab_block_view_get_selection     (ConfabBlockView       *self,
                                                            gsize                 *start,
                                                            gsize                 *end);

G_END_DECLS
