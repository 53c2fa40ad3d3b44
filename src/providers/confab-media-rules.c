/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-media-rules"

#include "config.h"

#include "confab-media-rules.h"

#include "confab-provider-type-private.h"

#include <string.h>

static gsize
get_size (ConfabPart *part)
{
  GBytes *data = confab_part_get_data (part);

  return data != NULL ? g_bytes_get_size (data) : 0;
}

static gboolean
is_media (ConfabPart *part)
{
  const ConfabPartKind kind = confab_part_get_kind (part);

  return kind == CONFAB_PART_IMAGE || kind == CONFAB_PART_DOCUMENT;
}

/* Whatever the dialect, such a file can be sent as the text it is. */
static gboolean
is_text_file (ConfabPart *part)
{
  return confab_part_get_kind (part) == CONFAB_PART_DOCUMENT &&
         confab_part_is_text_type (confab_part_get_mime_type (part));
}

static gboolean
takes (const ConfabMediaKindLimits *limits,
       ConfabPart                  *part)
{
  const char *mime_type = confab_part_get_mime_type (part);

  return mime_type != NULL && g_strv_contains ((const char * const *) limits->types, mime_type);
}

static gboolean
fits (const ConfabMediaKindLimits *limits,
      ConfabPart                  *part)
{
  return takes (limits, part) && (limits->max_bytes == 0 || get_size (part) <= (guint64) limits->max_bytes);
}

/* A document that is no text, but whose text was read out of it when it was attached. */
static gboolean
has_text (ConfabPart *part)
{
  return confab_part_get_kind (part) == CONFAB_PART_DOCUMENT && confab_part_get_text_length (part) > 0;
}

static gboolean
sees (ConfabProviderType *type,
      ConfabModelInfo    *model)
{
  const ConfabModelAbility abilities = confab_model_info_get_abilities (model);
  ConfabModelTraits traits;

  if ((abilities & CONFAB_MODEL_ABILITY_VISION) != 0)
    return TRUE;

  confab_provider_type_get_model_traits (type, confab_model_info_get_id (model), &traits);

  return !traits.no_images && (abilities & CONFAB_MODEL_ABILITY_NO_VISION) == 0;
}

static GError *
find_fault (ConfabProviderType *type,
            ConfabModelInfo    *model,
            ConfabPart         *part)
{
  const gboolean is_image = confab_part_get_kind (part) == CONFAB_PART_IMAGE;
  const ConfabMediaKindLimits *limits = is_image ? &type->media.images : &type->media.files;
  const char *mime_type = confab_part_get_mime_type (part);
  const char *name = confab_part_get_name (part);
  const gsize size = get_size (part);

  if (!is_media (part))
    return NULL;

  if (is_image && (*limits->types == NULL || !sees (type, model)))
    return confab_media_error_new (CONFAB_MEDIA_ERROR_NO_IMAGES, name, -1, -1);

  if (size == 0)
    return confab_media_error_new (CONFAB_MEDIA_ERROR_EMPTY, name, 0, -1);

  if (is_text_file (part))
    return NULL;

  if (has_text (part) && !fits (limits, part))
    return NULL;

  if (!takes (limits, part))
    return confab_media_error_new (is_image ? CONFAB_MEDIA_ERROR_IMAGE_TYPE : CONFAB_MEDIA_ERROR_FILE_TYPE,
                                   mime_type != NULL ? mime_type : "application/octet-stream", -1, -1);

  if (limits->max_bytes > 0 && size > (guint64) limits->max_bytes)
    return confab_media_error_new (CONFAB_MEDIA_ERROR_TOO_LARGE, name, size, limits->max_bytes);

  return NULL;
}

static GError *
find_fault_together (ConfabProviderType *type,
                     guint               n_images,
                     gint64              n_bytes)
{
  if (type->media.max_images > 0 && n_images > type->media.max_images)
    return confab_media_error_new (CONFAB_MEDIA_ERROR_TOO_MANY, NULL, n_images, type->media.max_images);

  if (type->media.max_bytes_together > 0 && n_bytes > type->media.max_bytes_together)
    return confab_media_error_new (CONFAB_MEDIA_ERROR_TOO_LARGE_TOGETHER, NULL, n_bytes,
                                   type->media.max_bytes_together);

  return NULL;
}

