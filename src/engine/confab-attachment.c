/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachment"

#include "config.h"

#include "confab-attachment-private.h"

#include "confab-attachment-loader-private.h"
#include "confab-image-header.h"
#include "confab-media-rules.h"

/**
 * ConfabAttachment:
 *
 * A picture or file that is to go with the next message.
 *
 * It is read in the background, and then told apart from what it is called: a picture, a text, a
 * document. Whether a model takes it is looked at again each time another model is chosen. Main thread
 * only; emits [signal@Attachment::changed].
 */
struct _ConfabAttachment
{
  GObject                parent_instance;

  GFile                 *file;         /* owned, nullable: what is still to be read */
  GInputStream          *stream;       /* owned, nullable: the same */
  char                  *name;         /* owned */
  ConfabPart            *part;         /* owned, nullable until ready */
  GError                *load_error;   /* owned, nullable: why it cannot be attached */
  GError                *text_error;   /* owned, nullable: why its text is not known */
  GError                *fault;        /* owned, nullable: why the model does not take it */
  GCancellable          *cancellable;  /* owned */
  guint                  max_edge;     /* of pictures of whom it was checked for */
  gsize                  max_bytes;
  ConfabAttachmentCure   cure;
  ConfabAttachmentState  state;
};

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabAttachment, confab_attachment, G_TYPE_OBJECT)

static void
changed (ConfabAttachment *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
confab_attachment_dispose (GObject *object)
{
  ConfabAttachment *self = CONFAB_ATTACHMENT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->file);
  g_clear_object (&self->stream);
  g_clear_object (&self->part);

  G_OBJECT_CLASS (confab_attachment_parent_class)->dispose (object);
}

static void
confab_attachment_finalize (GObject *object)
{
  ConfabAttachment *self = CONFAB_ATTACHMENT (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->name, g_free);
  g_clear_error (&self->load_error);
  g_clear_error (&self->text_error);
  g_clear_error (&self->fault);

  G_OBJECT_CLASS (confab_attachment_parent_class)->finalize (object);
}

static void
confab_attachment_class_init (ConfabAttachmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_attachment_dispose;
  object_class->finalize = confab_attachment_finalize;

  /**
   * ConfabAttachment::changed:
   *
   * Something of it is different: how far it is, or whether it can be sent.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_attachment_init (ConfabAttachment *self)
{
  self->cancellable = g_cancellable_new ();
}

/* confab_attachment_new_for_file:
 *
 * Returns: (transfer full): an attachment that waits to be read
 */
ConfabAttachment *
confab_attachment_new_for_file (GFile *file)
{
  ConfabAttachment *self = g_object_new (CONFAB_TYPE_ATTACHMENT, NULL);
  g_autofree char *base = g_file_get_basename (file);

  self->file = g_object_ref (file);
  /* Names of files are bytes, and need not be any text. */
  self->name = base != NULL ? g_filename_display_name (base) : g_strdup ("");

  return self;
}

/* confab_attachment_new_for_stream:
 * @stream: where it comes from
 * @name: what it is to be called
 *
 * Returns: (transfer full): an attachment that waits to be read
 */
ConfabAttachment *
confab_attachment_new_for_stream (GInputStream *stream,
                                  const char   *name)
{
  ConfabAttachment *self = g_object_new (CONFAB_TYPE_ATTACHMENT, NULL);

  self->stream = g_object_ref (stream);
  self->name = g_strdup (name);

  return self;
}

/* confab_attachment_new_for_part:
 * @part: what was attached before
 *
 * Returns: (transfer full): an attachment that is there
 */
ConfabAttachment *
confab_attachment_new_for_part (ConfabPart *part)
{
  ConfabAttachment *self = g_object_new (CONFAB_TYPE_ATTACHMENT, NULL);
  const char *name = confab_part_get_name (part);

  self->part = g_object_ref (part);
  self->name = g_strdup (name != NULL ? name : "");
  self->state = CONFAB_ATTACHMENT_READY;

  return self;
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ConfabAttachment) self = user_data;
  g_autoptr(GError) text_error = NULL;
  GError *error = NULL;
  ConfabPart *part = confab_attachment_loader_finish (result, &text_error, &error);

  if (part == NULL)
    {
      confab_attachment_fail (self, error);
      return;
    }

  g_clear_object (&self->part);
  self->part = part;
  if (text_error != NULL)
    self->text_error = g_steal_pointer (&text_error);
  if (confab_part_get_name (part) != NULL)
    {
      g_free (self->name);
      self->name = g_strdup (confab_part_get_name (part));
    }
  self->state = CONFAB_ATTACHMENT_READY;
  changed (self);
}

/* confab_attachment_start:
 *
 * Begins to read what waits to be read.
 */
void
confab_attachment_start (ConfabAttachment *self)
{
  g_autoptr(GFile) file = g_steal_pointer (&self->file);
  g_autoptr(GInputStream) stream = g_steal_pointer (&self->stream);

  if (file != NULL)
    confab_attachment_loader_read_file_async (file, self->cancellable, load_cb, g_object_ref (self));
  else if (stream != NULL)
    confab_attachment_loader_read_stream_async (stream, self->name, self->cancellable, load_cb, g_object_ref (self));
}

/* confab_attachment_stop:
 *
 * It is not wanted any more.
 */
