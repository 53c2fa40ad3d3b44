/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-base-url"

#include "config.h"

#include "confab-base-url-private.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "confab-look-alike.h"

#define MAX_LENGTH 2048
#define OLLAMA_PORT 11434

/* Ends of paths that belong to a single call: people paste the address of one. */
static const char * const openai_ends[] = {
  "/chat/completions", "/completions", "/responses", "/models", "/embeddings", NULL
};
static const char * const anthropic_ends[] = {
  "/v1/messages", "/v1/messages/count_tokens", "/v1/messages/batches", "/v1/models", "/v1/complete",
  "/messages", "/v1", NULL
};
static const char * const cohere_ends[] = {
  "/v2/chat", "/v1/chat", "/v1/models", "/v2", "/v1", NULL
};
static const char * const ollama_ends[] = {
  "/api/chat", "/api/generate", "/api/tags", "/api/show", "/api/ps", "/api/pull", "/api/version",
  "/api", "/v1/chat/completions", "/v1/models", "/v1", NULL
};

static char *
refuse (GError     **error,
        const char  *message)
{
  /* The address itself stays out of the messages, for it may hold a password. A host holds none. */
  g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL,
                       message);
  return NULL;
}

/* What surrounds an address that was copied from a page, and nobody sees. */
static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iszerowidth (c) || c == 0xFEFF;
}

