/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-chip"

#include "config.h"

#include "confab-attachment-chip.h"

#include "confab-failure-text.h"
#include "confab-picture-texture.h"

#include <glib/gi18n.h>

/* In pixels of the layout. */
#define THUMBNAIL_SIZE 36

/**
 * ConfabAttachmentChip:
 *
 * A picture or file that goes with the next message: what it looks like, its name, how large it is or
 * what is wrong with it, and a button that takes it out again.
 */
struct _ConfabAttachmentChip
{
  GtkWidget          parent_instance;

  /* template */
  GtkWidget         *picture_stack;
  GtkImage          *icon;
  GtkSpinner        *spinner;
  GtkImage          *picture;
  GtkWidget         *words;
  GtkLabel          *name;
  GtkLabel          *caption;
  GtkButton         *cure_button;
  GtkButton         *remove_button;

  ConfabAttachments *attachments;  /* owned */
  ConfabAttachment  *attachment;   /* owned */
  ConfabPart        *shown;        /* owned, nullable: what the picture is of */
  GCancellable      *cancellable;  /* owned, nullable: while it is decoded */
  gboolean           no_preview;   /* it cannot be decoded */
};

G_DEFINE_FINAL_TYPE (ConfabAttachmentChip, confab_attachment_chip, GTK_TYPE_WIDGET)

static void update (ConfabAttachmentChip *self);

static void
texture_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) texture = confab_picture_texture_load_finish (result, &error);
  ConfabAttachmentChip *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_ATTACHMENT_CHIP (user_data);
  /* What cannot be decoded here may be sent all the same; it keeps its icon. */
  if (texture == NULL)
    {
      self->no_preview = TRUE;
      gtk_image_clear (self->picture);
      update (self);
      return;
    }

  gtk_image_set_from_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child (GTK_STACK (self->picture_stack), GTK_WIDGET (self->picture));
}

static void
stop_decoding (ConfabAttachmentChip *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
show_picture (ConfabAttachmentChip *self,
              ConfabPart           *part)
{
  if (!g_set_object (&self->shown, part))
    return;

  stop_decoding (self);
  self->cancellable = g_cancellable_new ();
  self->no_preview = FALSE;
  confab_picture_texture_load_async (confab_part_get_data (part),
                                     (guint) (2 * THUMBNAIL_SIZE * gtk_widget_get_scale_factor (GTK_WIDGET (self))),
                                     self->cancellable, texture_cb, self);
}

static char *
dup_caption (ConfabAttachmentChip *self)
{
  const GError *error = confab_attachment_get_error (self->attachment);
  ConfabPart *part = confab_attachment_get_part (self->attachment);
  g_autofree char *size = NULL;

  if (error != NULL)
    return g_strdup (_("Cannot be sent"));
  if (confab_attachment_get_state (self->attachment) == CONFAB_ATTACHMENT_LOADING)
    return g_strdup (_("Reading…"));

  size = g_format_size (g_bytes_get_size (confab_part_get_data (part)));
  if (self->no_preview)
    /* Translators: the size of a picture */
    return g_strdup_printf (_("%s, no preview"), size);

  return g_steal_pointer (&size);
}

static void
update_cure (ConfabAttachmentChip *self)
{
  const ConfabAttachmentCure cure = confab_attachment_get_cure (self->attachment);

  gtk_widget_set_visible (GTK_WIDGET (self->cure_button), cure != CONFAB_ATTACHMENT_CURE_NONE);
  gtk_button_set_label (self->cure_button,
                        cure == CONFAB_ATTACHMENT_CURE_CONVERT ? _("Convert") : _("Make smaller"));
}

static void
update (ConfabAttachmentChip *self)
{
  const ConfabAttachmentState state = confab_attachment_get_state (self->attachment);
  const GError *error = confab_attachment_get_error (self->attachment);
  ConfabPart *part = confab_attachment_get_part (self->attachment);
  const gboolean is_image = part != NULL && confab_part_get_kind (part) == CONFAB_PART_IMAGE;
  const char *name = confab_attachment_get_name (self->attachment);
  g_autofree char *caption = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *label = NULL;
  g_autofree char *remove = NULL;

  if (state == CONFAB_ATTACHMENT_READY && is_image)
    show_picture (self, part);
  caption = dup_caption (self);
  if (*name == '\0')
    name = _("Attachment");
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->caption, caption);

  if (error != NULL)
    {
      sentence = confab_failure_text_summary (error, confab_attachments_get_provider_name (self->attachments),
                                              NULL);
      gtk_widget_add_css_class (GTK_WIDGET (self), "faulty");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "faulty");
    }
  gtk_widget_set_tooltip_text (self->words, sentence != NULL ? sentence : name);

  gtk_spinner_set_spinning (self->spinner, state == CONFAB_ATTACHMENT_LOADING);
  gtk_image_set_from_icon_name (self->icon, error != NULL ? "dialog-warning-symbolic"
                                            : is_image ? "image-x-generic-symbolic" : "text-x-generic-symbolic");
  if (state == CONFAB_ATTACHMENT_LOADING)
    gtk_stack_set_visible_child (GTK_STACK (self->picture_stack), GTK_WIDGET (self->spinner));
  else if (error != NULL || gtk_image_get_paintable (self->picture) == NULL)
    gtk_stack_set_visible_child (GTK_STACK (self->picture_stack), GTK_WIDGET (self->icon));
  else
    gtk_stack_set_visible_child (GTK_STACK (self->picture_stack), GTK_WIDGET (self->picture));
  update_cure (self);

  /* Translators: the name of a file, and its size or what is wrong with it */
  label = g_strdup_printf (_("%s, %s"), name, sentence != NULL ? sentence : caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* Translators: the name of a file */
  remove = g_strdup_printf (_("Remove %s"), name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove_button), remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
}

