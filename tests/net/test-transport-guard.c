/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "name-server.h"
#include "net-fixture.h"
#include "raw-server.h"

#include "confab-net-error.h"
#include "confab-test-peer.h"

#include <libsoup/soup.h>

/* What a real name server could say, given by a resolver in this process, so that it can be any
 * address without a network in which that exists: each look-up of a name takes the next one. Where
 * such a network can be made, test_rebinding() asks a real name server through the real resolver. */

typedef struct
{
  GResolver   parent_instance;
  const char *const *addresses;  /* borrowed; the last one stays */
  guint       n_lookups;
} TestResolver;

typedef GResolverClass TestResolverClass;

GType test_resolver_get_type (void);

G_DEFINE_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static GList *
next_address (TestResolver *self)
{
  GInetAddress *address = g_inet_address_new_from_string (self->addresses[0]);

  g_assert_nonnull (address);
  self->n_lookups++;
  if (self->addresses[1] != NULL)
    self->addresses++;

  return g_list_prepend (NULL, address);
}

static void
lookup_by_name_async (GResolver                *resolver,
                      const char               *hostname,
                      GResolverNameLookupFlags  flags,
                      GCancellable             *cancellable,
                      GAsyncReadyCallback       callback,
                      gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  /* GIO asks for both families apart and takes what comes. */
  if ((flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) != 0)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such family");
  else
    g_task_return_pointer (task, next_address ((TestResolver *) resolver), NULL);
}

static void
lookup_async (GResolver           *resolver,
              const char          *hostname,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  lookup_by_name_async (resolver, hostname, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, callback,
                        user_data);
}

static GList *
lookup_finish (GResolver     *resolver,
               GAsyncResult  *result,
               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  klass->lookup_by_name_async = lookup_async;
  klass->lookup_by_name_finish = lookup_finish;
  klass->lookup_by_name_with_flags_async = lookup_by_name_async;
  klass->lookup_by_name_with_flags_finish = lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static GResolver *original;

static TestResolver *
use_resolver (const char *const *addresses)
{
  TestResolver *resolver = g_object_new (test_resolver_get_type (), NULL);

  resolver->addresses = addresses;
  g_resolver_set_default (G_RESOLVER (resolver));

  return resolver;
}

static char *
uri_with_host (ConfabTestPeer *peer,
               const char     *host)
{
  return g_strdup_printf ("http://%s:%u/v1/models", host, confab_test_peer_get_port (peer));
}

static void
send_to (ConfabTransport    *transport,
         const char         *uri,
         ConfabAddressReach  reach,
         gboolean            with_key,
         int                 expected)
{
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
  g_autoptr(ConfabSecret) secret = confab_secret_new (CONFAB_TEST_PEER_KEY, -1);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  confab_http_request_set_timeouts (request, 0, 0, 0);
  confab_http_request_set_reach (request, reach);
  if (with_key)
    confab_http_request_set_credential (request, "Authorization", "Bearer ", secret);
  response = net_fixture_send (transport, request, NULL, &error);

  g_test_message ("%s: %s", uri, error != NULL ? error->message : "answered");
  if (expected >= 0)
    {
      g_assert_error (error, CONFAB_NET_ERROR, expected);
      g_assert_null (response);
      return;
    }

  g_assert_no_error (error);
  body = net_fixture_read_all (response, 1000000, NULL, &error);
  g_assert_no_error (error);
}

static void
test_literals (void)
{
  static const char *const hosts[] = { "127.0.0.1", "localhost", "[::ffff:127.0.0.1]" };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *uri = uri_with_host (peer, hosts[i]);

      send_to (transport, uri, CONFAB_ADDRESS_REACH_PUBLIC, TRUE, CONFAB_NET_ERROR_PRIVATE_ADDRESS);
    }
  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 0);

  send_to (transport, confab_test_peer_get_uri (peer), CONFAB_ADDRESS_REACH_PRIVATE, TRUE, -1);
  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 1);

  /* The connection that is open now was made without the rule. */
  send_to (transport, confab_test_peer_get_uri (peer), CONFAB_ADDRESS_REACH_PUBLIC, TRUE, CONFAB_NET_ERROR_PRIVATE_ADDRESS);
  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 1);
}

/* All that are not public by their text alone, in whatever spelling. Some of them nobody can connect
 * to, which is as good; what counts is that nothing arrives. */
