/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-record-options"

#include "config.h"

#include "confab-json-member-private.h"
#include "confab-provider-option-private.h"
#include "confab-provider-record-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* What the configuration of a record says, and the one way to it. A person may have written it by
 * hand, so that nothing in it need be what it should be. */

/* The names of options are paths of one or two members. */
static JsonNode *
find_node (ConfabProviderRecord *self,
           const char           *path)
{
  JsonObject *object = confab_provider_record_peek_config (self);
  const char *dot = strchr (path, '.');
  JsonNode *node;

  if (object != NULL && dot != NULL)
    {
      g_autofree char *outer = g_strndup (path, dot - path);

      confab_json_member_object (object, outer, &object, NULL);
      path = dot + 1;
    }

  node = object != NULL ? json_object_get_member (object, path) : NULL;

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

/* Whether something else stands where the object with an option should be. */
static gboolean
is_misplaced (ConfabProviderRecord *self,
              const char           *path)
{
  const char *dot = strchr (path, '.');
  g_autofree char *outer = dot != NULL ? g_strndup (path, dot - path) : NULL;
  JsonNode *node = outer != NULL ? find_node (self, outer) : NULL;

  return node != NULL && !JSON_NODE_HOLDS_OBJECT (node);
}

static const char *
get_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static char *
join_headers (JsonObject *object)
{
  g_autoptr(GString) text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (get_string (node) == NULL)
        return NULL;
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", name, get_string (node));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns: the text that would be typed for @node, %NULL when it is of another kind */
static char *
dup_text (ConfabProviderOption  option,
          JsonNode             *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  switch (confab_provider_option_get_kind (option))
    {
    case CONFAB_PROVIDER_OPTION_KIND_LINES:
      return JSON_NODE_HOLDS_OBJECT (node) ? join_headers (json_node_get_object (node)) : NULL;

    case CONFAB_PROVIDER_OPTION_KIND_JSON:
      return JSON_NODE_HOLDS_OBJECT (node) ? confab_json_to_text (node) : NULL;

    case CONFAB_PROVIDER_OPTION_KIND_SECONDS:
      return is_number (node)
               ? g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.12g", json_node_get_double (node))) : NULL;

    case CONFAB_PROVIDER_OPTION_KIND_LINE:
    case CONFAB_PROVIDER_OPTION_KIND_CHOICE:
    case CONFAB_PROVIDER_OPTION_KIND_PEM:
    default:
      return g_strdup (get_string (node));
    }
}

static JsonNode *
new_node (ConfabProviderOption  option,
          const char           *normal)
{
  JsonNode *node = json_node_alloc ();

  switch (confab_provider_option_get_kind (option))
    {
    case CONFAB_PROVIDER_OPTION_KIND_LINES:
      {
        g_auto(GStrv) headers = confab_provider_option_split_headers (normal);
        g_autoptr(JsonObject) object = json_object_new ();

        for (gsize i = 0; headers[i] != NULL; i += 2)
          json_object_set_string_member (object, headers[i], headers[i + 1]);
        return json_node_init_object (node, object);
      }

    case CONFAB_PROVIDER_OPTION_KIND_JSON:
      {
        g_autoptr(GBytes) bytes = g_bytes_new (normal, strlen (normal));
        g_autoptr(JsonObject) object = confab_json_parse_object (bytes, NULL);

        return json_node_init_object (node, object);
      }

    case CONFAB_PROVIDER_OPTION_KIND_SECONDS:
      {
        const double seconds = g_ascii_strtod (normal, NULL);

        return seconds == floor (seconds) ? json_node_init_int (node, (gint64) seconds)
                                          : json_node_init_double (node, seconds);
      }

    case CONFAB_PROVIDER_OPTION_KIND_LINE:
    case CONFAB_PROVIDER_OPTION_KIND_CHOICE:
    case CONFAB_PROVIDER_OPTION_KIND_PEM:
    default:
      return json_node_init_string (node, normal);
    }
}

/**
 * confab_provider_record_get_dialect:
 * @self: a record
 *
 * The member `dialect` of the configuration: for servers that know more than those of their kind
 * usually do.
 *
 * Returns: (transfer none) (nullable): the id of a wire format, or %NULL if the type's is right
 */
const char *
confab_provider_record_get_dialect (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return get_string (find_node (self, confab_provider_option_get_name (CONFAB_PROVIDER_OPTION_DIALECT)));
}

/**
 * confab_provider_record_get_private_meant:
 * @self: a record
 *
 * The member `allow_private` of the configuration: the person said that the address is in their own
 * network.
 *
 * Returns: whether the base URL may be a private address
 */
gboolean
confab_provider_record_get_private_meant (ConfabProviderRecord *self)
{
  JsonNode *node;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), FALSE);

  node = find_node (self, "allow_private");

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}

/**
 * confab_provider_record_set_private_meant:
 * @self: a record
 * @private_meant: whether the base URL may be a private address
 *
 * Notes what the person said of the address.
 */
void
confab_provider_record_set_private_meant (ConfabProviderRecord *self,
                                          gboolean              private_meant)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  if (private_meant)
    json_object_set_boolean_member (confab_provider_record_get_config (self), "allow_private", TRUE);
  else if (confab_provider_record_get_private_meant (self))
    json_object_remove_member (confab_provider_record_get_config (self), "allow_private");
}

