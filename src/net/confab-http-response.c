/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-http-response"

#include "config.h"

#include "confab-http-response-private.h"

#include "confab-input-tap.h"
#include "confab-main-source.h"
#include "confab-net-failure.h"

#include <string.h>

/* Big enough to be cheap with a fast answer; what arrives piece by piece is handed on piece by
 * piece whatever the size. */
#define CHUNK_BYTES (32 * 1024)

/* What is handed on of the headers. Those that matter to anyone are few and short. */
#define MAX_HEADERS 256
#define MAX_HEADER_BYTES 1024

/**
 * ConfabHttpResponse:
 *
 * An answer whose headers are there and whose body is read in pieces.
 *
 * Nothing is read from the connection until it is asked for, so that a slow reader slows the
 * server down instead of filling memory. Whoever holds the answer owns the connection: when the
 * last reference goes, or a read is cancelled or fails, the connection is closed, and the server
 * can stop working for nobody.
 *
 * Belongs to the thread that sent the request.
 */
struct _ConfabHttpResponse
{
  GObject         parent_instance;

  SoupSession    *session;       /* owned, NULL for a stream that is not HTTP */
  SoupMessage    *message;       /* owned, NULL for a stream that is not HTTP */
  GInputStream   *stream;        /* owned, NULL once the body ended or was given up */
  GCancellable   *cancellable;   /* owned; cancelling it closes the connection */
  ConfabInputTap *tap;           /* owned, for a chunked body only */

  char           *content_type;  /* owned */
  char           *origin;        /* owned */
  GError         *failure;       /* owned; why the body was given up */

  guint           status;
  guint           idle_ms;
  goffset         left_bytes;    /* of the length announced, -1 where that is not known */
  guint           reading : 1;
};

G_DEFINE_FINAL_TYPE (ConfabHttpResponse, confab_http_response, G_TYPE_OBJECT)

/* The state of one read: what may end it apart from bytes. */
typedef struct
{
  GSource *idle_source;    /* owned */
  GSource *cancel_source;  /* owned */
  guint    timed_out : 1;
} Read;

static void
read_free (gpointer data)
{
  Read *reading = data;

  confab_main_source_clear (&reading->idle_source);
  confab_main_source_clear (&reading->cancel_source);
  g_free (reading);
}

/* Closing with a cancellable that is already cancelled keeps libsoup from reading the rest first. */
static void
give_up (ConfabHttpResponse *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->stream != NULL)
    g_input_stream_close (self->stream, self->cancellable, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->tap);
}

static void
fail (ConfabHttpResponse *self,
      GTask              *task,
      GError             *error)
{
  if (self->failure == NULL)
    self->failure = g_error_copy (error);
  give_up (self);
  g_task_return_error (task, error);
}

static gboolean
is_cut (ConfabHttpResponse *self)
{
  return (self->tap != NULL && confab_input_tap_get_ended (self->tap)) || self->left_bytes > 0;
}

static gboolean
idle_cb (gpointer user_data)
{
  GTask *task = user_data;
  ConfabHttpResponse *self = g_task_get_source_object (task);
  Read *reading = g_task_get_task_data (task);

  reading->timed_out = TRUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  ConfabHttpResponse *self = g_task_get_source_object (user_data);

  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  ConfabHttpResponse *self = g_task_get_source_object (task);
  Read *reading = g_task_get_task_data (task);

  confab_main_source_clear (&reading->idle_source);
  confab_main_source_clear (&reading->cancel_source);
  self->reading = FALSE;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      fail (self, task, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The read was cancelled"));
    }
  else if (reading->timed_out)
    {
      fail (self, task, confab_net_failure_timeout (CONFAB_NET_STAGE_BODY, self->origin));
    }
  else if (bytes == NULL)
    {
      fail (self, task, confab_net_failure_translate (error, CONFAB_NET_STAGE_BODY, self->origin));
    }
  else if (g_bytes_get_size (bytes) > 0)
    {
      if (self->left_bytes >= 0)
        self->left_bytes -= MIN (self->left_bytes, (goffset) g_bytes_get_size (bytes));
      g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
    }
  else if (is_cut (self))
    {
      fail (self, task,
            g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT,
                         "%s: the connection ended before the answer did", self->origin));
    }
  else
    {
      /* Gives the connection back for the next request. Not waited for: it can only linger where
       * the server answered before it had read all of the request, and then disposing ends it. */
      g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, self->cancellable, NULL, NULL);
      g_clear_object (&self->stream);
      g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
    }
}

