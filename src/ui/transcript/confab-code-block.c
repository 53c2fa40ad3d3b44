/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-code-block"

#include "config.h"

#include "confab-code-block.h"

#include <glib/gi18n-lib.h>

#include "confab-block-marks.h"
#include "confab-block-paint.h"
#include "confab-code-language.h"
#include "confab-file-save.h"
#include "confab-sideways.h"
#include "confab-text-layout.h"
#include "confab-transcript-geometry.h"

#define LINE_SPACING 1.4
#define TAB_WIDTH    4

/* As in the style sheet. */
#define RADIUS 12

/**
 * ConfabCodeBlock:
 *
 * A piece of a block of code.
 *
 * A long block is several of these, stacked without a seam: the first has the language and the
 * buttons that copy and save all of the block. Lines are broken only if the person wants that; else
 * the pieces move sideways together.
 */
struct _ConfabCodeBlock
{
  ConfabBlockView        parent_instance;

  ConfabCodeHighlighter *highlighter;   /* owned */
  ConfabTextLayout      *layout;        /* owned, nullable before the first update */
  ConfabSideways        *sideways;      /* owned */
  GtkWidget             *header;        /* owned, nullable: only the first piece has one */
  GtkLabel              *language;      /* in header */
  GtkToggleButton       *wrap_button;   /* in header */
  char                  *text;          /* owned, nullable: as last shown */
  guint                  highlight_id;
  guint                  wraps : 1;
  guint                  is_first : 1;
  guint                  is_last : 1;
};

G_DEFINE_FINAL_TYPE (ConfabCodeBlock, confab_code_block, CONFAB_TYPE_BLOCK_VIEW)

static guint
get_segment_position (ConfabCodeBlock *self)
{
  ConfabBlockView *view = CONFAB_BLOCK_VIEW (self);

  return confab_transcript_entry_get_item (confab_block_view_get_entry (view),
                                           confab_block_view_get_item (view))->segment;
}

static ConfabMarkdownScanner *
get_scanner (ConfabCodeBlock *self)
{
  ConfabBlockView *view = CONFAB_BLOCK_VIEW (self);

  return confab_transcript_source_get_scanner (
      confab_transcript_entry_get_source (confab_block_view_get_entry (view),
                                          confab_block_view_get_item (view)));
}

/* Returns whether the colours are right. */
static gboolean
try_highlight (ConfabCodeBlock *self)
{
  g_autoptr(PangoAttrList) attributes = NULL;
  gboolean is_complete;

  attributes = confab_code_highlighter_highlight (self->highlighter, get_scanner (self),
                                                  get_segment_position (self), &is_complete);
  confab_text_layout_set_extra (self->layout, attributes);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return is_complete;
}

static gboolean
highlight_cb (gpointer user_data)
{
  ConfabCodeBlock *self = user_data;

  if (!try_highlight (self))
    return G_SOURCE_CONTINUE;

  self->highlight_id = 0;

  return G_SOURCE_REMOVE;
}

static void
highlight (ConfabCodeBlock *self)
{
  if (!try_highlight (self) && self->highlight_id == 0)
    self->highlight_id = g_idle_add (highlight_cb, self);
}

static char *
dup_code (ConfabCodeBlock *self)
{
  ConfabMarkdownScanner *scanner = get_scanner (self);

  return confab_markdown_scanner_dup_block_code (
      scanner, confab_markdown_scanner_get_segment (scanner, get_segment_position (self))->block_id);
}

static void
on_copy_clicked_cb (ConfabCodeBlock *self)
{
  g_autofree char *code = dup_code (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), code);
  gtk_widget_activate_action (GTK_WIDGET (self), "transcript.copied", "s", _("Code"));
}

static void
on_save_clicked_cb (ConfabCodeBlock *self)
{
  g_autofree char *code = dup_code (self);
  g_autofree char *language = confab_markdown_scanner_dup_language (get_scanner (self), get_segment_position (self));
  g_autofree char *file_name = confab_code_language_dup_file_name (language);
  g_autoptr(GBytes) bytes = g_bytes_new (code, strlen (code));

  /* This row may go while the file is chosen. */
  confab_file_save_choose (gtk_widget_get_parent (GTK_WIDGET (self)), _("Save code"), bytes, file_name);
}

static void
on_wrap_toggled_cb (ConfabCodeBlock *self)
{
  ConfabBlockView *view = CONFAB_BLOCK_VIEW (self);
  const gboolean wraps = gtk_toggle_button_get_active (self->wrap_button);

  if (wraps != self->wraps)
    gtk_widget_activate_action (GTK_WIDGET (self), "transcript.wrap-code", "(uub)",
                                confab_transcript_entry_get_index (confab_block_view_get_entry (view)),
                                confab_block_view_get_item (view), wraps);
}

