/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "engine-fixture.h"

static void
wait_for_state (ConfabProvider      *provider,
                ConfabProviderState  state)
{
  while (confab_provider_get_state (provider) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_found (void)
{
  static const char *const models[] = { "mistral:7b", "qwen3:4b", NULL };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabModelInfo) first = NULL;
  ConfabContext *context;
  ConfabProvider *ollama;

  engine_home_reset ();
  engine_use_peer (peer);
  confab_test_peer_set_models (peer, models);
  confab_test_peer_set_version (peer, "0.12.3");
  g_unsetenv ("ANTHROPIC_API_KEY");
  g_unsetenv ("OPENAI_API_KEY");
  g_unsetenv ("GEMINI_API_KEY");

  /* Looked for at the start without being asked. */
  context = engine_load ();
  ollama = engine_get_provider (context, "ollama");
  wait_for_state (ollama, CONFAB_PROVIDER_STATE_READY);
  g_assert_true (confab_provider_get_usable (ollama));
  g_assert_cmpstr (confab_provider_get_version (ollama), ==, "0.12.3");
  g_assert_cmpuint (g_list_model_get_n_items (confab_provider_get_models (ollama)), ==, 2);
  first = g_list_model_get_item (confab_provider_get_models (ollama), 0);
  g_assert_cmpstr (confab_model_info_get_id (first), ==, "mistral:7b");
  g_assert_cmpint (confab_provider_get_key_source (ollama), ==, CONFAB_KEY_SOURCE_NOT_NEEDED);
  g_assert_true (confab_registry_get_default_provider (confab_context_get_registry (context)) == ollama);
  g_assert_cmpint (confab_provider_get_latency_ms (ollama), >=, 0);

  engine_close (context);
}

/* The catalogue can only guess what somebody has installed. */
static void
test_model (void)
{
  static const char *const others[] = { "qwen3:4b", "llama3.1", NULL };
  static const char *const guessed[] = { "qwen3:4b", "mistral:7b", NULL };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;
  ConfabProvider *ollama;

  engine_home_reset ();
  engine_use_peer (peer);
  confab_test_peer_set_models (peer, others);
  context = engine_load ();
  ollama = engine_get_provider (context, "ollama");
  engine_probe (context);
  g_assert_cmpstr (confab_provider_get_model (ollama), ==, "qwen3:4b");

  confab_test_peer_set_models (peer, guessed);
  engine_probe (context);
  g_assert_cmpstr (confab_provider_get_model (ollama), ==, "mistral:7b");

  engine_close (context);
}

/* That it is not there is a fact and not a failure; that it comes later is seen at the next look. */
static void
test_comes_and_goes (void)
{
  ConfabTestPeer *peer = confab_test_peer_new ();
  ConfabContext *context;
  ConfabProvider *ollama;
  g_autofree char *uri = g_strdup (confab_test_peer_get_uri (peer));

  engine_home_reset ();
  engine_use_peer (peer);
  context = engine_load ();
  ollama = engine_get_provider (context, "ollama");
  engine_probe (context);
  g_assert_cmpint (confab_provider_get_state (ollama), ==, CONFAB_PROVIDER_STATE_READY);

  g_object_unref (peer);
  engine_probe (context);
  g_assert_cmpint (confab_provider_get_state (ollama), ==, CONFAB_PROVIDER_STATE_NOT_RUNNING);
  g_assert_false (confab_provider_get_usable (ollama));

  engine_close (context);
}

/* Somebody else's server at that port is no Ollama, and no reason to alarm anybody. */
static void
test_someone_else (void)
{
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  g_autofree char *uri = NULL;
  ConfabContext *context;
  g_autoptr(GError) error = NULL;
  guint16 port;

  /* Nobody accepts, so a connection is made and stays silent. */
  port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_assert_no_error (error);

  engine_home_reset ();
  uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", uri, TRUE);
  context = engine_load ();
  engine_probe (context);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "ollama")), ==,
                   CONFAB_PROVIDER_STATE_NOT_RUNNING);

  engine_close (context);
}

static gboolean
on_incoming_cb (GSocketService    *service,
                GSocketConnection *connection,
                GObject           *source_object,
                gpointer           user_data)
{
  static const char page[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
                             "Connection: close\r\n\r\n<html>";
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_output_stream_write_all (output, page, strlen (page), NULL, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  g_object_set_data_full (G_OBJECT (service), "connection", g_object_ref (connection), g_object_unref);

  return TRUE;
}

/* Neither is somebody's web page. */
static void
test_web_page (void)
{
  g_autoptr(GSocketService) service = g_socket_service_new ();
  g_autofree char *uri = NULL;
  g_autoptr(GError) error = NULL;
  ConfabContext *context;
  guint16 port;

  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming_cb), NULL);

  engine_home_reset ();
  uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", uri, TRUE);
  context = engine_load ();
  engine_probe (context);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "ollama")), ==,
                   CONFAB_PROVIDER_STATE_NOT_RUNNING);

  engine_close (context);
}

