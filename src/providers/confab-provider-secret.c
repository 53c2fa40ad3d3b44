/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-secret"

#include "config.h"

#include "confab-provider-secret.h"

#include "confab-json-member-private.h"
#include "confab-provider-option-private.h"
#include "confab-provider-record-private.h"
#include "confab-redact.h"

#include <string.h>

/* Keys in plain text, as people write them into the file by hand: nothing that is carried about should
 * have them. Names tell most of them; of what goes into requests, letters that look like a key do, too. */

/* A walk through one provider. */
typedef struct
{
  const char *provider;  /* borrowed: what it is called */
  GPtrArray  *secrets;   /* borrowed */
} Walk;

/**
 * confab_provider_secret_new:
 * @provider: what the provider is called
 * @field: the header or the field
 *
 * Returns: (transfer full): the place
 */
ConfabProviderSecret *
confab_provider_secret_new (const char *provider,
                            const char *field)
{
  ConfabProviderSecret *self = g_new0 (ConfabProviderSecret, 1);

  self->provider = g_strdup (provider);
  self->field = g_strdup (field);
  return self;
}

/**
 * confab_provider_secret_free:
 * @self: (nullable) (transfer full): the place
 */
void
confab_provider_secret_free (ConfabProviderSecret *self)
{
  if (self == NULL)
    return;

  g_free (self->provider);
  g_free (self->field);
  g_free (self);
}

static gboolean
is_secret_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return confab_provider_option_carries_key (g_strdelimit (lower, "_", '-'), "");
}

static gboolean
looks_secret (const char *value)
{
  g_autofree char *redacted = confab_redact_keys (value);

  return confab_provider_option_carries_key ("", value) || !g_str_equal (redacted, value);
}

/* Whether a key is in any text of a value that goes into requests. */
static gboolean
has_secret (JsonNode *node)
{
  JsonArray *array;

  if (JSON_NODE_HOLDS_VALUE (node))
    return json_node_get_value_type (node) == G_TYPE_STRING && looks_secret (json_node_get_string (node));
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (has_secret (json_array_get_element (array, i)))
      return TRUE;

  return FALSE;
}

static void
add (Walk       *self,
     const char *field)
{
  g_ptr_array_add (self->secrets, confab_provider_secret_new (self->provider, field));
}

/* @prefix: what stands before the names of the members; @sent: whether they go into requests */
static void
clean_object (Walk       *self,
              JsonObject *object,
              const char *prefix,
              gboolean    sent)
{
  g_autoptr(GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *name = g_strdup (l->data);
      g_autofree char *field = g_strconcat (prefix, name, NULL);
      JsonNode *node = json_object_get_member (object, name);

      if (is_secret_name (name) || (sent && has_secret (node)))
        {
          add (self, field);
          json_object_remove_member (object, name);
        }
      else if (JSON_NODE_HOLDS_OBJECT (node))
        {
          g_autofree char *inner = g_strconcat (field, ".", NULL);

          clean_object (self, json_node_get_object (node), inner, sent);
        }
      else if (JSON_NODE_HOLDS_ARRAY (node))
        {
          JsonArray *array = json_node_get_array (node);
          g_autofree char *inner = g_strconcat (field, ".", NULL);

          for (guint i = 0; i < json_array_get_length (array); i++)
            if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
              clean_object (self, json_array_get_object_element (array, i), inner, sent);
        }
    }
}

/* The name and password in an address, `https://name:password@host`. */
static void
clean_address (Walk       *self,
               JsonObject *object,
               const char *name)
{
  const char *address;
  const char *host;
  gsize length;

  if (!confab_json_member_string (object, name, &address, NULL) || address == NULL)
    return;

  host = strstr (address, "://");
  host = host != NULL ? host + strlen ("://") : address;
  length = strcspn (host, "/?#");
  for (gsize i = length; i > 0; i--)
    if (host[i - 1] == '@')
      {
        g_autofree char *scheme = g_strndup (address, (gsize) (host - address));
        g_autofree char *clean = g_strconcat (scheme, host + i, NULL);

        json_object_set_string_member (object, name, clean);
        add (self, name);
        return;
      }
}

/* Headers and fields go by their own names: nobody knows what the file calls where they are. */
static void
clean_config (Walk       *self,
              JsonObject *config)
{
  const char *headers = confab_provider_option_get_name (CONFAB_PROVIDER_OPTION_HEADERS);
  const char *body = confab_provider_option_get_name (CONFAB_PROVIDER_OPTION_BODY);
  JsonObject *object;

  if (json_object_has_member (config, headers))
    {
      if (confab_json_member_object (config, headers, &object, NULL) && object != NULL)
        clean_object (self, object, "", TRUE);
      else
        {
          add (self, headers);
          json_object_remove_member (config, headers);
        }
    }
  if (confab_json_member_object (config, body, &object, NULL) && object != NULL)
    clean_object (self, object, "", TRUE);
  clean_address (self, config, confab_provider_option_get_name (CONFAB_PROVIDER_OPTION_PROXY));
  clean_object (self, config, "", FALSE);
}

static void
clean_record (JsonObject *record,
              GPtrArray  *secrets)
{
  Walk walk = { .secrets = secrets };
  g_autoptr(GList) names = json_object_get_members (record);
  g_autofree char *provider = NULL;
  const char *name = NULL;
  JsonObject *config;

  if (!confab_json_member_string (record, "name", &name, NULL) || name == NULL || *name == '\0')
    confab_json_member_string (record, "id", &name, NULL);
  walk.provider = provider = g_strdup (name);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *member = g_strdup (l->data);

      /* By this the keyring calls the key. */
      if (!g_str_equal (member, "secret") && is_secret_name (member))
        {
          add (&walk, member);
          json_object_remove_member (record, member);
        }
    }
  clean_address (&walk, record, "base_url");
  if (confab_json_member_object (record, "config", &config, NULL) && config != NULL)
    clean_config (&walk, config);
}

/**
 * confab_provider_secrets_take_out:
 * @contents: what is in the records file
 * @secrets: (out) (transfer full) (element-type ConfabProviderSecret): what was taken out
 * @error: where to say why not: as of [func@provider_records_parse]
 *
 * Makes what may be carried about of a file of providers: all of it but keys, and what may be one. Pure:
 * it may run on any thread.
 *
 * Returns: (transfer full): the contents, with a newline at the end
 */
GBytes *
confab_provider_secrets_take_out (GBytes     *contents,
                                  GPtrArray **secrets,
                                  GError    **error)
{
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(JsonObject) root = NULL;
  JsonArray *providers = NULL;

  g_return_val_if_fail (contents != NULL, NULL);
  g_return_val_if_fail (secrets != NULL, NULL);

  if (!(records = confab_provider_records_parse (contents, NULL, NULL, error)) ||
      !(root = confab_provider_records_read (contents, error)))
    return NULL;

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_provider_secret_free);
  confab_json_member_array (root, "providers", &providers, NULL);
  for (guint i = 0; providers != NULL && i < json_array_get_length (providers); i++)
    clean_record (json_array_get_object_element (providers, i), found);

  *secrets = g_steal_pointer (&found);
  return confab_provider_records_write (root);
}
