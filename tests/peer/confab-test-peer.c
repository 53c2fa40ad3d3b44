/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-test-peer-private.h"

#include <string.h>

#include "peer-cloud.h"
#include "peer-frames.h"
#include "peer-lists.h"
#include "peer-script.h"

/*
 * ConfabTestPeer:
 *
 * A real HTTP server on 127.0.0.1 that speaks the four dialects. What it can be told to do is
 * written at the top of main.c.
 *
 * Runs on the thread-default main context it was made on.
 */
G_DEFINE_FINAL_TYPE (ConfabTestPeer, confab_test_peer, G_TYPE_OBJECT)

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  peer_stream_free (reply->stream);
  g_clear_object (&reply->local);
  g_clear_object (&reply->remote);
  g_free (reply);
}

static void
stream_ended_cb (PeerStream  *stream,
                 PeerOutcome  outcome,
                 gpointer     user_data)
{
  Reply *reply = user_data;
  ConfabTestPeer *self = reply->peer;

  if (reply->entry != NULL)
    {
      reply->entry->open = FALSE;
      reply->entry->disconnected = outcome == PEER_OUTCOME_GONE;
      reply->entry->sent_bytes = peer_stream_get_sent_bytes (stream);
    }

  if (outcome == PEER_OUTCOME_COMPLETE)
    soup_server_accept_iostream (self->server, peer_stream_get_connection (stream),
                                 reply->local, reply->remote, NULL);

  g_ptr_array_remove_fast (self->replies, reply);
}

void
confab_test_peer_respond (SoupServerMessage *message,
                          PeerLogEntry      *entry,
                          guint              status,
                          const char        *content_type,
                          const char        *body)
{
  if (entry != NULL)
    {
      entry->status = status;
      entry->open = FALSE;
      entry->sent_bytes = strlen (body);
    }
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, content_type, SOUP_MEMORY_COPY, body, strlen (body));
}

void
confab_test_peer_respond_error (SoupServerMessage *message,
                                PeerLogEntry      *entry,
                                PeerDialect        dialect,
                                guint              status,
                                const char        *text)
{
  g_autofree char *body = peer_dialect_dup_error (dialect, status, NULL, text);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  /* Who refused a signature has said so before. */
  if (dialect == PEER_DIALECT_BEDROCK && soup_message_headers_get_one (headers, "x-amzn-ErrorType") == NULL)
    soup_message_headers_replace (headers, "x-amzn-ErrorType", peer_error_get_aws_type (status));
  confab_test_peer_respond (message, entry, status, "application/json", body);
}

/* The two that share a path are told apart by the headers of the one that wants them. */
static PeerDialect
find_dialect (SoupServerMessage *message,
              const char        *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  if (peer_cloud_find (path) == PEER_CLOUD_BEDROCK)
    return PEER_DIALECT_BEDROCK;
  if (g_str_has_suffix (path, "/v2/chat") || (query != NULL && strstr (query, "endpoint=chat") != NULL))
    return PEER_DIALECT_COHERE;

  if (strstr (path, "/v1beta/") != NULL || strstr (path, "/publishers/google/") != NULL)
    return PEER_DIALECT_GEMINI;
  if (strstr (path, "/api/") != NULL &&
      (g_str_has_suffix (path, "/api/chat") || g_str_has_suffix (path, "/api/tags") ||
       g_str_has_suffix (path, "/api/show") || g_str_has_suffix (path, "/api/version") ||
       g_str_has_suffix (path, "/api/ps") || g_str_has_suffix (path, "/api/pull") ||
       g_str_has_suffix (path, "/api/delete")))
    return PEER_DIALECT_OLLAMA;
  if (g_str_has_suffix (path, "/messages") || strstr (path, "/publishers/anthropic/") != NULL ||
      soup_message_headers_get_one (headers, "anthropic-version") != NULL ||
      soup_message_headers_get_one (headers, "x-api-key") != NULL)
    return PEER_DIALECT_ANTHROPIC;
  if (g_str_has_suffix (path, "/chat/completions") || g_str_has_suffix (path, "/models"))
    return PEER_DIALECT_OPENAI;
  if (g_str_has_suffix (path, "/responses"))
    return PEER_DIALECT_RESPONSES;

  return PEER_DIALECT_NONE;
}

