/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-blocks"

#include "config.h"

#include "confab-transcript-view-private.h"

#include <glib/gi18n-lib.h>

#include "confab-code-block.h"
#include "confab-link-popover.h"
#include "confab-transcript-markdown.h"

/* A tooltip that goes on and on hides what one wants to read. */
#define MAX_TIP 400

/* What can be done with a block: a table copied, long lines of code broken, a link followed. */

static const ConfabTranscriptPlaced *
find_focused (ConfabTranscriptView *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; i < self->placed->len; i++)
    if (GTK_WIDGET (_confab_transcript_view_get_placed (self, i)->block) == child)
      return _confab_transcript_view_get_placed (self, i);

  return NULL;
}

static void
copy (ConfabTranscriptView *self,
      const char           *text,
      const char           *what)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "transcript.copied", "s", what);
}

static void
copy_selection_markdown_action (GtkWidget  *widget,
                                const char *action_name,
                                GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  g_autofree char *markdown = NULL;

  if (confab_transcript_selection_is_empty (&self->selection))
    return;

  markdown = confab_transcript_markdown_dup_selection (&self->selection, self->model);
  copy (self, markdown, _("Selection"));
}

static void
copy_table_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  ConfabTranscriptEntry *entry =
    self->menu_message != NULL ? _confab_transcript_view_find_entry (self, self->menu_message) : NULL;
  const ConfabMarkdownSegment *segment;
  ConfabTranscriptSource *source;
  g_autofree char *text = NULL;

  /* The message may have changed since the menu was opened. */
  if (entry == NULL || self->menu_item >= confab_transcript_entry_get_n_items (entry) ||
      confab_transcript_entry_get_item (entry, self->menu_item)->kind != CONFAB_TRANSCRIPT_ITEM_TABLE)
    return;

  segment = confab_transcript_entry_get_segment (entry, self->menu_item);
  source = confab_transcript_entry_get_source (entry, self->menu_item);
  if (g_str_equal (action_name, "transcript.copy-table-csv"))
    text = confab_transcript_markdown_dup_csv (source, segment->block_id);
  else
    text = confab_transcript_markdown_dup_table (source, segment->block_id);
  copy (self, text, _("Table"));
}

static void
wrap_code_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  guint position;
  guint item;
  gboolean wraps;

  g_variant_get (parameter, "(uub)", &position, &item, &wraps);
  self->wraps_code = !!wraps;
  for (guint i = 0; i < self->placed->len; i++)
    {
      const ConfabTranscriptPlaced *placed = _confab_transcript_view_get_placed (self, i);

      if (CONFAB_IS_CODE_BLOCK (placed->block))
        confab_code_block_set_wraps (CONFAB_CODE_BLOCK (placed->block), wraps);

      /* What was clicked stays under the pointer. */
      if (confab_transcript_entry_get_index (placed->entry) != position || placed->item != item)
        continue;
      self->anchor_entry = placed->entry;
      self->anchor_item = item;
      self->anchor_offset = -placed->y;
      _confab_transcript_view_set_at_end (self, FALSE);
    }
  _confab_transcript_view_schedule (self);
}

static gboolean
find_footnote (ConfabTranscriptEntry *entry,
               guint                  number,
               guint                 *item)
{
  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    {
      const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, i);

      if (segment == NULL || segment->marker != CONFAB_MARKDOWN_MARKER_FOOTNOTE || segment->number != number ||
          confab_transcript_entry_get_item (entry, i)->hidden)
        continue;
      *item = i;
      return TRUE;
    }

  return FALSE;
}

/* Shows the note in the middle, and selects it so that it is seen which one it is. */
static void
show_footnote (ConfabTranscriptView  *self,
               ConfabTranscriptEntry *entry,
               guint                  number)
{
  ConfabTranscriptPoint start = { entry, 0, 0 };
  ConfabTranscriptPoint end;

  if (!find_footnote (entry, number, &start.item))
    return;

  end = start;
  end.index = G_MAXSIZE;
  confab_transcript_selection_set (&self->selection, &start, &end);
  self->anchor_entry = entry;
  self->anchor_item = start.item;
  self->anchor_offset = -gtk_widget_get_height (GTK_WIDGET (self)) / 3;
  _confab_transcript_view_set_at_end (self, FALSE);
  _confab_transcript_view_show_selection (self);
  _confab_transcript_view_schedule (self);
}