/* How much of a request it is: of a document that goes as its text, that. */
static gsize
get_sent_size (ConfabProviderType *type,
               ConfabPart         *part)
{
  return has_text (part) && !fits (&type->media.files, part) ? confab_part_get_text_length (part) : get_size (part);
}

static void
count_part (ConfabProviderType *type,
            ConfabPart         *part,
            guint              *n_images,
            gint64             *n_bytes)
{
  if (!is_media (part))
    return;

  *n_images += confab_part_get_kind (part) == CONFAB_PART_IMAGE;
  *n_bytes += get_sent_size (type, part);
}

/* A reply's own pictures never go back but where the provider made them. */
static gboolean
is_said_by_person (ConfabMessage *message)
{
  return confab_message_get_role (message) == CONFAB_ROLE_USER;
}

/**
 * confab_media_check_part:
 * @type: who is to get it
 * @model: which model of theirs, as far as it is known
 * @part: something of a message
 * @error: return location for a %CONFAB_MEDIA_ERROR
 *
 * Tells before anything is sent whether a picture or a file is one that the model takes. Everything
 * else is.
 *
 * Returns: whether it can be sent
 */
gboolean
confab_media_check_part (ConfabProviderType  *type,
                         ConfabModelInfo     *model,
                         ConfabPart          *part,
                         GError             **error)
{
  g_autoptr(GError) fault = NULL;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), FALSE);
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (model), FALSE);
  g_return_val_if_fail (CONFAB_IS_PART (part), FALSE);

  fault = find_fault (type, model, part);
  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

/**
 * confab_media_check_messages:
 * @type: who is to get them
 * @model: which model of theirs, as far as it is known
 * @messages: (element-type ConfabMessage): a conversation
 * @error: return location for a %CONFAB_MEDIA_ERROR
 *
 * Tells whether all pictures and files that a person put into a conversation can be sent, each by
 * itself and all together. What tools returned is not looked at; see
 * [func@media_describe_results].
 *
 * Returns: whether they can
 */
gboolean
confab_media_check_messages (ConfabProviderType  *type,
                             ConfabModelInfo     *model,
                             GPtrArray           *messages,
                             GError             **error)
{
  g_autoptr(GError) fault = NULL;
  guint n_images = 0;
  gint64 n_bytes = 0;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), FALSE);
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (model), FALSE);
  g_return_val_if_fail (messages != NULL, FALSE);

  for (guint i = 0; i < messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (messages, i);

      for (guint j = 0; is_said_by_person (message) && j < confab_message_get_n_parts (message); j++)
        {
          ConfabPart *part = confab_message_get_part (message, j);

          if (!confab_media_check_part (type, model, part, error))
            return FALSE;
          count_part (type, part, &n_images, &n_bytes);
        }
    }

  fault = find_fault_together (type, n_images, n_bytes);
  if (fault == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

static ConfabPart *
describe (ConfabPart   *part,
          const GError *fault)
{
  const char *mime_type = confab_part_get_mime_type (part);
  const char *name = confab_part_get_name (part);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("[%s%s%s, %" G_GSIZE_FORMAT " bytes, cannot be shown here: %s.]",
                          mime_type != NULL ? mime_type : "data", name != NULL ? " " : "",
                          name != NULL ? name : "", get_size (part), fault->message);

  return confab_part_new_text (CONFAB_PART_TEXT, text);
}

/* The same message with @part replaced. */
static ConfabMessage *
dup_with (ConfabMessage *message,
          ConfabPart    *old,
          ConfabPart    *part)
{
  ConfabMessage *copy = confab_message_new_with_id (confab_message_get_role (message),
                                                    confab_message_get_id (message));

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    {
      ConfabPart *other = confab_message_get_part (message, i);

      confab_message_append_part (copy, other == old ? part : other);
    }

  return copy;
}

/**
 * confab_media_describe_results:
 * @type: who is to get them
 * @model: which model of theirs, as far as it is known
 * @messages: (element-type ConfabMessage): a conversation
 *
 * A tool returns what it likes, and a person can do nothing about it: what the model does not take,
 * and the oldest of what is too much together, is replaced by a text that says so.
 *
 * Returns: (transfer full) (element-type ConfabMessage): the conversation to send; messages in which
 *   nothing is replaced are the same
 */
GPtrArray *
confab_media_describe_results (ConfabProviderType *type,
                               ConfabModelInfo    *model,
                               GPtrArray          *messages)
{
  GPtrArray *told = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_images = 0;
  gint64 n_bytes = 0;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), told);
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (model), told);
  g_return_val_if_fail (messages != NULL, told);

  for (guint i = 0; i < messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (messages, i);

      g_ptr_array_add (told, g_object_ref (message));
      for (guint j = 0; is_said_by_person (message) && j < confab_message_get_n_parts (message); j++)
        count_part (type, confab_message_get_part (message, j), &n_images, &n_bytes);
    }

  for (guint i = told->len; i > 0; i--)
    {
      ConfabMessage *message = g_ptr_array_index (messages, i - 1);

      if (confab_message_get_role (message) != CONFAB_ROLE_TOOL)
        continue;

      for (guint j = confab_message_get_n_parts (message); j > 0; j--)
        {
          ConfabPart *part = confab_message_get_part (message, j - 1);
          g_autoptr(ConfabPart) description = NULL;
          g_autoptr(GError) fault = find_fault (type, model, part);
          guint more_images = n_images;
          gint64 more_bytes = n_bytes;

          count_part (type, part, &more_images, &more_bytes);
          if (fault == NULL && is_media (part))
            fault = find_fault_together (type, more_images, more_bytes);

          if (fault == NULL)
            {
              n_images = more_images;
              n_bytes = more_bytes;
              continue;
            }

          description = describe (part, fault);
          message = dup_with (g_ptr_array_index (told, i - 1), part, description);
          g_object_unref (g_ptr_array_index (told, i - 1));
          g_ptr_array_index (told, i - 1) = message;
        }
    }

  return told;
}