static char *
trim (const char *text)
{
  const char *end;

  while (*text != '\0' && is_blank (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  end = text + strlen (text);
  while (end > text && is_blank (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);

  return g_strndup (text, end - text);
}

static const char *
check_characters (const char *address)
{
  if (*address == '\0')
    return _("The address is empty.");
  if (strlen (address) > MAX_LENGTH)
    return _("The address is too long.");

  for (const char *p = address; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (is_blank (c))
        return g_unichar_iscntrl (c) ? _("The address has a line break or a tab inside.")
                                     : _("The address has a space inside.");
      if (g_unichar_iscntrl (c))
        return _("The address has an invisible control character inside.");
      if (c == '\\')
        return _("The address has a “\\” inside. Write “/” instead.");
      if (c < 0x80 && strchr ("<>{}|^`\"", (int) c) != NULL)
        return _("The address has a character inside that no address can have. "
                 "Is it of a placeholder?");
    }

  return NULL;
}

static gboolean
begins_as_web_address (const char *text)
{
  return g_ascii_strncasecmp (text, "http://", strlen ("http://")) == 0 ||
         g_ascii_strncasecmp (text, "https://", strlen ("https://")) == 0;
}

static const char *
check_scheme (const char *address)
{
  const char *colon = strstr (address, "://");

  if (colon == NULL || colon == address || strcspn (address, "/?#") < (gsize) (colon - address))
    return _("The address must begin with http:// or https://.");
  if (!begins_as_web_address (address))
    return _("Only addresses that begin with http:// or https:// can be used.");

  if (begins_as_web_address (colon + strlen ("://")))
    return _("The address has http:// or https:// in it twice.");

  return NULL;
}

static gboolean
is_domain_name (const char *host)
{
  g_auto(GStrv) labels = g_strsplit (host, ".", -1);
  const guint n_labels = g_strv_length (labels);

  for (guint i = 0; i < n_labels; i++)
    {
      const gsize length = strlen (labels[i]);

      /* A dot at the end only says that the name is complete. */
      if (length == 0 && i > 0 && i == n_labels - 1)
        continue;
      if (length == 0 || length > 63)
        return FALSE;
      for (const char *p = labels[i]; *p != '\0'; p++)
        if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
          return FALSE;
    }

  return strlen (host) <= 254;
}

static gboolean
is_ipv6_address (const char *host)
{
  g_autofree char *without_zone = g_strndup (host, strcspn (host, "%"));

  return strchr (without_zone, ':') != NULL && g_hostname_is_ip_address (without_zone);
}

/* An address is stored and shown in plain text, so it must not be where a key is kept. */
static const char *
check_query (const char *query)
{
  static const char * const key_names[] = {
    "key", "api_key", "api-key", "apikey", "access_token", "token", "auth", "password", NULL
  };
  g_auto(GStrv) fields = g_strsplit (query, "&", -1);

  for (gsize i = 0; fields[i] != NULL; i++)
    {
      g_autofree char *name = g_ascii_strdown (fields[i], strcspn (fields[i], "="));

      if (g_strv_contains (key_names, name))
        return _("The address has a key in it. Enter the key in its own field.");
    }

  return NULL;
}

static const char *
check_uri (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  if (g_uri_get_userinfo (uri) != NULL)
    return _("The address has a user name or a password in it, which would be kept in plain text.");
  if (host == NULL || *host == '\0')
    return _("The address has no host name.");
  if (!is_domain_name (host) && !is_ipv6_address (host))
    return _("The host name in the address cannot be right.");
  if (g_uri_get_port (uri) == 0)
    return _("The port in the address must be a number from 1 to 65535.");

  return g_uri_get_query (uri) != NULL ? check_query (g_uri_get_query (uri)) : NULL;
}

static const char *
explain_parse_error (const GError *error)
{
  if (g_error_matches (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST))
    return _("The host name in the address cannot be right.");
  if (g_error_matches (error, G_URI_ERROR, G_URI_ERROR_BAD_PORT))
    return _("The port in the address must be a number from 1 to 65535.");

  return _("The address cannot be understood. Is a “%” not followed by two digits?");
}

/* A name in other letters is turned into one of ASCII. Whoever typed that one has seen what it is; in
 * its own letters it may have been taken for another, so that a key would go to a stranger. */
static char *
check_look (const char *address,
            const char *host)
{
  g_autofree char *typed = g_ascii_strdown (address, -1);

  if (strstr (typed, host) != NULL || !confab_look_alike_is_host (host))
    return NULL;

  /* Translators: a host name as it is on the network, like xn--pi-6kc.example */
  return g_strdup_printf (_("The host name mixes letters of several scripts, some of which look alike. Only if you "
                            "know that it is meant, write it as “%s”."), host);
}

/* Servers are told by OLLAMA_HOST where to listen; the same word tells clients where to ask. */
static char *
complete_ollama_host (const char *text)
{
  gsize host_length;
  g_autofree char *host = NULL;
  const char *rest;

  if (*text == '\0' || strstr (text, "://") != NULL)
    return g_strdup (text);

  if (*text == ':' && text[1] != ':')
    return g_strconcat ("http://127.0.0.1", text, NULL);

  host_length = strcspn (text, "/?#");
  host = g_strndup (text, host_length);
  rest = text + host_length;

  if (is_ipv6_address (host))
    return g_strdup_printf ("http://[%s]:%d%s", host, OLLAMA_PORT, rest);
  if (strchr (*host == '[' && strchr (host, ']') != NULL ? strchr (host, ']') : host, ':') == NULL)
    return g_strdup_printf ("http://%s:%d%s", host, OLLAMA_PORT, rest);

  return g_strconcat ("http://", text, NULL);
}

static void
drop_slashes (char *path)
{
  gsize length = strlen (path);

  while (length > 0 && path[length - 1] == '/')
    path[--length] = '\0';
}

static void
drop_ends (char               *path,
           const char * const *ends)
{
  gboolean found;

  /* Until nothing is left to drop, so that doing it again changes nothing. */
  do
    {
      found = FALSE;
      drop_slashes (path);
      for (gsize i = 0; !found && ends[i] != NULL; i++)
        if (g_str_has_suffix (path, ends[i]))
          {
            path[strlen (path) - strlen (ends[i])] = '\0';
            found = TRUE;
          }
    }
  while (found);
}

/* confab_base_url_drop_openai_ends:
 * @path: (inout): a path
 *
 * Takes away what belongs to a single call of the OpenAI format.
 */
void
confab_base_url_drop_openai_ends (char *path)
{
  drop_ends (path, openai_ends);
}

static gboolean
has_segment (const char *path,
             const char *pattern)
{
  g_auto(GStrv) segments = g_strsplit (path, "/", -1);

  for (gsize i = 0; segments[i] != NULL; i++)
    if (g_regex_match_simple (pattern, segments[i], G_REGEX_DOLLAR_ENDONLY, 0))
      return TRUE;

  return FALSE;
}

static char *
shape_openai_path (char *path)
{
  drop_ends (path, openai_ends);
  if (has_segment (path, "^v[0-9]+([a-z]+[0-9]*)?$") ||
      strstr (path, "/openai/deployments/") != NULL)
    return g_strdup (path);

  return g_strconcat (path, "/v1", NULL);
}

static char *
shape_gemini_path (char *path)
{
  g_autoptr(GRegex) call = g_regex_new ("/v1(alpha|beta)?(/+(models|tunedModels)(/.*)?)?$",
                                        G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  int start;

  for (;;)
    {
      drop_slashes (path);
      g_clear_pointer (&match, g_match_info_unref);
      if (!g_regex_match (call, path, 0, &match) ||
          !g_match_info_fetch_pos (match, 0, &start, NULL))
        return g_strdup (path);
      path[start] = '\0';
    }
}

static char *
shape_path (const char *encoded_path,
            const char *dialect)
{
  g_autofree char *path = g_uri_escape_string (encoded_path, "%/:@!$&'()*+,;=~", FALSE);

  if (g_str_equal (dialect, "openai-chat") || g_str_equal (dialect, "openai-responses"))
    return shape_openai_path (path);
  if (g_str_equal (dialect, "gemini"))
    return shape_gemini_path (path);
  if (g_str_equal (dialect, "anthropic"))
    drop_ends (path, anthropic_ends);
  else if (g_str_equal (dialect, "cohere-v2"))
    drop_ends (path, cohere_ends);
  else if (g_str_equal (dialect, "ollama"))
    drop_ends (path, ollama_ends);
  else
    drop_slashes (path);

  return g_steal_pointer (&path);
}

/* The zone of an IPv6 address, the cable it belongs to, is behind a percent sign, which is no
 * beginning of an encoded byte. */
static char *
encode_zone (const char *host)
{
  const char *zone = is_ipv6_address (host) ? strchr (host, '%') : NULL;

  return zone != NULL ? g_strdup_printf ("%.*s%%25%s", (int) (zone - host), host, zone + 1) : g_strdup (host);
}

/* “Every address of this computer” is where a server listens, not where a client can go. */
static const char *
to_reachable_host (const char *host,
                   const char *dialect)
{
  if (!g_str_equal (dialect, "ollama"))
    return host;
  if (g_str_equal (host, "0.0.0.0"))
    return "127.0.0.1";
  if (g_str_equal (host, "::"))
    return "::1";

  return host;
}

/**
 * confab_base_url_normalize:
 * @text: what a person typed, or what an environment variable holds
 * @dialect: the wire format that is spoken there
 * @context: where @text came from
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_URL, with a translated sentence
 *   for people in which nothing of @text appears, but for a host name that looks like another
 *
 * Makes the address of a provider out of what was written: with or without the version, with
 * slashes at the end, or the address of a single call. A query is kept, a fragment dropped.
 * Calls are made by appending their path with [func@base_url_join]. Normalising the result again
 * changes nothing.
 *
 * For OpenAI's dialects the result has a version (`https://api.example.com/v1`), for the others it
 * has none.
 *
 * Returns: (transfer full): the address, without a slash at the end of its path
 */
char *
confab_base_url_normalize (const char            *text,
                           const char            *dialect,
                           ConfabBaseUrlContext   context,
                           GError               **error)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *address = NULL;
  g_autofree char *host = NULL;
  g_autofree char *encoded_host = NULL;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *warning = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GError) parse_error = NULL;
  const char *message;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (dialect != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _("The address has an invisible control character inside."));

  trimmed = trim (text);
  address = context == CONFAB_BASE_URL_OLLAMA_HOST ? complete_ollama_host (trimmed)
                                                   : g_strdup (trimmed);

  message = check_characters (address);
  if (message == NULL)
    message = check_scheme (address);
  if (message != NULL)
    return refuse (error, message);

  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, &parse_error);
  if (uri == NULL)
    return refuse (error, explain_parse_error (parse_error));
  if ((message = check_uri (uri)) != NULL)
    return refuse (error, message);
  if (g_str_equal (dialect, "gemini") && confab_base_url_implies_openai (address))
    return refuse (error, _("This address speaks the OpenAI format, not Gemini's own."));

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  if ((warning = check_look (address, host)) != NULL)
    return refuse (error, warning);

  encoded_host = encode_zone (to_reachable_host (host, dialect));
  path = shape_path (g_uri_get_path (uri), dialect);
  if (g_uri_get_query (uri) != NULL && *g_uri_get_query (uri) != '\0')
    query = g_uri_escape_string (g_uri_get_query (uri), "%/:@!$&'()*+,;=~?", FALSE);

  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL,
                     encoded_host, g_uri_get_port (uri), path, query, NULL);
}

