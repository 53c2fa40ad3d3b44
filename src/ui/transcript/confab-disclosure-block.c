/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-disclosure-block"

#include "config.h"

#include "confab-disclosure-block.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "confab-transcript-words.h"

/* The rest of longer arguments and results is in the copied message. */
#define MAX_DETAILS_BYTES 4096

/**
 * ConfabDisclosureBlock:
 *
 * A line that folds and unfolds what belongs to a reply but is not said to the person: the thinking,
 * whose text follows in rows of its own, or a call of a tool and its result.
 */
struct _ConfabDisclosureBlock
{
  ConfabWidgetBlock  parent_instance;

  GtkWidget         *button;
  GtkImage          *arrow;
  GtkLabel          *title;
  GtkLabel          *details;
};

G_DEFINE_FINAL_TYPE (ConfabDisclosureBlock, confab_disclosure_block, CONFAB_TYPE_WIDGET_BLOCK)

static char *
dup_thinking_title (ConfabPart *part,
                    gboolean    is_open)
{
  const gint64 duration_ms = confab_part_get_duration_ms (part);
  g_autofree char *duration = NULL;

  if (is_open && !confab_part_get_sealed (part))
    return g_strdup (_("Thinking…"));
  if (duration_ms < 0)
    return g_strdup (_("Thought"));

  duration = confab_transcript_words_dup_duration (duration_ms);

  /* Translators: a duration follows, as in "Thought for 12 s". */
  return g_strdup_printf (_("Thought for %s"), duration);
}

static char *
dup_tool_title (ConfabPart *part)
{
  const char *name = confab_part_get_name (part);

  if (name == NULL)
    name = _("a tool");
  if (confab_part_get_kind (part) == CONFAB_PART_TOOL_CALL)
    return g_strdup_printf (_("Called %s"), name);
  if (confab_part_get_is_error (part))
    return g_strdup_printf (_("%s failed"), name);

  return g_strdup_printf (_("Result of %s"), name);
}

static char *
dup_details (ConfabPart *part)
{
  const char *text = confab_part_get_text (part);
  gsize length = confab_part_get_text_length (part);

  if (length <= MAX_DETAILS_BYTES)
    return g_strdup (text);

  length = MAX_DETAILS_BYTES;
  while (length > 0 && ((guchar)text[length] & 0xc0) == 0x80)
    length--;

  return g_strdup_printf ("%.*s…", (int)length, text);
}

static void
confab_disclosure_block_update (ConfabBlockView *view)
{
  ConfabDisclosureBlock *self = CONFAB_DISCLOSURE_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  const guint item = confab_block_view_get_item (view);
  ConfabPart *part = confab_transcript_entry_get_part (entry, item);
  const gboolean is_thinking = confab_part_get_kind (part) == CONFAB_PART_THINKING;
  const gboolean is_unfolded = confab_transcript_entry_get_unfolded (entry, item);
  const gboolean has_more = confab_part_get_text_length (part) > 0;
  g_autofree char *title = NULL;

  if (is_thinking)
    title = dup_thinking_title (part, confab_message_is_open (confab_transcript_entry_get_message (entry)));
  else
    title = dup_tool_title (part);

  if (g_strcmp0 (gtk_label_get_label (self->title), title) != 0)
    {
      gtk_label_set_label (self->title, title);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    }
  gtk_image_set_from_icon_name (self->arrow, is_unfolded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->arrow), has_more);
  gtk_widget_set_sensitive (self->button, has_more);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, is_unfolded, -1);

  gtk_widget_set_visible (GTK_WIDGET (self->details), !is_thinking && is_unfolded);
  if (!is_thinking && is_unfolded)
    {
      g_autofree char *details = dup_details (part);

      if (g_strcmp0 (gtk_label_get_label (self->details), details) != 0)
        gtk_label_set_label (self->details, details);
    }
}

static void
on_button_clicked_cb (ConfabDisclosureBlock *self)
{
  ConfabBlockView *view = CONFAB_BLOCK_VIEW (self);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);

  if (entry != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "transcript.toggle", "(uu)",
                                confab_transcript_entry_get_index (entry), confab_block_view_get_item (view));
}

static void
confab_disclosure_block_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_DISCLOSURE_BLOCK);

  G_OBJECT_CLASS (confab_disclosure_block_parent_class)->dispose (object);
}

static void
confab_disclosure_block_class_init (ConfabDisclosureBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_disclosure_block_dispose;
  CONFAB_BLOCK_VIEW_CLASS (klass)->update = confab_disclosure_block_update;

  gtk_widget_class_set_css_name (widget_class, "transcript-disclosure");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-disclosure-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabDisclosureBlock, button);
  gtk_widget_class_bind_template_child (widget_class, ConfabDisclosureBlock, arrow);
  gtk_widget_class_bind_template_child (widget_class, ConfabDisclosureBlock, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabDisclosureBlock, details);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked_cb);
}

static void
confab_disclosure_block_init (ConfabDisclosureBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