/**
 * confab_media_get_image_limits:
 * @type: who is to get a picture
 * @max_edge: (out): how many pixels its longer side may have, or 0 if that is not known
 * @max_bytes: (out): how large it may be, or 0 if that is not known
 *
 * Tells what a picture has to be made to fit.
 */
void
confab_media_get_image_limits (ConfabProviderType *type,
                               guint              *max_edge,
                               gsize              *max_bytes)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_TYPE (type));

  *max_edge = (guint) type->media.images.max_edge;
  *max_bytes = (gsize) type->media.images.max_bytes;
}

/**
 * confab_media_goes_as_text:
 * @type: who is to get it
 * @part: something of a message
 *
 * Returns: whether it is a document that is no text, and of which only the text can be sent
 */
gboolean
confab_media_goes_as_text (ConfabProviderType *type,
                           ConfabPart         *part)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), FALSE);
  g_return_val_if_fail (CONFAB_IS_PART (part), FALSE);

  return confab_part_get_kind (part) == CONFAB_PART_DOCUMENT && !is_text_file (part) &&
         !fits (&type->media.files, part);
}

static ConfabPart *
read_out (ConfabPart *part)
{
  g_autoptr(GBytes) text = confab_part_share_text (part);

  return confab_part_new_data (CONFAB_PART_DOCUMENT, confab_part_get_name (part), "text/plain", text);
}

/**
 * confab_media_read_out_documents:
 * @type: who is to get them
 * @messages: (element-type ConfabMessage): a conversation
 *
 * Replaces documents that are not taken by the text that is in them, where that is known.
 *
 * Returns: (transfer full) (element-type ConfabMessage): the conversation to send; messages in which
 *   nothing is replaced are the same
 */
GPtrArray *
confab_media_read_out_documents (ConfabProviderType *type,
                                 GPtrArray          *messages)
{
  GPtrArray *read = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), read);
  g_return_val_if_fail (messages != NULL, read);

  for (guint i = 0; i < messages->len; i++)
    {
      g_autoptr(ConfabMessage) message = g_object_ref (g_ptr_array_index (messages, i));

      for (guint j = 0; is_said_by_person (message) && j < confab_message_get_n_parts (message); j++)
        {
          ConfabPart *part = confab_message_get_part (message, j);
          g_autoptr(ConfabPart) text = NULL;
          ConfabMessage *copy;

          if (!has_text (part) || !confab_media_goes_as_text (type, part))
            continue;

          text = read_out (part);
          copy = dup_with (message, part, text);
          g_object_unref (message);
          message = copy;
        }

      g_ptr_array_add (read, g_steal_pointer (&message));
    }

  return read;
}