/**
 * confab_base_url_join:
 * @base_url: an address from [func@base_url_normalize]
 * @path: the path of a call, which may have a query
 *
 * Makes the address of a call. A query of @base_url ends up behind @path.
 *
 * Returns: (transfer full): the address of the call
 */
char *
confab_base_url_join (const char *base_url,
                      const char *path)
{
  g_autofree char *prefix = NULL;
  const char *query;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  prefix = g_strndup (base_url, strcspn (base_url, "?"));
  query = strchr (base_url, '?');
  drop_slashes (prefix);
  while (*path == '/')
    path++;

  if (query == NULL)
    return g_strconcat (prefix, "/", path, NULL);

  return g_strconcat (prefix, "/", path, strchr (path, '?') != NULL ? "&" : "?", query + 1, NULL);
}

/**
 * confab_base_url_join_root:
 * @base_url: an address from [func@base_url_normalize]
 * @path: the path of a call, from the root of the host
 *
 * Returns: (transfer full): the address of a call that has nothing to do with the path of @base_url
 */
char *
confab_base_url_join_root (const char *base_url,
                           const char *path)
{
  const char *host;
  g_autofree char *root = NULL;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (path != NULL && *path == '/', NULL);

  host = strstr (base_url, "://");
  host = host != NULL ? host + strlen ("://") : base_url;
  root = g_strndup (base_url, host - base_url + strcspn (host, "/?"));

  return g_strconcat (root, path, NULL);
}

