/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-block-view.h"
#include "confab-chat.h"
#include "confab-code-highlighter.h"
#include "confab-markdown-text.h"
#include "confab-message-bar.h"
#include "confab-registry.h"
#include "confab-remote-images.h"
#include "confab-transcript-model.h"
#include "confab-transcript-selection.h"
#include "confab-transcript-view.h"

G_BEGIN_DECLS

/* A row on the screen or near it. */
typedef struct
{
  ConfabBlockView       *block;   /* borrowed: a child */
  ConfabTranscriptEntry *entry;
  guint                  item;
  int                    y;       /* of its gap, from the top of the window */
  int                    gap;
  int                    height;  /* gap included */
} ConfabTranscriptPlaced;

typedef struct _ConfabTranscriptViewFind ConfabTranscriptViewFind;

struct _ConfabTranscriptView
{
  GtkWidget                  parent_instance;

  ConfabTranscriptModel     *model;          /* owned */
  ConfabChat                *chat;           /* owned, nullable: whose messages they are */
  ConfabRegistry            *registry;       /* owned, nullable: what its models are called */
  ConfabCodeHighlighter     *highlighter;    /* owned */
  ConfabRemoteImages        *images;         /* owned */
  GArray                    *placed;         /* owned, of ConfabTranscriptPlaced, from top to bottom */
  GtkAdjustment             *adjustments[2]; /* owned, nullable, by orientation */
  GtkScrollablePolicy        policies[2];

  /* What stays where it is: this much of this row is above the window. */
  ConfabTranscriptEntry     *anchor_entry;   /* borrowed, nullable */
  guint                      anchor_item;
  int                        anchor_offset;
  guint                      at_end : 1;     /* or rather: the end of it all stays in sight */

  guint                      is_configuring : 1;
  guint                      may_realize : 1;
  guint                      is_incomplete : 1; /* rows in sight are missing */
  guint                      is_due : 1;     /* rows are to be placed with the next frame in any case */
  int                        width;          /* as last allocated */
  int                        height;
  double                     value;          /* as last told to or by the adjustment */
  double                     fraction;       /* what of it is less than a pixel */
  int                        column_x;
  int                        column_width;
  guint                      font_serial;    /* of the fonts that heights are guessed from */
  guint                      mark;
  guint                      tick_id;
  gint64                     rest_until;     /* frame time, in µs: nothing is read before */
  guint                      label_id;

  ConfabTranscriptSelection  selection;
  ConfabTranscriptPoint      drag_start;
  double                     drag_x;         /* where the pointer is while it selects */
  double                     drag_y;
  guint                      drag_tick_id;   /* while it is above or below the window */
  ConfabBlockView           *drag_block;     /* borrowed, nullable: where the button was pressed */
  guint                      is_selecting : 1;

  ConfabMessageBar          *bar;            /* a child: what can be done with one of the messages */
  ConfabTranscriptEntry     *bar_entry;      /* borrowed, nullable: which one */
  guint                      bar_id;
  guint                      bar_has_focus : 1;
  ConfabTranscriptViewFind  *find;           /* owned */

  GtkWidget                 *menu;           /* owned, nullable */
  ConfabMessage             *menu_message;   /* owned, nullable */
  char                      *menu_link;      /* owned, nullable */
  guint                      menu_item;      /* of the message under the menu */
  GtkWidget                 *menu_focus;     /* unowned-weak, nullable: what in here had the focus before */
  guint                      menu_id;
  GtkWidget                 *link_popover;   /* owned, nullable */
  guint                      wraps_code : 1;
};

/* How wide the text may be, and what is free beside it where there is room. */
#define CONFAB_TRANSCRIPT_VIEW_MAX_COLUMN  760
#define CONFAB_TRANSCRIPT_VIEW_WIDE_MARGIN 24

/* What is free above the first row, and below the last one. */
#define CONFAB_TRANSCRIPT_VIEW_PADDING 24

/* Rows this far outside the window exist; those further away than twice that are given up. */
#define CONFAB_TRANSCRIPT_VIEW_OVERSCAN 300

static inline ConfabTranscriptPlaced *
_confab_transcript_view_get_placed (ConfabTranscriptView *self,
                                    guint                 position)
{
  return &g_array_index (self->placed, ConfabTranscriptPlaced, position);
}

void _confab_transcript_view_set_at_end         (ConfabTranscriptView *self,
                                                 gboolean              at_end);

void _confab_transcript_view_set_unfolded       (ConfabTranscriptView  *self,
                                                 ConfabTranscriptEntry *entry,
                                                 guint                  item,
                                                 gboolean               unfolded);

void _confab_transcript_view_schedule           (ConfabTranscriptView *self);
void _confab_transcript_view_schedule_reading   (ConfabTranscriptView *self);
void _confab_transcript_view_release_block      (ConfabTranscriptView *self,
                                                 ConfabBlockView      *block);