static void
append_button (ConfabCodeBlock *self,
               GtkWidget       *button,
               const char      *icon_name,
               const char      *label)
{
  gtk_button_set_icon_name (GTK_BUTTON (button), icon_name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* For a visible one GTK asks the display server where the pointer is, and waits for it. */
  gtk_widget_set_visible (button, FALSE);
  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_set_visible (button, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (GTK_BOX (self->header), button);
}

static void
create_header (ConfabCodeBlock *self)
{
  GtkWidget *button;

  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->header, "header");
  gtk_widget_set_direction (self->header, GTK_TEXT_DIR_LTR);

  self->language = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->language), TRUE);
  gtk_widget_set_direction (GTK_WIDGET (self->language), GTK_TEXT_DIR_LTR);
  gtk_label_set_xalign (self->language, 0);
  gtk_label_set_ellipsize (self->language, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->language), "caption");
  gtk_box_append (GTK_BOX (self->header), GTK_WIDGET (self->language));

  button = gtk_toggle_button_new ();
  self->wrap_button = GTK_TOGGLE_BUTTON (button);
  append_button (self, button, "format-justify-left-symbolic", _("Break long lines"));
  gtk_toggle_button_set_active (self->wrap_button, self->wraps);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_wrap_toggled_cb), self);

  button = gtk_button_new ();
  append_button (self, button, "document-save-symbolic", _("Save code"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_save_clicked_cb), self);

  button = gtk_button_new ();
  append_button (self, button, "edit-copy-symbolic", _("Copy code"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_copy_clicked_cb), self);

  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
set_tabs (ConfabCodeBlock *self)
{
  PangoLayout *layout = confab_text_layout_get_layout (self->layout);
  PangoContext *context = pango_layout_get_context (layout);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  PangoTabArray *tabs = pango_tab_array_new (1, FALSE);

  pango_tab_array_set_tab (tabs, 0, PANGO_TAB_LEFT,
                           TAB_WIDTH * pango_font_metrics_get_approximate_char_width (metrics));
  pango_layout_set_tabs (layout, tabs);
  pango_tab_array_free (tabs);
  pango_font_metrics_unref (metrics);
}

/* Not sooner than it is shown: it has the fonts of its place in the window. */
static void
create_layout (ConfabCodeBlock *self)
{
  self->layout = confab_text_layout_new (GTK_WIDGET (self));
  pango_layout_set_auto_dir (confab_text_layout_get_layout (self->layout), FALSE);
  set_tabs (self);
}

static void
confab_code_block_update (ConfabBlockView *view)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  const ConfabMarkdownSegment *segment;
  g_autofree char *content = NULL;

  segment = confab_transcript_entry_get_segment (entry, confab_block_view_get_item (view));
  content = confab_markdown_scanner_dup_content (get_scanner (self), get_segment_position (self));

  if (self->is_first != segment->first_of_block)
    set_class (GTK_WIDGET (self), "first", segment->first_of_block);
  if (self->is_last != segment->last_of_block)
    set_class (GTK_WIDGET (self), "last", segment->last_of_block);
  self->is_first = segment->first_of_block;
  self->is_last = segment->last_of_block;

  if (self->is_first)
    {
      g_autofree char *language = confab_markdown_scanner_dup_language (get_scanner (self),
                                                                        get_segment_position (self));

      if (self->header == NULL)
        create_header (self);
      gtk_label_set_label (self->language, language != NULL && *language != '\0' ? language : _("Code"));
    }

  if (self->layout == NULL)
    create_layout (self);
  if (g_strcmp0 (self->text, content) != 0)
    {
      g_free (self->text);
      self->text = g_steal_pointer (&content);
      confab_text_layout_set_plain (self->layout, self->text, LINE_SPACING);
      highlight (self);
    }
  confab_sideways_set_block (self->sideways, get_scanner (self), segment->block_id, segment->last_of_block);
  confab_block_view_set_text (view, self->text, segment->sealed);
  confab_block_view_invalidate (view);
}

static int
confab_code_block_layout (ConfabBlockView *view,
                          int              width)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (view);
  const int text_width = MAX (width - 2 * CONFAB_TRANSCRIPT_CODE_PADDING, 1);
  int content_width;
  int height;

  confab_text_layout_set_width (self->layout, self->wraps ? text_width : -1);
  confab_text_layout_get_size (self->layout, &content_width, &height);
  confab_sideways_set_width (self->sideways, self->wraps ? 0 : content_width, text_width);

  return height +
         (self->is_first ? CONFAB_TRANSCRIPT_CODE_HEADER : 0) +
         (self->is_last ? CONFAB_TRANSCRIPT_CODE_PADDING : 0);
}

static int
get_text_x (ConfabCodeBlock *self)
{
  return CONFAB_TRANSCRIPT_CODE_PADDING - confab_sideways_get_offset (self->sideways);
}

static int
get_text_y (ConfabCodeBlock *self)
{
  return self->is_first ? CONFAB_TRANSCRIPT_CODE_HEADER : 0;
}

static gboolean
confab_code_block_locate (ConfabBlockView *view,
                          double           x,
                          double           y,
                          gsize           *index)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (view);

  return confab_text_layout_locate (self->layout, x - get_text_x (self), y - get_text_y (self), index);
}