static void
confab_http_response_dispose (GObject *object)
{
  ConfabHttpResponse *self = CONFAB_HTTP_RESPONSE (object);

  give_up (self);
  g_clear_object (&self->message);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (confab_http_response_parent_class)->dispose (object);
}

static void
confab_http_response_finalize (GObject *object)
{
  ConfabHttpResponse *self = CONFAB_HTTP_RESPONSE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (confab_http_response_parent_class)->finalize (object);
}

static void
confab_http_response_class_init (ConfabHttpResponseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_http_response_dispose;
  object_class->finalize = confab_http_response_finalize;
}

static void
confab_http_response_init (ConfabHttpResponse *self)
{
  self->left_bytes = -1;
}

/**
 * confab_http_response_new_for_stream:
 * @status: an HTTP status to report
 * @content_type: (nullable): a media type to report
 * @stream: the body
 *
 * Makes an answer of a stream that does not come from a server. It has no time limits.
 *
 * Returns: (transfer full): the answer
 */
ConfabHttpResponse *
confab_http_response_new_for_stream (guint         status,
                                     const char   *content_type,
                                     GInputStream *stream)
{
  ConfabHttpResponse *self;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  self = g_object_new (CONFAB_TYPE_HTTP_RESPONSE, NULL);
  self->status = status;
  self->content_type = g_strdup (content_type);
  self->origin = g_strdup ("stream");
  self->stream = g_object_ref (stream);
  self->cancellable = g_cancellable_new ();

  return self;
}

/**
 * confab_http_response_new_for_message:
 * @session: the session, kept alive for as long as the answer
 * @message: a message whose headers have arrived
 * @stream: its body
 * @cancellable: what the message was sent with; cancelling it closes the connection
 * @origin: scheme, host and port for error messages
 * @idle_ms: milliseconds that one read may take, 0 for no limit
 *
 * Makes the answer of a message.
 *
 * Returns: (transfer full): the answer
 */
ConfabHttpResponse *
confab_http_response_new_for_message (SoupSession  *session,
                                      SoupMessage  *message,
                                      GInputStream *stream,
                                      GCancellable *cancellable,
                                      const char   *origin,
                                      guint         idle_ms)
{
  ConfabHttpResponse *self = g_object_new (CONFAB_TYPE_HTTP_RESPONSE, NULL);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *content_type;

  self->session = g_object_ref (session);
  self->message = g_object_ref (message);
  self->stream = g_object_ref (stream);
  self->cancellable = g_object_ref (cancellable);
  self->origin = g_strdup (origin);
  self->status = soup_message_get_status (message);
  self->idle_ms = idle_ms;

  content_type = soup_message_headers_get_content_type (headers, NULL);
  if (content_type != NULL)
    self->content_type = g_ascii_strdown (content_type, -1);

  /* HTTP/2 marks the end of a body itself. */
  if (soup_message_get_http_version (message) == SOUP_HTTP_2_0)
    return self;

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED)
    self->tap = confab_input_tap_install (stream);

  /* libsoup forgives a short body where the connection closes with it. A compressed body is
   * counted on the other side of its decoder, which notices a missing end itself. */
  else if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
           soup_message_headers_get_one (headers, "Content-Encoding") == NULL &&
           self->status != SOUP_STATUS_NO_CONTENT && self->status != SOUP_STATUS_NOT_MODIFIED)
    self->left_bytes = soup_message_headers_get_content_length (headers);

  return self;
}

