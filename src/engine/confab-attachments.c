/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attachments"

#include "config.h"

#include "confab-attachments.h"

#include "confab-attachment-private.h"
#include "confab-media-rules.h"

/* How many are read at a time; the others wait. */
#define MAX_RUNNING 2

/**
 * ConfabAttachments:
 *
 * The pictures and files that go with the next message of a conversation, a list of #ConfabAttachment
 * in the order in which they came.
 *
 * Main thread only; emits [signal@Attachments::changed] for whatever changes.
 */
struct _ConfabAttachments
{
  GObject    parent_instance;

  GPtrArray *items;  /* owned, of ConfabAttachment */
  GError    *error;  /* owned, nullable: what is wrong with all of them together */
  char      *provider_name;  /* owned, nullable: who they were checked for */
};

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GType
confab_attachments_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_ATTACHMENT;
}

static guint
confab_attachments_get_n_items (GListModel *model)
{
  return CONFAB_ATTACHMENTS (model)->items->len;
}

static gpointer
confab_attachments_get_item (GListModel *model,
                             guint       position)
{
  ConfabAttachments *self = CONFAB_ATTACHMENTS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_attachments_get_item_type;
  iface->get_n_items = confab_attachments_get_n_items;
  iface->get_item = confab_attachments_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabAttachments, confab_attachments, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static ConfabAttachment *
peek (ConfabAttachments *self,
      guint              position)
{
  return g_ptr_array_index (self->items, position);
}

static void
start_waiting (ConfabAttachments *self)
{
  guint n_running = 0;

  for (guint i = 0; i < self->items->len; i++)
    n_running += confab_attachment_get_state (peek (self, i)) == CONFAB_ATTACHMENT_LOADING &&
                 !confab_attachment_is_waiting (peek (self, i));

  for (guint i = 0; i < self->items->len && n_running < MAX_RUNNING; i++)
    if (confab_attachment_is_waiting (peek (self, i)))
      {
        confab_attachment_start (peek (self, i));
        n_running++;
      }
}

static gsize
get_size (ConfabAttachment *attachment)
{
  ConfabPart *part = confab_attachment_get_part (attachment);

  return part != NULL && confab_attachment_get_state (attachment) == CONFAB_ATTACHMENT_READY
         ? g_bytes_get_size (confab_part_get_data (part)) : 0;
}

static void
on_item_changed_cb (ConfabAttachments *self,
                    ConfabAttachment  *attachment)
{
  gsize total = 0;

  for (guint i = 0; i < self->items->len; i++)
    total += get_size (peek (self, i));

  /* The last straw goes, not what was there. */
  if (total > CONFAB_ATTACHMENTS_MAX_BYTES && get_size (attachment) > 0)
    {
      confab_attachment_fail (attachment,
                              confab_media_error_new (CONFAB_MEDIA_ERROR_TOO_LARGE_TOGETHER, NULL, (gint64) total,
                                                      CONFAB_ATTACHMENTS_MAX_BYTES));
      return;
    }

  start_waiting (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
confab_attachments_dispose (GObject *object)
{
  ConfabAttachments *self = CONFAB_ATTACHMENTS (object);

  for (guint i = 0; i < self->items->len; i++)
    confab_attachment_stop (peek (self, i));
  g_ptr_array_set_size (self->items, 0);

  G_OBJECT_CLASS (confab_attachments_parent_class)->dispose (object);
}

static void
confab_attachments_finalize (GObject *object)
{
  ConfabAttachments *self = CONFAB_ATTACHMENTS (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->provider_name, g_free);

  G_OBJECT_CLASS (confab_attachments_parent_class)->finalize (object);
}

static void
confab_attachments_class_init (ConfabAttachmentsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_attachments_dispose;
  object_class->finalize = confab_attachments_finalize;

  /**
   * ConfabAttachments::changed:
   *
   * Attachments came, went, or changed, or something else is wrong with all of them.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
confab_attachments_init (ConfabAttachments *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * confab_attachments_new:
 *
 * Returns: (transfer full): an empty list
 */
ConfabAttachments *
confab_attachments_new (void)
{
  return g_object_new (CONFAB_TYPE_ATTACHMENTS, NULL);
}

static void
append (ConfabAttachments *self,
        ConfabAttachment  *attachment)
{
  g_signal_connect_object (attachment, "changed", G_CALLBACK (on_item_changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->items, attachment);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
  start_waiting (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A whole folder may be dropped at once. What is too much is left out and told. */
static gboolean
check_room (ConfabAttachments *self)
{
  if (self->items->len < CONFAB_ATTACHMENTS_MAX)
    return TRUE;

  g_clear_error (&self->error);
  self->error = confab_media_error_new (CONFAB_MEDIA_ERROR_TOO_MANY_FILES, NULL, -1, CONFAB_ATTACHMENTS_MAX);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return FALSE;
}

/**
 * confab_attachments_add_file:
 * @file: a file
 *
 * Adds a file, which is read in the background. Where there are too many already it is left out, and the
 * error says so.
 */
void
confab_attachments_add_file (ConfabAttachments *self,
                             GFile             *file)
{
  g_return_if_fail (CONFAB_IS_ATTACHMENTS (self));
  g_return_if_fail (G_IS_FILE (file));

  if (check_room (self))
    append (self, confab_attachment_new_for_file (file));
}

/**
 * confab_attachments_add_stream:
 * @stream: where it comes from
 * @name: what it is to be called
 *
 * Adds something that is no file, such as a picture that was copied.
 */
void
confab_attachments_add_stream (ConfabAttachments *self,
                               GInputStream      *stream,
                               const char        *name)
{
  g_return_if_fail (CONFAB_IS_ATTACHMENTS (self));
  g_return_if_fail (G_IS_INPUT_STREAM (stream));

  if (check_room (self))
    append (self, confab_attachment_new_for_stream (stream, name));
}

/**
 * confab_attachments_add_part:
 * @part: a picture or a document
 *
 * Adds what was attached before.
 */
void
confab_attachments_add_part (ConfabAttachments *self,
                             ConfabPart        *part)
{
  g_return_if_fail (CONFAB_IS_ATTACHMENTS (self));
  g_return_if_fail (CONFAB_IS_PART (part));

  if (check_room (self))
    append (self, confab_attachment_new_for_part (part));
}

/**
 * confab_attachments_remove:
 * @attachment: one of them
 *
 * Takes one out.
 */
void
confab_attachments_remove (ConfabAttachments *self,
                           ConfabAttachment  *attachment)
{
  guint position;

  g_return_if_fail (CONFAB_IS_ATTACHMENTS (self));

  if (!g_ptr_array_find (self->items, attachment, &position))
    return;

  g_signal_handlers_disconnect_by_func (attachment, on_item_changed_cb, self);
  confab_attachment_stop (attachment);
  g_ptr_array_remove_index (self->items, position);
  g_clear_error (&self->error);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  start_waiting (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * confab_attachments_clear:
 *
 * Takes all out.
 */
void
confab_attachments_clear (ConfabAttachments *self)
{
  const guint n_items = self->items->len;

  g_return_if_fail (CONFAB_IS_ATTACHMENTS (self));

  g_clear_error (&self->error);
  if (n_items == 0)
    return;

  for (guint i = 0; i < n_items; i++)
    {
      g_signal_handlers_disconnect_by_func (peek (self, i), on_item_changed_cb, self);
      confab_attachment_stop (peek (self, i));
    }
  g_ptr_array_set_size (self->items, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * confab_attachments_dup_parts:
 *
 * Returns: (transfer full) (element-type ConfabPart): those that are ready
 */
GPtrArray *
confab_attachments_dup_parts (ConfabAttachments *self)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (CONFAB_IS_ATTACHMENTS (self), parts);

  for (guint i = 0; i < self->items->len; i++)
    if (confab_attachment_get_state (peek (self, i)) == CONFAB_ATTACHMENT_READY)
      g_ptr_array_add (parts, g_object_ref (confab_attachment_get_part (peek (self, i))));

  return parts;
}

/**
 * confab_attachments_is_loading:
 *
 * Returns: whether one is still being read
 */
gboolean
confab_attachments_is_loading (ConfabAttachments *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENTS (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    if (confab_attachment_get_state (peek (self, i)) == CONFAB_ATTACHMENT_LOADING)
      return TRUE;

  return FALSE;
}

/**
 * confab_attachments_can_send:
 *
 * Returns: whether each is there and can be sent; nobody wants to send less than what is shown
 */
gboolean
confab_attachments_can_send (ConfabAttachments *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENTS (self), FALSE);

  if (self->error != NULL && self->error->code != CONFAB_MEDIA_ERROR_TOO_MANY_FILES)
    return FALSE;

  for (guint i = 0; i < self->items->len; i++)
    if (confab_attachment_get_state (peek (self, i)) != CONFAB_ATTACHMENT_READY ||
        confab_attachment_get_error (peek (self, i)) != NULL)
      return FALSE;

  return TRUE;
}

/**
 * confab_attachments_get_error:
 *
 * Returns: (transfer none) (nullable): what is wrong with all of them together, or with what the
 *   conversation has already, of %CONFAB_MEDIA_ERROR
 */
const GError *
confab_attachments_get_error (ConfabAttachments *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENTS (self), NULL);

  return self->error;
}

/**
 * confab_attachments_get_provider_name:
 *
 * Returns: (transfer none) (nullable): who it was last checked for
 */
const char *
confab_attachments_get_provider_name (ConfabAttachments *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENTS (self), NULL);

  return self->provider_name;
}

/**
 * confab_attachments_check:
 * @provider: (nullable): whom the next message goes to
 * @model: (nullable): which model of theirs
 * @messages: (element-type ConfabMessage): the conversation as it would be sent, without them
 *
 * Looks again what can be sent: after a change of the list, of the model, or of the conversation.
 */
void
confab_attachments_check (ConfabAttachments *self,
                          ConfabProvider    *provider,
                          const char        *model,
                          GPtrArray         *messages)
{
  g_autoptr(GError) old = g_steal_pointer (&self->error);
  gboolean is_fit = TRUE;

  g_return_if_fail (CONFAB_IS_ATTACHMENTS (self));

  g_free (self->provider_name);
  self->provider_name = provider != NULL ? g_strdup (confab_provider_get_name (provider)) : NULL;
  for (guint i = 0; i < self->items->len; i++)
    {
      confab_attachment_check (peek (self, i), provider, model);
      is_fit = is_fit && confab_attachment_get_error (peek (self, i)) == NULL;
    }

  if (self->error == NULL && old != NULL && old->code == CONFAB_MEDIA_ERROR_TOO_MANY_FILES &&
      self->items->len >= CONFAB_ATTACHMENTS_MAX)
    self->error = g_error_copy (old);

  /* What is wrong with one is told beside it. */
  if (self->error == NULL && is_fit && provider != NULL && model != NULL)
    {
      g_autoptr(GPtrArray) parts = confab_attachments_dup_parts (self);
      g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(ConfabModelInfo) info = confab_provider_lookup_model (provider, model);
      ConfabMessage *next = confab_message_new (CONFAB_ROLE_USER);

      for (guint i = 0; i < messages->len; i++)
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (messages, i)));
      for (guint i = 0; i < parts->len; i++)
        confab_message_append_part (next, g_ptr_array_index (parts, i));
      g_ptr_array_add (all, next);
      confab_media_check_messages (confab_provider_get_provider_type (provider), info, all, &self->error);
    }

  if ((old == NULL) != (self->error == NULL) ||
      (old != NULL && g_strcmp0 (old->message, self->error->message) != 0))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