static void
on_cure_clicked_cb (ConfabAttachmentChip *self)
{
  confab_attachment_apply_cure (self->attachment);
}

static void
on_remove_clicked_cb (ConfabAttachmentChip *self)
{
  /* The chip goes with it. */
  g_autoptr(ConfabAttachmentChip) kept = g_object_ref (self);

  gtk_widget_activate_action (GTK_WIDGET (kept), "win.focus-composer", NULL);
  confab_attachments_remove (kept->attachments, kept->attachment);
}

static gboolean
delete_binding_cb (GtkWidget *widget,
                   GVariant  *args,
                   gpointer   user_data)
{
  on_remove_clicked_cb (CONFAB_ATTACHMENT_CHIP (widget));

  return TRUE;
}

static void
confab_attachment_chip_dispose (GObject *object)
{
  ConfabAttachmentChip *self = CONFAB_ATTACHMENT_CHIP (object);

  stop_decoding (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_ATTACHMENT_CHIP);
  g_clear_object (&self->attachments);
  g_clear_object (&self->attachment);
  g_clear_object (&self->shown);

  G_OBJECT_CLASS (confab_attachment_chip_parent_class)->dispose (object);
}

static void
confab_attachment_chip_class_init (ConfabAttachmentChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_attachment_chip_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/attachments/confab-attachment-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, picture_stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, icon);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, spinner);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, picture);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, words);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, caption);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, cure_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabAttachmentChip, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cure_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_binding_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_BackSpace, 0, delete_binding_cb, NULL);
  gtk_widget_class_set_css_name (widget_class, "attachment-chip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_attachment_chip_init (ConfabAttachmentChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_attachment_chip_new:
 * @attachments: the list it is taken out of
 * @attachment: what to show
 *
 * Returns: (transfer floating): a chip
 */
GtkWidget *
confab_attachment_chip_new (ConfabAttachments *attachments,
                            ConfabAttachment  *attachment)
{
  ConfabAttachmentChip *self = g_object_new (CONFAB_TYPE_ATTACHMENT_CHIP, NULL);

  self->attachments = g_object_ref (attachments);
  self->attachment = g_object_ref (attachment);
  g_signal_connect_object (attachment, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