void _confab_transcript_view_populate           (ConfabTranscriptView *self);
void _confab_transcript_view_size_allocate      (GtkWidget            *widget,
                                                 int                   width,
                                                 int                   height,
                                                 int                   baseline);

void _confab_transcript_view_init_bar           (ConfabTranscriptView *self);
void _confab_transcript_view_dispose_bar        (ConfabTranscriptView *self);
void _confab_transcript_view_point_at           (ConfabTranscriptView *self,
                                                 double                x,
                                                 double                y);
void _confab_transcript_view_point_away         (ConfabTranscriptView *self);
void _confab_transcript_view_focus_moved        (ConfabTranscriptView *self,
                                                 GtkWidget            *child);
void _confab_transcript_view_bar_entries_changed (ConfabTranscriptView *self);
GtkWidget *
     _confab_transcript_view_get_bar_sibling    (ConfabTranscriptView *self);
void _confab_transcript_view_place_bar          (ConfabTranscriptView *self);

void _confab_transcript_view_class_init_menu    (GtkWidgetClass       *widget_class);
void _confab_transcript_view_dispose_menu       (ConfabTranscriptView *self);
ConfabTranscriptEntry *
     _confab_transcript_view_find_entry         (ConfabTranscriptView *self,
                                                 ConfabMessage        *message);
void _confab_transcript_view_copy               (ConfabTranscriptView *self,
                                                 const char           *text,
                                                 const char           *what);
gboolean
     _confab_transcript_view_is_gone            (ConfabTranscriptView  *self,
                                                 ConfabTranscriptEntry *entry);

gint64
     _confab_transcript_view_get_value          (ConfabTranscriptView  *self);
void _confab_transcript_view_value_changed      (ConfabTranscriptView  *self);
void _confab_transcript_view_set_anchor         (ConfabTranscriptView  *self,
                                                 ConfabTranscriptEntry *entry,
                                                 guint                  item,
                                                 int                    offset);
void _confab_transcript_view_configure_adjustments
                                                (ConfabTranscriptView  *self);

void _confab_transcript_view_class_init_find    (GtkWidgetClass       *widget_class);
void _confab_transcript_view_init_find          (ConfabTranscriptView *self);
void _confab_transcript_view_dispose_find       (ConfabTranscriptView *self);
void _confab_transcript_view_finalize_find      (ConfabTranscriptView *self);
void _confab_transcript_view_mark_block         (ConfabTranscriptView *self,
                                                 ConfabBlockView      *block,
                                                 ConfabTranscriptEntry *entry,
                                                 guint                 item);
void _confab_transcript_view_find_items_changed (ConfabTranscriptView *self,
                                                 ConfabTranscriptEntry *entry,
                                                 guint                 position,
                                                 guint                 n_removed,
                                                 guint                 n_added);
void _confab_transcript_view_find_entries_changed (ConfabTranscriptView *self,
                                                 guint                 position,
                                                 guint                 n_removed,
                                                 guint                 n_added);
void _confab_transcript_view_find_caught_up     (ConfabTranscriptView *self);

void _confab_transcript_view_class_init_actions (GtkWidgetClass       *widget_class);
void _confab_transcript_view_open_menu          (ConfabTranscriptView *self,
                                                 double                x,
                                                 double                y);

void _confab_transcript_view_init_input         (ConfabTranscriptView *self);
void _confab_transcript_view_dispose_input      (ConfabTranscriptView *self);
void _confab_transcript_view_show_selection     (ConfabTranscriptView *self);
void _confab_transcript_view_scroll_by          (ConfabTranscriptView *self,
                                                 double                delta);
ConfabTranscriptPlaced *
     _confab_transcript_view_find_placed        (ConfabTranscriptView *self,
                                                 double                y);
const ConfabMarkdownSpan *
     _confab_transcript_view_find_link          (ConfabTranscriptView *self,
                                                 double                x,
                                                 double                y);
const ConfabMarkdownSpan *
     _confab_transcript_view_find_focused_link  (ConfabTranscriptView *self);

void _confab_transcript_view_follow_link        (ConfabTranscriptView     *self,
                                                 const ConfabMarkdownSpan *link,
                                                 double                    x,
                                                 double                    y);
char *
     _confab_transcript_view_dup_link_tip       (ConfabTranscriptView     *self,
                                                 const ConfabMarkdownSpan *link,
                                                 double                    y) G_GNUC_WARN_UNUSED_RESULT;

void _confab_transcript_view_class_init_blocks  (GtkWidgetClass       *widget_class);
void _confab_transcript_view_dispose_blocks     (ConfabTranscriptView *self);
void _confab_transcript_view_update_blocks      (ConfabTranscriptView *self,
                                                 double                y);
void _confab_transcript_view_append_blocks      (GMenu                *menu);
void _confab_transcript_view_get_menu_point     (ConfabTranscriptView *self,
                                                 double               *x,
                                                 double               *y);

G_END_DECLS