static void
test_spellings (void)
{
  static const char *const hosts[] = {
    "127.1", "127.0.1", "0x7f.1", "0X7F000001", "017700000001", "2130706433", "0177.0.0.01", "127.0.0.1.",
    "LOCALHOST", "localhost.", "x.localhost", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::1]", "[2001:0:7f00:1::1]",
    "[fe80::1%25lo]", "[::1%25lo]", "0", "0.0.0.0", "0.1.2.3", "[::]", "255.255.255.255", "224.0.0.1", "[ff02::1]",
    "169.254.169.254", "0xa9fea9fe", "[fd00:ec2::254]", "100.100.100.200", "100.64.0.1", "198.18.0.1", "192.0.2.1",
    "%31%32%37.0.0.1", "１２７.0.0.1", "127。0。0。1",
  };
  g_autoptr(RawServer) server = raw_server_new (NULL);
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autofree char *uri = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *spelt = g_strdup_printf ("http://%s:%u/", hosts[i], raw_server_get_port (server));
      g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", spelt);
      g_autoptr(ConfabHttpResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      confab_http_request_set_reach (request, CONFAB_ADDRESS_REACH_PUBLIC);
      response = net_fixture_send (transport, request, NULL, &error);
      g_test_message ("%s: %s", spelt, error != NULL ? error->message : "answered");
      g_assert_null (response);
      g_assert_true (g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_PRIVATE_ADDRESS) ||
                     g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_RESOLVE) ||
                     g_error_matches (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_BAD_URI));
    }

  g_assert_cmpuint (raw_server_get_n_connections (server), ==, 0);

  /* It is there, and takes who says that it is meant. */
  raw_server_set_reply (server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", -1, RAW_SERVER_SERVE);
  uri = raw_server_dup_uri (server, "/");
  send_to (transport, uri, CONFAB_ADDRESS_REACH_PRIVATE, TRUE, -1);
  g_assert_cmpuint (raw_server_get_n_connections (server), ==, 1);
}

/* However a name was looked at before, what counts is where it leads when it is connected to. */
static void
test_names (void)
{
  static const char *const private_ones[] = { "127.0.0.1", "::ffff:127.0.0.1", "10.0.0.1", "192.168.1.1",
                                              "169.254.169.254", "64:ff9b::7f00:1", "fd00::1", "0.0.0.0" };
  g_autoptr(ConfabTestPeer) peer = confab_test_peer_new ();
  g_autofree char *uri = uri_with_host (peer, "rebind.example");

  for (gsize i = 0; i < G_N_ELEMENTS (private_ones); i++)
    {
      const char *const addresses[] = { private_ones[i], NULL };
      g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
      TestResolver *resolver = use_resolver (addresses);

      send_to (transport, uri, CONFAB_ADDRESS_REACH_PUBLIC, TRUE, CONFAB_NET_ERROR_PRIVATE_ADDRESS);
      g_assert_cmpuint (resolver->n_lookups, >, 0);
      g_resolver_set_default (original);
      g_object_unref (resolver);
    }

  g_assert_cmpuint (confab_test_peer_get_n_requests (peer), ==, 0);
}

static void
count_request_cb (SoupServer        *server,
                  SoupServerMessage *message,
                  const char        *path,
                  GHashTable        *query,
                  gpointer           user_data)
{
  guint *n_requests = user_data;

  (*n_requests)++;
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
}

/* In a network of its own, where a public address is one of this computer, and the name leads there
 * first and to a private address the second time: by a name server that is asked over the network. */
