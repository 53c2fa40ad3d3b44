/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-aws-signer"

#include "config.h"

#include "confab-aws-signer.h"

#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

/* Amazon's Signature Version 4, as its documentation describes it: of a request in one certain
 * spelling, its “canonical request”, a signature is made with a key that is good for one day, one
 * region and one service. The same bytes must arrive, so only headers are signed that nobody on
 * the way has a reason to change. */

#define ALGORITHM "AWS4-HMAC-SHA256"
#define SHA256_BYTES 32

typedef struct
{
  char *name;   /* owned, lower case */
  char *value;  /* owned */
} Header;

static void
header_clear (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  confab_secret_wipe (header->value);
  g_free (header->value);
}

static int
compare_headers (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (((const Header *) a)->name, ((const Header *) b)->name);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* White space at the ends goes, runs of it become one space: so it may be folded on the way. */
static char *
collapse (const char *value)
{
  g_autoptr(GString) text = g_string_sized_new (strlen (value));

  for (const char *p = value; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (text, *p);
    else if (text->len > 0 && text->str[text->len - 1] != ' ')
      g_string_append_c (text, ' ');
  if (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_header (GArray     *headers,
            const char *name,
            const char *value)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  Header header;

  for (guint i = 0; i < headers->len; i++)
    {
      Header *other = &g_array_index (headers, Header, i);
      g_autofree char *collapsed = NULL;
      char *joined;

      if (!g_str_equal (other->name, lower))
        continue;

      collapsed = collapse (value);
      joined = g_strconcat (other->value, ",", collapsed, NULL);
      g_free (other->value);
      other->value = joined;
      return;
    }

  header.name = g_steal_pointer (&lower);
  header.value = collapse (value);
  g_array_append_val (headers, header);
}

static GArray *
collect_headers (const ConfabAwsSignable *signable)
{
  GArray *headers = g_array_new (FALSE, FALSE, sizeof (Header));

  g_array_set_clear_func (headers, header_clear);
  for (guint i = 0; signable->headers[i] != NULL && signable->headers[i + 1] != NULL; i += 2)
    add_header (headers, signable->headers[i], signable->headers[i + 1]);
  if (signable->security_token != NULL)
    add_header (headers, "x-amz-security-token", confab_secret_peek (signable->security_token));
  g_array_sort (headers, compare_headers);

  return headers;
}

static char *
join_names (GArray *headers)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < headers->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ";" : "",
                            g_array_index (headers, Header, i).name);

  return g_string_free (names, FALSE);
}

/* Without “.”, “..” and empty segments; a slash at the end stays. */
static char *
normalize_path (const char *path)
{
  g_auto(GStrv) segments = g_strsplit (path, "/", -1);
  const guint n_segments = g_strv_length (segments);
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  const char *last;

  for (guint i = 0; i < n_segments; i++)
    {
      if (g_str_equal (segments[i], ".."))
        g_ptr_array_set_size (kept, MAX ((int) kept->len - 1, 0));
      else if (*segments[i] != '\0' && !g_str_equal (segments[i], "."))
        g_ptr_array_add (kept, segments[i]);
    }
  g_ptr_array_add (kept, NULL);

  last = n_segments > 0 ? segments[n_segments - 1] : "";
  joined = g_strjoinv ("/", (char **) kept->pdata);
  return g_strconcat ("/", joined,
                      kept->len > 1 &&
                      (*last == '\0' || g_str_equal (last, ".") || g_str_equal (last, "..")) ? "/" : "",
                      NULL);
}

/* The path is encoded once more than on the wire: a “%3A” there is “%253A” here. All services but
 * the one for storage have it so. */
static char *
make_canonical_path (const char *path)
{
  g_autofree char *normalized = normalize_path (path);

  return g_uri_escape_string (normalized, "/", FALSE);
}

/* Names and values are taken out of their encoding first, so that however they were encoded the
 * outcome is the one spelling that counts. */
static char *
recode (const char *start,
        gsize       length)
{
  g_autoptr(GBytes) decoded = g_uri_unescape_bytes (start, length, NULL, NULL);
  g_autoptr(GBytes) raw = NULL;
  gconstpointer data;
  gsize size;

  /* A percent sign that begins no code stands for itself. */
  if (decoded == NULL)
    raw = g_bytes_new (start, length);
  data = g_bytes_get_data (decoded != NULL ? decoded : raw, &size);

  return g_uri_escape_bytes (data != NULL ? data : (gconstpointer) "", size, NULL);
}

static char *
make_canonical_query (const char *query)
{
  g_auto(GStrv) fields = g_strsplit (query != NULL ? query : "", "&", -1);
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      const gsize name_length = strcspn (fields[i], "=");
      const char *value_start = fields[i] + name_length + (fields[i][name_length] == '=');
      g_autofree char *name = recode (fields[i], name_length);
      g_autofree char *value = recode (value_start, strlen (value_start));

      /* “=” goes before every letter of a name, but not before “-” and “.”, and order is by name
       * first: a character that is in none takes its place until they are sorted. */
      if (*fields[i] != '\0')
        g_ptr_array_add (pairs, g_strconcat (name, "\001", value, NULL));
    }

  g_ptr_array_sort (pairs, compare_texts);
  for (guint i = 0; i < pairs->len; i++)
    *strchr (g_ptr_array_index (pairs, i), '\001') = '=';
  g_ptr_array_add (pairs, NULL);

  return g_strjoinv ("&", (char **) pairs->pdata);
}

