/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-picture-frame"

#include "config.h"

#include "confab-picture-frame.h"

#include "confab-media-file.h"
#include "confab-picture-size.h"
#include "confab-picture-texture.h"
#include "confab-transcript-view.h"

#include <glib/gi18n-lib.h>

/**
 * ConfabPictureFrame:
 *
 * A picture of a conversation, in the room that its row gives it. A click has another program show it;
 * what else can be done with it shows itself under the pointer and to the keyboard.
 */
struct _ConfabPictureFrame
{
  GtkWidget          parent_instance;

  /* template */
  GtkWidget         *frame;
  GtkWidget         *open_button;
  GtkStack          *stack;
  GtkPicture        *picture;
  GtkWidget         *missing;
  GtkWidget         *tools;
  GtkWidget         *copy_button;
  GtkWidget         *save_button;

  ConfabPart        *part;         /* owned, nullable: what is shown */
  GdkTexture        *texture;      /* owned, nullable until it is decoded */
  GCancellable      *cancellable;  /* owned, nullable: while it is decoded */
  guint              has_pointer : 1;
  guint              has_focus : 1;
};

G_DEFINE_FINAL_TYPE (ConfabPictureFrame, confab_picture_frame, GTK_TYPE_WIDGET)

static void
texture_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) texture = confab_picture_texture_load_finish (result, &error);
  ConfabPictureFrame *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = CONFAB_PICTURE_FRAME (user_data);
  g_set_object (&self->texture, texture);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child (self->stack, texture != NULL ? GTK_WIDGET (self->picture) : self->missing);
}

static void
stop_decoding (ConfabPictureFrame *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
decode (ConfabPictureFrame *self)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  stop_decoding (self);
  self->cancellable = g_cancellable_new ();
  confab_picture_texture_load_async (confab_part_get_data (self->part), (guint) (1024 * scale), self->cancellable,
                                     texture_cb, self);
}

static void
update_tools (ConfabPictureFrame *self)
{
  gtk_widget_set_opacity (self->tools, self->has_pointer || self->has_focus ? 1 : 0);
}

/* This row may go while a file is chosen or written. */
static GtkWidget *
get_view (ConfabPictureFrame *self)
{
  return gtk_widget_get_ancestor (GTK_WIDGET (self), CONFAB_TYPE_TRANSCRIPT_VIEW);
}

static void
on_open_clicked_cb (ConfabPictureFrame *self)
{
  if (confab_media_file_can_open (self->part))
    confab_media_file_open (self->part, get_view (self));
  else
    confab_media_file_save (self->part, get_view (self));
}

static void
on_copy_clicked_cb (ConfabPictureFrame *self)
{
  GdkContentProvider *providers[2];
  g_autoptr(GdkContentProvider) provider = NULL;
  guint n_providers = 0;

  /* As it is first, and as what every program takes. */
  providers[n_providers++] = gdk_content_provider_new_for_bytes (confab_part_get_mime_type (self->part),
                                                                 confab_part_get_data (self->part));
  if (self->texture != NULL)
    providers[n_providers++] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, self->texture);
  provider = gdk_content_provider_new_union (providers, n_providers);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), provider);
  gtk_widget_activate_action (GTK_WIDGET (self), "transcript.copied", "s", _("Picture"));
}

static void
on_save_clicked_cb (ConfabPictureFrame *self)
{
  confab_media_file_save (self->part, get_view (self));
}

static void
on_pointer_cb (ConfabPictureFrame       *self,
               GParamSpec               *pspec,
               GtkEventControllerMotion *motion)
{
  self->has_pointer = gtk_event_controller_motion_contains_pointer (motion) != FALSE;
  update_tools (self);
}

static void
on_focus_cb (ConfabPictureFrame      *self,
             GParamSpec              *pspec,
             GtkEventControllerFocus *focus)
{
  self->has_focus = gtk_event_controller_focus_contains_focus (focus) != FALSE;
  update_tools (self);
}

static void
confab_picture_frame_dispose (GObject *object)
{
  ConfabPictureFrame *self = CONFAB_PICTURE_FRAME (object);

  stop_decoding (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_PICTURE_FRAME);
  g_clear_object (&self->part);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (confab_picture_frame_parent_class)->dispose (object);
}

static void
confab_picture_frame_class_init (ConfabPictureFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_picture_frame_dispose;

  gtk_widget_class_set_css_name (widget_class, "picture-frame");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/transcript/confab-picture-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPictureFrame, frame);
  gtk_widget_class_bind_template_child (widget_class, ConfabPictureFrame, open_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabPictureFrame, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabPictureFrame, picture);
  gtk_widget_class_bind_template_child (widget_class, ConfabPictureFrame, missing);
  gtk_widget_class_bind_template_child (widget_class, ConfabPictureFrame, tools);
  gtk_widget_class_bind_template_child (widget_class, ConfabPictureFrame, copy_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabPictureFrame, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
}

static void
confab_picture_frame_init (ConfabPictureFrame *self)
{
  GtkEventController *motion;
  GtkEventController *focus;

  gtk_widget_init_template (GTK_WIDGET (self));

  motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (motion, "notify::contains-pointer", G_CALLBACK (on_pointer_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (focus, "notify::contains-focus", G_CALLBACK (on_focus_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/**
 * confab_picture_frame_set_part:
 * @part: a picture
 *
 * Shows it.
 */
void
confab_picture_frame_set_part (ConfabPictureFrame *self,
                               ConfabPart         *part)
{
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  if (!g_set_object (&self->part, part))
    return;

  name = confab_media_file_dup_name (part);
  if (confab_media_file_can_open (part))
    /* Translators: the name of a picture */
    label = g_strdup_printf (_("Open %s"), name);
  else
    /* Translators: the name of a picture */
    label = g_strdup_printf (_("Save %s…"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (self->open_button, name);
  decode (self);
}

/**
 * confab_picture_frame_lay_out:
 * @width: of the column in pixels
 * @shown_width: (out): how wide it is
 *
 * Returns: how high it is, or 0 if there is no picture
 */
int
confab_picture_frame_lay_out (ConfabPictureFrame *self,
                              int                 width,
                              int                *shown_width)
{
  int shown_height;
  int minimum;

  if (self->part == NULL || !confab_picture_size_get (self->part, width, shown_width, &shown_height))
    return 0;

  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  *shown_width = MAX (*shown_width, minimum);
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_VERTICAL, *shown_width, &minimum, NULL, NULL, NULL);

  return MAX (shown_height, minimum);
}
