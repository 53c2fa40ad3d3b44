/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-record"

#include "config.h"

#include "confab-provider-record.h"

#include "confab-json-member-private.h"
#include "confab-provider-record-private.h"

/**
 * ConfabProviderRecord:
 *
 * What a person decided about one provider, as it stands in the records file.
 *
 * It keeps the JSON it was read from, so that members which this version does not know survive. It
 * also keeps how that JSON was when it was read: only what was changed since is written, and what
 * another process changed in the meantime stays.
 */
struct _ConfabProviderRecord
{
  GObject     parent_instance;

  JsonObject *object;    /* owned: as it is now */
  JsonObject *original;  /* owned: as it was read, empty for a new record */
};

static const char * const string_members[] = {
  "id", "type", "name", "default_model", "base_url", "secret", "api_key", "created_at", "updated_at"
};

G_DEFINE_FINAL_TYPE (ConfabProviderRecord, confab_provider_record, G_TYPE_OBJECT)

/* json_node_copy() shares what is inside. */
static JsonNode *
copy_node (JsonNode *source)
{
  JsonNode *copy;

  if (JSON_NODE_HOLDS_OBJECT (source))
    {
      JsonObject *object = json_object_new ();
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (source));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        json_object_set_member (object, name, copy_node (member));

      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, object);
      return copy;
    }

  if (JSON_NODE_HOLDS_ARRAY (source))
    {
      JsonArray *elements = json_node_get_array (source);
      JsonArray *array = json_array_new ();

      for (guint i = 0; i < json_array_get_length (elements); i++)
        json_array_add_element (array, copy_node (json_array_get_element (elements, i)));

      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, array);
      return copy;
    }

  return json_node_copy (source);
}

static JsonObject *
copy_object (JsonObject *source)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), source);
  g_autoptr(JsonNode) copy = copy_node (node);

  return json_node_dup_object (copy);
}

static gboolean
is_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node);
}

/* Does to target what was done to original to make it changed. */
static void
apply_changes (JsonObject *target,
               JsonObject *original,
               JsonObject *changed)
{
  g_autoptr(GList) old_names = json_object_get_members (original);
  g_autoptr(JsonObject) nothing = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *now;

  json_object_iter_init_ordered (&iter, changed);
  while (json_object_iter_next_ordered (&iter, &name, &now))
    {
      JsonNode *before = json_object_get_member (original, name);
      JsonNode *there = json_object_get_member (target, name);

      if (before != NULL && json_node_equal (before, now))
        continue;
      if (is_object (there) && is_object (now))
        apply_changes (json_node_get_object (there),
                       is_object (before) ? json_node_get_object (before) : nothing,
                       json_node_get_object (now));
      else
        json_object_set_member (target, name, copy_node (now));
    }

  for (GList *l = old_names; l != NULL; l = l->next)
    if (!json_object_has_member (changed, l->data))
      json_object_remove_member (target, l->data);
}

static const char *
get_string (ConfabProviderRecord *self,
            const char           *name)
{
  const char *value = NULL;

  /* The types were checked when the record was read. */
  confab_json_member_string (self->object, name, &value, NULL);
  return value != NULL && *value != '\0' ? value : NULL;
}

static void
set_string (ConfabProviderRecord *self,
            const char           *name,
            const char           *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_string_member (self->object, name, value);
  else if (json_object_has_member (self->object, name))
    json_object_remove_member (self->object, name);
}

static gint64
get_time_us (ConfabProviderRecord *self,
             const char           *name)
{
  const char *text = get_string (self, name);
  g_autoptr(GDateTime) time = NULL;

  if (text == NULL || !(time = g_date_time_new_from_iso8601 (text, NULL)))
    return 0;

  return g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
}

static void
set_time_now (ConfabProviderRecord *self,
              const char           *name)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *text = g_date_time_format_iso8601 (now);

  json_object_set_string_member (self->object, name, text);
}

static void
confab_provider_record_finalize (GObject *object)
{
  ConfabProviderRecord *self = CONFAB_PROVIDER_RECORD (object);

  g_clear_pointer (&self->object, json_object_unref);
  g_clear_pointer (&self->original, json_object_unref);

  G_OBJECT_CLASS (confab_provider_record_parent_class)->finalize (object);
}

static void
confab_provider_record_class_init (ConfabProviderRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_provider_record_finalize;
}

static void
confab_provider_record_init (ConfabProviderRecord *self)
{
}

