/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-part"

#include "config.h"

#include "confab-part-private.h"

#include <string.h>

/**
 * ConfabPart:
 *
 * One typed piece of a message: a run of text, some thinking, a tool call, a picture.
 *
 * The text only ever grows at its end while a reply streams, so that a reader may remember how far
 * it has read. Owned by its message, on the main thread; it does not notify, its message does.
 */
G_DEFINE_FINAL_TYPE (ConfabPart, confab_part, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (ConfabPartKind, confab_part_kind,
  G_DEFINE_ENUM_VALUE (CONFAB_PART_TEXT, "text"),
  G_DEFINE_ENUM_VALUE (CONFAB_PART_THINKING, "thinking"),
  G_DEFINE_ENUM_VALUE (CONFAB_PART_REFUSAL, "refusal"),
  G_DEFINE_ENUM_VALUE (CONFAB_PART_TOOL_CALL, "tool-call"),
  G_DEFINE_ENUM_VALUE (CONFAB_PART_TOOL_RESULT, "tool-result"),
  G_DEFINE_ENUM_VALUE (CONFAB_PART_IMAGE, "image"),
  G_DEFINE_ENUM_VALUE (CONFAB_PART_DOCUMENT, "document"),
  G_DEFINE_ENUM_VALUE (CONFAB_PART_OPAQUE, "opaque"))

static void
confab_part_finalize (GObject *object)
{
  ConfabPart *self = CONFAB_PART (object);

  confab_growing_text_clear (&self->text);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->replay, g_bytes_unref);
  g_clear_pointer (&self->mime_type, g_free);
  g_clear_pointer (&self->data, g_bytes_unref);

  G_OBJECT_CLASS (confab_part_parent_class)->finalize (object);
}

static void
confab_part_class_init (ConfabPartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_part_finalize;
}

static void
confab_part_init (ConfabPart *self)
{
  self->duration_ms = -1;
}

/**
 * confab_part_new:
 * @kind: what it is
 *
 * Returns: (transfer full): an empty part
 */
ConfabPart *
confab_part_new (ConfabPartKind kind)
{
  ConfabPart *self = g_object_new (CONFAB_TYPE_PART, NULL);

  self->kind = kind;
  return self;
}

/**
 * confab_part_new_text:
 * @kind: what it is
 * @text: valid UTF-8
 *
 * Returns: (transfer full): a sealed part with a text
 */
ConfabPart *
confab_part_new_text (ConfabPartKind  kind,
                      const char     *text)
{
  ConfabPart *self = confab_part_new (kind);

  confab_part_append_text (self, text, -1);
  self->sealed = TRUE;
  return self;
}

/**
 * confab_part_new_tool_call:
 * @id: (nullable): the provider's id of the call
 * @name: the tool
 * @arguments: the arguments as JSON
 *
 * Returns: (transfer full): a sealed call of a tool
 */
ConfabPart *
confab_part_new_tool_call (const char *id,
                           const char *name,
                           const char *arguments)
{
  ConfabPart *self = confab_part_new_text (CONFAB_PART_TOOL_CALL, arguments);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return self;
}

/**
 * confab_part_new_tool_result:
 * @id: (nullable): the id of the call this answers
 * @name: the tool
 * @result: what the tool said
 * @is_error: whether the tool failed
 *
 * Returns: (transfer full): a sealed result of a tool
 */
ConfabPart *
confab_part_new_tool_result (const char *id,
                             const char *name,
                             const char *result,
                             gboolean    is_error)
{
  ConfabPart *self = confab_part_new_text (CONFAB_PART_TOOL_RESULT, result);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->is_error = is_error != FALSE;
  return self;
}

/**
 * confab_part_new_data:
 * @kind: %CONFAB_PART_IMAGE or %CONFAB_PART_DOCUMENT
 * @name: (nullable): the file's name
 * @mime_type: its media type
 * @data: its bytes
 *
 * Returns: (transfer full): a sealed attachment
 */