static char *
to_hex (const guchar digest[SHA256_BYTES])
{
  GString *hex = g_string_sized_new (2 * SHA256_BYTES);

  for (guint i = 0; i < SHA256_BYTES; i++)
    g_string_append_printf (hex, "%02x", digest[i]);

  return g_string_free (hex, FALSE);
}

/* GnuTLS and not GLib, for it makes use of what the processor has for this. */
static char *
hash_hex (gconstpointer data,
          gsize         size)
{
  guchar digest[SHA256_BYTES];

  /* An empty body has no bytes to point at. */
  const int status = gnutls_hash_fast (GNUTLS_DIG_SHA256, size > 0 ? data : (gconstpointer) "", size, digest);

  g_assert_cmpint (status, ==, 0);

  return to_hex (digest);
}

static void
hmac (gconstpointer  key,
      gsize          key_size,
      const char    *text,
      guchar         digest[SHA256_BYTES])
{
  /* GnuTLS and not GLib, which leaves the key behind in freed memory. */
  const int status = gnutls_hmac_fast (GNUTLS_MAC_SHA256, key, key_size, text, strlen (text),
                                       digest);

  g_assert_cmpint (status, ==, 0);
}

static char *
make_signature (const ConfabSecret *secret_access_key,
                const char         *string_to_sign,
                const char         *date,
                const char         *region,
                const char         *service)
{
  const char *steps[] = { date, region, service, "aws4_request", string_to_sign };
  guchar key[SHA256_BYTES];
  guchar next[SHA256_BYTES];
  char *signature;
  char *first;

  first = g_strconcat ("AWS4", confab_secret_peek (secret_access_key), NULL);
  hmac (first, strlen (first), steps[0], key);
  confab_secret_wipe (first);
  g_free (first);

  for (guint i = 1; i < G_N_ELEMENTS (steps); i++)
    {
      hmac (key, sizeof key, steps[i], next);
      memcpy (key, next, sizeof key);
    }
  signature = to_hex (key);
  explicit_bzero (key, sizeof key);
  explicit_bzero (next, sizeof next);

  return signature;
}

static char *
make_scope (const char *date,
            const char *region,
            const char *service)
{
  return g_strdup_printf ("%s/%s/%s/aws4_request", date, region, service);
}

/**
 * confab_aws_signer_hash_body:
 * @body: (nullable): a body
 *
 * Takes long where the body is long. Any thread may call it.
 *
 * Returns: (transfer full): what of the body is signed
 */
char *
confab_aws_signer_hash_body (GBytes *body)
{
  gconstpointer data = NULL;
  gsize size = 0;

  if (body != NULL)
    data = g_bytes_get_data (body, &size);

  return hash_hex (data, size);
}

/**
 * confab_aws_signer_dup_canonical_request:
 * @signable: a request
 *
 * Holds the security token where there is one, so it has to be wiped.
 *
 * Returns: (transfer full): the request in the one spelling that is signed
 */
