/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-drop"

#include "config.h"

#include "confab-attachment-drop.h"

#include <glib/gi18n.h>

/**
 * ConfabAttachmentDrop:
 *
 * Lies over a conversation while files or a picture are held over the window, and says what becomes of
 * them. They may be dropped anywhere in the window.
 */
struct _ConfabAttachmentDrop
{
  GtkWidget          parent_instance;

  GtkWidget         *box;          /* borrowed, the child */
  GtkEventController *target;      /* borrowed, of the window; nullable while in none */
  ConfabAttachments *attachments;  /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (ConfabAttachmentDrop, confab_attachment_drop, GTK_TYPE_WIDGET)

static GdkDragAction
on_enter_cb (ConfabAttachmentDrop *self)
{
  if (self->attachments == NULL || !gtk_widget_get_mapped (gtk_widget_get_parent (GTK_WIDGET (self))))
    return 0;

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);

  return GDK_ACTION_COPY;
}

static void
on_leave_cb (ConfabAttachmentDrop *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static gboolean
on_drop_cb (ConfabAttachmentDrop *self,
            const GValue         *value)
{
  on_leave_cb (self);
  if (self->attachments == NULL)
    return FALSE;

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
        confab_attachments_add_file (self->attachments, l->data);
    }
  else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    {
      g_autoptr(GBytes) png = gdk_texture_save_to_png_bytes (g_value_get_object (value));
      g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (png);

      confab_attachments_add_stream (self->attachments, stream, _("Dropped picture"));
    }
  else
    {
      return FALSE;
    }

  return TRUE;
}

static void
confab_attachment_drop_root (GtkWidget *widget)
{
  ConfabAttachmentDrop *self = CONFAB_ATTACHMENT_DROP (widget);
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  GTK_WIDGET_CLASS (confab_attachment_drop_parent_class)->root (widget);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  /* Before the entry below it takes the files for text, which their names are offered as, too. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "enter", G_CALLBACK (on_enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (on_leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop_cb), self, G_CONNECT_SWAPPED);
  self->target = GTK_EVENT_CONTROLLER (target);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), self->target);
}

static void
confab_attachment_drop_unroot (GtkWidget *widget)
{
  ConfabAttachmentDrop *self = CONFAB_ATTACHMENT_DROP (widget);

  gtk_widget_remove_controller (GTK_WIDGET (gtk_widget_get_root (widget)), self->target);
  self->target = NULL;

  GTK_WIDGET_CLASS (confab_attachment_drop_parent_class)->unroot (widget);
}

static void
confab_attachment_drop_dispose (GObject *object)
{
  ConfabAttachmentDrop *self = CONFAB_ATTACHMENT_DROP (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->attachments);

  G_OBJECT_CLASS (confab_attachment_drop_parent_class)->dispose (object);
}

static void
confab_attachment_drop_class_init (ConfabAttachmentDropClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_attachment_drop_dispose;
  widget_class->root = confab_attachment_drop_root;
  widget_class->unroot = confab_attachment_drop_unroot;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "attachment-drop");
}

static void
confab_attachment_drop_init (ConfabAttachmentDrop *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  GtkWidget *label = gtk_label_new (_("Drop here to attach"));

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 48);
  gtk_widget_add_css_class (label, "title-2");
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_valign (self->box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), icon);
  gtk_box_append (GTK_BOX (self->box), label);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * confab_attachment_drop_set_attachments:
 * @attachments: where they go
 *
 * Has things dropped into another conversation.
 */
void
confab_attachment_drop_set_attachments (ConfabAttachmentDrop *self,
                                        ConfabAttachments    *attachments)
{
  g_return_if_fail (CONFAB_IS_ATTACHMENT_DROP (self));

  g_set_object (&self->attachments, attachments);
}