/**
 * confab_provider_record_new:
 * @id: an id that no other record has
 * @type_id: the id of a type in the catalogue
 *
 * Makes a record in which nothing is decided yet but that the provider is on.
 *
 * Returns: (transfer full): the record
 */
ConfabProviderRecord *
confab_provider_record_new (const char *id,
                            const char *type_id)
{
  g_autoptr(ConfabProviderRecord) self = NULL;

  g_return_val_if_fail (id != NULL && *id != '\0', NULL);
  g_return_val_if_fail (type_id != NULL && *type_id != '\0', NULL);

  self = g_object_new (CONFAB_TYPE_PROVIDER_RECORD, NULL);
  self->original = json_object_new ();
  self->object = json_object_new ();
  json_object_set_string_member (self->object, "id", id);
  json_object_set_string_member (self->object, "type", type_id);
  json_object_set_boolean_member (self->object, "enabled", TRUE);
  set_time_now (self, "created_at");
  json_object_set_string_member (self->object, "updated_at",
                                 json_object_get_string_member (self->object, "created_at"));

  return g_steal_pointer (&self);
}

/**
 * confab_provider_record_new_read:
 * @object: an element of the records file
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE
 *
 * Reads a record. @object is copied.
 *
 * Returns: (transfer full): the record
 */
ConfabProviderRecord *
confab_provider_record_new_read (JsonObject  *object,
                                 GError     **error)
{
  g_autoptr(ConfabProviderRecord) self = NULL;
  const char *value;
  gboolean enabled;
  JsonObject *config;

  for (gsize i = 0; i < G_N_ELEMENTS (string_members); i++)
    if (!confab_json_member_string (object, string_members[i], &value, error))
      return NULL;
  if (!confab_json_member_boolean (object, "enabled", &enabled, error) ||
      !confab_json_member_object (object, "config", &config, error))
    return NULL;

  self = g_object_new (CONFAB_TYPE_PROVIDER_RECORD, NULL);
  self->object = copy_object (object);
  self->original = copy_object (object);
  if (get_string (self, "id") == NULL || get_string (self, "type") == NULL)
    {
      g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                   "“%s” is missing", get_string (self, "id") == NULL ? "id" : "type");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * confab_provider_record_apply:
 * @self: a record
 * @target: what the file has under the record's id now, or an empty object
 *
 * Makes the changes of @self to @target and leaves the rest of it alone. An empty @target gets
 * everything.
 */
void
confab_provider_record_apply (ConfabProviderRecord *self,
                              JsonObject           *target)
{
  g_autoptr(JsonObject) nothing = json_object_new ();

  apply_changes (target, json_object_get_size (target) > 0 ? self->original : nothing,
                 self->object);
}

/**
 * confab_provider_record_get_id:
 * @self: a record
 *
 * Returns: (transfer none): the id, unique in the file
 */
const char *
confab_provider_record_get_id (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return get_string (self, "id");
}

/**
 * confab_provider_record_get_type_id:
 * @self: a record
 *
 * Returns: (transfer none): the id of its type, which the catalogue of this version need not have
 */
const char *
confab_provider_record_get_type_id (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return get_string (self, "type");
}

/**
 * confab_provider_record_get_name:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the name a person gave, or %NULL for the type's name
 */
const char *
confab_provider_record_get_name (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return get_string (self, "name");
}

/**
 * confab_provider_record_set_name:
 * @self: a record
 * @name: (nullable): a name, or %NULL for the type's name
 *
 * Sets what the provider is called.
 */
void
confab_provider_record_set_name (ConfabProviderRecord *self,
                                 const char           *name)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  set_string (self, "name", name);
}

/**
 * confab_provider_record_get_default_model:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the model a person chose, or %NULL for the type's default
 */
const char *
confab_provider_record_get_default_model (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return get_string (self, "default_model");
}

/**
 * confab_provider_record_set_default_model:
 * @self: a record
 * @default_model: (nullable): a model's id, or %NULL for the type's default
 *
 * Sets the model that is used when none is chosen.
 */
void
confab_provider_record_set_default_model (ConfabProviderRecord *self,
                                          const char           *default_model)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  set_string (self, "default_model", default_model);
}

/**
 * confab_provider_record_get_base_url:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the address as it was saved, or %NULL for the type's
 */
const char *
confab_provider_record_get_base_url (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return get_string (self, "base_url");
}

/**
 * confab_provider_record_set_base_url:
 * @self: a record
 * @base_url: (nullable): an address from [func@base_url_normalize], or %NULL for the type's
 *
 * Sets where the provider is.
 */