ConfabPart *
confab_part_new_data (ConfabPartKind  kind,
                      const char     *name,
                      const char     *mime_type,
                      GBytes         *data)
{
  ConfabPart *self = confab_part_new (kind);

  self->name = g_strdup (name);
  self->mime_type = g_strdup (mime_type);
  self->data = g_bytes_ref (data);
  self->sealed = TRUE;
  return self;
}

/**
 * confab_part_get_kind:
 *
 * Returns: what it is
 */
ConfabPartKind
confab_part_get_kind (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), CONFAB_PART_TEXT);

  return self->kind;
}

/**
 * confab_part_get_text:
 *
 * Returns: (transfer none): the text so far, valid UTF-8; valid until the next append
 */
const char *
confab_part_get_text (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), NULL);

  return confab_growing_text_get (&self->text);
}

/**
 * confab_part_get_text_length:
 *
 * Returns: the length of the text so far in bytes
 */
gsize
confab_part_get_text_length (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), 0);

  return confab_growing_text_get_length (&self->text);
}

/**
 * confab_part_share_text:
 *
 * Returns: (transfer full): the text so far, without a NUL; stays as it is when the part's grows, and any thread may
 *   read it
 */
GBytes *
confab_part_share_text (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), NULL);

  return confab_growing_text_share (&self->text);
}

/**
 * confab_part_append_text:
 * @text: what follows, whole characters of valid UTF-8
 * @length: its length in bytes, or -1
 *
 * Lets the text grow. Tell the message afterwards with [method@Message.changed].
 */
void
confab_part_append_text (ConfabPart *self,
                         const char *text,
                         gssize      length)
{
  g_return_if_fail (CONFAB_IS_PART (self));
  g_return_if_fail (text != NULL);

  confab_growing_text_append (&self->text, text, length);
}

/**
 * confab_part_set_text:
 * @text: valid UTF-8
 *
 * Replaces the whole text. Not for a part that a view is reading while it streams.
 */
void
confab_part_set_text (ConfabPart *self,
                      const char *text)
{
  g_return_if_fail (CONFAB_IS_PART (self));
  g_return_if_fail (text != NULL);

  confab_growing_text_set (&self->text, text);
}

/**
 * confab_part_get_id:
 *
 * Returns: (transfer none) (nullable): the id of a tool call
 */
const char *
confab_part_get_id (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), NULL);

  return self->id;
}

/**
 * confab_part_set_id:
 * @id: (nullable): the id of a tool call
 */
void
confab_part_set_id (ConfabPart *self,
                    const char *id)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_PART (self));

  old = self->id;
  self->id = g_strdup (id);
}

/**
 * confab_part_get_name:
 *
 * Returns: (transfer none) (nullable): the name of a tool or file, or the type of something opaque
 */
const char *
confab_part_get_name (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), NULL);

  return self->name;
}

/**
 * confab_part_set_name:
 * @name: (nullable): the name of a tool or file, or the type of something opaque
 */
void
confab_part_set_name (ConfabPart *self,
                      const char *name)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_PART (self));

  old = self->name;
  self->name = g_strdup (name);
}

/**
 * confab_part_get_replay:
 *
 * Returns: (transfer none) (nullable): JSON that the dialect which made the part wants back with it, byte for byte
 */
const char *
confab_part_get_replay (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), NULL);

  return self->replay != NULL ? g_bytes_get_data (self->replay, NULL) : NULL;
}

/**
 * confab_part_set_replay:
 * @replay: (nullable): JSON that the dialect which made the part wants back with it, byte for byte
 */
void
confab_part_set_replay (ConfabPart *self,
                        const char *replay)
{
  g_autoptr(GBytes) bytes = NULL;

  /* A copy, before what it may be of is given up. */
  if (replay != NULL)
    bytes = g_bytes_new_take (g_strdup (replay), strlen (replay));

  confab_part_set_replay_bytes (self, bytes);
}

/**
 * confab_part_get_replay_bytes:
 *
 * Returns: (transfer none) (nullable): what [method@Part.get_replay] returns, without its NUL, to be kept; it may
 *   be long, with a picture in it, and any thread may read it
 */
GBytes *
confab_part_get_replay_bytes (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), NULL);

  return self->replay;
}

