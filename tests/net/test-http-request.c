/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-http-request-private.h"
#include "confab-net-error.h"

static void
test_addresses (void)
{
  static const struct { const char *uri, *origin; } cases[] = {
    { "http://127.0.0.1:8080/v1/models?limit=1", "http://127.0.0.1:8080" },
    { "https://api.example/v1", "https://api.example:443" },
    { "https://someone:secret@api.example/v1#x", "https://api.example:443" },
    { "http://[::1]:11434/api", "http://[::1]:11434" },
    { "ftp://api.example/", NULL },
    { "file:///etc/passwd", NULL },
    { "api.example/v1", NULL },
    { "https:///v1", NULL },
    { "https://", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", cases[i].uri);
      g_autoptr(GError) error = NULL;
      g_autoptr(SoupMessage) message = confab_http_request_dup_message (request, &error);
      g_autofree char *origin = confab_http_request_dup_origin (request);

      g_test_message ("\"%s\"", cases[i].uri);
      if (cases[i].origin == NULL)
        {
          g_assert_null (message);
          g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_BAD_URI);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (origin, ==, cases[i].origin);
    }
}

/* What is escaped in a path stays escaped: some providers sign it. */
static void
test_keeps_escapes (void)
{
  g_autoptr(ConfabHttpRequest) request =
    confab_http_request_new ("POST", "https://api.example/model/a%3A0%2Fb/converse");
  g_autoptr(SoupMessage) message = confab_http_request_dup_message (request, NULL);

  g_assert_cmpstr (g_uri_get_path (soup_message_get_uri (message)), ==, "/model/a%3A0%2Fb/converse");
}

static void
test_headers_that_break_out (void)
{
  static const struct { const char *name, *value; gboolean fits; } cases[] = {
    { "X-Title", "Confab", TRUE },
    { "X-Title", "a\tb", TRUE },
    { "X-Title", "", TRUE },
    { "X-Title", "caf\xc3\xa9", TRUE },
    { "X-Title", "a\r\nX-Other: b", FALSE },
    { "X-Title", "a\nb", FALSE },
    { "X-Title", "a\x7f", FALSE },
    { "X Title", "a", FALSE },
    { "X-Title:", "a", FALSE },
    { "", "a", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabHttpRequest) plain = confab_http_request_new ("GET", "http://a/");
      g_autoptr(ConfabHttpRequest) secret = confab_http_request_new ("GET", "http://a/");
      g_autoptr(ConfabSecret) key = confab_secret_new (cases[i].value, -1);
      g_autoptr(SoupMessage) plain_message = NULL;
      g_autoptr(SoupMessage) secret_message = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) secret_error = NULL;

      confab_http_request_add_header (plain, cases[i].name, cases[i].value);
      confab_http_request_set_credential (secret, cases[i].name, "Bearer ", key);
      plain_message = confab_http_request_dup_message (plain, &error);
      secret_message = confab_http_request_dup_message (secret, &secret_error);

      if (cases[i].fits)
        {
          g_assert_no_error (error);
          g_assert_no_error (secret_error);
        }
      else
        {
          g_assert_error (error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FAILED);
          g_assert_error (secret_error, CONFAB_NET_ERROR, CONFAB_NET_ERROR_FAILED);
          g_assert_null (plain_message);
          g_assert_null (secret_message);
        }
    }
}

/* The credential is a header for no longer than somebody says so. */
static void
test_credential (void)
{
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", "https://api.example/");
  g_autoptr(ConfabSecret) secret = confab_secret_new ("sk-1234", -1);
  g_autoptr(SoupMessage) message = NULL;
  SoupMessageHeaders *headers;

  confab_http_request_set_credential (request, "Authorization", "Bearer ", secret);
  message = confab_http_request_dup_message (request, NULL);
  headers = soup_message_get_request_headers (message);
  g_assert_null (soup_message_headers_get_one (headers, "Authorization"));

  for (guint i = 0; i < 2; i++)
    {
      confab_http_request_put_credentials (request, message);
      confab_http_request_put_credentials (request, message);
      g_assert_cmpstr (soup_message_headers_get_list (headers, "Authorization"), ==, "Bearer sk-1234");
      confab_http_request_clear_credentials (request, message);
      confab_http_request_clear_credentials (request, message);
      g_assert_null (soup_message_headers_get_one (headers, "Authorization"));
    }

  g_assert_cmpstr (confab_secret_peek (secret), ==, "sk-1234");
  confab_http_request_set_credential (request, NULL, NULL, NULL);
  confab_http_request_put_credentials (request, message);
  g_assert_null (soup_message_headers_get_one (headers, "Authorization"));
}

/* Headers that HTTP libraries do not know by name are kept in another way. */
static void
test_uncommon_credential (void)
{
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", "https://api.example/");
  g_autoptr(ConfabSecret) secret = confab_secret_new ("sk-1234", -1);
  g_autoptr(SoupMessage) message = NULL;
  SoupMessageHeaders *headers;

  confab_http_request_add_header (request, "x-other", "stays");
  confab_http_request_set_credential (request, "x-api-key", NULL, secret);
  message = confab_http_request_dup_message (request, NULL);
  headers = soup_message_get_request_headers (message);
  confab_http_request_put_credentials (request, message);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "X-Api-Key"), ==, "sk-1234");
  confab_http_request_clear_credentials (request, message);
  g_assert_null (soup_message_headers_get_one (headers, "X-Api-Key"));
  g_assert_cmpstr (soup_message_headers_get_one (headers, "x-other"), ==, "stays");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/http-request/addresses", test_addresses);
  g_test_add_func ("/net/http-request/keeps-escapes", test_keeps_escapes);
  g_test_add_func ("/net/http-request/headers-that-break-out", test_headers_that_break_out);
  g_test_add_func ("/net/http-request/credential", test_credential);
  g_test_add_func ("/net/http-request/uncommon-credential", test_uncommon_credential);

  return g_test_run ();
}
