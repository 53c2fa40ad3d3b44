/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-aws-signer.h"
#include "confab-aws-signing.h"
#include "confab-http-request-private.h"

#include <string.h>

#define SECRET "wq3Zr0kT/9mB+example+secret+key/0xH4yVnLd2"
#define TOKEN "IQoJb3JpZ2luX2VjE+example/session/token=="
#define BODY "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Good morning\"}]}]}"

static ConfabAwsKeys *
new_keys (const char *id,
          const char *secret,
          const char *token)
{
  g_autoptr(ConfabSecret) id_secret = confab_secret_new (id, -1);
  g_autoptr(ConfabSecret) secret_secret = confab_secret_new (secret, -1);
  g_autoptr(ConfabSecret) token_secret = token != NULL ? confab_secret_new (token, -1) : NULL;

  return confab_aws_keys_new (id_secret, secret_secret, token_secret);
}

static void
signed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static gboolean
sign (ConfabHttpRequest  *request,
      ConfabAwsKeys      *keys,
      const char         *region,
      gint64              now_s,
      GCancellable       *cancellable,
      GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_aws_signing_sign_async (request, keys, region, "bedrock", now_s, cancellable, signed_cb, &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return confab_aws_signing_sign_finish (result, error);
}

/* Whole requests, with signatures that were made by another program. */
static void
test_requests (void)
{
  static const struct
  {
    const char *method, *uri, *body, *token, *region;
    gint64      now_s;
    const char *date, *signed_headers, *signature;
  } cases[] = {
    { "POST", "https://bedrock-runtime.eu-central-1.amazonaws.com/model/"
      "eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream", BODY, NULL, "eu-central-1", 1795252087,
      "20261121T090807Z", "content-type;host;x-amz-date",
      "5b8d6acff5804c43a10893b80c614ed88bb8d0022d54aafefed401e5092ecef7" },
    { "GET", "http://127.0.0.1:8443/inference-profiles?typeEquals=SYSTEM_DEFINED&nextToken=a%2fb==&maxResults=100", NULL,
      TOKEN, "us-west-2", 1795252087,
      "20261121T090807Z", "host;x-amz-date;x-amz-security-token",
      "82b34f910221d25981a1ee29348cd3a5ef51f5035bcb3cafc8c430948d17a41a" },
    { "POST", "https://bedrock-runtime.us-west-2.amazonaws.com:443/model/"
      "arn%3Aaws%3Abedrock%3Aus-west-2%3A123456789012%3Ainference-profile%2Fabc/converse", BODY, NULL, "us-west-2", 1798761599,
      "20261231T235959Z", "content-type;host;x-amz-date",
      "58c7048d9508d6474950098ecdb9031c3a7311383df7d0d4c0f640a092793330" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabAwsKeys) keys = new_keys ("AKIAEXAMPLE0EXAMPLE1", SECRET, cases[i].token);
      g_autoptr(ConfabHttpRequest) request = confab_http_request_new (cases[i].method, cases[i].uri);
      g_autoptr(SoupMessage) message = NULL;
      g_autofree char *expected = NULL;
      g_autofree char *day = g_strndup (cases[i].date, 8);
      SoupMessageHeaders *headers;

      if (cases[i].body != NULL)
        {
          g_autoptr(GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));

          confab_http_request_set_body (request, "application/json", body);
        }
      g_assert_true (sign (request, keys, cases[i].region, cases[i].now_s, NULL, NULL));
      message = confab_http_request_dup_message (request, NULL);
      confab_http_request_put_credentials (request, message);
      headers = soup_message_get_request_headers (message);
      expected = g_strdup_printf ("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE0EXAMPLE1/%s/%s/bedrock/aws4_request, "
                                  "SignedHeaders=%s, Signature=%s", day, cases[i].region,
                                  cases[i].signed_headers, cases[i].signature);
      g_assert_cmpstr (soup_message_headers_get_one (headers, "Authorization"), ==, expected);
      g_assert_cmpstr (soup_message_headers_get_one (headers, "x-amz-date"), ==, cases[i].date);
      g_assert_cmpstr (soup_message_headers_get_one (headers, "x-amz-security-token"), ==, cases[i].token);

      /* Whatever is secret goes again. */
      confab_http_request_clear_credentials (request, message);
      g_assert_null (soup_message_headers_get_one (headers, "Authorization"));
      g_assert_null (soup_message_headers_get_one (headers, "x-amz-security-token"));
    }
}

