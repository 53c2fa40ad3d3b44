/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-registry-slot-check"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "confab-engine-error.h"
#include "confab-provider-private.h"
#include "confab-registry-update-private.h"
#include "confab-unique-name.h"

/* What is wrong with what a person types who sets up a server of their own, field by field. Nothing
 * here waits, for it is asked at each letter. */

static ConfabProviderType *
get_slot_type (ConfabRegistry *self)
{
  return confab_catalogue_lookup (self->catalogue, CONFAB_CUSTOM_TYPE);
}

static const char *
skip_prefix (const char *id)
{
  return g_str_has_prefix (id, CONFAB_CUSTOM_PREFIX) ? id + strlen (CONFAB_CUSTOM_PREFIX) : id;
}

/* confab_registry_is_slot:
 * @text: an id without its prefix
 *
 * Returns: whether it has what an id has
 */
gboolean
confab_registry_is_slot (const char *text)
{
  const gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_-");

  return length > 0 && length <= CONFAB_MAX_ID_CHARS && text[length] == '\0';
}

/* confab_registry_new_draft:
 * @type: its type
 * @id: its id
 * @private_meant: whether the address may be in a private network
 *
 * Returns: (transfer full): a provider that is not in the list, to check what it is to have
 */
ConfabProvider *
confab_registry_new_draft (ConfabProviderType *type,
                           const char         *id,
                           gboolean            private_meant)
{
  g_autoptr(ConfabProviderRecord) record = confab_provider_record_new (id, confab_provider_type_get_id (type));
  g_autoptr(ConfabProviderSettings) settings = NULL;
  g_auto(GStrv) environment = g_get_environ ();
  ConfabProvider *provider = confab_provider_new (id, type, FALSE);

  confab_provider_record_set_private_meant (record, private_meant);
  settings = confab_provider_settings_resolve (type, id, record, NULL, environment);
  confab_provider_set_settings (provider, record, settings);

  return provider;
}

static gboolean
check_field (ConfabRegistry       *self,
             ConfabProviderField   field,
             const char           *value,
             gboolean              private_meant,
             GError              **error)
{
  g_autoptr(ConfabProvider) draft =
    confab_registry_new_draft (get_slot_type (self), CONFAB_CUSTOM_PREFIX "draft", private_meant);
  g_autofree char *normalized = NULL;

  return confab_registry_normalize_value (self, draft, field, value, &normalized, error);
}

/**
 * confab_registry_check_slot_id:
 * @id: what was typed, with `compat:` before it or without
 * @error: return location
 *
 * Returns: whether a server of one's own may have this id; otherwise %CONFAB_ENGINE_ERROR_INVALID
 *   with a sentence for the person
 */
gboolean
confab_registry_check_slot_id (ConfabRegistry  *self,
                               const char      *id,
                               GError         **error)
{
  const char *slot;
  g_autofree char *full = NULL;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  slot = skip_prefix (id);
  if (*slot == '\0')
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, _("The ID is empty."));
      return FALSE;
    }
  if (strlen (slot) > CONFAB_MAX_ID_CHARS)
    {
      g_set_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                   _("The ID is longer than %d characters."), CONFAB_MAX_ID_CHARS);
      return FALSE;
    }
  if (!confab_registry_is_slot (slot))
    {
      g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                           _("An ID is of small letters, digits, “-” and “_”."));
      return FALSE;
    }

  full = g_strconcat (CONFAB_CUSTOM_PREFIX, slot, NULL);
  if (confab_registry_lookup (self, full) != NULL)
    {
      confab_registry_set_taken_error (error);
      return FALSE;
    }

  return TRUE;
}

/**
 * confab_registry_check_slot_name:
 * @name: (nullable): what was typed
 * @error: return location
 *
 * Returns: whether a server of one's own may be called so; otherwise %CONFAB_ENGINE_ERROR_INVALID
 */
gboolean
confab_registry_check_slot_name (ConfabRegistry  *self,
                                 const char      *name,
                                 GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);

  return check_field (self, CONFAB_PROVIDER_FIELD_NAME, name, FALSE, error);
}