static gboolean
check_key (ConfabTestPeer    *self,
           SoupServerMessage *message,
           PeerLogEntry      *entry,
           PeerDialect        dialect)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *value = soup_message_headers_get_one (headers, peer_dialect_get_header (dialect));
  const gboolean bearer = PEER_DIALECT_IS_OPENAI (dialect) || dialect == PEER_DIALECT_COHERE;
  const PeerCloud cloud = peer_cloud_find (g_uri_get_path (soup_server_message_get_uri (message)));
  const char *text;
  guint status;

  if (cloud != PEER_CLOUD_NONE)
    {
      g_autofree char *problem = peer_cloud_check (cloud, message, self->google, self->key, &status);

      entry->key_accepted = problem == NULL || status == 400 || status == 404;
      if (problem != NULL)
        confab_test_peer_respond_error (message, entry, dialect, status, problem);

      return problem == NULL;
    }

  /* Ollama has no keys. */
  if (dialect == PEER_DIALECT_OLLAMA || self->key == NULL ||
      (value != NULL && (!bearer || g_str_has_prefix (value, "Bearer ")) &&
       g_str_equal (bearer ? value + strlen ("Bearer ") : value, self->key)))
    {
      entry->key_accepted = TRUE;
      return TRUE;
    }

  if (dialect == PEER_DIALECT_ANTHROPIC)
    text = value != NULL ? "invalid x-api-key" : "x-api-key header is required";
  else if (PEER_DIALECT_IS_OPENAI (dialect))
    text = value != NULL ? "Incorrect API key provided." : "You didn't provide an API key.";
  else if (dialect == PEER_DIALECT_COHERE)
    text = value != NULL ? "invalid api token" : "no api key supplied";
  else if (value != NULL)
    text = "API key not valid. Please pass a valid API key.";
  else
    text = "Method doesn't allow unregistered callers. Please use API Key.";

  /* Of the dialects only Gemini has other numbers for it. */
  if (dialect == PEER_DIALECT_ANTHROPIC || bearer)
    status = 401;
  else
    status = value != NULL ? 400 : 403;
  confab_test_peer_respond_error (message, entry, dialect, status, text);

  return FALSE;
}

/* Takes the connection of a request; the reply is filled and started then. */
Reply *
confab_test_peer_take_connection (ConfabTestPeer    *self,
                                  SoupServerMessage *message,
                                  PeerLogEntry      *entry)
{
  g_autoptr(GSocket) socket = g_object_ref (soup_server_message_get_socket (message));
  g_autoptr(GIOStream) connection = NULL;
  Reply *reply = g_new0 (Reply, 1);

  entry->status = 200;
  reply->peer = self;
  reply->entry = entry;
  reply->local = g_socket_get_local_address (socket, NULL);
  reply->remote = g_socket_get_remote_address (socket, NULL);
  connection = soup_server_message_steal_connection (message);
  reply->stream = peer_stream_new (connection, socket, stream_ended_cb, reply);
  g_ptr_array_add (self->replies, reply);

  return reply;
}

static void
stream_reply (ConfabTestPeer    *self,
              SoupServerMessage *message,
              PeerLogEntry      *entry,
              PeerDialect        dialect,
              PeerChat          *chat,
              PeerScript        *script)
{
  Reply *reply = confab_test_peer_take_connection (self, message, entry);

  peer_script_fill (script, chat, dialect, entry->number, reply->stream);
  peer_stream_start (reply->stream);
}

