/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-net-failure.h"

#include <libsoup/soup.h>

static void
test_translate (void)
{
  const struct { GQuark domain; int code; int connect, headers, body; } cases[] = {
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
      CONFAB_NET_ERROR_RESOLVE, CONFAB_NET_ERROR_RESOLVE, CONFAB_NET_ERROR_RESOLVE },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE,
      CONFAB_NET_ERROR_RESOLVE, CONFAB_NET_ERROR_RESOLVE, CONFAB_NET_ERROR_RESOLVE },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED,
      CONFAB_NET_ERROR_REFUSED, CONFAB_NET_ERROR_REFUSED, CONFAB_NET_ERROR_REFUSED },
    { G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE,
      CONFAB_NET_ERROR_UNREACHABLE, CONFAB_NET_ERROR_UNREACHABLE, CONFAB_NET_ERROR_UNREACHABLE },
    { G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE,
      CONFAB_NET_ERROR_UNREACHABLE, CONFAB_NET_ERROR_UNREACHABLE, CONFAB_NET_ERROR_UNREACHABLE },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, CONFAB_NET_ERROR_CONNECT_TIMEOUT,
      CONFAB_NET_ERROR_FIRST_BYTE_TIMEOUT, CONFAB_NET_ERROR_IDLE_TIMEOUT },
    { G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
      CONFAB_NET_ERROR_CUT, CONFAB_NET_ERROR_CUT, CONFAB_NET_ERROR_CUT },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
      CONFAB_NET_ERROR_CUT, CONFAB_NET_ERROR_CUT, CONFAB_NET_ERROR_CUT },
    { G_IO_ERROR, G_IO_ERROR_PROXY_FAILED,
      CONFAB_NET_ERROR_PROXY, CONFAB_NET_ERROR_PROXY, CONFAB_NET_ERROR_PROXY },
    { G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
      CONFAB_NET_ERROR_PROTOCOL, CONFAB_NET_ERROR_PROTOCOL, CONFAB_NET_ERROR_PROTOCOL },
    { G_IO_ERROR, G_IO_ERROR_NO_SPACE,
      CONFAB_NET_ERROR_FAILED, CONFAB_NET_ERROR_FAILED, CONFAB_NET_ERROR_FAILED },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
      CONFAB_NET_ERROR_TLS, CONFAB_NET_ERROR_TLS, CONFAB_NET_ERROR_TLS },
    { G_TLS_ERROR, G_TLS_ERROR_EOF,
      CONFAB_NET_ERROR_TLS, CONFAB_NET_ERROR_CUT, CONFAB_NET_ERROR_CUT },
    { SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING,
      CONFAB_NET_ERROR_PROTOCOL, CONFAB_NET_ERROR_PROTOCOL, CONFAB_NET_ERROR_PROTOCOL },
    { SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_TOO_MANY_RESTARTS,
      CONFAB_NET_ERROR_FAILED, CONFAB_NET_ERROR_FAILED, CONFAB_NET_ERROR_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) cause = g_error_new (cases[i].domain, cases[i].code, "because");
      g_autoptr(GError) connect =
        confab_net_failure_translate (cause, CONFAB_NET_STAGE_CONNECT, "http://h");
      g_autoptr(GError) headers =
        confab_net_failure_translate (cause, CONFAB_NET_STAGE_HEADERS, "http://h");
      g_autoptr(GError) body =
        confab_net_failure_translate (cause, CONFAB_NET_STAGE_BODY, "http://h");

      g_assert_error (connect, CONFAB_NET_ERROR, cases[i].connect);
      g_assert_error (headers, CONFAB_NET_ERROR, cases[i].headers);
      g_assert_error (body, CONFAB_NET_ERROR, cases[i].body);
      g_assert_cmpstr (body->message, ==, "http://h: because");
    }
}

static void
test_leaves_alone (void)
{
  g_autoptr(GError) cancelled = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  g_autoptr(GError) own = g_error_new (CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT, "cut");
  g_autoptr(GError) a = confab_net_failure_translate (cancelled, CONFAB_NET_STAGE_BODY, "x");
  g_autoptr(GError) b = confab_net_failure_translate (own, CONFAB_NET_STAGE_BODY, "x");

  g_assert_error (a, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (b, CONFAB_NET_ERROR, CONFAB_NET_ERROR_CUT);
  g_assert_cmpstr (b->message, ==, "cut");
}

static void
test_certificate (void)
{
  g_autofree char *none = confab_net_failure_describe_certificate (0);
  g_autofree char *two = confab_net_failure_describe_certificate (G_TLS_CERTIFICATE_EXPIRED |
                                                                  G_TLS_CERTIFICATE_UNKNOWN_CA);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (two, ==, "signed by an unknown authority, expired");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/net-failure/translate", test_translate);
  g_test_add_func ("/net/net-failure/leaves-alone", test_leaves_alone);
  g_test_add_func ("/net/net-failure/certificate", test_certificate);

  return g_test_run ();
}
