/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-image-block"

#include "config.h"

#include "confab-image-block.h"

#include "confab-document-error.h"
#include "confab-image-header.h"
#include "confab-picture-frame.h"

#include <glib/gi18n-lib.h>

/**
 * ConfabImageBlock:
 *
 * A picture that a reply speaks of. It is a card that says where the picture is and offers to show it,
 * and only then the picture: an address alone could tell its owner that the reply is being read.
 */
struct _ConfabImageBlock
{
  ConfabWidgetBlock   parent_instance;

  ConfabRemoteImages *images;       /* owned */
  char               *uri;          /* owned, nullable */
  char               *description;  /* owned, nullable */
  GtkWidget          *card;         /* borrowed, nullable: the child, unless there is a picture */
  GtkLabel           *title;        /* in the card */
  GtkLabel           *caption;      /* in the card */
  GtkWidget          *spinner;      /* in the card */
  GtkButton          *button;       /* in the card */
  ConfabPictureFrame *frame;        /* borrowed, nullable: the child, once there is a picture */
  int                 shown_width;
};

G_DEFINE_FINAL_TYPE (ConfabImageBlock, confab_image_block, CONFAB_TYPE_WIDGET_BLOCK)

static void
on_show_clicked_cb (ConfabImageBlock *self)
{
  confab_remote_images_show (self->images, self->uri);
}

static GtkWidget *
append_label (GtkWidget  *box,
              const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
make_card (ConfabImageBlock *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->card, "attachment");
  gtk_widget_set_halign (self->card, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->card), g_object_new (GTK_TYPE_IMAGE, "icon-name", "image-x-generic-symbolic",
                                                      "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->card), words);
  self->title = GTK_LABEL (append_label (words, NULL));
  self->caption = GTK_LABEL (append_label (words, "name"));
  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (self->card), self->spinner);
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_show_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->card), GTK_WIDGET (self->button));
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
}