/* A server that a person has set up is looked for in any case. */
static void
test_recorded (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autofree char *records = NULL;
  ConfabContext *context;
  ConfabProvider *vllm;

  engine_home_reset ();
  records = g_strdup_printf ("{ \"providers\": [ { \"id\": \"vllm\", \"type\": \"vllm\","
                             " \"base_url\": \"%s/v1\", \"api_key\": \"%s\" } ] }",
                             confab_test_peer_get_uri (peer), CONFAB_TEST_PEER_KEY);
  engine_write_records (records);
  context = engine_load ();
  engine_probe (context);

  vllm = engine_get_provider (context, "vllm");
  g_assert_cmpint (confab_provider_get_state (vllm), ==, CONFAB_PROVIDER_STATE_READY);
  g_assert_true (confab_provider_get_usable (vllm));
  g_assert_cmpstr (confab_provider_get_model (vllm), !=, NULL);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "lmstudio")), ==,
                   CONFAB_PROVIDER_STATE_UNKNOWN);
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (peer, "/models"), >, 0);

  engine_close (context);
}

/* What stands behind a port that two kinds of servers use. */
typedef struct
{
  const char *owner;     /* nullable: as which it lists its models */
  const char *own_path;  /* nullable: where it answers beside */
  guint       n_keys;
  guint       status;    /* of its list */
} Impostor;

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Impostor *impostor = user_data;
  g_autofree char *body = NULL;

  if (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization") != NULL)
    impostor->n_keys++;

  if (g_str_equal (path, "/v1/models") && impostor->status == 200)
    body = g_strdup_printf ("{\"object\":\"list\",\"data\":[{\"id\":\"a-model\"%s%s%s}]}",
                            impostor->owner != NULL ? ",\"owned_by\":\"" : "",
                            impostor->owner != NULL ? impostor->owner : "", impostor->owner != NULL ? "\"" : "");
  else if (impostor->own_path != NULL && g_str_equal (path, impostor->own_path))
    body = g_strdup ("{}");

  soup_server_message_set_status (message, body != NULL ? 200 : impostor->status == 200 ? 404 : impostor->status, NULL);
  if (body != NULL)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
test_identity (void)
{
  static const struct { Impostor impostor; const char *found; } cases[] = {
    { { "llamacpp", NULL, 0, 200 }, "llamacpp" },
    { { NULL, "/.well-known/localai.json", 0, 200 }, "localai" },
    { { "vllm", NULL, 0, 200 }, NULL },
    { { NULL, NULL, 0, 200 }, NULL },
    { { "llamacpp", NULL, 0, 401 }, NULL },
    { { "llamacpp", NULL, 0, 500 }, NULL },
  };
  static const char *const sought[] = { "llamacpp", "localai" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
      g_autoptr(GError) error = NULL;
      g_autofree char *uri = NULL;
      Impostor impostor = cases[i].impostor;
      ConfabContext *context;
      GSList *uris;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_true (soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
      soup_server_add_handler (server, NULL, answer_cb, &impostor, NULL);
      uris = soup_server_get_uris (server);
      uri = g_uri_to_string (uris->data);
      g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

      engine_home_reset ();
      g_setenv ("CONFAB_LOCAL_SERVERS", "llamacpp localai", TRUE);
      g_setenv ("CONFAB_LLAMACPP_BASE_URL", uri, TRUE);
      g_setenv ("CONFAB_LOCALAI_BASE_URL", uri, TRUE);
      context = engine_load ();
      engine_probe (context);
      for (gsize j = 0; j < G_N_ELEMENTS (sought); j++)
        {
          ConfabProvider *provider = engine_get_provider (context, sought[j]);
          const gboolean found = g_strcmp0 (sought[j], cases[i].found) == 0;

          g_assert_cmpint (confab_provider_get_state (provider), ==,
                           found ? CONFAB_PROVIDER_STATE_READY : CONFAB_PROVIDER_STATE_NOT_RUNNING);
          g_assert_cmpint (confab_provider_get_usable (provider), ==, found);
          g_assert_cmpstr (confab_provider_get_model (provider), ==, found ? "a-model" : NULL);
        }
      g_assert_cmpuint (impostor.n_keys, ==, 0);
      g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "lmstudio")), ==,
                       CONFAB_PROVIDER_STATE_UNKNOWN);

      engine_close (context);
      soup_server_disconnect (server);
      g_unsetenv ("CONFAB_LLAMACPP_BASE_URL");
      g_unsetenv ("CONFAB_LOCALAI_BASE_URL");
    }
}