char *
confab_aws_signer_dup_canonical_request (const ConfabAwsSignable *signable)
{
  g_autoptr(GArray) headers = NULL;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *names = NULL;
  GString *text;

  g_return_val_if_fail (signable != NULL, NULL);
  g_return_val_if_fail (signable->body_hash != NULL, NULL);

  headers = collect_headers (signable);
  path = make_canonical_path (signable->path);
  query = make_canonical_query (signable->query);
  names = join_names (headers);

  /* Room enough that no copy of a token is left behind by growing. */
  text = g_string_sized_new (8192 + (signable->security_token != NULL
                                       ? confab_secret_get_length (signable->security_token) : 0));
  g_string_append_printf (text, "%s\n%s\n%s\n", signable->method, path, query);
  for (guint i = 0; i < headers->len; i++)
    {
      const Header *header = &g_array_index (headers, Header, i);

      g_string_append (text, header->name);
      g_string_append_c (text, ':');
      g_string_append (text, header->value);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, "\n%s\n%s", names, signable->body_hash);

  return g_string_free (text, FALSE);
}

/**
 * confab_aws_signer_dup_string_to_sign:
 * @canonical_request: from [func@aws_signer_dup_canonical_request]
 * @timestamp: as in `x-amz-date`
 * @region: where the service is
 * @service: the name it signs by
 *
 * Returns: (transfer full): what is signed
 */
char *
confab_aws_signer_dup_string_to_sign (const char *canonical_request,
                                      const char *timestamp,
                                      const char *region,
                                      const char *service)
{
  g_autofree char *date = NULL;
  g_autofree char *scope = NULL;
  g_autofree char *hash = NULL;

  g_return_val_if_fail (canonical_request != NULL, NULL);
  g_return_val_if_fail (timestamp != NULL, NULL);

  date = g_strndup (timestamp, 8);
  scope = make_scope (date, region, service);
  hash = hash_hex (canonical_request, strlen (canonical_request));

  return g_strdup_printf (ALGORITHM "\n%s\n%s\n%s", timestamp, scope, hash);
}

/**
 * confab_aws_signer_authorize:
 * @signable: a request
 * @keys: the keys; their session token does not count, but that of @signable
 * @timestamp: as in `x-amz-date`: `YYYYMMDDThhmmssZ`
 * @region: where the service is
 * @service: the name it signs by
 *
 * Returns: (transfer full): the value of the header `Authorization`
 */
ConfabSecret *
confab_aws_signer_authorize (const ConfabAwsSignable *signable,
                             ConfabAwsKeys           *keys,
                             const char              *timestamp,
                             const char              *region,
                             const char              *service)
{
  g_autoptr(GArray) headers = NULL;
  g_autofree char *date = NULL;
  g_autofree char *scope = NULL;
  g_autofree char *names = NULL;
  g_autofree char *string_to_sign = NULL;
  g_autofree char *signature = NULL;
  char *canonical_request;
  char *value;
  ConfabSecret *authorization;

  g_return_val_if_fail (signable != NULL, NULL);
  g_return_val_if_fail (keys != NULL, NULL);
  g_return_val_if_fail (timestamp != NULL && strlen (timestamp) == strlen ("20060102T150405Z"), NULL);
  g_return_val_if_fail (region != NULL && service != NULL, NULL);

  date = g_strndup (timestamp, 8);
  scope = make_scope (date, region, service);
  headers = collect_headers (signable);
  names = join_names (headers);
  canonical_request = confab_aws_signer_dup_canonical_request (signable);
  string_to_sign = confab_aws_signer_dup_string_to_sign (canonical_request, timestamp, region,
                                                         service);
  confab_secret_wipe (canonical_request);
  g_free (canonical_request);
  signature = make_signature (confab_aws_keys_get_secret_access_key (keys), string_to_sign, date,
                              region, service);

  value = g_strdup_printf (ALGORITHM " Credential=%s/%s, SignedHeaders=%s, Signature=%s",
                           confab_secret_peek (confab_aws_keys_get_access_key_id (keys)), scope,
                           names, signature);
  authorization = confab_secret_new (value, -1);
  confab_secret_wipe (value);
  g_free (value);

  return authorization;
}