static void
test_rebinding (void)
{
  static const char *const addresses[] = { "198.41.0.4", "127.0.0.1", "198.41.0.4", NULL };
  g_autoptr(ConfabTransport) first = net_fixture_new_transport (NULL);
  g_autoptr(ConfabTransport) second = net_fixture_new_transport (NULL);
  g_autoptr(ConfabTransport) third = net_fixture_new_transport (NULL);
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new_from_string ("0.0.0.0", 0);
  g_autoptr(NameServer) names = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = NULL;
  GSList *uris;
  guint n_requests = 0;

  if (g_getenv ("CONFAB_TEST_OWN_NETWORK") == NULL)
    {
      g_test_skip ("needs a network of its own");
      return;
    }

  /* It listens at the private address too, and would answer there. */
  names = name_server_new (addresses);
  soup_server_add_handler (server, NULL, count_request_cb, &n_requests, NULL);
  soup_server_listen (server, address, 0, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  uri = g_strdup_printf ("http://rebind.example:%d/", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  send_to (first, uri, CONFAB_ADDRESS_REACH_PUBLIC, FALSE, -1);
  g_assert_cmpuint (n_requests, ==, 1);
  g_assert_cmpuint (name_server_get_n_questions (names), ==, 1);
  send_to (second, uri, CONFAB_ADDRESS_REACH_PUBLIC, FALSE, CONFAB_NET_ERROR_PRIVATE_ADDRESS);
  g_assert_cmpuint (name_server_get_n_questions (names), ==, 2);
  g_assert_cmpuint (n_requests, ==, 1);

  /* With a key the public address is not good either, over plain HTTP: not on a connection that was
   * opened without one, and not on one of its own. */
  send_to (first, uri, CONFAB_ADDRESS_REACH_PUBLIC, TRUE, CONFAB_NET_ERROR_PLAIN_HTTP);
  send_to (third, uri, CONFAB_ADDRESS_REACH_PUBLIC, TRUE, CONFAB_NET_ERROR_PLAIN_HTTP);
  g_assert_cmpuint (n_requests, ==, 1);
}

/* A proxy is where the desktop says, at this computer as often as not, and what it asks for is judged
 * by its name: also on a connection to it that is open already. */
static void
test_proxy (void)
{
  static const char *const private_ones[] = {
    "http://127.0.0.1/", "http://localhost/", "http://0x7f.1/", "http://169.254.169.254/latest",
    "http://metadata.google.internal/", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://nas/",
    "https://127.0.0.1/", "https://192.168.0.1/", "https://[fd00::1]/",
  };
  static const char *const secret_ones[] = {
    "http://169.254.169.254/latest", "http://0xa9fea9fe/", "http://[fd00:ec2::254]/", "http://100.100.100.200/",
    "http://[::ffff:169.254.169.254]/", "http://metadata.google.internal/",
  };
  g_autoptr(RawServer) proxy = raw_server_new (NULL);
  g_autofree char *proxy_uri = g_strdup_printf ("http://127.0.0.1:%u", raw_server_get_port (proxy));
  g_autoptr(GProxyResolver) resolver = g_simple_proxy_resolver_new (proxy_uri, NULL);
  g_autoptr(ConfabTransport) transport = confab_transport_new_full (NULL, resolver);

  raw_server_set_reply (proxy, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", -1, RAW_SERVER_SERVE);
  for (gsize i = 0; i < G_N_ELEMENTS (private_ones); i++)
    send_to (transport, private_ones[i], CONFAB_ADDRESS_REACH_PUBLIC, FALSE, CONFAB_NET_ERROR_PRIVATE_ADDRESS);
  g_assert_cmpuint (raw_server_get_n_connections (proxy), ==, 0);

  for (guint n = 1; n <= 3; n++)
    {
      send_to (transport, "http://api.example/v1", CONFAB_ADDRESS_REACH_PUBLIC, FALSE, -1);
      g_assert_cmpuint (raw_server_get_n_requests (proxy), ==, n);
    }
  g_assert_cmpuint (raw_server_get_n_connections (proxy), ==, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (private_ones); i++)
    send_to (transport, private_ones[i], CONFAB_ADDRESS_REACH_PUBLIC, FALSE, CONFAB_NET_ERROR_PRIVATE_ADDRESS);
  g_assert_cmpuint (raw_server_get_n_requests (proxy), ==, 3);

  /* A proxy is not who the key is for, and without TLS it would read it. */
  send_to (transport, "http://api.example/v1", CONFAB_ADDRESS_REACH_PUBLIC, TRUE, CONFAB_NET_ERROR_PLAIN_HTTP);
  send_to (transport, "http://nas/v1", CONFAB_ADDRESS_REACH_PRIVATE, TRUE, CONFAB_NET_ERROR_PLAIN_HTTP);
  send_to (transport, "http://10.0.0.1/v1", CONFAB_ADDRESS_REACH_PRIVATE, TRUE, CONFAB_NET_ERROR_PLAIN_HTTP);
  g_assert_cmpuint (raw_server_get_n_requests (proxy), ==, 3);
  send_to (transport, "http://nas/v1", CONFAB_ADDRESS_REACH_PRIVATE, FALSE, -1);
  g_assert_cmpuint (raw_server_get_n_requests (proxy), ==, 4);

  /* Where clouds keep secrets is not a network of one's own. */
  for (gsize i = 0; i < G_N_ELEMENTS (secret_ones); i++)
    send_to (transport, secret_ones[i], CONFAB_ADDRESS_REACH_PRIVATE, FALSE, CONFAB_NET_ERROR_PRIVATE_ADDRESS);
  g_assert_cmpuint (raw_server_get_n_requests (proxy), ==, 4);
  send_to (transport, secret_ones[0], CONFAB_ADDRESS_REACH_ANYWHERE, FALSE, -1);
  g_assert_cmpuint (raw_server_get_n_requests (proxy), ==, 5);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  original = g_resolver_get_default ();

  g_test_add_func ("/net/transport-guard/literals", test_literals);
  g_test_add_func ("/net/transport-guard/spellings", test_spellings);
  g_test_add_func ("/net/transport-guard/names", test_names);
  g_test_add_func ("/net/transport-guard/rebinding", test_rebinding);
  g_test_add_func ("/net/transport-guard/proxy", test_proxy);

  status = g_test_run ();
  g_object_unref (original);

  return status;
}
