/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-remote-images"

#include "config.h"

#include "confab-remote-images.h"

#include "confab-image-fetch.h"
#include "confab-image-header.h"
#include "confab-markdown-text.h"

#include <string.h>

/* As many as stay in memory; the oldest are asked for again. */
#define MAX_IMAGES 32

/* In the text of a reply; base64. */
#define MAX_INLINE_BYTES (8 * 1024 * 1024)

/**
 * ConfabRemoteImages:
 *
 * The pictures that replies speak of, by their address. None is fetched before a person asks for it;
 * those that a reply has in itself are there without.
 *
 * Outlives the rows that show them, which come and go with scrolling. Emits
 * [signal@RemoteImages::changed].
 */
struct _ConfabRemoteImages
{
  GObject       parent_instance;

  GHashTable   *images;       /* owned, of Image, by address */
  GQueue        order;        /* of addresses, which belong to their images: the oldest first */
  GCancellable *cancellable;  /* owned */
};

typedef struct
{
  char                   *uri;    /* owned */
  GBytes                 *data;   /* owned, nullable */
  GError                 *error;  /* owned, nullable */
  ConfabRemoteImageState  state;
} Image;

typedef struct
{
  ConfabRemoteImages *images;  /* unowned-weak, nullable: who gives them up gives up fetching them */
  char               *uri;     /* owned */
} Fetching;

static void
fetching_free (Fetching *self)
{
  g_clear_weak_pointer (&self->images);
  g_free (self->uri);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetching, fetching_free)

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabRemoteImages, confab_remote_images, G_TYPE_OBJECT)

static void
image_free (gpointer data)
{
  Image *self = data;

  g_free (self->uri);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
confab_remote_images_dispose (GObject *object)
{
  g_cancellable_cancel (CONFAB_REMOTE_IMAGES (object)->cancellable);

  G_OBJECT_CLASS (confab_remote_images_parent_class)->dispose (object);
}

static void
confab_remote_images_finalize (GObject *object)
{
  ConfabRemoteImages *self = CONFAB_REMOTE_IMAGES (object);

  g_queue_clear (&self->order);
  g_clear_pointer (&self->images, g_hash_table_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (confab_remote_images_parent_class)->finalize (object);
}

static void
confab_remote_images_class_init (ConfabRemoteImagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_remote_images_dispose;
  object_class->finalize = confab_remote_images_finalize;

  /**
   * ConfabRemoteImages::changed:
   * @self: the pictures
   * @uri: which of them
   *
   * A picture is further than it was.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_remote_images_init (ConfabRemoteImages *self)
{
  self->images = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, image_free);
  g_queue_init (&self->order);
  self->cancellable = g_cancellable_new ();
}

/**
 * confab_remote_images_new:
 *
 * Returns: (transfer full): no pictures yet
 */
ConfabRemoteImages *
confab_remote_images_new (void)
{
  return g_object_new (CONFAB_TYPE_REMOTE_IMAGES, NULL);
}

static Image *
add (ConfabRemoteImages *self,
     const char         *uri)
{
  Image *image = g_new0 (Image, 1);

  if (g_queue_get_length (&self->order) >= MAX_IMAGES)
    g_hash_table_remove (self->images, g_queue_pop_head (&self->order));

  image->uri = g_strdup (uri);
  g_hash_table_insert (self->images, image->uri, image);
  g_queue_push_tail (&self->order, image->uri);

  return image;
}

static GBytes *
decode_inline (const char *uri)
{
  const char *comma = strchr (uri, ',');
  g_autoptr(GBytes) bytes = NULL;
  ConfabImageHeader header;
  guint8 *data;
  gsize size;

  if (comma == NULL || strlen (comma) > MAX_INLINE_BYTES)
    return NULL;

  data = g_base64_decode (comma + 1, &size);
  bytes = g_bytes_new_take (data, size);
  if (!confab_image_header_read (&header, bytes) || header.width == 0 || header.height == 0)
    return NULL;

  return g_steal_pointer (&bytes);
}

static Image *
find (ConfabRemoteImages *self,
      const char         *uri)
{
  Image *image = g_hash_table_lookup (self->images, uri);

  if (image == NULL && g_ascii_strncasecmp (uri, "data:", 5) == 0)
    {
      image = add (self, uri);
      image->data = decode_inline (uri);
      image->state = image->data != NULL ? CONFAB_REMOTE_IMAGE_READY : CONFAB_REMOTE_IMAGE_FAILED;
    }

  return image;
}

/**
 * confab_remote_images_get_state:
 * @uri: an address
 *
 * Returns: how far the picture there is
 */
ConfabRemoteImageState
confab_remote_images_get_state (ConfabRemoteImages *self,
                                const char         *uri)
{
  const Image *image = find (self, uri);

  return image != NULL ? image->state : CONFAB_REMOTE_IMAGE_HIDDEN;
}

/**
 * confab_remote_images_get_data:
 * @uri: an address
 *
 * Returns: (transfer none) (nullable): the picture, once it is there
 */
GBytes *
confab_remote_images_get_data (ConfabRemoteImages *self,
                               const char         *uri)
{
  const Image *image = find (self, uri);

  return image != NULL ? image->data : NULL;
}

/**
 * confab_remote_images_get_error:
 * @uri: an address
 *
 * Returns: (transfer none) (nullable): why it could not be fetched, where that is known
 */
const GError *
confab_remote_images_get_error (ConfabRemoteImages *self,
                                const char         *uri)
{
  const Image *image = find (self, uri);

  return image != NULL ? image->error : NULL;
}

static void
fetch_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Fetching) fetching = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) data = confab_image_fetch_finish (result, &error);
  ConfabRemoteImages *self = fetching->images;
  Image *image = self != NULL ? g_hash_table_lookup (self->images, fetching->uri) : NULL;

  if (image == NULL)
    return;

  image->state = data != NULL ? CONFAB_REMOTE_IMAGE_READY : CONFAB_REMOTE_IMAGE_FAILED;
  image->data = g_steal_pointer (&data);
  g_clear_error (&image->error);
  image->error = g_steal_pointer (&error);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, fetching->uri);
}

