/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-aws.h"

#include <stdio.h>
#include <string.h>

#include "confab-test-peer.h"

/* Whether a request is signed as Amazon's documentation of Signature Version 4 asks for. Written
 * from there and not from the program's own signer, so that both cannot be wrong in the same way. */

#define MAX_AGE_S (5 * 60)

static const struct
{
  const char *id, *secret, *token;
} accounts[] = {
  { CONFAB_TEST_PEER_AWS_ID, CONFAB_TEST_PEER_AWS_SECRET, NULL },
  { CONFAB_TEST_PEER_AWS_TEMPORARY_ID, CONFAB_TEST_PEER_AWS_SECRET, CONFAB_TEST_PEER_AWS_TOKEN },
};

typedef struct
{
  guint8 bytes[32];
} Digest;

static Digest
mac (const guint8 *key,
     gsize         length,
     const char   *text)
{
  GHmac *hmac = g_hmac_new (G_CHECKSUM_SHA256, key, length);
  Digest digest;
  gsize size = sizeof digest.bytes;

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest.bytes, &size);
  g_hmac_unref (hmac);

  return digest;
}

static void
append_encoded (GString    *text,
                const char *bytes,
                const char *kept)
{
  for (; *bytes != '\0'; bytes++)
    if (g_ascii_isalnum (*bytes) || strchr (kept, *bytes) != NULL)
      g_string_append_c (text, *bytes);
    else
      g_string_append_printf (text, "%%%02X", (guint8) *bytes);
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  return strcmp (a, b);
}

/* Fields as "name\nvalue", which sorts by name and then by value. */
static void
append_query (GString    *text,
              const char *query)
{
  g_auto(GStrv) fields = g_strsplit (query, "&", -1);
  g_autoptr(GSequence) sorted = g_sequence_new (g_free);

  for (guint i = 0; fields[i] != NULL && *query != '\0'; i++)
    {
      g_auto(GStrv) sides = g_strsplit (fields[i], "=", 2);
      g_autofree char *name = g_uri_unescape_string (sides[0], NULL);
      g_autofree char *value = g_uri_unescape_string (sides[1] != NULL ? sides[1] : "", NULL);
      g_autoptr(GString) field = g_string_new (NULL);

      append_encoded (field, name, "-_.~");
      g_string_append_c (field, '\n');
      append_encoded (field, value, "-_.~");
      g_sequence_insert_sorted (sorted, g_string_free (g_steal_pointer (&field), FALSE), compare, NULL);
    }

  for (GSequenceIter *iter = g_sequence_get_begin_iter (sorted); !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter))
    {
      char *field = g_sequence_get (iter);

      *strchr (field, '\n') = '=';
      g_string_append_printf (text, "%s%s", g_sequence_iter_is_begin (iter) ? "" : "&", field);
    }
}

static char *
describe (SoupServerMessage  *message,
          char              **signed_headers,
          const char         *names)
{
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *body_hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) (body->data != NULL ? body->data : ""),
                                                            body->length);
  GString *text = g_string_new (soup_server_message_get_method (message));

  g_string_append_c (text, '\n');
  append_encoded (text, g_uri_get_path (uri), "-_.~/");
  g_string_append_c (text, '\n');
  append_query (text, g_uri_get_query (uri) != NULL ? g_uri_get_query (uri) : "");
  g_string_append_c (text, '\n');
  for (guint i = 0; signed_headers[i] != NULL; i++)
    g_string_append_printf (text, "%s:%s\n", signed_headers[i], soup_message_headers_get_list (headers, signed_headers[i]));
  g_string_append_printf (text, "\n%s\n%s", names, body_hash);

  return g_string_free (text, FALSE);
}

static char *
sign (const char *secret,
      const char *scope,
      const char *date,
      const char *canonical)
{
  g_autofree char *seed = g_strconcat ("AWS4", secret, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, canonical, -1);
  g_autofree char *text = g_strjoin ("\n", "AWS4-HMAC-SHA256", date, scope, hash, NULL);
  g_auto(GStrv) steps = g_strsplit (scope, "/", -1);
  g_autoptr(GString) hex = g_string_new (NULL);
  Digest digest = mac ((const guint8 *) seed, strlen (seed), steps[0]);

  for (guint i = 1; steps[i] != NULL; i++)
    digest = mac (digest.bytes, sizeof digest.bytes, steps[i]);
  digest = mac (digest.bytes, sizeof digest.bytes, text);
  for (guint i = 0; i < sizeof digest.bytes; i++)
    g_string_append_printf (hex, "%02x", digest.bytes[i]);

  return g_string_free (g_steal_pointer (&hex), FALSE);
}

