/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment-drop"

#include "config.h"

#include "confab-attachment-drop.h"

#include "confab-attachment-formats.h"

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

static gboolean
on_accept_cb (ConfabAttachmentDrop *self,
              GdkDrop              *drop)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return self->attachments != NULL && gtk_widget_get_mapped (gtk_widget_get_parent (GTK_WIDGET (self))) &&
         (gdk_drop_get_actions (drop) & GDK_ACTION_COPY) != 0 &&
         (confab_attachment_formats_have_files (formats) || confab_attachment_formats_have_picture (formats));
}

static GdkDragAction
on_enter_cb (ConfabAttachmentDrop *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);

  return GDK_ACTION_COPY;
}

static GdkDragAction
on_motion_cb (ConfabAttachmentDrop *self)
{
  return GDK_ACTION_COPY;
}

static void
on_leave_cb (ConfabAttachmentDrop *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static gboolean
finish_cb (gpointer user_data)
{
  gdk_drop_finish (user_data, GDK_ACTION_COPY);

  return G_SOURCE_REMOVE;
}

/* The other program has to keep a picture for as long as it is read. Threads read it, one of which may be
 * the last to let go of it; it is the main loop's to say so. */
static void
on_stream_gone_cb (gpointer  data,
                   GObject  *where_the_object_was)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, finish_cb, data, g_object_unref);
}

static void
read_picture_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(ConfabAttachments) attachments = user_data;
  GdkDrop *drop = GDK_DROP (object);
  g_autoptr(GInputStream) base = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;

  base = gdk_drop_read_finish (drop, result, NULL, &error);
  if (base == NULL)
    {
      g_debug ("What was dropped cannot be read: %s", error->message);
      gdk_drop_finish (drop, 0);
      return;
    }

  /* One of our own: that of the toolkit is kept by it for longer. */
  stream = g_buffered_input_stream_new (base);
  g_object_weak_ref (G_OBJECT (stream), on_stream_gone_cb, g_object_ref (drop));
  confab_attachments_add_stream (attachments, stream, _("Dropped picture"));
}

static void
read_picture (GdkDrop           *drop,
              ConfabAttachments *attachments)
{
  gdk_drop_read_async (drop, confab_attachment_formats_get_picture_types (), G_PRIORITY_DEFAULT, NULL, read_picture_cb,
                       g_object_ref (attachments));
}

/* A browser offers the address of a picture as if it were a file. */
static gboolean
is_of_the_web (GSList *files)
{
  for (GSList *l = files; l != NULL; l = l->next)
    if (g_file_has_uri_scheme (l->data, "http") || g_file_has_uri_scheme (l->data, "https"))
      return TRUE;

  return FALSE;
}

static void
read_files_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(ConfabAttachments) attachments = user_data;
  GdkDrop *drop = GDK_DROP (object);
  g_autoptr(GError) error = NULL;
  const GValue *value = gdk_drop_read_value_finish (drop, result, &error);
  GSList *files = value != NULL ? g_value_get_boxed (value) : NULL;

  if (value == NULL)
    g_debug ("What was dropped cannot be read: %s", error->message);

  if ((files == NULL || is_of_the_web (files)) &&
      confab_attachment_formats_have_picture (gdk_drop_get_formats (drop)))
    {
      read_picture (drop, attachments);
      return;
    }

  if (files == NULL || is_of_the_web (files))
    {
      gdk_drop_finish (drop, 0);
      return;
    }

  for (GSList *l = files; l != NULL; l = l->next)
    confab_attachments_add_file (attachments, l->data);
  gdk_drop_finish (drop, GDK_ACTION_COPY);
}

static gboolean
on_drop_cb (ConfabAttachmentDrop *self,
            GdkDrop              *drop)
{
  on_leave_cb (self);
  if (self->attachments == NULL)
    return FALSE;

  if (confab_attachment_formats_have_files (gdk_drop_get_formats (drop)))
    gdk_drop_read_value_async (drop, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, read_files_cb,
                               g_object_ref (self->attachments));
  else
    read_picture (drop, self->attachments);

  return TRUE;
}

static void
confab_attachment_drop_root (GtkWidget *widget)
{
  ConfabAttachmentDrop *self = CONFAB_ATTACHMENT_DROP (widget);
  GtkDropTargetAsync *target = gtk_drop_target_async_new (NULL, GDK_ACTION_COPY);

  GTK_WIDGET_CLASS (confab_attachment_drop_parent_class)->root (widget);

  /* Before the entry below it takes the files for text, which their names are offered as, too. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "accept", G_CALLBACK (on_accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-enter", G_CALLBACK (on_enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-motion", G_CALLBACK (on_motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drag-leave", G_CALLBACK (on_leave_cb), self, G_CONNECT_SWAPPED);
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
 * @attachments: (nullable): where they go; %NULL while nothing can be attached
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