/**
 * confab_registry_check_slot_base_url:
 * @base_url: (nullable): what was typed
 * @private_meant: whether the person said that it may be in a private network
 * @error: return location
 *
 * Returns: whether a server of one's own may be there; otherwise %CONFAB_PROVIDER_POLICY_ERROR:
 *   `BAD_URL`, `PLAIN_HTTP`, or `PRIVATE_ADDRESS` where it depends on @private_meant
 */
gboolean
confab_registry_check_slot_base_url (ConfabRegistry  *self,
                                     const char      *base_url,
                                     gboolean         private_meant,
                                     GError         **error)
{
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);

  trimmed = g_strstrip (g_strdup (base_url != NULL ? base_url : ""));
  if (*trimmed == '\0')
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL,
                           _("A server of your own needs an address."));
      return FALSE;
    }

  return check_field (self, CONFAB_PROVIDER_FIELD_BASE_URL, trimmed, private_meant, error);
}

/**
 * confab_registry_check_slot_model:
 * @model: (nullable): what was typed
 * @error: return location
 *
 * Returns: whether it can be a model's id, or is empty; otherwise %CONFAB_ENGINE_ERROR_INVALID
 */
gboolean
confab_registry_check_slot_model (ConfabRegistry  *self,
                                  const char      *model,
                                  GError         **error)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);

  return check_field (self, CONFAB_PROVIDER_FIELD_MODEL, model, FALSE, error);
}

/**
 * confab_registry_check_slot_key:
 * @key: (nullable): what was typed
 * @base_url: (nullable): what was typed for the address
 * @error: return location
 *
 * Returns: whether it can be a key that goes there, or is empty; otherwise %CONFAB_ENGINE_ERROR_INVALID
 */
gboolean
confab_registry_check_slot_key (ConfabRegistry  *self,
                                ConfabSecret    *key,
                                const char      *base_url,
                                GError         **error)
{
  g_autoptr(ConfabSecret) trimmed = NULL;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), FALSE);

  trimmed = key != NULL ? confab_secret_new_trimmed (confab_secret_peek (key)) : NULL;

  return trimmed == NULL || confab_secret_get_length (trimmed) == 0 ||
         confab_registry_check_key (self, get_slot_type (self), base_url, trimmed, error);
}

/**
 * confab_registry_suggest_slot_id:
 * @name: what a server of one's own is to be called
 *
 * Returns: (transfer full): an id that fits the name and is not taken, without `compat:`
 */
char *
confab_registry_suggest_slot_id (ConfabRegistry *self,
                                 const char     *name)
{
  g_autofree char *ascii = NULL;
  g_autoptr(GString) slot = NULL;
  g_autoptr(GHashTable) taken = NULL;

  g_return_val_if_fail (CONFAB_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  /* What has no like in ASCII comes out as “?”. */
  ascii = g_str_to_ascii (name, NULL);
  slot = g_string_new (NULL);
  for (const char *p = ascii; *p != '\0' && slot->len < CONFAB_MAX_ID_CHARS; p++)
    if (g_ascii_isalnum (*p) || *p == '_')
      g_string_append_c (slot, g_ascii_tolower (*p));
    else if (slot->len > 0 && slot->str[slot->len - 1] != '-')
      g_string_append_c (slot, '-');
  while (slot->len > 0 && slot->str[slot->len - 1] == '-')
    g_string_truncate (slot, slot->len - 1);
  if (slot->len == 0)
    g_string_assign (slot, CONFAB_CUSTOM_STEM);

  taken = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->providers->len; i++)
    {
      const char *id = confab_provider_get_id (g_ptr_array_index (self->providers, i));

      if (skip_prefix (id) != id)
        g_hash_table_add (taken, (gpointer) skip_prefix (id));
    }

  return g_hash_table_contains (taken, slot->str)
           ? confab_unique_name_make (slot->str, "-", taken, CONFAB_MAX_ID_CHARS)
           : g_string_free (g_steal_pointer (&slot), FALSE);
}
