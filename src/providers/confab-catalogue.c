/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-catalogue"

#include "config.h"

#include "confab-catalogue.h"

#include "confab-json-member-private.h"
#include "confab-provider-type-private.h"
#include "confab-providers-resources.h"

#define CATALOGUE_PATH "/io/github/confab/Confab/providers/catalogue.json"
#define CATALOGUE_VERSION 1

/**
 * ConfabCatalogue:
 *
 * All types of providers that the program knows, in the order in which they are offered.
 *
 * They come from JSON: an object with `version`, `providers`, `aliases` (short names for models, see
 * #ConfabModelAlias), `presets` (where a vendor with a format of its own speaks OpenAI's, too: its
 * `provider` and the `base_url`), and two members that keep the entries short. `defaults` gives, by dialect,
 * members that an entry need not repeat. `thinking_styles` gives by name what is sent at each level
 * of thinking. The member `elsewhere` of an entry has members that stand in for the entry's own when
 * its base URL does not lead to the vendor: servers that are compatible with a vendor seldom know
 * its newest ways. With `elsewhere_path` they do so when that is a segment of the base URL's path,
 * and at no other address. Constant after it was read.
 */
struct _ConfabCatalogue
{
  GObject     parent_instance;

  GPtrArray  *types;  /* owned, (element-type ConfabProviderType) */
  GHashTable *by_id;  /* owned; keys and values borrowed from types */
  GPtrArray  *aliases;  /* owned, (element-type ConfabModelAlias) */
  GPtrArray  *presets;  /* owned, (element-type ConfabPreset) */
};

G_DEFINE_FINAL_TYPE (ConfabCatalogue, confab_catalogue, G_TYPE_OBJECT)

static void
set_members (JsonObject *target,
             JsonObject *source)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, source);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (target, name, json_node_copy (node));
}

static JsonObject *
complete_entry (JsonObject  *entry,
                JsonObject  *defaults,
                GError     **error)
{
  g_autoptr(JsonObject) complete = json_object_new ();
  JsonObject *of_dialect = NULL;
  const char *dialect;

  if (!confab_json_member_string (entry, "dialect", &dialect, error))
    return NULL;
  if (defaults != NULL && dialect != NULL &&
      !confab_json_member_object (defaults, dialect, &of_dialect, error))
    return NULL;

  if (of_dialect != NULL)
    set_members (complete, of_dialect);
  set_members (complete, entry);

  return g_steal_pointer (&complete);
}

/* The entry as it is at another address. */
static JsonObject *
dup_elsewhere (JsonObject *entry,
               JsonObject *elsewhere)
{
  JsonObject *other = json_object_new ();

  set_members (other, entry);
  set_members (other, elsewhere);
  json_object_remove_member (other, "elsewhere");

  return other;
}

static ConfabProviderType *
read_entry (JsonObject  *entry,
            JsonObject  *defaults,
            JsonObject  *styles,
            GError     **error)
{
  g_autoptr(JsonObject) complete = NULL;
  g_autoptr(JsonObject) other = NULL;
  g_autoptr(ConfabProviderType) type = NULL;
  JsonObject *elsewhere;

  if (!confab_json_member_object (entry, "elsewhere", &elsewhere, error) ||
      !(complete = complete_entry (entry, defaults, error)))
    return NULL;

  json_object_remove_member (complete, "elsewhere");
  if (!(type = confab_provider_type_new_read (complete, styles, error)))
    return NULL;

  if (elsewhere != NULL)
    {
      other = dup_elsewhere (entry, elsewhere);
      type->elsewhere = read_entry (other, defaults, styles, error);
      if (type->elsewhere == NULL)
        {
          g_prefix_error (error, "elsewhere: ");
          return NULL;
        }
      type->other_dialect = g_strdup (type->elsewhere->dialect);
      type->elsewhere->other_dialect = g_strdup (type->dialect);
    }

  return g_steal_pointer (&type);
}

static gboolean
add_entry (ConfabCatalogue  *self,
           JsonNode         *node,
           JsonObject       *defaults,
           JsonObject       *styles,
           GError          **error)
{
  g_autoptr(ConfabProviderType) type = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR,
                           CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                           "it must be an object");
      return FALSE;
    }

  if (!(type = read_entry (json_node_get_object (node), defaults, styles, error)))
    return FALSE;

  if (g_hash_table_contains (self->by_id, confab_provider_type_get_id (type)))
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR,
                           CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                           "its id has been given to another one before");
      return FALSE;
    }

  g_hash_table_insert (self->by_id, (gpointer) confab_provider_type_get_id (type), type);
  g_ptr_array_add (self->types, g_steal_pointer (&type));
  return TRUE;
}