static void
test_bad_address (void)
{
  g_autoptr(ConfabAwsKeys) keys = new_keys ("AKIAEXAMPLE0EXAMPLE1", SECRET, NULL);
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("GET", "nowhere");

  /* Left to be told when it is sent. */
  g_assert_true (sign (request, keys, "us-east-1", 0, NULL, NULL));
  g_assert_false (confab_http_request_has_credential (request));
}

static void
test_stopped (void)
{
  g_autoptr(ConfabAwsKeys) keys = new_keys ("AKIAEXAMPLE0EXAMPLE1", SECRET, NULL);
  g_autoptr(ConfabHttpRequest) request = confab_http_request_new ("POST", "https://a.example/");
  g_autoptr(GBytes) body = g_bytes_new_take (g_malloc0 (8 << 20), 8 << 20);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  confab_http_request_set_body (request, "application/json", body);
  g_cancellable_cancel (cancellable);
  g_assert_false (sign (request, keys, "us-east-1", 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (confab_http_request_has_credential (request));
}

/* A body that is longer than what is hashed at a time. */
static void
test_hash (void)
{
  g_autoptr(GBytes) body = g_bytes_new_take (g_strnfill (1000000, 'a'), 1000000);
  g_autoptr(GBytes) empty = g_bytes_new_static ("", 0);
  g_autofree char *hash = confab_aws_signer_hash_body (body);
  g_autofree char *empty_hash = confab_aws_signer_hash_body (empty);
  g_autofree char *no_hash = confab_aws_signer_hash_body (NULL);

  g_assert_cmpstr (hash, ==, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  g_assert_cmpstr (empty_hash, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (no_hash, ==, empty_hash);
}

static void
test_canonical (void)
{
  static const struct { const char *path, *query, *expected; } cases[] = {
    { "/", NULL, "GET\n/\n\n" },
    { "", NULL, "GET\n/\n\n" },
    { "/a/b/", "", "GET\n/a/b/\n\n" },
    { "/a/../..", NULL, "GET\n/\n\n" },
    { "/a/./b//c", NULL, "GET\n/a/b/c\n\n" },
    { "/a/b/..", NULL, "GET\n/a/\n\n" },
    { "/a%3Ab/c~d", NULL, "GET\n/a%253Ab/c~d\n\n" },
    { "/", "b=2&a=1", "GET\n/\na=1&b=2\n" },
    { "/", "a=2&a=10", "GET\n/\na=10&a=2\n" },
    { "/", "a-b=1&a=1&a.b=1", "GET\n/\na=1&a-b=1&a.b=1\n" },
    { "/", "a&b=&c", "GET\n/\na=&b=&c=\n" },
    { "/", "&&a=1&", "GET\n/\na=1\n" },
    { "/", "a=b=c", "GET\n/\na=b%3Dc\n" },
    { "/", "a=%zz", "GET\n/\na=%25zz\n" },
    { "/", "a=b+c%20d", "GET\n/\na=b%2Bc%20d\n" },
    { "/", "a=%7e%2d", "GET\n/\na=~-\n" },
  };
  static const char * const headers[] = { "Host", " a.example ", "x-amz-date", "20260102T030405Z", "A", "1", "a", "2  3", NULL };

  g_autofree char *body_hash = confab_aws_signer_hash_body (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ConfabAwsSignable signable = { "GET", cases[i].path, cases[i].query, headers, NULL, body_hash };
      g_autofree char *request = confab_aws_signer_dup_canonical_request (&signable);
      g_autofree char *expected = NULL;

      expected = g_strconcat (cases[i].expected, "a:1,2 3\nhost:a.example\nx-amz-date:20260102T030405Z\n\na;host;x-amz-date\n"
                              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", NULL);
      g_assert_cmpstr (request, ==, expected);
    }
}

static char *
read_file (const char *folder,
           const char *name,
           const char *suffix)
{
  g_autofree char *file_name = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, file_name, NULL);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* A request as the vectors write it: a line, headers that may be folded, and a body. */
static GStrv
parse_request (const char   *text,
               char        **method,
               char        **path,
               char        **query,
               GBytes      **body)
{
  const char *blank = strstr (text, "\n\n");
  g_autofree char *head = g_strndup (text, blank != NULL ? (gsize) (blank - text) : strlen (text));
  g_auto(GStrv) lines = g_strsplit (g_strchomp (head), "\n", -1);
  g_autoptr(GPtrArray) headers = g_ptr_array_new ();
  char *target = strchr (lines[0], ' ') + 1;
  char *question;

  *method = g_strndup (lines[0], target - 1 - lines[0]);
  *g_strrstr (target, " HTTP/1.1") = '\0';
  question = strchr (target, '?');
  *query = g_strdup (question != NULL ? question + 1 : NULL);
  *path = g_strndup (target, question != NULL ? (gsize) (question - target) : strlen (target));
  *body = blank != NULL ? g_bytes_new (blank + 2, strlen (blank + 2)) : NULL;

  for (guint i = 1; lines[i] != NULL; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (g_ascii_isspace (*lines[i]))
        {
          char *folded = g_strconcat (g_ptr_array_index (headers, headers->len - 1), "\n", lines[i], NULL);

          g_free (g_ptr_array_index (headers, headers->len - 1));
          g_ptr_array_index (headers, headers->len - 1) = folded;
          continue;
        }
      g_ptr_array_add (headers, g_strndup (lines[i], colon - lines[i]));
      g_ptr_array_add (headers, g_strdup (colon + 1));
    }
  g_ptr_array_add (headers, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&headers), FALSE);
}

static void
check_vector (const char *folder,
              const char *name)
{
  static const char token_name[] = "x-amz-security-token:";
  g_autofree char *text = read_file (folder, name, ".req");
  g_autofree char *canonical = read_file (folder, name, ".creq");
  g_autofree char *string_to_sign = read_file (folder, name, ".sts");
  g_autofree char *authorization = read_file (folder, name, ".authz");
  g_autoptr(ConfabAwsKeys) keys = new_keys ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", NULL);
  g_autoptr(ConfabSecret) token = NULL;
  g_autoptr(ConfabSecret) value = NULL;
  g_autoptr(GBytes) body = NULL;
  g_auto(GStrv) headers = NULL;
  g_autofree char *method = NULL;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *body_hash = NULL;
  g_autofree char *our_canonical = NULL;
  g_autofree char *our_string = NULL;
  const char *signed_token = strstr (canonical, token_name);
  ConfabAwsSignable signable;

  g_test_message ("%s", name);
  headers = parse_request (text, &method, &path, &query, &body);

  /* Where a token is signed it is handed over as one, whether the request has it yet or not. */
  if (signed_token != NULL)
    {
      const char *start = signed_token + strlen (token_name);
      const guint n = g_strv_length (headers);

      token = confab_secret_new (start, strcspn (start, "\n"));
      if (g_ascii_strcasecmp (headers[n - 2], "x-amz-security-token") == 0)
        {
          g_clear_pointer (&headers[n - 2], g_free);
          g_clear_pointer (&headers[n - 1], g_free);
        }
    }

  body_hash = confab_aws_signer_hash_body (body);
  signable = (ConfabAwsSignable) { method, path, query, (const char * const *) headers, token, body_hash };
  our_canonical = confab_aws_signer_dup_canonical_request (&signable);
  g_assert_cmpstr (our_canonical, ==, g_strchomp (canonical));
  our_string = confab_aws_signer_dup_string_to_sign (our_canonical, "20150830T123600Z", "us-east-1", "service");
  g_assert_cmpstr (our_string, ==, g_strchomp (string_to_sign));
  value = confab_aws_signer_authorize (&signable, keys, "20150830T123600Z", "us-east-1", "service");
  g_assert_cmpstr (confab_secret_peek (value), ==, g_strchomp (authorization));
}

static guint
check_vectors (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *stem = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += check_vectors (path);
      if (!g_str_has_suffix (name, ".req"))
        continue;

      stem = g_strndup (name, strlen (name) - strlen (".req"));
      check_vector (folder, stem);
      n++;
    }

  return n;
}

/* The vectors that Amazon published, wherever a copy of them is kept. */
static void
test_vectors (void)
{
  const char *folder = g_getenv ("CONFAB_AWS4_VECTORS");

  if (folder == NULL)
    {
      g_test_skip ("CONFAB_AWS4_VECTORS is not set");
      return;
    }

  g_assert_cmpuint (check_vectors (folder), >=, 30);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/aws-signer/requests", test_requests);
  g_test_add_func ("/net/aws-signer/bad-address", test_bad_address);
  g_test_add_func ("/net/aws-signer/stopped", test_stopped);
  g_test_add_func ("/net/aws-signer/hash", test_hash);
  g_test_add_func ("/net/aws-signer/canonical", test_canonical);
  g_test_add_func ("/net/aws-signer/vectors", test_vectors);

  return g_test_run ();
}