static void
confab_code_block_select_word (ConfabBlockView *view,
                               gsize            index,
                               gsize           *start,
                               gsize           *end)
{
  confab_text_layout_select_word (CONFAB_CODE_BLOCK (view)->layout, index, start, end);
}

static void
confab_code_block_restyle (ConfabBlockView *view)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (view);

  confab_text_layout_restyle (self->layout);
  set_tabs (self);
  highlight (self);
}

static void
confab_code_block_reveal (ConfabBlockView *view,
                          gsize            start,
                          gsize            end)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (view);
  int x;
  int width;

  confab_text_layout_get_extent (self->layout, start, end, &x, &width);
  confab_sideways_reveal (self->sideways, x, width);
}

static ConfabSideways *
confab_code_block_get_sideways (ConfabBlockView *view)
{
  return CONFAB_CODE_BLOCK (view)->sideways;
}

static void
confab_code_block_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (widget);
  int minimum;

  if (self->header == NULL)
    return;

  gtk_widget_set_child_visible (self->header, self->is_first);
  gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, MAX (width, minimum), NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->header,
                            &(GtkAllocation) { 0, 0, MAX (width, minimum), CONFAB_TRANSCRIPT_CODE_HEADER },
                            -1);
}

static void
confab_code_block_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  gsize start;
  gsize end;

  GTK_WIDGET_CLASS (confab_code_block_parent_class)->snapshot (widget, snapshot);

  confab_block_view_get_selection (CONFAB_BLOCK_VIEW (self), &start, &end);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (CONFAB_TRANSCRIPT_CODE_PADDING / 2, 0,
                                               width - CONFAB_TRANSCRIPT_CODE_PADDING, height));
  confab_block_marks_snapshot (CONFAB_BLOCK_VIEW (self), self->layout, snapshot,
                               get_text_x (self), get_text_y (self), 0);
  confab_text_layout_snapshot (self->layout, snapshot, get_text_x (self), get_text_y (self), start, end);
  gtk_snapshot_pop (snapshot);
  confab_block_paint_outline (widget, snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height),
                              RADIUS, self->is_first, self->is_last);
  confab_sideways_snapshot (self->sideways, snapshot, CONFAB_TRANSCRIPT_CODE_PADDING,
                            width - 2 * CONFAB_TRANSCRIPT_CODE_PADDING, height);
}

static void
confab_code_block_dispose (GObject *object)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (object);

  g_clear_handle_id (&self->highlight_id, g_source_remove);
  self->wrap_button = NULL;
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->sideways, confab_sideways_free);
  g_clear_object (&self->highlighter);

  G_OBJECT_CLASS (confab_code_block_parent_class)->dispose (object);
}

static void
confab_code_block_finalize (GObject *object)
{
  ConfabCodeBlock *self = CONFAB_CODE_BLOCK (object);

  g_clear_pointer (&self->layout, confab_text_layout_free);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (confab_code_block_parent_class)->finalize (object);
}

static void
confab_code_block_class_init (ConfabCodeBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  object_class->dispose = confab_code_block_dispose;
  object_class->finalize = confab_code_block_finalize;
  widget_class->size_allocate = confab_code_block_size_allocate;
  widget_class->snapshot = confab_code_block_snapshot;
  block_class->update = confab_code_block_update;
  block_class->layout = confab_code_block_layout;
  block_class->locate = confab_code_block_locate;
  block_class->select_word = confab_code_block_select_word;
  block_class->restyle = confab_code_block_restyle;
  block_class->get_sideways = confab_code_block_get_sideways;
  block_class->reveal = confab_code_block_reveal;

  gtk_widget_class_set_css_name (widget_class, "transcript-code");
}

static void
confab_code_block_init (ConfabCodeBlock *self)
{
  self->sideways = confab_sideways_new (CONFAB_BLOCK_VIEW (self));
  /* Code runs from left to right in any language. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
}

/**
 * confab_code_block_new:
 * @highlighter: what colours its text
 *
 * Returns: (transfer floating): an empty block
 */
ConfabBlockView *
confab_code_block_new (ConfabCodeHighlighter *highlighter)
{
  ConfabCodeBlock *self = g_object_new (CONFAB_TYPE_CODE_BLOCK, NULL);

  self->highlighter = g_object_ref (highlighter);

  return CONFAB_BLOCK_VIEW (self);
}

/**
 * confab_code_block_set_wraps:
 * @wraps: break lines that are longer than the card is wide
 *
 * Says what becomes of long lines.
 */
void
confab_code_block_set_wraps (ConfabCodeBlock *self,
                             gboolean         wraps)
{
  g_return_if_fail (CONFAB_IS_CODE_BLOCK (self));

  if (self->wraps == !!wraps)
    return;

  self->wraps = !!wraps;
  if (self->wrap_button != NULL)
    gtk_toggle_button_set_active (self->wrap_button, wraps);
  confab_block_view_invalidate (CONFAB_BLOCK_VIEW (self));
}