void
_confab_transcript_view_follow_link (ConfabTranscriptView     *self,
                                     const ConfabMarkdownSpan *link,
                                     double                    x,
                                     double                    y)
{
  const ConfabTranscriptPlaced *placed = _confab_transcript_view_find_placed (self, y);
  const guint footnote = confab_markdown_text_get_footnote (link->target);

  if (footnote > 0 && placed != NULL)
    {
      show_footnote (self, placed->entry, footnote);
      return;
    }
  if (link->says_target)
    {
      confab_link_popover_open (GTK_WIDGET (self), link->target);
      return;
    }

  if (self->link_popover == NULL)
    {
      self->link_popover = confab_link_popover_new ();
      gtk_widget_set_parent (self->link_popover, GTK_WIDGET (self));
    }
  confab_link_popover_set_address (CONFAB_LINK_POPOVER (self->link_popover), link->target);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->link_popover), &(GdkRectangle) { (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->link_popover));
  confab_link_popover_grab_open (CONFAB_LINK_POPOVER (self->link_popover));
  /* A tooltip would say the same, and be in the way. */
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

char *
_confab_transcript_view_dup_link_tip (ConfabTranscriptView     *self,
                                      const ConfabMarkdownSpan *link,
                                      double                    y)
{
  const ConfabTranscriptPlaced *placed = _confab_transcript_view_find_placed (self, y);
  const guint footnote = confab_markdown_text_get_footnote (link->target);
  g_autofree char *text = NULL;
  guint item;

  if (self->link_popover != NULL && gtk_widget_get_visible (self->link_popover))
    return NULL;
  if (footnote == 0)
    return g_strdup (link->target);
  if (placed == NULL || !find_footnote (placed->entry, footnote, &item))
    return NULL;

  text = confab_transcript_selection_dup_item_text (placed->entry, item);
  if (text != NULL && g_utf8_strlen (text, -1) > MAX_TIP)
    {
      g_autofree char *begin = g_utf8_substring (text, 0, MAX_TIP);

      return g_strconcat (begin, "…", NULL);
    }

  return g_steal_pointer (&text);
}

/* Where a menu belongs that was asked for by a key: at what has the focus, else in the middle. */
void
_confab_transcript_view_get_menu_point (ConfabTranscriptView *self,
                                        double               *x,
                                        double               *y)
{
  const ConfabTranscriptPlaced *placed = find_focused (self);
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t bar;

  *x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  *y = height / 2.0;
  if (self->bar_has_focus && gtk_widget_compute_bounds (GTK_WIDGET (self->bar), GTK_WIDGET (self), &bar))
    {
      *x = bar.origin.x + bar.size.width / 2;
      *y = CLAMP (bar.origin.y + bar.size.height, 1, MAX (height - 1, 1));
    }
  if (placed == NULL)
    return;

  *x = self->column_x + self->column_width / 2.0;
  *y = CLAMP (placed->y + placed->gap + (placed->height - placed->gap) / 2.0, 1, MAX (height - 1, 1));
}

/* Says what the menu at a place is about. */
void
_confab_transcript_view_update_blocks (ConfabTranscriptView *self,
                                       double                y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const ConfabTranscriptPlaced *placed = _confab_transcript_view_find_placed (self, y);
  const gboolean is_table = placed != NULL && confab_transcript_entry_get_item (placed->entry, placed->item)->kind ==
                                                CONFAB_TRANSCRIPT_ITEM_TABLE;

  self->menu_item = placed != NULL ? placed->item : 0;
  gtk_widget_action_set_enabled (widget, "transcript.copy-table-markdown", is_table);
  gtk_widget_action_set_enabled (widget, "transcript.copy-table-csv", is_table);
}

static void
append_hidden (GMenu      *menu,
               const char *label,
               const char *action)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

void
_confab_transcript_view_append_blocks (GMenu *menu)
{
  append_hidden (menu, _("Copy _selection as Markdown"), "transcript.copy-selection-markdown");
  append_hidden (menu, _("Copy _table as Markdown"), "transcript.copy-table-markdown");
  append_hidden (menu, _("Copy table as CS_V"), "transcript.copy-table-csv");
}

void
_confab_transcript_view_class_init_blocks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "transcript.copy-selection-markdown", NULL,
                                   copy_selection_markdown_action);
  gtk_widget_class_install_action (widget_class, "transcript.copy-table-markdown", NULL, copy_table_action);
  gtk_widget_class_install_action (widget_class, "transcript.copy-table-csv", NULL, copy_table_action);
  gtk_widget_class_install_action (widget_class, "transcript.wrap-code", "(uub)", wrap_code_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "transcript.copy-selection-markdown", NULL);
}

void
_confab_transcript_view_dispose_blocks (ConfabTranscriptView *self)
{
  g_clear_pointer (&self->link_popover, gtk_widget_unparent);
}
