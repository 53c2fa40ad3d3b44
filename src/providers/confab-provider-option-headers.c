/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-option-headers"

#include "config.h"

#include "confab-provider-option-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Headers that a person adds to every request. What carries a key is none of them: they are kept in
 * plain text. */

#define MAX_NAME_BYTES 128

/* Of one connection, or of how the message is written: who makes those decides. */
static const char * const reserved_names[] = {
  "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host",
  "http2-settings", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
  "x-amz-content-sha256", "x-amz-date", "x-goog-user-project", NULL
};

/* There is a field for them. */
static const char * const option_names[] = {
  "anthropic-version", "openai-organization", "openai-project", NULL
};

/* Pieces of names that carry credentials. */
static const char * const secret_pieces[] = {
  "authorization", "api-key", "api_key", "apikey", "access-key", "auth-key", "subscription-key", "cookie",
  "password", "secret", NULL
};

static gboolean
is_key_value (const char *value)
{
  return g_regex_match_simple ("^(bearer +[!-~]{8,}|basic +[A-Za-z0-9+/=]{16,})$", value,
                               G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, 0);
}

/* confab_provider_option_carries_key:
 * @name: the name of a header, in lower case
 * @value: its value
 *
 * Returns: whether a key, or what is as good as one, is in it, whatever the type of the provider
 */
gboolean
confab_provider_option_carries_key (const char *name,
                                    const char *value)
{
  for (gsize i = 0; secret_pieces[i] != NULL; i++)
    if (strstr (name, secret_pieces[i]) != NULL)
      return TRUE;

  return g_str_equal (name, "token") || g_str_has_suffix (name, "-token") ||
         g_str_equal (name, "proxy-authenticate") || is_key_value (value);
}

static gboolean
is_auth_header (const char         *name,
                ConfabProviderType *type)
{
  const char *header = confab_provider_type_get_auth_header (type);

  return header != NULL && g_ascii_strcasecmp (name, header) == 0;
}

static gboolean
is_name (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) || strchr ("()<>@,;:\\\"/[]?={}", *p) != NULL)
      return FALSE;

  return *text != '\0' && strlen (text) <= MAX_NAME_BYTES;
}

static gboolean
is_value (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      return FALSE;

  return *text != '\0';
}

/* Returns: why the header cannot be sent, translated */
static const char *
explain (const char         *name,
         const char         *value,
         ConfabProviderType *type,
         GHashTable         *names)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (!is_name (name))
    return _("There is no header of this name. A header is a name of letters, digits and “-”, then a colon and "
             "its value.");
  if (confab_provider_option_carries_key (lower, value) || is_auth_header (lower, type))
    return _("This header would keep a key in plain text. Keys go into the key field.");
  if (g_strv_contains (option_names, lower))
    return _("There is a setting of its own for this header.");
  if (g_strv_contains (reserved_names, lower) || g_str_has_prefix (lower, "proxy-"))
    return _("Confab itself sets this header.");
  if (*value == '\0')
    return _("The header has no value.");
  if (!is_value (value))
    return _("A header can have only plain letters, digits and signs.");
  if (!g_hash_table_add (names, g_ascii_strdown (name, -1)))
    return _("The header is there twice.");
  if (g_hash_table_size (names) > CONFAB_PROVIDER_OPTION_MAX_HEADERS)
    return _("There are too many headers.");

  return NULL;
}

/* confab_provider_option_check_headers:
 *
 * Returns: (transfer full): one `Name: value` in each line
 */
char *
confab_provider_option_check_headers (const char          *text,
                                      ConfabProviderType  *type,
                                      GError             **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) normal = g_string_new (NULL);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *sentence = _("There is no colon between the name and the value of the header.");
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;
      char *colon;

      if (*g_strstrip (lines[i]) == '\0')
        continue;

      colon = strchr (lines[i], ':');
      if (colon != NULL)
        {
          name = g_strchomp (g_strndup (lines[i], colon - lines[i]));
          value = g_strstrip (g_strdup (colon + 1));
          sentence = explain (name, value, type, names);
        }
      if (sentence != NULL)
        {
          /* Translators: the number of a line, and a sentence that says what is wrong there */
          g_autofree char *numbered = g_strdup_printf (_("Line %u: %s"), i + 1, sentence);

          return confab_provider_option_refuse (error, numbered);
        }

      g_string_append_printf (normal, "%s%s: %s", normal->len > 0 ? "\n" : "", name, value);
    }

  return g_string_free (g_steal_pointer (&normal), FALSE);
}

/**
 * confab_provider_option_split_headers:
 * @normal: (nullable): headers as [func@ProviderOption.check] gives them
 *
 * Returns: (transfer full) (array zero-terminated=1): names and values in turn
 */
char **
confab_provider_option_split_headers (const char *normal)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) lines = g_strsplit (normal != NULL ? normal : "", "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (lines[i], ": ", 2);

      if (pair[0] == NULL || pair[1] == NULL)
        continue;
      g_strv_builder_add (builder, pair[0]);
      g_strv_builder_add (builder, pair[1]);
    }

  return g_strv_builder_end (builder);
}