static gboolean
is_recent (const char *date)
{
  int year, month, day, hour, minute, second;
  g_autoptr(GDateTime) then = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  if (strlen (date) != 16 || sscanf (date, "%4d%2d%2dT%2d%2d%2dZ", &year, &month, &day, &hour, &minute, &second) != 6 ||
      !(then = g_date_time_new_utc (year, month, day, hour, minute, second)))
    return FALSE;

  return ABS (g_date_time_difference (now, then)) <= MAX_AGE_S * G_TIME_SPAN_SECOND;
}

static char *
check_signature (SoupServerMessage  *message,
                 const char         *authorization,
                 const char        **type)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *date = soup_message_headers_get_one (headers, "x-amz-date");
  const char *token = soup_message_headers_get_one (headers, "x-amz-security-token");
  g_autoptr(GRegex) regex = g_regex_new ("^AWS4-HMAC-SHA256 Credential=([^/]+)/(([0-9]{8})/([^/]+)/([^/]+)/aws4_request), "
                                         "SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_auto(GStrv) words = NULL;
  g_auto(GStrv) signed_headers = NULL;
  g_autofree char *canonical = NULL;
  g_autofree char *expected = NULL;
  guint account;

  *type = "IncompleteSignatureException";
  if (!g_regex_match (regex, authorization, 0, &match) || date == NULL)
    return g_strdup ("Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
  words = g_match_info_fetch_all (match);
  signed_headers = g_strsplit (words[6], ";", -1);

  *type = "UnrecognizedClientException";
  for (account = 0; account < G_N_ELEMENTS (accounts) && !g_str_equal (accounts[account].id, words[1]);)
    account++;
  if (account == G_N_ELEMENTS (accounts) || g_strcmp0 (accounts[account].token, token) != 0)
    return g_strdup ("The security token included in the request is invalid.");

  *type = "InvalidSignatureException";
  if (!is_recent (date) || !g_str_has_prefix (date, words[3]))
    return g_strdup ("Signature expired: the time of the request is not now");
  if (!g_str_equal (words[4], CONFAB_TEST_PEER_AWS_REGION))
    return g_strdup ("Credential should be scoped to a valid region.");
  if (!g_str_equal (words[5], "bedrock"))
    return g_strdup ("Credential should be scoped to correct service: 'bedrock'.");
  for (guint i = 0; signed_headers[i] != NULL; i++)
    if (soup_message_headers_get_list (headers, signed_headers[i]) == NULL ||
        (i > 0 && strcmp (signed_headers[i - 1], signed_headers[i]) >= 0))
      return g_strdup ("SignedHeaders names what is not there, or in another order.");
  if (!g_strv_contains ((const char * const *) signed_headers, "host") ||
      !g_strv_contains ((const char * const *) signed_headers, "x-amz-date") ||
      (token != NULL && !g_strv_contains ((const char * const *) signed_headers, "x-amz-security-token")))
    return g_strdup ("'Host', 'X-Amz-Date' or 'X-Amz-Security-Token' must be a 'SignedHeader'.");

  canonical = describe (message, signed_headers, words[6]);
  expected = sign (accounts[account].secret, words[2], date, canonical);
  if (!g_str_equal (expected, words[7]))
    return g_strdup ("The request signature we calculated does not match the signature you provided. Check your AWS "
                     "Secret Access Key and signing method. Consult the service documentation for details.");

  return NULL;
}

/* What is wrong with how a request to Bedrock signs in, or NULL; @type is then the error's name. A
 * key of a single word goes as it is. */
char *
peer_aws_check (SoupServerMessage  *message,
                const char         *api_key,
                const char        **type)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  if (authorization != NULL && g_str_has_prefix (authorization, "Bearer "))
    {
      *type = "AccessDeniedException";
      return api_key == NULL || g_str_equal (authorization + strlen ("Bearer "), api_key)
             ? NULL : g_strdup ("Authentication failed: Please make sure your API Key is valid.");
    }

  *type = "MissingAuthenticationTokenException";
  if (authorization == NULL)
    return g_strdup ("Missing Authentication Token");

  return check_signature (message, authorization, type);
}