/**
 * confab_http_response_get_status:
 * @self: an answer
 *
 * Returns: the HTTP status
 */
guint
confab_http_response_get_status (ConfabHttpResponse *self)
{
  g_return_val_if_fail (CONFAB_IS_HTTP_RESPONSE (self), 0);

  return self->status;
}

/**
 * confab_http_response_get_reason:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the words that came with the status; a stream and HTTP/2
 *   have none of their own
 */
const char *
confab_http_response_get_reason (ConfabHttpResponse *self)
{
  g_return_val_if_fail (CONFAB_IS_HTTP_RESPONSE (self), NULL);

  return self->message != NULL ? soup_message_get_reason_phrase (self->message) : NULL;
}

/**
 * confab_http_response_get_header:
 * @self: an answer
 * @name: a header's name, in any case
 *
 * Returns: (transfer none) (nullable): its value, several joined with commas; valid as long as the
 *   answer
 */
const char *
confab_http_response_get_header (ConfabHttpResponse *self,
                                 const char         *name)
{
  g_return_val_if_fail (CONFAB_IS_HTTP_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (self->message != NULL)
    return soup_message_headers_get_list (soup_message_get_response_headers (self->message), name);

  return g_ascii_strcasecmp (name, "Content-Type") == 0 ? self->content_type : NULL;
}

/**
 * confab_http_response_dup_headers:
 * @self: an answer
 *
 * Of a very long list only the beginning is given, and values of absurd length are left out.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names and values of the headers in turn,
 *   in valid UTF-8; one that came several times is there as often
 */
char **
confab_http_response_dup_headers (ConfabHttpResponse *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  SoupMessageHeadersIter iter;
  const char *name, *value;

  g_return_val_if_fail (CONFAB_IS_HTTP_RESPONSE (self), NULL);

  if (self->message == NULL)
    return g_strv_builder_end (builder);

  soup_message_headers_iter_init (&iter, soup_message_get_response_headers (self->message));
  for (guint n = 0; n < MAX_HEADERS && soup_message_headers_iter_next (&iter, &name, &value); n++)
    if (strlen (value) <= MAX_HEADER_BYTES)
      {
        g_autofree char *valid_name = g_utf8_make_valid (name, -1);
        g_autofree char *valid_value = g_utf8_make_valid (value, -1);

        g_strv_builder_add_many (builder, valid_name, valid_value, NULL);
      }

  return g_strv_builder_end (builder);
}

/**
 * confab_http_response_get_content_type:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the media type alone, in lower case and without
 *   parameters
 */
const char *
confab_http_response_get_content_type (ConfabHttpResponse *self)
{
  g_return_val_if_fail (CONFAB_IS_HTTP_RESPONSE (self), NULL);

  return self->content_type;
}

/**
 * confab_http_response_read_async:
 * @self: an answer
 * @cancellable: (nullable): a cancellable; cancelling gives up the whole answer
 * @callback: what to call when some of the body is there
 * @user_data: data for @callback
 *
 * Reads what there is of the body, at most 32 KiB at a time. One read at a time may be under way.
 */
void
confab_http_response_read_async (ConfabHttpResponse  *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Read *reading;

  g_return_if_fail (CONFAB_IS_HTTP_RESPONSE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_http_response_read_async);

  if (self->reading)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               "Another read is under way");
      return;
    }

  if (self->failure != NULL)
    {
      g_task_return_error (task, g_error_copy (self->failure));
      return;
    }

  if (self->stream == NULL)
    {
      g_task_return_pointer (task, g_bytes_new (NULL, 0), (GDestroyNotify) g_bytes_unref);
      return;
    }

  reading = g_new0 (Read, 1);
  g_task_set_task_data (task, reading, read_free);

  /* The sources hold no reference to the task: it lives until read_cb(), which ends them. */
  if (self->idle_ms > 0)
    {
      reading->idle_source = g_timeout_source_new (self->idle_ms);
      g_source_set_callback (reading->idle_source, idle_cb, task, NULL);
      g_source_attach (reading->idle_source, g_task_get_context (task));
    }

  if (cancellable != NULL)
    {
      reading->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (reading->cancel_source, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (reading->cancel_source, g_task_get_context (task));
    }

  self->reading = TRUE;
  g_input_stream_read_bytes_async (self->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   self->cancellable, read_cb, g_steal_pointer (&task));
}