static void
answer_chat (ConfabTestPeer    *self,
             SoupServerMessage *message,
             PeerLogEntry      *entry,
             PeerDialect        dialect,
             PeerChat          *chat)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(PeerScript) script = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *prompt = NULL;
  g_autofree char *error_body = NULL;
  const char *retry_after = NULL;
  GHashTableIter iter;
  gpointer piece, complaint;
  guint status;

  json_parser_load_from_data (parser, entry->body, -1, NULL);
  problem = peer_dialect_check_chat (dialect, json_parser_get_root (parser), chat);
  if (problem == NULL && dialect == PEER_DIALECT_ANTHROPIC &&
      strstr (entry->path, "/publishers/") == NULL && !g_hash_table_contains (entry->headers, "anthropic-version"))
    problem = g_strdup ("anthropic-version: header is required");
  if (problem != NULL)
    {
      confab_test_peer_respond_error (message, entry, dialect, 400, problem);
      return;
    }

  if (g_str_equal (chat->model, "no-such-model"))
    {
      confab_test_peer_respond_error (message, entry, dialect, 404, "model 'no-such-model' not found");
      return;
    }

  g_hash_table_iter_init (&iter, self->refused);
  while (g_hash_table_iter_next (&iter, &piece, &complaint))
    if (strstr (entry->body, piece) != NULL)
      {
        confab_test_peer_respond_error (message, entry, dialect, 400, complaint);
        return;
      }

  if (self->directives != NULL)
    prompt = g_strconcat (chat->prompt, " ", self->directives, NULL);
  script = peer_script_new (prompt != NULL ? prompt : chat->prompt);
  status = peer_script_get_status (script, &retry_after);
  if (!g_queue_is_empty (&self->statuses))
    status = GPOINTER_TO_UINT (g_queue_pop_head (&self->statuses));
  if (status != 0)
    {
      if (retry_after != NULL)
        soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                      "Retry-After", retry_after);
      if (dialect == PEER_DIALECT_BEDROCK)
        soup_message_headers_replace (soup_server_message_get_response_headers (message), "x-amzn-ErrorType",
                                      peer_error_get_aws_type (status));
      error_body = peer_dialect_dup_error (dialect, status, peer_script_get_error_code (script),
                                           "The peer was told to fail.");
      confab_test_peer_respond (message, entry, status, "application/json", error_body);
      return;
    }

  if (peer_script_get_redirect (script) != NULL)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Location", peer_script_get_redirect (script));
      confab_test_peer_respond (message, entry, 307, "text/plain", "Elsewhere\n");
      return;
    }

  if (!chat->stream)
    {
      g_autofree char *text = peer_script_dup_text (script, chat);
      g_autoptr(PeerFrames) frames = peer_frames_new (dialect, chat->model, entry->number);
      g_autofree char *body = peer_frames_dup_whole (frames, text);

      confab_test_peer_respond (message, entry, 200, "application/json", body);
      return;
    }

  stream_reply (self, message, entry, dialect, chat, script);
}

static void
answer_models (ConfabTestPeer    *self,
               SoupServerMessage *message,
               PeerLogEntry      *entry,
               PeerDialect        dialect,
               GHashTable        *query)
{
  const char *limit_name = dialect == PEER_DIALECT_GEMINI ? "pageSize"
                           : dialect == PEER_DIALECT_COHERE ? "page_size" : "limit";
  const char *after_name = dialect == PEER_DIALECT_GEMINI ? "pageToken"
                           : dialect == PEER_DIALECT_COHERE ? "page_token" : "after_id";
  const char *limit = query != NULL ? g_hash_table_lookup (query, limit_name) : NULL;
  const char *after = query != NULL ? g_hash_table_lookup (query, after_name) : NULL;
  guint page_size = limit != NULL ? strtoul (limit, NULL, 10) : 0;
  g_autofree char *body = NULL;

  if (self->page_size > 0 && (page_size == 0 || page_size > self->page_size))
    page_size = self->page_size;
  if (g_str_has_suffix (g_uri_get_path (soup_server_message_get_uri (message)), "/inference-profiles"))
    body = peer_lists_dup_profiles ((const char * const *) self->models);
  else if (dialect == PEER_DIALECT_OLLAMA)
    body = peer_ollama_dup_list (self->ollama, (const char * const *) self->models);
  else
    body = peer_lists_dup_models (dialect, (const char * const *) self->models, self->names, page_size, after);
  confab_test_peer_respond (message, entry, 200, "application/json", body);
}

/* Where Vertex serves Claude, the model stands in the path and the version in the body. */
static gboolean
parse_claude_path (const char   *path,
                   PeerLogEntry *entry,
                   PeerChat     *chat)
{
  const char *model = strstr (path, "/models/");
  const char *colon = strrchr (path, ':');

  if (model == NULL || colon == NULL || colon < model || !g_str_equal (colon, ":streamRawPredict") ||
      strstr (entry->body, "\"model\"") != NULL ||
      strstr (entry->body, "\"anthropic_version\":\"vertex-2023-10-16\"") == NULL)
    return FALSE;

  model += strlen ("/models/");
  chat->model = g_strndup (model, colon - model);

  return TRUE;
}

static void
answer_token (ConfabTestPeer    *self,
              SoupServerMessage *message,
              PeerLogEntry      *entry)
{
  guint status;
  g_autofree char *body = peer_google_dup_answer (self->google, message, &status);

  confab_test_peer_respond (message, entry, status, "application/json", body);
  peer_google_hold (self->google, message);
}

