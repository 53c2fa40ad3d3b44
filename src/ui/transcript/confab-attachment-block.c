/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-block"

#include "config.h"

#include "confab-attachment-block.h"

#include "confab-media-file.h"

#include <glib/gi18n-lib.h>

/**
 * ConfabAttachmentBlock:
 *
 * A document that goes with a message, or a picture that cannot be shown, as a small card on the side of
 * who sent it.
 */
struct _ConfabAttachmentBlock
{
  ConfabWidgetBlock  parent_instance;

  GtkWidget         *card;
  GtkImage          *icon;
  GtkLabel          *name;
  GtkLabel          *size;
  GtkWidget         *open_button;
  GtkWidget         *save_button;
  ConfabPart        *part;  /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (ConfabAttachmentBlock, confab_attachment_block, CONFAB_TYPE_WIDGET_BLOCK)

static void
name_button (GtkWidget *button,
             char      *label)
{
  g_autofree char *owned = label;

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* This row may go while a file is chosen or written. */
static void
on_open_clicked_cb (ConfabAttachmentBlock *self)
{
  confab_media_file_open (self->part, gtk_widget_get_parent (GTK_WIDGET (self)));
}

static void
on_save_clicked_cb (ConfabAttachmentBlock *self)
{
  confab_media_file_save (self->part, gtk_widget_get_parent (GTK_WIDGET (self)));
}

static void
confab_attachment_block_update (ConfabBlockView *view)
{
  ConfabAttachmentBlock *self = CONFAB_ATTACHMENT_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  ConfabMessage *message = confab_transcript_entry_get_message (entry);
  ConfabPart *part = confab_transcript_entry_get_part (entry, confab_block_view_get_item (view));
  const gboolean is_image = confab_part_get_kind (part) == CONFAB_PART_IMAGE;
  const gboolean is_mine = confab_message_get_role (message) == CONFAB_ROLE_USER;
  const char *name = confab_part_get_name (part);
  GBytes *data = confab_part_get_data (part);

  if (name == NULL || *name == '\0')
    name = is_image ? _("Picture") : _("Document");

  gtk_widget_set_halign (self->card, is_mine ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_image_set_from_icon_name (self->icon, is_image ? "image-x-generic-symbolic" : "text-x-generic-symbolic");
  gtk_label_set_label (self->name, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  g_set_object (&self->part, part);
  /* Translators: the name of a file */
  name_button (self->open_button, g_strdup_printf (_("Open %s"), name));
  /* Translators: the name of a file */
  name_button (self->save_button, g_strdup_printf (_("Save %s…"), name));
  gtk_widget_set_visible (self->open_button, confab_media_file_can_open (part));
  gtk_widget_set_visible (self->save_button, data != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->size), data != NULL);
  if (data != NULL)
    {
      g_autofree char *size = g_format_size (g_bytes_get_size (data));
      /* Translators: the size of a picture */
      g_autofree char *caption = is_image ? g_strdup_printf (_("%s, cannot be shown here"), size)
                                          : g_steal_pointer (&size);

      gtk_label_set_label (self->size, caption);
    }
}

static void
confab_attachment_block_dispose (GObject *object)
{
  g_clear_object (&CONFAB_ATTACHMENT_BLOCK (object)->part);
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_ATTACHMENT_BLOCK);

  G_OBJECT_CLASS (confab_attachment_block_parent_class)->dispose (object);
}

static void
confab_attachment_block_class_init (ConfabAttachmentBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_attachment_block_dispose;
  CONFAB_BLOCK_VIEW_CLASS (klass)->update = confab_attachment_block_update;

  gtk_widget_class_set_css_name (widget_class, "transcript-attachment");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-attachment-block.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBlock, card);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBlock, icon);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBlock, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBlock, size);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBlock, open_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentBlock, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
}

static void
confab_attachment_block_init (ConfabAttachmentBlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
