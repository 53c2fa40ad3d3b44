/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-decoder"

#include "config.h"

#include "confab-decoder.h"

#include "confab-dialect-private.h"
#include "confab-event-stream-parser.h"
#include "confab-json-parse.h"
#include "confab-ndjson-parser.h"
#include "confab-provider-error.h"
#include "confab-sse-parser.h"

#include <string.h>

/* How much of what is not understood is quoted in an error. */
#define MAX_QUOTED_BYTES 200

typedef enum
{
  MODE_UNDECIDED,  /* nothing but white space so far */
  MODE_EVENTS,
  MODE_JSON,
  MODE_MESSAGES,
} Mode;

/**
 * ConfabDecoder:
 *
 * Reads one reply from the bytes of a response: push bytes, get events, finish. Pure; no thread of
 * its own.
 *
 * Framing, text encoding, JSON syntax and all bounds are dealt with here, the dialect sees one JSON
 * value at a time. A decoder that failed stays failed.
 */
struct _ConfabDecoder
{
  const ConfabDialect     *dialect;
  gpointer                 state;       /* the dialect's */
  ConfabSseParser         *events;      /* owned, nullable */
  ConfabNdjsonParser      *values;      /* owned, nullable */
  ConfabEventStreamParser *messages;    /* owned, nullable */
  GString                 *unread;      /* the beginning of a body that has no event so far */
  GArray                  *part_bytes;  /* (element-type gsize): text per slot */
  GError                  *failure;     /* owned, nullable */
  gsize                    n_bytes;
  Mode                     mode;
  guint                    n_bom;       /* how much of a byte order mark was seen */

  ConfabEventFunc          func;        /* borrowed during a call */
  gpointer                 user_data;

  guint                    has_payload : 1;
  guint                    has_error : 1;
  guint                    done_seen : 1;
  guint                    finished : 1;
  guint                    complete : 1;
};

static void
on_event_cb (const ConfabEvent *event,
             gpointer           user_data)
{
  ConfabDecoder *self = user_data;
  gsize *bytes;

  if (self->failure != NULL)
    return;

  if (event->slot >= CONFAB_DECODER_MAX_PARTS)
    {
      g_set_error (&self->failure, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                   "The reply has more than %d parts", CONFAB_DECODER_MAX_PARTS);
      return;
    }

  if (event->slot >= self->part_bytes->len)
    g_array_set_size (self->part_bytes, event->slot + 1);

  bytes = &g_array_index (self->part_bytes, gsize, event->slot);
  *bytes += event->text_length + (event->json != NULL ? strlen (event->json) : 0);
  if (*bytes > CONFAB_DECODER_MAX_PART_BYTES)
    {
      g_set_error (&self->failure, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                   "A part of the reply is longer than %d bytes", CONFAB_DECODER_MAX_PART_BYTES);
      return;
    }

  if (event->kind == CONFAB_EVENT_ERROR)
    self->has_error = TRUE;

  self->func (event, self->user_data);
}

static void
set_not_understood (const char  *text,
                    gsize        length,
                    GError     **error)
{
  g_autofree char *start = g_strndup (text, MIN (length, MAX_QUOTED_BYTES));
  g_autofree char *quoted = confab_provider_error_redact (start);

  g_set_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED,
               "The provider sent what is not JSON: %s", quoted);
}

static gboolean
accept_node (ConfabDecoder  *self,
             const char     *event_name,
             JsonNode       *node,
             GError        **error)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);

          if (JSON_NODE_HOLDS_OBJECT (element) && !accept_node (self, event_name, element, error))
            return FALSE;
        }

      return TRUE;
    }

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;

  if (!self->dialect->decoder->accept (self->state, event_name, node, on_event_cb, self, error))
    return FALSE;

  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }

  return TRUE;
}

