/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "made-certificate.h"
#include "net-fixture.h"
#include "ticket-server.h"

#define HOST "127.0.0.1"

static ConfabConnectionPolicy *
new_policy (const char *authorities,
            const char *pin)
{
  g_autoptr(GError) error = NULL;
  ConfabConnectionPolicy *policy = confab_connection_policy_new ("direct", authorities, pin, &error);

  g_assert_no_error (error);

  return policy;
}

static int
try_ticket (ConfabTransport        *transport,
            TicketServer           *server,
            ConfabConnectionPolicy *policy)
{
  g_autofree char *uri = g_strdup_printf ("https://%s:%u/", HOST, ticket_server_get_port (server));
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", uri);
  g_autoptr(ConfabHttpResponse) response = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  confab_http_request_set_policy (request, policy);
  response = net_fixture_send (transport, request, NULL, &error);
  if (response == NULL)
    return error->code;

  /* What lets the session be resumed comes with the answer. */
  body = net_fixture_read_all (response, 100, NULL, &error);
  g_assert_no_error (error);

  return -1;
}

/* GIO resumes a session of TLS whoever began it, and then asks nobody about the certificate. It does
 * not do so in a program that was made known to it as a test, hence no g_test_init(). */
int
main (void)
{
  g_autoptr(GTlsCertificate) authority = made_authority_new ("Private authority");
  g_autoptr(GTlsCertificate) certificate = made_certificate_new (HOST, -1, 1, authority);
  g_autoptr(GTlsCertificate) other = made_certificate_new (HOST, -1, 1, authority);
  g_autofree char *pem = made_certificate_dup_pem (authority);
  g_autofree char *pin = made_certificate_dup_sha256 (certificate);
  g_autofree char *other_pin = made_certificate_dup_sha256 (other);
  g_autoptr(ConfabConnectionPolicy) trusting = new_policy (pem, NULL);
  g_autoptr(ConfabConnectionPolicy) pinning = new_policy (NULL, pin);
  g_autoptr(ConfabConnectionPolicy) pinning_other = new_policy (NULL, other_pin);
  g_autoptr(ConfabConnectionPolicy) usual = new_policy (NULL, NULL);
  g_autoptr(ConfabTransport) transport = net_fixture_new_transport (NULL);
  g_autoptr(TicketServer) server = ticket_server_new (certificate);

  g_assert_cmpint (try_ticket (transport, server, trusting), ==, -1);
  g_assert_cmpint (try_ticket (transport, server, trusting), ==, -1);
  g_assert_cmpuint (ticket_server_get_n_resumed (server), ==, 1);
  g_assert_cmpint (try_ticket (transport, server, usual), ==, CONFAB_NET_ERROR_TLS);
  g_assert_cmpint (try_ticket (transport, server, pinning_other), ==, CONFAB_NET_ERROR_PIN);
  g_assert_cmpint (try_ticket (transport, server, pinning), ==, -1);
  g_assert_cmpint (try_ticket (transport, server, trusting), ==, -1);
  g_assert_cmpuint (ticket_server_get_n_requests (server), ==, 4);

  return 0;
}