void
confab_provider_record_set_base_url (ConfabProviderRecord *self,
                                     const char           *base_url)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  set_string (self, "base_url", base_url);
}

/**
 * confab_provider_record_get_secret_id:
 * @self: a record
 *
 * Several records may name one secret.
 *
 * Returns: (transfer none) (nullable): the id of the key in the keyring, or %NULL for the
 *   record's own id
 */
const char *
confab_provider_record_get_secret_id (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return get_string (self, "secret");
}

/**
 * confab_provider_record_set_secret_id:
 * @self: a record
 * @secret_id: (nullable): the id of a key in the keyring
 *
 * Sets which key of the keyring the provider uses.
 */
void
confab_provider_record_set_secret_id (ConfabProviderRecord *self,
                                      const char           *secret_id)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  set_string (self, "secret", secret_id);
}

/**
 * confab_provider_record_get_api_key:
 * @self: a record
 *
 * A person may write a key into the file; the program itself only puts one back that stood there.
 *
 * Returns: (transfer none) (nullable): the key that stands in the file in plain text
 */
const char *
confab_provider_record_get_api_key (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return get_string (self, "api_key");
}

/**
 * confab_provider_record_set_api_key:
 * @self: a record
 * @api_key: (nullable): a key that stood in the file before
 *
 * Puts back what a person has written, when a record that was taken away comes back.
 */
void
confab_provider_record_set_api_key (ConfabProviderRecord *self,
                                    const char           *api_key)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  set_string (self, "api_key", api_key);
}

/**
 * confab_provider_record_clear_api_key:
 * @self: a record
 *
 * Takes the key out of the record, and with the next merge out of the file: for when it has been
 * put into the keyring.
 */
void
confab_provider_record_clear_api_key (ConfabProviderRecord *self)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  set_string (self, "api_key", NULL);
}

/**
 * confab_provider_record_get_enabled:
 * @self: a record
 *
 * Returns: whether the provider may be used
 */
gboolean
confab_provider_record_get_enabled (ConfabProviderRecord *self)
{
  gboolean enabled = TRUE;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), FALSE);

  confab_json_member_boolean (self->object, "enabled", &enabled, NULL);
  return enabled;
}

/**
 * confab_provider_record_set_enabled:
 * @self: a record
 * @enabled: whether the provider may be used
 *
 * Turns the provider on or off.
 */
void
confab_provider_record_set_enabled (ConfabProviderRecord *self,
                                    gboolean              enabled)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  json_object_set_boolean_member (self->object, "enabled", enabled);
}

/**
 * confab_provider_record_peek_config:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the object with whatever else was configured, if there is one
 */
JsonObject *
confab_provider_record_peek_config (ConfabProviderRecord *self)
{
  JsonObject *config = NULL;

  confab_json_member_object (self->object, "config", &config, NULL);
  return config;
}

/**
 * confab_provider_record_get_config:
 * @self: a record
 *
 * Whatever else was configured. It may be changed in place.
 *
 * Returns: (transfer none): the object
 */
JsonObject *
confab_provider_record_get_config (ConfabProviderRecord *self)
{
  JsonObject *config;

  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  config = confab_provider_record_peek_config (self);
  if (config == NULL)
    {
      config = json_object_new ();
      json_object_set_object_member (self->object, "config", config);
    }

  return config;
}

/**
 * confab_provider_record_get_created_at_us:
 * @self: a record
 *
 * Returns: when it was made, in microseconds since 1970, or 0 when that is not known
 */
gint64
confab_provider_record_get_created_at_us (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), 0);

  return get_time_us (self, "created_at");
}

/**
 * confab_provider_record_get_updated_at_us:
 * @self: a record
 *
 * Returns: when it was last changed, in microseconds since 1970, or 0 when that is not known
 */
gint64
confab_provider_record_get_updated_at_us (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), 0);

  return get_time_us (self, "updated_at");
}

/**
 * confab_provider_record_touch:
 * @self: a record
 *
 * Says that the record was changed now.
 */
void
confab_provider_record_touch (ConfabProviderRecord *self)
{
  g_return_if_fail (CONFAB_IS_PROVIDER_RECORD (self));

  set_time_now (self, "updated_at");
}

/**
 * confab_provider_record_dup_json:
 * @self: a record
 *
 * Returns: (transfer full): a copy of all that it says, for [ctor@ProviderRecord.new_read]
 */
JsonObject *
confab_provider_record_dup_json (ConfabProviderRecord *self)
{
  g_return_val_if_fail (CONFAB_IS_PROVIDER_RECORD (self), NULL);

  return copy_object (self->object);
}