void
confab_attachment_stop (ConfabAttachment *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* confab_attachment_is_waiting:
 *
 * Returns: whether it was not begun to be read
 */
gboolean
confab_attachment_is_waiting (ConfabAttachment *self)
{
  return self->file != NULL || self->stream != NULL;
}

/* confab_attachment_fail:
 * @error: (transfer full): why
 *
 * It cannot be attached.
 */
void
confab_attachment_fail (ConfabAttachment *self,
                        GError           *error)
{
  g_clear_error (&self->load_error);
  self->load_error = error;
  g_clear_error (&self->fault);
  self->cure = CONFAB_ATTACHMENT_CURE_NONE;
  self->state = CONFAB_ATTACHMENT_FAILED;
  changed (self);
}

static GError *
find_fault (ConfabAttachment   *self,
            ConfabProviderType *type,
            ConfabModelInfo    *info)
{
  ConfabImageHeader header;
  GError *fault = NULL;

  /* It says more than that the type is not taken. */
  if (self->text_error != NULL && confab_media_goes_as_text (type, self->part))
    return g_error_copy (self->text_error);

  if (!confab_media_check_part (type, info, self->part, &fault))
    return fault;

  if (confab_part_get_kind (self->part) == CONFAB_PART_IMAGE && self->max_edge > 0 &&
      confab_image_header_read (&header, confab_part_get_data (self->part)) &&
      MAX (header.width, header.height) > self->max_edge)
    return confab_media_error_new (CONFAB_MEDIA_ERROR_TOO_MANY_PIXELS, self->name,
                                   MAX (header.width, header.height), self->max_edge);

  return NULL;
}

static ConfabAttachmentCure
find_cure (ConfabAttachment *self)
{
  if (self->fault == NULL || confab_part_get_kind (self->part) != CONFAB_PART_IMAGE)
    return CONFAB_ATTACHMENT_CURE_NONE;

  if (g_error_matches (self->fault, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_TOO_LARGE) ||
      g_error_matches (self->fault, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_TOO_MANY_PIXELS))
    return CONFAB_ATTACHMENT_CURE_SHRINK;
  if (g_error_matches (self->fault, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_IMAGE_TYPE))
    return CONFAB_ATTACHMENT_CURE_CONVERT;

  return CONFAB_ATTACHMENT_CURE_NONE;
}

/* confab_attachment_check:
 * @provider: (nullable): whom it is to go to
 * @model: (nullable): which model of theirs
 *
 * Looks whether the model takes it.
 */
void
confab_attachment_check (ConfabAttachment *self,
                         ConfabProvider   *provider,
                         const char       *model)
{
  g_autoptr(GError) old = g_steal_pointer (&self->fault);
  const ConfabAttachmentCure old_cure = self->cure;

  if (self->part == NULL || self->state != CONFAB_ATTACHMENT_READY)
    return;

  if (provider != NULL && model != NULL)
    {
      ConfabProviderType *type = confab_provider_get_provider_type (provider);
      g_autoptr(ConfabModelInfo) info = confab_provider_lookup_model (provider, model);

      confab_media_get_image_limits (type, &self->max_edge, &self->max_bytes);
      self->fault = find_fault (self, type, info);
    }

  self->cure = find_cure (self);
  if (self->cure != old_cure || (old == NULL) != (self->fault == NULL) ||
      (old != NULL && g_strcmp0 (old->message, self->fault->message) != 0))
    changed (self);
}

/**
 * confab_attachment_get_name:
 *
 * Returns: (transfer none): the name of the file, valid UTF-8; may be empty
 */
const char *
confab_attachment_get_name (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), NULL);

  return self->name;
}

/**
 * confab_attachment_get_state:
 *
 * Returns: how far it is
 */
ConfabAttachmentState
confab_attachment_get_state (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), CONFAB_ATTACHMENT_FAILED);

  return self->state;
}

/**
 * confab_attachment_get_part:
 *
 * Returns: (transfer none) (nullable): what goes into the message, once it is ready
 */
ConfabPart *
confab_attachment_get_part (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), NULL);

  return self->part;
}

/**
 * confab_attachment_get_error:
 *
 * Returns: (transfer none) (nullable): why it cannot be attached, of %CONFAB_DOCUMENT_ERROR, or why the
 *   model does not take it, of %CONFAB_MEDIA_ERROR or %CONFAB_DOCUMENT_ERROR
 */
const GError *
confab_attachment_get_error (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), NULL);

  return self->load_error != NULL ? self->load_error : self->fault;
}

/**
 * confab_attachment_get_cure:
 *
 * Returns: what [method@Attachment.apply_cure] would do
 */
ConfabAttachmentCure
confab_attachment_get_cure (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), CONFAB_ATTACHMENT_CURE_NONE);

  return self->cure;
}

/**
 * confab_attachment_apply_cure:
 *
 * Makes the picture into one that the model takes. It is loading meanwhile.
 */
void
confab_attachment_apply_cure (ConfabAttachment *self)
{
  g_return_if_fail (CONFAB_IS_ATTACHMENT (self));

  if (self->cure == CONFAB_ATTACHMENT_CURE_NONE)
    return;

  self->cure = CONFAB_ATTACHMENT_CURE_NONE;
  g_clear_error (&self->fault);
  self->state = CONFAB_ATTACHMENT_LOADING;
  changed (self);
  confab_attachment_loader_convert_async (self->part, self->max_edge, self->max_bytes, self->cancellable, load_cb,
                                          g_object_ref (self));
}