static void
show_card (ConfabImageBlock       *self,
           ConfabRemoteImageState  state)
{
  const GError *error = confab_remote_images_get_error (self->images, self->uri);
  g_autofree char *host = confab_remote_image_dup_host (self->uri);
  g_autofree char *title = NULL;
  g_autofree char *caption = NULL;

  if (self->frame != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->frame)));
  if (self->card == NULL)
    make_card (self);

  if (host != NULL)
    /* Translators: the name of a server */
    title = g_strdup_printf (_("Image from %s"), host);
  else
    title = g_strdup (_("Image that cannot be shown"));
  if (state != CONFAB_REMOTE_IMAGE_FAILED)
    caption = g_strdup (self->description);
  else if (error != NULL && error->domain == CONFAB_DOCUMENT_ERROR)
    caption = g_strdup (_("What is there is no picture that can be shown."));
  else if (host != NULL)
    caption = g_strdup (_("It could not be fetched from there."));
  else
    caption = g_strdup (_("It is damaged or too large."));

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->caption, caption);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), *caption != '\0');
  gtk_widget_set_tooltip_text (self->card, host != NULL ? self->uri : NULL);
  gtk_widget_set_visible (self->spinner, state == CONFAB_REMOTE_IMAGE_LOADING);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), state == CONFAB_REMOTE_IMAGE_LOADING);
  gtk_widget_set_visible (GTK_WIDGET (self->button), state != CONFAB_REMOTE_IMAGE_LOADING && host != NULL);
  gtk_button_set_label (self->button, state == CONFAB_REMOTE_IMAGE_FAILED ? _("Try again") : _("Show"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
show_picture (ConfabImageBlock *self,
              GBytes           *data)
{
  g_autoptr(ConfabPart) part = NULL;
  ConfabImageHeader header;

  if (self->card != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->card));
  if (self->frame == NULL)
    {
      self->frame = g_object_new (CONFAB_TYPE_PICTURE_FRAME, NULL);
      gtk_widget_set_parent (GTK_WIDGET (self->frame), GTK_WIDGET (self));
    }

  confab_image_header_read (&header, data);
  part = confab_part_new_data (CONFAB_PART_IMAGE, self->description, header.mime_type, data);
  confab_picture_frame_set_part (self->frame, part);
}

static void
show_state (ConfabImageBlock *self)
{
  const ConfabRemoteImageState state = confab_remote_images_get_state (self->images, self->uri);

  if (state == CONFAB_REMOTE_IMAGE_READY)
    show_picture (self, confab_remote_images_get_data (self->images, self->uri));
  else
    show_card (self, state);
  confab_block_view_invalidate (CONFAB_BLOCK_VIEW (self));
}

static void
on_images_changed_cb (ConfabImageBlock *self,
                      const char       *uri)
{
  if (g_strcmp0 (uri, self->uri) == 0)
    show_state (self);
}

static void
confab_image_block_update (ConfabBlockView *view)
{
  ConfabImageBlock *self = CONFAB_IMAGE_BLOCK (view);
  ConfabTranscriptEntry *entry = confab_block_view_get_entry (view);
  const guint item = confab_block_view_get_item (view);
  g_autofree char *content = NULL;
  g_autofree char *description = NULL;
  g_autofree char *uri = NULL;

  content = confab_transcript_source_dup_piece (confab_transcript_entry_get_source (entry, item),
                                                confab_transcript_entry_get_item (entry, item)->segment);
  if (!confab_remote_image_parse (content, &description, &uri) || g_strcmp0 (uri, self->uri) == 0)
    return;

  g_free (self->description);
  self->description = g_steal_pointer (&description);
  g_free (self->uri);
  self->uri = g_steal_pointer (&uri);
  show_state (self);
}

static int
confab_image_block_layout (ConfabBlockView *view,
                           int              width)
{
  ConfabImageBlock *self = CONFAB_IMAGE_BLOCK (view);

  if (self->frame == NULL)
    return CONFAB_BLOCK_VIEW_CLASS (confab_image_block_parent_class)->layout (view, width);

  return confab_picture_frame_lay_out (self->frame, width, &self->shown_width);
}

static void
confab_image_block_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  ConfabImageBlock *self = CONFAB_IMAGE_BLOCK (widget);
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (self->frame == NULL)
    {
      GTK_WIDGET_CLASS (confab_image_block_parent_class)->size_allocate (widget, width, height, baseline);
      return;
    }

  gtk_widget_measure (GTK_WIDGET (self->frame), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (GTK_WIDGET (self->frame),
                            &(GtkAllocation) { is_rtl ? width - self->shown_width : 0, 0, self->shown_width, height },
                            -1);
}

static void
confab_image_block_finalize (GObject *object)
{
  ConfabImageBlock *self = CONFAB_IMAGE_BLOCK (object);

  g_clear_object (&self->images);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (confab_image_block_parent_class)->finalize (object);
}

static void
confab_image_block_class_init (ConfabImageBlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  ConfabBlockViewClass *block_class = CONFAB_BLOCK_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = confab_image_block_finalize;
  widget_class->size_allocate = confab_image_block_size_allocate;
  block_class->update = confab_image_block_update;
  block_class->layout = confab_image_block_layout;

  gtk_widget_class_set_css_name (widget_class, "transcript-image");
}

static void
confab_image_block_init (ConfabImageBlock *self)
{
}

/**
 * confab_image_block_new:
 * @images: where pictures come from
 *
 * Returns: (transfer floating): a block
 */
ConfabBlockView *
confab_image_block_new (ConfabRemoteImages *images)
{
  ConfabImageBlock *self = g_object_new (CONFAB_TYPE_IMAGE_BLOCK, NULL);

  self->images = g_object_ref (images);
  g_signal_connect_object (images, "changed", G_CALLBACK (on_images_changed_cb), self, G_CONNECT_SWAPPED);

  return CONFAB_BLOCK_VIEW (self);
}