/* Text where JSON should be. Under the name of an error it is the error's sentence. */
static gboolean
accept_text (ConfabDecoder  *self,
             const char     *event_name,
             const char     *text,
             gsize           length,
             GError        **error)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *sentence = NULL;

  if (g_strcmp0 (event_name, "ping") == 0 || g_strcmp0 (event_name, "keepalive") == 0 ||
      g_strcmp0 (event_name, "heartbeat") == 0)
    return TRUE;

  /* The beginning of a value, and then the body is over: that is for the dialect to judge. */
  if (self->finished && (*text == '{' || *text == '['))
    return TRUE;

  if (g_strcmp0 (event_name, "error") != 0)
    {
      set_not_understood (text, length, error);
      return FALSE;
    }

  sentence = g_strndup (text, length);
  object = json_object_new ();
  json_object_set_string_member (object, "error", sentence);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);

  return accept_node (self, event_name, node, error);
}

static gboolean
accept_payload (ConfabDecoder  *self,
                const char     *event_name,
                const char     *data,
                gsize           length,
                GError        **error)
{
  g_autofree char *valid = NULL;

  self->has_payload = TRUE;

  while (length > 0 && g_ascii_isspace (*data))
    {
      data++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (data[length - 1]))
    length--;

  if (length == 0)
    return TRUE;

  /* NUL is not valid here either. */
  if (!g_utf8_validate_len (data, length, NULL))
    {
      valid = g_utf8_make_valid (data, length);
      data = valid;
      length = strlen (valid);
    }

  /* Usually one value; a server that forgets blank lines sends several. */
  while (length > 0)
    {
      g_autoptr(JsonNode) node = NULL;
      g_autoptr(GError) local_error = NULL;
      gsize used = 0;

      if (length >= strlen ("[DONE]") && memcmp (data, "[DONE]", strlen ("[DONE]")) == 0)
        {
          self->done_seen = TRUE;
          return TRUE;
        }

      node = confab_json_parse_next (data, length, &used, &local_error);
      if (node == NULL)
        {
          if (g_error_matches (local_error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED))
            return accept_text (self, event_name, data, length, error);

          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      if (!accept_node (self, event_name, node, error))
        return FALSE;

      data += used;
      length -= used;
      while (length > 0 && g_ascii_isspace (*data))
        {
          data++;
          length--;
        }
    }

  return TRUE;
}

static gboolean
accept_event_cb (const char  *event_name,
                 const char  *data,
                 gsize        length,
                 gpointer     user_data,
                 GError     **error)
{
  ConfabDecoder *self = user_data;

  g_string_truncate (self->unread, 0);

  return accept_payload (self, event_name, data, length, error);
}

static gboolean
accept_value_cb (const char  *json,
                 gsize        length,
                 gpointer     user_data,
                 GError     **error)
{
  ConfabDecoder *self = user_data;

  /* Event framing where none was announced, or left over from a gateway. */
  if (length > 0 && *json == ':')
    return TRUE;
  if (length >= strlen ("event:") && memcmp (json, "event:", strlen ("event:")) == 0)
    return TRUE;
  if (length >= strlen ("data:") && memcmp (json, "data:", strlen ("data:")) == 0)
    return accept_payload (self, NULL, json + strlen ("data:"), length - strlen ("data:"), error);

  /* The parser takes the bracket of an array off. */
  if (length >= strlen ("DONE]") && memcmp (json, "DONE]", strlen ("DONE]")) == 0)
    return TRUE;

  return accept_payload (self, NULL, json, length, error);
}

/* What a message of the kind `exception` or `error` says, in the form that failures have in events:
 * an object under the name `error`. The word for it stands in a header. */
static gboolean
accept_exception (ConfabDecoder                   *self,
                  const ConfabEventStreamMessage  *message,
                  GError                         **error)
{
  const char *type = confab_event_stream_message_get_string (message, ":exception-type");
  const char *sentence = confab_event_stream_message_get_string (message, ":error-message");
  g_autofree char *text = g_utf8_make_valid (message->payload, message->payload_length);
  g_autoptr(JsonNode) payload = confab_json_parse (text, strlen (text), NULL);
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *root = json_object_new ();
  JsonObject *object;

  json_node_take_object (node, root);
  if (type == NULL)
    type = confab_event_stream_message_get_string (message, ":error-code");

  if (payload != NULL && JSON_NODE_HOLDS_OBJECT (payload))
    {
      object = json_object_ref (json_node_get_object (payload));
    }
  else
    {
      /* The word says enough where there is no sentence. */
      object = json_object_new ();
      g_strstrip (text);
      if (sentence == NULL)
        sentence = *text != '\0' ? text : type;
    }

  if (type != NULL)
    json_object_set_string_member (object, "type", type);
  if (sentence != NULL)
    json_object_set_string_member (object, "message", sentence);
  json_object_set_object_member (root, "error", object);

  self->has_payload = TRUE;

  return accept_node (self, "error", node, error);
}

static gboolean
accept_message_cb (const ConfabEventStreamMessage  *message,
                   gpointer                         user_data,
                   GError                         **error)
{
  ConfabDecoder *self = user_data;
  const char *kind = confab_event_stream_message_get_string (message, ":message-type");

  if (g_strcmp0 (kind, "exception") == 0 || g_strcmp0 (kind, "error") == 0)
    return accept_exception (self, message, error);

  return accept_payload (self, confab_event_stream_message_get_string (message, ":event-type"),
                         message->payload, message->payload_length, error);
}

/* The first byte that is not white space decides: JSON may stand where events were promised, and
 * the other way round, whatever the content type says. */
static void
decide (ConfabDecoder *self,
        char           first)
{
  if (first == '{' || first == '[')
    self->mode = MODE_JSON;
  else if (self->messages != NULL && g_ascii_iscntrl (first))
    self->mode = MODE_MESSAGES;  /* the length of a message; no text begins like that */
  else
    self->mode = self->dialect->framing == CONFAB_FRAMING_NDJSON ? MODE_JSON : MODE_EVENTS;

  if (self->events != NULL)
    self->mode = MODE_EVENTS;

  if (self->mode == MODE_EVENTS && self->events == NULL)
    self->events = confab_sse_parser_new (CONFAB_DECODER_MAX_EVENT_BYTES);
  else if (self->mode == MODE_JSON)
    self->values = confab_ndjson_parser_new (CONFAB_DECODER_MAX_EVENT_BYTES);
}

static gboolean
feed_parser (ConfabDecoder  *self,
             const char     *bytes,
             gsize           length,
             GError        **error)
{
  static const char bom[] = "\xef\xbb\xbf";

  while (self->mode == MODE_UNDECIDED && length > 0)
    {
      if (self->n_bom < 3 && *bytes == bom[self->n_bom])
        self->n_bom++;
      else if (g_ascii_isspace (*bytes))
        self->n_bom = 3;
      else
        {
          decide (self, *bytes);
          break;
        }

      bytes++;
      length--;
    }

  if (length == 0)
    return TRUE;

  if (self->mode == MODE_JSON)
    return confab_ndjson_parser_feed (self->values, bytes, length, accept_value_cb, self, error);
  if (self->mode == MODE_MESSAGES)
    return confab_event_stream_parser_feed (self->messages, bytes, length, accept_message_cb, self, error);

  if (!self->has_payload && self->unread->len < MAX_QUOTED_BYTES)
    g_string_append_len (self->unread, bytes, MIN (length, MAX_QUOTED_BYTES - self->unread->len));

  return confab_sse_parser_feed (self->events, bytes, length, accept_event_cb, self, error);
}

/* Whether a body without any event is at least made of what events are made of. */
static gboolean
is_only_framing (const GString *text)
{
  g_auto(GStrv) lines = g_strsplit_set (text->str, "\r\n", -1);
  gsize n_lines = g_strv_length (lines);

  /* The last line of a long text is cut off. */
  if (text->len >= MAX_QUOTED_BYTES && n_lines > 1)
    n_lines--;

  for (gsize i = 0; i < n_lines; i++)
    if (*lines[i] != '\0' && *lines[i] != ':' &&
        !g_str_has_prefix (lines[i], "event") && !g_str_has_prefix (lines[i], "id") &&
        !g_str_has_prefix (lines[i], "retry"))
      return FALSE;

  return TRUE;
}

static gboolean
fail (ConfabDecoder  *self,
      GError         *local_error,
      GError        **error)
{
  if (self->failure == NULL)
    self->failure = local_error;
  else
    g_error_free (local_error);

  g_propagate_error (error, g_error_copy (self->failure));

  return FALSE;
}

/**
 * confab_decoder_new:
 * @dialect: the dialect of the reply
 * @content_type: (nullable): what the response says of its body
 *
 * Returns: (transfer full): a decoder at the start of a reply
 */
ConfabDecoder *
confab_decoder_new (const ConfabDialect *dialect,
                    const char          *content_type)
{
  ConfabDecoder *self;

  g_return_val_if_fail (dialect != NULL, NULL);

  self = g_new0 (ConfabDecoder, 1);
  self->dialect = dialect;
  self->state = dialect->decoder->create ();
  self->unread = g_string_new (NULL);
  self->part_bytes = g_array_new (FALSE, TRUE, sizeof (gsize));

  if (dialect->framing == CONFAB_FRAMING_EVENT_STREAM)
    self->messages = confab_event_stream_parser_new (CONFAB_DECODER_MAX_EVENT_BYTES);

  /* The other content types are often wrong, and the first byte tells more. */
  if (dialect->framing == CONFAB_FRAMING_NDJSON && content_type != NULL &&
      g_ascii_strncasecmp (content_type, "text/event-stream", strlen ("text/event-stream")) == 0)
    self->events = confab_sse_parser_new (CONFAB_DECODER_MAX_EVENT_BYTES);

  return self;
}

/**
 * confab_decoder_free:
 * @self: (nullable): the decoder
 *
 * Frees the decoder, at any point of a reply.
 */
void
confab_decoder_free (ConfabDecoder *self)
{
  if (self == NULL)
    return;

  self->dialect->decoder->destroy (self->state);
  g_clear_pointer (&self->events, confab_sse_parser_free);
  g_clear_pointer (&self->values, confab_ndjson_parser_free);
  g_clear_pointer (&self->messages, confab_event_stream_parser_free);
  g_string_free (self->unread, TRUE);
  g_array_unref (self->part_bytes);
  g_clear_error (&self->failure);
  g_free (self);
}

/**
 * confab_decoder_expect_thinking:
 * @self: a decoder that has read nothing yet
 *
 * Tells that the model is known to think. Where a server leaves thinking in the text, the tag that
 * ends it is then believed although the one that begins it is missing, because the template of the
 * model ended the question with that. What came before is retracted and told again as thinking.
 */
void
confab_decoder_expect_thinking (ConfabDecoder *self)
{
  g_return_if_fail (self != NULL);

  if (self->dialect->decoder->expect_thinking != NULL)
    self->dialect->decoder->expect_thinking (self->state);
}

/**
 * confab_decoder_feed:
 * @self: the decoder
 * @bytes: the next bytes of the body; may end anywhere
 * @length: the length of @bytes
 * @func: called for each event
 * @user_data: closure for @func
 * @error: return location for an error
 *
 * Reads on. Pieces of text aside, the events do not depend on how the body is cut. A failure the
 * provider reports is an event; an error is returned for what cannot be read.
 *
 * Returns: %FALSE with an error of %CONFAB_WIRE_ERROR
 */
gboolean
confab_decoder_feed (ConfabDecoder    *self,
                     const char       *bytes,
                     gsize             length,
                     ConfabEventFunc   func,
                     gpointer          user_data,
                     GError          **error)
{
  GError *local_error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (!self->finished, FALSE);

  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }

  if (length > CONFAB_DECODER_MAX_STREAM_BYTES - self->n_bytes)
    {
      g_set_error (&local_error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE,
                   "The reply is longer than %d bytes", CONFAB_DECODER_MAX_STREAM_BYTES);
      return fail (self, local_error, error);
    }

  self->n_bytes += length;
  self->func = func;
  self->user_data = user_data;

  if (!feed_parser (self, bytes, length, &local_error))
    return fail (self, local_error, error);

  return TRUE;
}