/* Gemini has the model and the method in the path. */
static gboolean
parse_gemini_path (const char *path,
                   GHashTable *query,
                   PeerChat   *chat)
{
  const char *model = strstr (path, "/models/");
  const char *colon = strrchr (path, ':');

  if (model == NULL || colon == NULL || colon < model)
    return FALSE;

  if (g_str_equal (colon, ":streamGenerateContent"))
    {
      chat->stream = TRUE;
      chat->in_array = query == NULL || g_strcmp0 (g_hash_table_lookup (query, "alt"), "sse") != 0;
    }
  else if (!g_str_equal (colon, ":generateContent"))
    return FALSE;

  model += strlen ("/models/");
  chat->model = g_strndup (model, colon - model);

  return TRUE;
}

/* Bedrock too. */
static gboolean
parse_bedrock_path (const char *path,
                    PeerChat   *chat)
{
  const char *model = strstr (path, "/model/");
  const char *method = strrchr (path, '/');

  if (model == NULL || (!g_str_equal (method, "/converse") && !g_str_equal (method, "/converse-stream")))
    return FALSE;

  model += strlen ("/model/");
  chat->model = g_strndup (model, method - model);
  chat->stream = g_str_equal (method, "/converse-stream");

  return TRUE;
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *raw_path,
            GHashTable        *query,
            gpointer           user_data)
{
  ConfabTestPeer *self = user_data;
  g_autofree char *path = g_uri_unescape_string (raw_path, NULL);
  const PeerDialect dialect = path != NULL ? find_dialect (message, path) : PEER_DIALECT_NONE;
  const char *method = soup_server_message_get_method (message);
  const gboolean is_post = g_str_equal (method, "POST");
  const gboolean is_get = g_str_equal (method, "GET");
  g_auto(PeerChat) chat = { NULL };
  PeerLogEntry *entry;

  entry = peer_log_entry_new (++self->n_requests, message, dialect);
  g_ptr_array_add (self->log, entry);

  if (is_post && g_strcmp0 (path, "/token") == 0)
    {
      answer_token (self, message, entry);
      return;
    }
  if (dialect == PEER_DIALECT_NONE)
    {
      confab_test_peer_respond (message, entry, 404, "text/plain", "404 page not found\n");
      return;
    }
  if (!check_key (self, message, entry, dialect))
    return;

  if (is_get && (g_str_has_suffix (path, "/models") || g_str_has_suffix (path, "/api/tags") ||
                 g_str_has_suffix (path, "/foundation-models") || g_str_has_suffix (path, "/inference-profiles")))
    {
      answer_models (self, message, entry, dialect, query);
    }
  else if (confab_test_peer_answer_ollama (self, message, entry, method, path))
    {
    }
  else if (is_post &&
           (g_str_has_suffix (path, "/messages") || g_str_has_suffix (path, "/chat/completions") ||
            g_str_has_suffix (path, "/responses") || g_str_has_suffix (path, "/api/chat") ||
            g_str_has_suffix (path, "/v2/chat") ||
            (dialect == PEER_DIALECT_BEDROCK && parse_bedrock_path (path, &chat)) ||
            (dialect == PEER_DIALECT_ANTHROPIC && parse_claude_path (path, entry, &chat)) ||
            (dialect == PEER_DIALECT_GEMINI && parse_gemini_path (path, query, &chat))))
    {
      answer_chat (self, message, entry, dialect, &chat);
    }
  else
    {
      confab_test_peer_respond_error (message, entry, dialect, is_get || is_post ? 404 : 405, "Not found");
    }
}

static void
confab_test_peer_constructed (GObject *object)
{
  ConfabTestPeer *self = CONFAB_TEST_PEER (object);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GError) error = NULL;
  GSList *uris;

  G_OBJECT_CLASS (confab_test_peer_parent_class)->constructed (object);

  self->server = soup_server_new ("server-header", "confab-test-peer", "raw-paths", TRUE, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  soup_server_add_handler (self->server, "/peer", confab_test_peer_control_cb, self, NULL);
  if (!soup_server_listen (self->server, address, 0, &error))
    g_error ("The test peer cannot listen: %s", error->message);

  uris = soup_server_get_uris (self->server);
  self->port = g_uri_get_port (uris->data);
  self->uri = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  self->google = peer_google_new (self->uri);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
confab_test_peer_dispose (GObject *object)
{
  ConfabTestPeer *self = CONFAB_TEST_PEER (object);

  g_ptr_array_set_size (self->replies, 0);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (confab_test_peer_parent_class)->dispose (object);
}

static void
confab_test_peer_finalize (GObject *object)
{
  ConfabTestPeer *self = CONFAB_TEST_PEER (object);

  g_ptr_array_unref (self->replies);
  g_ptr_array_unref (self->log);
  g_clear_pointer (&self->refused, g_hash_table_unref);
  g_queue_clear (&self->statuses);
  peer_google_free (self->google);
  peer_ollama_free (self->ollama);
  g_strfreev (self->models);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self->directives);
  g_free (self->version);
  g_free (self->key);
  g_free (self->uri);

  G_OBJECT_CLASS (confab_test_peer_parent_class)->finalize (object);
}

