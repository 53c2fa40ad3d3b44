/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-alias"

#include "config.h"

#include "confab-model-alias.h"

#include "confab-json-member-private.h"
#include "confab-model-nearest.h"

/**
 * ConfabModelAlias:
 *
 * A short name for the newest model of a family, whatever its version is by then.
 *
 * Read from the catalogue: `name`, `provider` (the type that has the family at first hand), `family`
 * (the words that the ids of the family have), and `offline`, which gives by type of provider the
 * id to take while no list of models is there. Constant.
 */
struct _ConfabModelAlias
{
  char       *name;      /* owned */
  char       *provider;  /* owned */
  char       *family;    /* owned */
  GHashTable *offline;   /* owned, (element-type utf8 utf8): ids by type */
};

static gboolean
read_string (JsonObject  *object,
             const char  *name,
             char       **value,
             GError     **error)
{
  const char *text;

  if (!confab_json_member_string (object, name, &text, error))
    return FALSE;
  if (text == NULL)
    {
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                   "“%s” is missing", name);
      return FALSE;
    }

  *value = g_strdup (text);
  return TRUE;
}

/**
 * confab_model_alias_new_read:
 * @object: an entry of the catalogue
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE
 *
 * Returns: (transfer full): the alias
 */
ConfabModelAlias *
confab_model_alias_new_read (JsonObject  *object,
                             GError     **error)
{
  static const char *const known[] = { "name", "provider", "family", "offline", NULL };
  g_autoptr(ConfabModelAlias) self = g_new0 (ConfabModelAlias, 1);
  g_autoptr(GList) types = NULL;
  JsonObject *offline;

  self->offline = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!confab_json_check_members (object, known, error) ||
      !read_string (object, "name", &self->name, error) ||
      !read_string (object, "provider", &self->provider, error) ||
      !read_string (object, "family", &self->family, error) ||
      !confab_json_member_object (object, "offline", &offline, error))
    return NULL;

  types = offline != NULL ? json_object_get_members (offline) : NULL;
  for (GList *l = types; l != NULL; l = l->next)
    {
      char *model = NULL;

      if (!read_string (offline, l->data, &model, error))
        return NULL;
      g_hash_table_insert (self->offline, g_strdup (l->data), model);
    }

  return g_steal_pointer (&self);
}

/**
 * confab_model_alias_free:
 * @self: (nullable): the alias
 *
 * Frees it.
 */
void
confab_model_alias_free (ConfabModelAlias *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->provider);
  g_free (self->family);
  g_clear_pointer (&self->offline, g_hash_table_unref);
  g_free (self);
}

/**
 * confab_model_alias_get_name:
 *
 * Returns: (transfer none): the short name
 */
const char *
confab_model_alias_get_name (const ConfabModelAlias *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * confab_model_alias_get_provider:
 *
 * Returns: (transfer none): the type of provider that is meant when none is named
 */
const char *
confab_model_alias_get_provider (const ConfabModelAlias *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->provider;
}

/**
 * confab_model_alias_dup_model:
 * @type_id: the type of the provider that will be asked
 * @listed: (nullable) (array zero-terminated=1): the ids of the models that it has
 *
 * Finds what the name means at a provider now: the newest of the family that it lists, else what
 * was known when the program was made.
 *
 * Returns: (transfer full) (nullable): the id of a model, or %NULL where the family is not known
 */
char *
confab_model_alias_dup_model (const ConfabModelAlias *self,
                              const char             *type_id,
                              const char * const     *listed)
{
  g_auto(GStrv) words = NULL;
  g_autoptr(GPtrArray) family = NULL;
  int nearest;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (type_id != NULL, NULL);

  words = g_strsplit (self->family, "-", -1);
  family = g_ptr_array_new ();
  for (gsize i = 0; listed != NULL && listed[i] != NULL; i++)
    {
      gboolean related = TRUE;

      for (gsize j = 0; related && words[j] != NULL; j++)
        related = g_strrstr (listed[i], words[j]) != NULL;
      if (related)
        g_ptr_array_add (family, (gpointer) listed[i]);
    }
  g_ptr_array_add (family, NULL);

  nearest = confab_model_nearest (self->family, (const char * const *) family->pdata);
  if (nearest >= 0)
    return g_strdup (g_ptr_array_index (family, nearest));

  return g_strdup (g_hash_table_lookup (self->offline, type_id));
}