/**
 * confab_decoder_finish:
 * @self: the decoder
 * @func: called for each event
 * @user_data: closure for @func
 * @error: return location for an error
 *
 * Ends the body and tells what could not be told before: which tool calls are complete, and why
 * the reply ended. A reply that was broken off is no error; see confab_decoder_get_complete().
 *
 * Returns: %FALSE with an error of %CONFAB_WIRE_ERROR
 */
gboolean
confab_decoder_finish (ConfabDecoder    *self,
                       ConfabEventFunc   func,
                       gpointer          user_data,
                       GError          **error)
{
  GError *local_error = NULL;
  gboolean complete;
  gboolean ok = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (!self->finished, FALSE);

  self->finished = TRUE;
  self->func = func;
  self->user_data = user_data;

  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }

  if (self->mode == MODE_EVENTS)
    ok = confab_sse_parser_finish (self->events, accept_event_cb, self, &local_error);
  else if (self->mode == MODE_JSON)
    ok = confab_ndjson_parser_finish (self->values, accept_value_cb, self, &local_error);
  if (!ok)
    return fail (self, local_error, error);

  if (!self->has_payload && !is_only_framing (self->unread))
    {
      set_not_understood (self->unread->str, self->unread->len, &local_error);
      return fail (self, local_error, error);
    }

  complete = self->done_seen;
  if (!self->dialect->decoder->finish (self->state, on_event_cb, self, &complete, &local_error))
    return fail (self, local_error, error);
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }

  self->complete = complete && !self->has_error;

  return TRUE;
}