/**
 * confab_part_set_replay_bytes:
 * @replay: (nullable): what [method@Part.set_replay] takes, with a NUL behind the bytes
 *
 * Keeps it without a copy.
 */
void
confab_part_set_replay_bytes (ConfabPart *self,
                              GBytes     *replay)
{
  g_autoptr(GBytes) old = NULL;

  g_return_if_fail (CONFAB_IS_PART (self));
  g_return_if_fail (replay == NULL ||
                    ((const char *) g_bytes_get_data (replay, NULL))[g_bytes_get_size (replay)] == '\0');

  old = self->replay;
  self->replay = replay != NULL ? g_bytes_ref (replay) : NULL;
}

/**
 * confab_part_get_mime_type:
 *
 * Returns: (transfer none) (nullable): the media type of the data
 */
const char *
confab_part_get_mime_type (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), NULL);

  return self->mime_type;
}

/**
 * confab_part_set_mime_type:
 * @mime_type: (nullable): the media type of the data
 */
void
confab_part_set_mime_type (ConfabPart *self,
                           const char *mime_type)
{
  g_autofree char *old = NULL;

  g_return_if_fail (CONFAB_IS_PART (self));

  old = self->mime_type;
  self->mime_type = g_strdup (mime_type);
}

/**
 * confab_part_get_data:
 *
 * Returns: (transfer none) (nullable): the bytes of an attachment
 */
GBytes *
confab_part_get_data (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), NULL);

  return self->data;
}

/**
 * confab_part_set_data:
 * @data: (nullable): the bytes of an attachment
 */
void
confab_part_set_data (ConfabPart *self,
                      GBytes     *data)
{
  g_autoptr(GBytes) old = NULL;

  g_return_if_fail (CONFAB_IS_PART (self));

  old = self->data;
  self->data = data != NULL ? g_bytes_ref (data) : NULL;
}

/**
 * confab_part_get_is_error:
 *
 * Returns: whether a tool's result is a failure
 */
gboolean
confab_part_get_is_error (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), FALSE);

  return self->is_error;
}

/**
 * confab_part_set_is_error:
 * @is_error: whether a tool's result is a failure
 */
void
confab_part_set_is_error (ConfabPart *self,
                          gboolean    is_error)
{
  g_return_if_fail (CONFAB_IS_PART (self));

  self->is_error = is_error != FALSE;
}

/**
 * confab_part_get_sealed:
 *
 * Returns: whether nothing more will be appended
 */
gboolean
confab_part_get_sealed (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), FALSE);

  return self->sealed;
}

/**
 * confab_part_set_sealed:
 * @sealed: whether nothing more will be appended
 */
void
confab_part_set_sealed (ConfabPart *self,
                        gboolean    sealed)
{
  g_return_if_fail (CONFAB_IS_PART (self));

  self->sealed = sealed != FALSE;
}

/**
 * confab_part_get_duration_ms:
 *
 * Returns: how long it took to arrive in milliseconds, or -1 when it was not measured
 */
gint64
confab_part_get_duration_ms (ConfabPart *self)
{
  g_return_val_if_fail (CONFAB_IS_PART (self), -1);

  return self->duration_ms;
}

/**
 * confab_part_set_duration_ms:
 * @duration_ms: how long it took to arrive in milliseconds, or -1
 */
void
confab_part_set_duration_ms (ConfabPart *self,
                             gint64      duration_ms)
{
  g_return_if_fail (CONFAB_IS_PART (self));

  self->duration_ms = duration_ms;
}

/**
 * confab_part_is_text_type:
 * @mime_type: (nullable): a media type
 *
 * Returns: whether a file of this type is text, which every model can read
 */
gboolean
confab_part_is_text_type (const char *mime_type)
{
  static const char *const types[] = {
    "application/javascript", "application/json", "application/sql", "application/toml", "application/x-shellscript",
    "application/x-yaml", "application/xml", "application/yaml", NULL,
  };

  if (mime_type == NULL)
    return FALSE;

  return g_str_has_prefix (mime_type, "text/") ||
         g_str_has_suffix (mime_type, "+json") || g_str_has_suffix (mime_type, "+xml") ||
         g_strv_contains (types, mime_type);
}