static void
prefix_entry (GError   **error,
              JsonNode  *node,
              guint      position)
{
  const char *id = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    confab_json_member_string (json_node_get_object (node), "id", &id, NULL);

  if (id != NULL)
    g_prefix_error (error, "Provider “%s”: ", id);
  else
    g_prefix_error (error, "Provider number %u: ", position + 1);
}

static gboolean
read_aliases (ConfabCatalogue  *self,
              JsonArray        *aliases,
              GError          **error)
{
  for (guint i = 0; aliases != NULL && i < json_array_get_length (aliases); i++)
    {
      JsonNode *node = json_array_get_element (aliases, i);
      ConfabModelAlias *alias;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                       "Alias number %u: it must be an object", i + 1);
          return FALSE;
        }

      alias = confab_model_alias_new_read (json_node_get_object (node), error);
      if (alias == NULL)
        {
          g_prefix_error (error, "Alias number %u: ", i + 1);
          return FALSE;
        }
      g_ptr_array_add (self->aliases, alias);
    }

  return TRUE;
}

/* The base URLs of the presets that are written down, by type. */
static GHashTable *
read_presets (ConfabCatalogue  *self,
              JsonArray        *presets,
              GError          **error)
{
  static const char * const known[] = { "provider", "base_url", NULL };
  g_autoptr(GHashTable) urls = g_hash_table_new (NULL, NULL);

  for (guint i = 0; presets != NULL && i < json_array_get_length (presets); i++)
    {
      JsonNode *node = json_array_get_element (presets, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *id = NULL, *base_url = NULL;
      ConfabProviderType *type;

      if (object != NULL &&
          (!confab_json_check_members (object, known, error) ||
           !confab_json_member_string (object, "provider", &id, error) ||
           !confab_json_member_string (object, "base_url", &base_url, error)))
        {
          g_prefix_error (error, "Preset number %u: ", i + 1);
          return NULL;
        }

      type = confab_catalogue_lookup (self, id);
      if (type == NULL || base_url == NULL || !g_hash_table_insert (urls, type, (gpointer) base_url))
        {
          g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                       "Preset number %u: it must have a provider that is there, once, and its base URL", i + 1);
          return NULL;
        }
    }

  return g_steal_pointer (&urls);
}

/* Whoever speaks the OpenAI format at their own address gives one without a word. */
static gboolean
make_presets (ConfabCatalogue  *self,
              JsonArray        *presets,
              GError          **error)
{
  g_autoptr(GHashTable) urls = read_presets (self, presets, error);

  if (urls == NULL)
    return FALSE;

  for (guint i = 0; i < self->types->len; i++)
    {
      ConfabProviderType *type = g_ptr_array_index (self->types, i);
      const char *base_url = g_hash_table_lookup (urls, type);

      if (base_url == NULL && g_str_equal (confab_provider_type_get_dialect (type), "openai-chat"))
        base_url = confab_provider_type_get_base_url (type);
      if (base_url != NULL)
        g_ptr_array_add (self->presets, confab_preset_new (type, base_url));
    }

  return TRUE;
}

static gboolean
read_catalogue (ConfabCatalogue  *self,
                JsonObject       *root,
                GError          **error)
{
  static const char * const known[] = {
    "version", "defaults", "thinking_styles", "aliases", "presets", "providers", NULL
  };
  JsonObject *defaults, *styles;
  JsonArray *aliases, *presets, *providers;

  if (!confab_json_check_version (root, CATALOGUE_VERSION, error) ||
      !confab_json_check_members (root, known, error) ||
      !confab_json_member_object (root, "defaults", &defaults, error) ||
      !confab_json_member_object (root, "thinking_styles", &styles, error) ||
      !confab_json_member_array (root, "aliases", &aliases, error) ||
      !confab_json_member_array (root, "presets", &presets, error) ||
      !confab_json_member_array (root, "providers", &providers, error) ||
      !read_aliases (self, aliases, error))
    return FALSE;

  if (providers == NULL)
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR,
                           CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                           "“providers” is missing");
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (providers); i++)
    {
      JsonNode *node = json_array_get_element (providers, i);

      if (!add_entry (self, node, defaults, styles, error))
        {
          prefix_entry (error, node, i);
          return FALSE;
        }
    }

  return make_presets (self, presets, error);
}

static void
confab_catalogue_finalize (GObject *object)
{
  ConfabCatalogue *self = CONFAB_CATALOGUE (object);

  g_clear_pointer (&self->presets, g_ptr_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->aliases, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_catalogue_parent_class)->finalize (object);
}

static void
confab_catalogue_class_init (ConfabCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_catalogue_finalize;
}

static void
confab_catalogue_init (ConfabCatalogue *self)
{
  self->types = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->presets = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_preset_free);
  self->aliases = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_model_alias_free);
}