/**
 * confab_decoder_get_pending_bytes:
 * @self: the decoder
 *
 * A piece of a body takes long to read if it ends an event that is long.
 *
 * Returns: how much of an unfinished event there is, in bytes
 */
gsize
confab_decoder_get_pending_bytes (ConfabDecoder *self)
{
  gsize n_bytes = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->events != NULL)
    n_bytes += confab_sse_parser_get_pending_bytes (self->events);
  if (self->values != NULL)
    n_bytes += confab_ndjson_parser_get_pending_bytes (self->values);
  if (self->messages != NULL)
    n_bytes += confab_event_stream_parser_get_pending_bytes (self->messages);

  return n_bytes;
}

/**
 * confab_decoder_drop_pending:
 * @self: the decoder
 *
 * Forgets an unfinished event, for one who knows that its end will not come and has no time to find
 * out what half of it means. What was held back of events before is still told at the end.
 */
void
confab_decoder_drop_pending (ConfabDecoder *self)
{
  g_return_if_fail (self != NULL);

  if (self->events != NULL)
    {
      confab_sse_parser_free (self->events);
      self->events = confab_sse_parser_new (CONFAB_DECODER_MAX_EVENT_BYTES);
    }
  if (self->values != NULL)
    {
      confab_ndjson_parser_free (self->values);
      self->values = confab_ndjson_parser_new (CONFAB_DECODER_MAX_EVENT_BYTES);
    }
  if (self->messages != NULL)
    {
      confab_event_stream_parser_free (self->messages);
      self->messages = confab_event_stream_parser_new (CONFAB_DECODER_MAX_EVENT_BYTES);
    }
}

/**
 * confab_decoder_get_done:
 * @self: the decoder
 *
 * Not every server closes the connection behind its last word, so that waiting for its end can
 * take as long as the server likes.
 *
 * Returns: whether the marker was read after which nothing more belongs to the reply; never for a
 *   dialect that has none
 */
gboolean
confab_decoder_get_done (ConfabDecoder *self)
{
  const ConfabDecoderOps *ops;

  g_return_val_if_fail (self != NULL, FALSE);

  ops = self->dialect->decoder;
  return self->done_seen || (ops->is_done != NULL && ops->is_done (self->state));
}

/**
 * confab_decoder_get_complete:
 * @self: the decoder
 *
 * Returns: whether the whole reply was read: its end was seen and the provider reported no failure.
 *   Known after confab_decoder_finish()
 */
gboolean
confab_decoder_get_complete (ConfabDecoder *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->complete;
}