/* One that is switched off is left alone. */
static void
test_off (void)
{
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  ConfabContext *context;

  engine_home_reset ();
  engine_use_peer (peer);
  engine_write_records ("{ \"providers\": [ { \"id\": \"ollama\", \"type\": \"ollama\", \"enabled\": false } ] }");
  context = engine_load ();
  engine_probe (context);
  g_assert_cmpint (confab_provider_get_state (engine_get_provider (context, "ollama")), ==, CONFAB_PROVIDER_STATE_OFF);
  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 0);

  engine_close (context);
}

/* A port that refuses connections until somebody listens. */
static GSocket *
bind_port (char **uri)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;
  GSocket *socket;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, any_port, FALSE, &error));
  address = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *uri = g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));

  return socket;
}

static void
ollama_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  const char *body = g_str_equal (path, "/api/version") ? "{\"version\":\"0.12.3\"}"
                                                        : "{\"models\":[{\"name\":\"mistral:7b\"}]}";

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, body, strlen (body));
}

static gboolean
is_timer_running (ConfabContext *context)
{
  return g_main_context_find_source_by_user_data (NULL, confab_context_get_registry (context)->local_servers) != NULL;
}

/* Found without being looked for by anybody but who watches; and for whoever starts it, within the second. */
static void
test_starts_later (void)
{
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = NULL;
  ConfabContext *context;
  ConfabProvider *ollama;

  G_STATIC_ASSERT (CONFAB_LOCAL_WATCH_INTERVAL_S <= 1);
  G_STATIC_ASSERT (CONFAB_LOCAL_PROBE_LIMIT_MS <= 1000);

  engine_home_reset ();
  socket = bind_port (&uri);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", uri, TRUE);
  context = engine_load ();
  ollama = engine_get_provider (context, "ollama");
  engine_probe (context);
  g_assert_cmpint (confab_provider_get_state (ollama), ==, CONFAB_PROVIDER_STATE_NOT_RUNNING);

  confab_registry_watch_local (confab_context_get_registry (context));
  soup_server_add_handler (server, NULL, ollama_cb, NULL, NULL);
  g_assert_true (g_socket_listen (socket, &error));
  g_assert_true (soup_server_listen_socket (server, socket, 0, &error));
  wait_for_state (ollama, CONFAB_PROVIDER_STATE_READY);
  g_assert_true (confab_provider_get_usable (ollama));
  g_assert_true (confab_registry_get_default_provider (confab_context_get_registry (context)) == ollama);

  /* And that it ends. */
  soup_server_disconnect (server);
  wait_for_state (ollama, CONFAB_PROVIDER_STATE_NOT_RUNNING);

  confab_registry_unwatch_local (confab_context_get_registry (context));
  engine_close (context);
}

/* One of several who watch may leave. */
static void
test_watchers (void)
{
  ConfabContext *context;
  ConfabRegistry *registry;

  engine_home_reset ();
  context = engine_load ();
  registry = confab_context_get_registry (context);
  engine_probe (context);
  g_assert_false (is_timer_running (context));

  confab_registry_watch_local (registry);
  confab_registry_watch_local (registry);
  g_assert_true (is_timer_running (context));
  confab_registry_unwatch_local (registry);
  g_assert_true (is_timer_running (context));
  confab_registry_unwatch_local (registry);
  g_assert_false (is_timer_running (context));

  /* Who leaves no more does not keep the program. */
  confab_registry_watch_local (registry);
  engine_close (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  g_test_add_func ("/engine/local-servers/found", test_found);
  g_test_add_func ("/engine/local-servers/model", test_model);
  g_test_add_func ("/engine/local-servers/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/engine/local-servers/someone-else", test_someone_else);
  g_test_add_func ("/engine/local-servers/web-page", test_web_page);
  g_test_add_func ("/engine/local-servers/recorded", test_recorded);
  g_test_add_func ("/engine/local-servers/identity", test_identity);
  g_test_add_func ("/engine/local-servers/off", test_off);
  g_test_add_func ("/engine/local-servers/starts-later", test_starts_later);
  g_test_add_func ("/engine/local-servers/watchers", test_watchers);

  return g_test_run ();
}