/**
 * confab_http_response_read_finish:
 * @self: an answer
 * @result: the result
 * @error: return location for an error
 *
 * Ends a read. After an error the answer is of no more use: further reads report the same.
 *
 * Returns: (transfer full): some bytes; none of them (a length of 0) at the end of the body; %NULL
 *   with a %CONFAB_NET_ERROR such as %CONFAB_NET_ERROR_IDLE_TIMEOUT or %CONFAB_NET_ERROR_CUT, or
 *   with %G_IO_ERROR_CANCELLED
 */
GBytes *
confab_http_response_read_finish (ConfabHttpResponse  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  g_return_val_if_fail (CONFAB_IS_HTTP_RESPONSE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What read_all gathers. */
typedef struct
{
  GByteArray *bytes;      /* owned */
  gsize       max_bytes;
} Gathering;

static void
gathering_free (gpointer data)
{
  Gathering *gathering = data;

  g_byte_array_unref (gathering->bytes);
  g_free (gathering);
}

static void
gather_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GBytes) bytes = NULL;
  ConfabHttpResponse *self = CONFAB_HTTP_RESPONSE (object);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Gathering *gathering = g_task_get_task_data (task);
  GError *error = NULL;
  gsize length;

  bytes = confab_http_response_read_finish (self, result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  length = g_bytes_get_size (bytes);
  if (length == 0)
    {
      g_task_return_pointer (task,
                             g_byte_array_free_to_bytes (g_steal_pointer (&gathering->bytes)),
                             (GDestroyNotify) g_bytes_unref);
      gathering->bytes = g_byte_array_new ();
    }
  else if (length > gathering->max_bytes - gathering->bytes->len)
    {
      fail (self, task,
            g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_TOO_LARGE,
                         "%s: the body is over the limit of %" G_GSIZE_FORMAT " bytes",
                         self->origin, gathering->max_bytes));
    }
  else
    {
      g_byte_array_append (gathering->bytes, g_bytes_get_data (bytes, NULL), length);
      confab_http_response_read_async (self, cancellable, gather_cb, g_steal_pointer (&task));
    }
}

/**
 * confab_http_response_read_all_async:
 * @self: an answer
 * @max_bytes: how many bytes to accept, below 4 GiB
 * @cancellable: (nullable): a cancellable; cancelling gives up the whole answer
 * @callback: what to call when the whole body is there
 * @user_data: data for @callback
 *
 * Reads the rest of the body.
 */
void
confab_http_response_read_all_async (ConfabHttpResponse  *self,
                                     gsize                max_bytes,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Gathering *gathering;

  g_return_if_fail (CONFAB_IS_HTTP_RESPONSE (self));
  g_return_if_fail (max_bytes < G_MAXUINT);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  gathering = g_new0 (Gathering, 1);
  gathering->bytes = g_byte_array_new ();
  gathering->max_bytes = max_bytes;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_http_response_read_all_async);
  g_task_set_task_data (task, gathering, gathering_free);
  confab_http_response_read_async (self, cancellable, gather_cb, g_steal_pointer (&task));
}

/**
 * confab_http_response_read_all_finish:
 * @self: an answer
 * @result: the result
 * @error: return location for an error
 *
 * Ends reading the rest of the body.
 *
 * Returns: (transfer full): the bytes, or %NULL with %CONFAB_NET_ERROR_TOO_LARGE or what
 *   [method@HttpResponse.read_finish] reports
 */
GBytes *
confab_http_response_read_all_finish (ConfabHttpResponse  *self,
                                      GAsyncResult        *result,
                                      GError             **error)
{
  g_return_val_if_fail (CONFAB_IS_HTTP_RESPONSE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