static void
confab_test_peer_class_init (ConfabTestPeerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = confab_test_peer_constructed;
  object_class->dispose = confab_test_peer_dispose;
  object_class->finalize = confab_test_peer_finalize;
}

static void
confab_test_peer_init (ConfabTestPeer *self)
{
  static const char * const models[] = { "peer-large", "peer-small", NULL };

  self->log = g_ptr_array_new_with_free_func ((GDestroyNotify) peer_log_entry_free);
  self->replies = g_ptr_array_new_with_free_func (reply_free);
  self->key = g_strdup (CONFAB_TEST_PEER_KEY);
  self->models = g_strdupv ((char **) models);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->version = g_strdup ("0.12.3");
  g_queue_init (&self->statuses);
  self->ollama = peer_ollama_new ();
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Starts a peer on a free port of 127.0.0.1. */
ConfabTestPeer *
confab_test_peer_new (void)
{
  return g_object_new (CONFAB_TYPE_TEST_PEER, NULL);
}

guint
confab_test_peer_get_port (ConfabTestPeer *self)
{
  return self->port;
}

/* Without a slash at the end: what a person would enter for Anthropic and Ollama. */
const char *
confab_test_peer_get_uri (ConfabTestPeer *self)
{
  return self->uri;
}

/* NULL accepts any key and none. */
void
confab_test_peer_set_key (ConfabTestPeer *self,
                          const char     *key)
{
  char *copy = g_strdup (key);

  g_free (self->key);
  self->key = copy;
}

void
confab_test_peer_set_models (ConfabTestPeer     *self,
                             const char * const *models)
{
  g_strfreev (self->models);
  self->models = g_strdupv ((char **) models);
}

/* What people call a model of the list. Ollama knows only ids. */
void
confab_test_peer_set_name (ConfabTestPeer *self,
                           const char     *model,
                           const char     *name)
{
  g_hash_table_insert (self->names, g_strdup (model), g_strdup (name));
}

void
confab_test_peer_set_version (ConfabTestPeer *self,
                              const char     *version)
{
  g_free (self->version);
  self->version = g_strdup (version);
}

/* Chat requests whose body holds @piece are bad requests from now on, for the reason given. */
void
confab_test_peer_refuse (ConfabTestPeer *self,
                         const char     *piece,
                         const char     *complaint)
{
  g_hash_table_insert (self->refused, g_strdup (piece), g_strdup (complaint));
}

/* How many models one page of a list holds at most; 0 for all of them. */
void
confab_test_peer_set_page_size (ConfabTestPeer *self,
                                guint           page_size)
{
  self->page_size = page_size;
}

/* Makes a coming chat request fail with this status; several queue up. A status of 0 lets one
 * request through. */
void
confab_test_peer_push_status (ConfabTestPeer *self,
                              guint           status)
{
  g_queue_push_tail (&self->statuses, GUINT_TO_POINTER (status));
}

/* What every prompt is taken to say besides what it says, so that the same question fails once and
 * is answered when it is asked again; NULL for nothing. */
void
confab_test_peer_set_directives (ConfabTestPeer *self,
                                 const char     *directives)
{
  char *copy = g_strdup (directives);

  g_free (self->directives);
  self->directives = copy;
}

/* How fetching a model goes, see the top of main.c; NULL for as at a library that does not have it. */
void
confab_test_peer_set_pull (ConfabTestPeer *self,
                           const char     *name,
                           const char     *script)
{
  peer_ollama_set_pull (self->ollama, name, script);
}

/* Which models are in memory. */
void
confab_test_peer_set_loaded (ConfabTestPeer     *self,
                             const char * const *models)
{
  peer_ollama_set_loaded (self->ollama, models);
}

gboolean
confab_test_peer_has_model (ConfabTestPeer *self,
                            const char     *name)
{
  return g_strv_contains ((const char * const *) self->models, name);
}
