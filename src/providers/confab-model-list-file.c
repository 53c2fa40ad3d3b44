/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-list-file"

#include "config.h"

#include "confab-model-list-file.h"

#include <string.h>

#include "confab-json-member-private.h"

/* How a provider's list of models is kept between two starts. Of the address a digest is enough to
 * tell whether it is still the same, and it gives nothing away. */

#define LIST_VERSION 1

/* As many as are believed when they come over the network. */
#define MAX_MODELS 5000
#define MAX_ID_BYTES 256

static char *
digest (const char *base_url)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, base_url, -1);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_known (JsonBuilder *builder,
           const char  *name,
           gint64       value)
{
  if (value < 0)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_dollars (JsonBuilder *builder,
             const char  *name,
             double       value)
{
  if (value < 0)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_model (JsonBuilder     *builder,
           ConfabModelInfo *model)
{
  const char *id = confab_model_info_get_id (model);
  const char *name = confab_model_info_get_name (model);
  ConfabModelPrice price;

  confab_model_info_get_price (model, &price);

  json_builder_begin_object (builder);
  add_string (builder, "id", id);
  add_string (builder, "name", g_str_equal (id, name) ? NULL : name);
  add_string (builder, "owner", confab_model_info_get_owner (model));
  add_known (builder, "context", confab_model_info_get_context_tokens (model));
  add_known (builder, "output", confab_model_info_get_output_tokens (model));
  add_known (builder, "abilities", confab_model_info_get_abilities (model));
  add_known (builder, "size_bytes", confab_model_info_get_size_bytes (model));
  add_known (builder, "created_at_us", confab_model_info_get_created_at_us (model));
  add_known (builder, "shutdown_at_us", confab_model_info_get_shutdown_at_us (model));
  add_dollars (builder, "price_input", price.input);
  add_dollars (builder, "price_output", price.output);
  add_dollars (builder, "price_cache_read", price.cache_read);
  add_dollars (builder, "price_cache_write", price.cache_write);
  json_builder_end_object (builder);
}

/**
 * confab_model_list_file_write:
 * @provider_id: whose models they are
 * @base_url: where it lists them
 * @models: (element-type ConfabModelInfo): what it lists
 * @listed_at_us: when it did, in microseconds since 1970 UTC
 *
 * Returns: (transfer full): what to keep; nothing of it is secret
 */
GBytes *
confab_model_list_file_write (const char *provider_id,
                              const char *base_url,
                              GPtrArray  *models,
                              gint64      listed_at_us)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *address = NULL;
  char *text;

  g_return_val_if_fail (provider_id != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (models != NULL, NULL);

  address = digest (base_url);
  json_builder_begin_object (builder);
  add_known (builder, "version", LIST_VERSION);
  add_string (builder, "provider", provider_id);
  add_string (builder, "address", address);
  add_known (builder, "listed_at_us", listed_at_us);
  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);
  for (guint i = 0; i < models->len; i++)
    add_model (builder, g_ptr_array_index (models, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

static gint64
get_known (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return -1;

  return MAX (json_node_get_int (node), -1);
}

static double
get_dollars (JsonObject *object,
             const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_DOUBLE && json_node_get_value_type (node) != G_TYPE_INT64))
    return -1;

  return MAX (json_node_get_double (node), -1);
}

static ConfabModelInfo *
read_model (JsonNode *node)
{
  ConfabModelPrice price = CONFAB_MODEL_PRICE_INIT;
  ConfabModelInfo *model;
  JsonObject *object;
  const char *id, *name, *owner;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  object = json_node_get_object (node);
  if (!confab_json_member_string (object, "id", &id, NULL) ||
      !confab_json_member_string (object, "name", &name, NULL) ||
      !confab_json_member_string (object, "owner", &owner, NULL) ||
      id == NULL || *id == '\0' || strlen (id) > MAX_ID_BYTES)
    return NULL;

  model = confab_model_info_new (id, name);
  confab_model_info_set_owner (model, owner);
  confab_model_info_set_context_tokens (model, get_known (object, "context"));
  confab_model_info_set_output_tokens (model, get_known (object, "output"));
  confab_model_info_set_abilities (model, MAX (get_known (object, "abilities"), 0));
  confab_model_info_set_size_bytes (model, get_known (object, "size_bytes"));
  confab_model_info_set_created_at_us (model, get_known (object, "created_at_us"));
  confab_model_info_set_shutdown_at_us (model, get_known (object, "shutdown_at_us"));
  price.input = get_dollars (object, "price_input");
  price.output = get_dollars (object, "price_output");
  price.cache_read = get_dollars (object, "price_cache_read");
  price.cache_write = get_dollars (object, "price_cache_write");
  confab_model_info_set_price (model, &price);

  return model;
}

/**
 * confab_model_list_file_read:
 * @contents: what was kept
 * @provider_id: whose models are wanted
 * @base_url: where it lists them now
 * @listed_at_us: (out): when it did, in microseconds since 1970 UTC
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE for what makes no sense or
 *   belongs to another provider or address, %CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW
 *
 * Returns: (transfer full) (element-type ConfabModelInfo): the models as the provider listed them
 */
GPtrArray *
confab_model_list_file_read (GBytes      *contents,
                             const char  *provider_id,
                             const char  *base_url,
                             gint64      *listed_at_us,
                             GError     **error)
{
  g_autoptr(JsonObject) root = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autofree char *address = NULL;
  const char *kept_provider, *kept_address;
  JsonArray *array;

  g_return_val_if_fail (contents != NULL, NULL);
  g_return_val_if_fail (provider_id != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (listed_at_us != NULL, NULL);

  if (!(root = confab_json_parse_object (contents, error)) ||
      !confab_json_check_version (root, LIST_VERSION, error) ||
      !confab_json_member_string (root, "provider", &kept_provider, error) ||
      !confab_json_member_string (root, "address", &kept_address, error) ||
      !confab_json_member_array (root, "models", &array, error))
    return NULL;

  address = digest (base_url);
  *listed_at_us = get_known (root, "listed_at_us");
  if (array == NULL || *listed_at_us < 0 || g_strcmp0 (kept_provider, provider_id) != 0 ||
      g_strcmp0 (kept_address, address) != 0)
    {
      g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                           "The kept list of models is not this provider's");
      return NULL;
    }

  models = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < json_array_get_length (array) && models->len < MAX_MODELS; i++)
    {
      ConfabModelInfo *model = read_model (json_array_get_element (array, i));

      if (model != NULL)
        g_ptr_array_add (models, model);
    }

  return g_steal_pointer (&models);
}