/**
 * confab_catalogue_new_builtin:
 *
 * Reads the catalogue that is built into the program.
 *
 * Returns: (transfer full): the catalogue
 */
ConfabCatalogue *
confab_catalogue_new_builtin (void)
{
  g_autoptr(ConfabCatalogue) self = NULL;
  g_autoptr(GBytes) json = NULL;
  g_autoptr(GError) error = NULL;

  /* By its getter and not by path alone: a linker keeps of a static library what is named. */
  json = g_resource_lookup_data (confab_providers_get_resource (), CATALOGUE_PATH,
                                 G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (json != NULL)
    self = confab_catalogue_new_parse (json, &error);

  /* It was tested when the program was built. */
  if (self == NULL)
    g_error ("The built-in catalogue of providers cannot be read: %s", error->message);

  return g_steal_pointer (&self);
}

/**
 * confab_catalogue_new_parse:
 * @json: a catalogue
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE
 *
 * Reads a catalogue. Members that are not known are refused, for they are misspelt.
 *
 * Returns: (transfer full): the catalogue
 */
ConfabCatalogue *
confab_catalogue_new_parse (GBytes  *json,
                            GError **error)
{
  g_autoptr(ConfabCatalogue) self = g_object_new (CONFAB_TYPE_CATALOGUE, NULL);
  g_autoptr(JsonObject) root = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  if (!(root = confab_json_parse_object (json, error)) || !read_catalogue (self, root, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_catalogue_get_n_types:
 * @self: a catalogue
 *
 * Returns: how many types there are
 */
guint
confab_catalogue_get_n_types (ConfabCatalogue *self)
{
  g_return_val_if_fail (CONFAB_IS_CATALOGUE (self), 0);

  return self->types->len;
}

/**
 * confab_catalogue_get_type_at:
 * @self: a catalogue
 * @position: a position, counted from 0
 *
 * Returns: (transfer none): the type at the position
 */
ConfabProviderType *
confab_catalogue_get_type_at (ConfabCatalogue *self,
                              guint            position)
{
  g_return_val_if_fail (CONFAB_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (position < self->types->len, NULL);

  return g_ptr_array_index (self->types, position);
}

/**
 * confab_catalogue_lookup:
 * @self: a catalogue
 * @id: (nullable): the id of a type
 *
 * Returns: (transfer none) (nullable): the type with that id
 */
ConfabProviderType *
confab_catalogue_lookup (ConfabCatalogue *self,
                         const char      *id)
{
  g_return_val_if_fail (CONFAB_IS_CATALOGUE (self), NULL);

  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

/**
 * confab_catalogue_lookup_alias:
 * @self: a catalogue
 * @name: (nullable): a short name for a model, in any case
 *
 * Returns: (transfer none) (nullable): what it means
 */
const ConfabModelAlias *
confab_catalogue_lookup_alias (ConfabCatalogue *self,
                               const char      *name)
{
  g_return_val_if_fail (CONFAB_IS_CATALOGUE (self), NULL);

  for (guint i = 0; name != NULL && i < self->aliases->len; i++)
    {
      const ConfabModelAlias *alias = g_ptr_array_index (self->aliases, i);

      if (g_ascii_strcasecmp (confab_model_alias_get_name (alias), name) == 0)
        return alias;
    }

  return NULL;
}

/**
 * confab_catalogue_get_presets:
 * @self: a catalogue
 *
 * Returns: (transfer none) (element-type ConfabPreset): what a server of one's own can be filled in
 *   with, in the order of the catalogue
 */
GPtrArray *
confab_catalogue_get_presets (ConfabCatalogue *self)
{
  g_return_val_if_fail (CONFAB_IS_CATALOGUE (self), NULL);

  return self->presets;
}

/**
 * confab_catalogue_lookup_vendor:
 * @self: a catalogue
 * @base_url: (nullable): the address of a server of one's own
 *
 * Returns: (transfer none) (nullable): the type of provider whose preset has that address; %NULL where
 *   several have it
 */
ConfabProviderType *
confab_catalogue_lookup_vendor (ConfabCatalogue *self,
                                const char      *base_url)
{
  const ConfabPreset *found = NULL;

  g_return_val_if_fail (CONFAB_IS_CATALOGUE (self), NULL);

  for (guint i = 0; i < self->presets->len; i++)
    {
      const ConfabPreset *preset = g_ptr_array_index (self->presets, i);

      if (g_strcmp0 (preset->base_url, base_url) != 0)
        continue;
      if (found != NULL)
        return NULL;
      found = preset;
    }

  return found != NULL ? confab_catalogue_lookup (self, found->type_id) : NULL;
}