/**
 * confab_base_url_is_loopback:
 * @base_url: an address
 *
 * Tells by the host's name alone, without asking the network.
 *
 * Returns: whether the address leads to this computer
 */
gboolean
confab_base_url_is_loopback (const char *base_url)
{
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GInetAddress) inet_address = NULL;
  g_autofree char *host = NULL;

  g_return_val_if_fail (base_url != NULL, FALSE);

  uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return FALSE;

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  if (g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';
  if (g_str_equal (host, "localhost") || g_str_has_suffix (host, ".localhost"))
    return TRUE;

  inet_address = g_inet_address_new_from_string (host);
  return inet_address != NULL && g_inet_address_get_is_loopback (inet_address);
}

static char *
dup_host (const char *base_url)
{
  g_autoptr(GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);
  char *host = uri != NULL && g_uri_get_host (uri) != NULL ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;

  if (host != NULL && g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';

  return host;
}

/**
 * confab_base_url_is_at:
 * @base_url: an address
 * @vendor_url: where a vendor's own service is
 *
 * Vendors put regions before the name of their host: `eu.api.example.com`.
 *
 * Returns: whether the address leads to the vendor's host, or to one below it
 */
gboolean
confab_base_url_is_at (const char *base_url,
                       const char *vendor_url)
{
  g_autofree char *host = NULL;
  g_autofree char *vendor = NULL;
  g_autofree char *below = NULL;

  g_return_val_if_fail (base_url != NULL, FALSE);
  g_return_val_if_fail (vendor_url != NULL, FALSE);

  host = dup_host (base_url);
  vendor = dup_host (vendor_url);
  if (host == NULL || vendor == NULL)
    return FALSE;

  below = g_strconcat (".", vendor, NULL);
  return g_str_equal (host, vendor) || g_str_has_suffix (host, below);
}

/**
 * confab_base_url_has_segment:
 * @base_url: an address, as it was typed or normalised
 * @segment: what may stand between two slashes
 *
 * Returns: whether the path of the address has @segment in it
 */
gboolean
confab_base_url_has_segment (const char *base_url,
                             const char *segment)
{
  g_auto(GStrv) segments = NULL;
  g_autofree char *without_query = NULL;
  const char *authority, *path;

  g_return_val_if_fail (base_url != NULL, FALSE);
  g_return_val_if_fail (segment != NULL, FALSE);

  without_query = g_strndup (base_url, strcspn (base_url, "?#"));
  g_strstrip (without_query);
  authority = strstr (without_query, "://");
  path = strchr (authority != NULL ? authority + 3 : without_query, '/');
  segments = g_strsplit (path != NULL ? path : "", "/", -1);

  return g_strv_contains ((const char * const *) segments, segment);
}

/**
 * confab_base_url_implies_openai:
 * @text: what a person typed for a provider that speaks Gemini's own format
 *
 * Google serves the OpenAI format at an address of its own. Who gives it means that format.
 *
 * Returns: whether the address has a segment `openai` in its path
 */
gboolean
confab_base_url_implies_openai (const char *text)
{
  return confab_base_url_has_segment (text, "openai");
}
