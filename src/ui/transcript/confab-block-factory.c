/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-block-factory"

#include "config.h"

#include "confab-block-factory.h"

#include "confab-attachment-block.h"
#include "confab-attempts-block.h"
#include "confab-bubble-block.h"
#include "confab-code-block.h"
#include "confab-disclosure-block.h"
#include "confab-error-block.h"
#include "confab-footer-block.h"
#include "confab-image-block.h"
#include "confab-math-block.h"
#include "confab-name-block.h"
#include "confab-note-block.h"
#include "confab-picture-block.h"
#include "confab-rule-block.h"
#include "confab-table-block.h"
#include "confab-text-block.h"

static ConfabBlockView *
create_text (ConfabTranscriptEntry *entry,
             guint                  item)
{
  const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, item);
  GtkAccessibleRole role = GTK_ACCESSIBLE_ROLE_LABEL;

  /* A role cannot change later. A line that becomes a heading while it arrives stays a label. */
  if (segment->kind == CONFAB_MARKDOWN_HEADING)
    role = GTK_ACCESSIBLE_ROLE_HEADING;
  else if (segment->marker != CONFAB_MARKDOWN_MARKER_NONE)
    role = GTK_ACCESSIBLE_ROLE_LIST_ITEM;

  return g_object_new (CONFAB_TYPE_TEXT_BLOCK, "accessible-role", role, NULL);
}

/**
 * confab_block_factory_create:
 * @entry: an expanded entry
 * @item: a row of it
 * @highlighter: what colours code
 * @images: where pictures come from that replies speak of
 *
 * Returns: (transfer floating): a widget for that row, which has not looked at it yet
 */
ConfabBlockView *
confab_block_factory_create (ConfabTranscriptEntry *entry,
                             guint                  item,
                             ConfabCodeHighlighter *highlighter,
                             ConfabRemoteImages    *images)
{
  ConfabBlockView *block;
  ConfabPart *part;

  switch (confab_transcript_entry_get_item (entry, item)->kind)
    {
    case CONFAB_TRANSCRIPT_ITEM_NAME:
      return g_object_new (CONFAB_TYPE_NAME_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_BUBBLE:
      return g_object_new (CONFAB_TYPE_BUBBLE_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_ATTACHMENT:
      return g_object_new (CONFAB_TYPE_ATTACHMENT_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_IMAGE:
      return confab_image_block_new (images);

    case CONFAB_TRANSCRIPT_ITEM_PICTURE:
      return g_object_new (CONFAB_TYPE_PICTURE_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_CODE:
      block = confab_code_block_new (highlighter);
      break;

    case CONFAB_TRANSCRIPT_ITEM_TABLE:
      block = g_object_new (CONFAB_TYPE_TABLE_BLOCK, NULL);
      break;

    case CONFAB_TRANSCRIPT_ITEM_MATH:
      block = g_object_new (CONFAB_TYPE_MATH_BLOCK, NULL);
      break;

    case CONFAB_TRANSCRIPT_ITEM_RULE:
      return g_object_new (CONFAB_TYPE_RULE_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_THINKING:
    case CONFAB_TRANSCRIPT_ITEM_TOOL:
      return g_object_new (CONFAB_TYPE_DISCLOSURE_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_ATTEMPTS:
      return g_object_new (CONFAB_TYPE_ATTEMPTS_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_ERROR:
      return g_object_new (CONFAB_TYPE_ERROR_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_NOTE:
      return g_object_new (CONFAB_TYPE_NOTE_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_FOOTER:
      return g_object_new (CONFAB_TYPE_FOOTER_BLOCK, NULL);

    case CONFAB_TRANSCRIPT_ITEM_TEXT:
    default:
      block = create_text (entry, item);
      break;
    }

  part = confab_transcript_entry_get_part (entry, item);
  if (confab_part_get_kind (part) == CONFAB_PART_THINKING)
    gtk_widget_add_css_class (GTK_WIDGET (block), "thinking");

  return block;
}