/**
 * confab_remote_images_show:
 * @uri: an address, http or https
 *
 * A person wants to see the picture there. After a failure it is tried again.
 */
void
confab_remote_images_show (ConfabRemoteImages *self,
                           const char         *uri)
{
  Image *image = find (self, uri);
  Fetching *fetching;

  if (image != NULL && image->state != CONFAB_REMOTE_IMAGE_FAILED)
    return;
  if (image == NULL)
    image = add (self, uri);

  image->state = CONFAB_REMOTE_IMAGE_LOADING;
  fetching = g_new0 (Fetching, 1);
  g_set_weak_pointer (&fetching->images, self);
  fetching->uri = g_strdup (uri);
  confab_image_fetch_async (uri, self->cancellable, fetch_cb, fetching);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, uri);
}

/**
 * confab_remote_image_parse:
 * @content: what is inside a paragraph
 * @description: (out) (transfer full) (optional): what the picture shows; may be empty
 * @uri: (out) (transfer full) (optional): where it is
 *
 * Returns: whether the paragraph is a picture and nothing else
 */
gboolean
confab_remote_image_parse (const char  *content,
                           char       **description,
                           char       **uri)
{
  g_autoptr(ConfabMarkdownText) text = NULL;
  const ConfabMarkdownSpan *image = NULL;

  while (*content == ' ')
    content++;
  if (!g_str_has_prefix (content, "!["))
    return FALSE;

  text = confab_markdown_text_parse (content, FALSE);
  for (guint i = 0; i < text->spans->len; i++)
    {
      const ConfabMarkdownSpan *span = &g_array_index (text->spans, ConfabMarkdownSpan, i);

      if (span->style == CONFAB_MARKDOWN_STYLE_IMAGE && span->target != NULL && span->start == 0 &&
          span->end == strlen (text->text) && g_ascii_strncasecmp (span->target, "mailto:", 7) != 0)
        image = span;
    }
  if (image == NULL)
    return FALSE;

  if (description != NULL)
    *description = g_strdup (text->text);
  if (uri != NULL)
    *uri = g_strdup (image->target);

  return TRUE;
}

/**
 * confab_remote_image_dup_host:
 * @uri: an address
 *
 * Returns: (transfer full) (nullable): who would learn that it is looked at
 */
char *
confab_remote_image_dup_host (const char *uri)
{
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL);

  return parsed != NULL ? g_strdup (g_uri_get_host (parsed)) : NULL;
}