/**
 * confab_provider_record_get_timeout_ms:
 * @self: a record
 * @phase: `connect`, `first_byte` or `idle`
 * @fallback_ms: what holds unless the record says otherwise, in milliseconds
 *
 * How long the provider is waited for. The configuration has it in seconds, as the member of that
 * name of `timeouts`; what is no number from 0 to a day counts as not being there.
 *
 * Returns: milliseconds, with 0 for waiting without end
 */
guint
confab_provider_record_get_timeout_ms (ConfabProviderRecord *self,
                                       const char           *phase,
                                       guint                 fallback_ms)
{
  g_autofree char *path = NULL;
  JsonNode *node;
  double seconds;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), fallback_ms);
  g_return_val_if_fail (phase != NULL, fallback_ms);

  path = g_strconcat ("timeouts.", phase, NULL);
  node = find_node (self, path);
  if (!is_number (node))
    return fallback_ms;

  seconds = json_node_get_double (node);
  if (!(seconds >= 0 && seconds <= CONFAB_PROVIDER_OPTION_MAX_SECONDS))
    return fallback_ms;

  /* The shortest of times is not the one without end. */
  return seconds > 0 ? MAX (1, (guint) (seconds * 1000)) : 0;
}

/**
 * confab_provider_record_dup_option:
 * @self: a record
 * @option: an option
 *
 * Returns: (transfer full) (nullable): what the configuration says, as text that
 *   [func@ProviderOption.check] takes; %NULL where it says nothing or what is of another kind
 */
char *
confab_provider_record_dup_option (ConfabProviderRecord *self,
                                   ConfabProviderOption  option)
{
  g_autofree char *text = NULL;
  JsonNode *node;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  node = find_node (self, confab_provider_option_get_name (option));
  text = node != NULL ? dup_text (option, node) : NULL;

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * confab_provider_record_set_option:
 * @self: a record
 * @option: an option
 * @normal: (nullable): as of [func@ProviderOption.check], or %NULL to unset it
 *
 * Writes down what a person set.
 */
void
confab_provider_record_set_option (ConfabProviderRecord *self,
                                   ConfabProviderOption  option,
                                   const char           *normal)
{
  g_autofree char *outer = NULL;
  JsonObject *config, *object;
  const char *name, *dot;

  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  if (normal == NULL && confab_provider_record_peek_config (self) == NULL)
    return;

  name = confab_provider_option_get_name (option);
  object = config = confab_provider_record_get_config (self);
  if ((dot = strchr (name, '.')) != NULL)
    {
      outer = g_strndup (name, dot - name);
      name = dot + 1;
      if (!confab_json_member_object (config, outer, &object, NULL) || object == NULL)
        {
          if (normal == NULL)
            return;
          object = json_object_new ();
          json_object_set_object_member (config, outer, object);
        }
    }

  if (normal != NULL)
    json_object_set_member (object, name, new_node (option, normal));
  else
    json_object_remove_member (object, name);

  if (outer != NULL && json_object_get_size (object) == 0)
    json_object_remove_member (config, outer);
}

/**
 * confab_provider_record_check_option:
 * @self: a record
 * @option: an option
 * @type: the type, as it is at the provider's address
 * @normal: (out) (optional) (transfer full) (nullable): what the option is set to, %NULL for nothing
 * @error: return location for a %CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION with a translated sentence
 *
 * Reads an option that somebody may have written by hand. One that means nothing to @type counts as
 * not being there.
 *
 * Returns: whether it can be used
 */
gboolean
confab_provider_record_check_option (ConfabProviderRecord  *self,
                                     ConfabProviderOption   option,
                                     ConfabProviderType    *type,
                                     char                 **normal,
                                     GError               **error)
{
  const char *name;
  g_autofree char *text = NULL;
  JsonNode *node;
  gboolean misplaced;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), FALSE);

  if (normal != NULL)
    *normal = NULL;

  name = confab_provider_option_get_name (option);
  node = find_node (self, name);
  misplaced = is_misplaced (self, name);
  if ((node == NULL && !misplaced) || !confab_provider_option_applies (option, type))
    return TRUE;

  text = node != NULL ? dup_text (option, node) : NULL;
  if (text == NULL)
    {
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION,
                   /* Translators: the name of a setting in the file */
                   _("“%s” in the file with the providers is of the wrong kind."), name);
      return FALSE;
    }

  return confab_provider_option_check (option, type, text, normal, error);
}

/**
 * confab_provider_record_check_options:
 * @self: a record
 * @type: the type, as it is at the provider's address
 * @error: return location for a %CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION with a translated sentence
 *   that names the option
 *
 * Returns: whether all options can be used
 */
gboolean
confab_provider_record_check_options (ConfabProviderRecord  *self,
                                      ConfabProviderType    *type,
                                      GError               **error)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_PROVIDER_TYPE (type), FALSE);

  for (guint option = 0; option < CONFAB_N_PROVIDER_OPTIONS; option++)
    {
      g_autoptr(GError) option_error = NULL;

      if (!confab_provider_record_check_option (self, option, type, NULL, &option_error))
        {
          g_set_error (error, option_error->domain, option_error->code,
                       /* Translators: the title of a setting, and a sentence that says what is wrong with it */
                       _("%s: %s"), confab_provider_option_get_title (option), option_error->message);
          return FALSE;
        }
    }

  return TRUE;
}
