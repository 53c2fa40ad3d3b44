/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-records"

#include "config.h"

#include "confab-provider-record.h"

#include <string.h>

#include "confab-json-member-private.h"
#include "confab-provider-record-private.h"

#define RECORDS_VERSION 1

/* The records file as a whole: bytes to records, and changed records into bytes. */

static gboolean
is_blank (GBytes *contents)
{
  gsize length;
  const char *text = g_bytes_get_data (contents, &length);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;

  return TRUE;
}

/* confab_provider_records_read:
 * @contents: (nullable): what is in the records file
 * @error: return location
 *
 * Reads the file without looking at the records. An empty one is what a person leaves who wants to start
 * again.
 *
 * Returns: (transfer full): the outermost object
 */
JsonObject *
confab_provider_records_read (GBytes  *contents,
                              GError **error)
{
  g_autoptr(JsonObject) root = NULL;
  g_auto(GStrv) order = NULL;
  JsonArray *providers;
  const char *default_id;

  if (contents == NULL || is_blank (contents))
    return json_object_new ();

  if (!(root = confab_json_parse_object (contents, error)) ||
      !confab_json_check_version (root, RECORDS_VERSION, error) ||
      !confab_json_member_array (root, "providers", &providers, error) ||
      !confab_json_member_string (root, "default", &default_id, error) ||
      !confab_json_member_strv (root, "order", &order, error))
    return NULL;

  return g_steal_pointer (&root);
}

static void
refuse_record (GError     **error,
               guint        position,
               const char  *reason)
{
  g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD,
               "Provider number %u: %s", position + 1, reason);
}

static GPtrArray *
read_records (JsonObject  *root,
              GError     **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *providers = NULL;

  confab_json_member_array (root, "providers", &providers, NULL);
  for (guint i = 0; providers != NULL && i < json_array_get_length (providers); i++)
    {
      JsonNode *node = json_array_get_element (providers, i);
      g_autoptr(ConfabProviderRecord) record = NULL;
      g_autoptr(GError) reason = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          refuse_record (error, i, "it must be an object");
          return NULL;
        }
      if (!(record = confab_provider_record_new_read (json_node_get_object (node), &reason)))
        {
          refuse_record (error, i, reason->message);
          return NULL;
        }
      if (!g_hash_table_add (ids, (gpointer) confab_provider_record_get_id (record)))
        {
          refuse_record (error, i, "its id has been given to another one before");
          return NULL;
        }
      g_ptr_array_add (records, g_steal_pointer (&record));
    }

  return g_steal_pointer (&records);
}

static gboolean
has_id (JsonNode   *node,
        const char *id)
{
  const char *there;

  return JSON_NODE_HOLDS_OBJECT (node) &&
         confab_json_member_string (json_node_get_object (node), "id", &there, NULL) &&
         g_strcmp0 (there, id) == 0;
}

static JsonArray *
ensure_providers (JsonObject *root)
{
  JsonArray *providers = NULL;

  confab_json_member_array (root, "providers", &providers, NULL);
  if (providers == NULL)
    {
      providers = json_array_new ();
      json_object_set_array_member (root, "providers", providers);
    }

  return providers;
}

static void
put_record (JsonArray            *providers,
            ConfabProviderRecord *record)
{
  g_autoptr(JsonObject) object = NULL;

  for (guint i = 0; i < json_array_get_length (providers); i++)
    {
      JsonNode *node = json_array_get_element (providers, i);

      if (has_id (node, confab_provider_record_get_id (record)))
        {
          confab_provider_record_apply (record, json_node_get_object (node));
          return;
        }
    }

  object = json_object_new ();
  confab_provider_record_apply (record, object);
  json_array_add_object_element (providers, g_steal_pointer (&object));
}

static void
put_order (JsonObject         *root,
           const char * const *order)
{
  g_autoptr(JsonArray) ids = json_array_new ();

  for (gsize i = 0; order[i] != NULL; i++)
    json_array_add_string_element (ids, order[i]);

  if (json_array_get_length (ids) > 0)
    json_object_set_array_member (root, "order", g_steal_pointer (&ids));
  else if (json_object_has_member (root, "order"))
    json_object_remove_member (root, "order");
}

static void
remove_from_order (JsonObject *root,
                   const char *id)
{
  g_auto(GStrv) order = NULL;
  g_autoptr(GStrvBuilder) left = g_strv_builder_new ();
  g_auto(GStrv) without = NULL;

  confab_json_member_strv (root, "order", &order, NULL);
  if (order == NULL || !g_strv_contains ((const char * const *) order, id))
    return;

  for (gsize i = 0; order[i] != NULL; i++)
    if (!g_str_equal (order[i], id))
      g_strv_builder_add (left, order[i]);
  without = g_strv_builder_end (left);
  put_order (root, (const char * const *) without);
}

static void
remove_record (JsonObject *root,
               JsonArray  *providers,
               const char *id)
{
  const char *default_id = NULL;

  for (guint i = json_array_get_length (providers); i > 0; i--)
    if (has_id (json_array_get_element (providers, i - 1), id))
      json_array_remove_element (providers, i - 1);

  confab_json_member_string (root, "default", &default_id, NULL);
  if (g_strcmp0 (default_id, id) == 0)
    json_object_remove_member (root, "default");
  remove_from_order (root, id);
}

/* confab_provider_records_write:
 *
 * Returns: (transfer full): the file, with a newline at the end
 */
GBytes *
confab_provider_records_write (JsonObject *root)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), root);
  g_autofree char *text = confab_json_to_text (node);
  char *with_newline = g_strconcat (text, "\n", NULL);

  return g_bytes_new_take (with_newline, strlen (with_newline));
}

/**
 * confab_provider_records_parse:
 * @contents: (nullable): what is in the records file, or %NULL when there is none
 * @default_id: (out) (optional) (transfer full) (nullable): the record a person prefers
 * @order: (out) (optional) (transfer full) (array zero-terminated=1): ids in the order
 *   that a person gave them, which need not name every provider and may name some there is not
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE with the number of the line
 *   when it is not JSON; %CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW when a newer version wrote it;
 *   %CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD when a record makes no sense
 *
 * Reads the records file.
 *
 * Returns: (transfer full) (element-type ConfabProviderRecord): the records as the file orders them
 */
GPtrArray *
confab_provider_records_parse (GBytes  *contents,
                               char   **default_id,
                               char  ***order,
                               GError **error)
{
  g_autoptr(JsonObject) root = NULL;
  g_autoptr(GPtrArray) records = NULL;
  const char *default_there = NULL;

  if (!(root = confab_provider_records_read (contents, error)) || !(records = read_records (root, error)))
    return NULL;

  confab_json_member_string (root, "default", &default_there, NULL);
  if (default_id != NULL)
    *default_id = default_there != NULL && *default_there != '\0' ? g_strdup (default_there) : NULL;
  if (order != NULL)
    confab_json_member_strv (root, "order", order, NULL);

  return g_steal_pointer (&records);
}

/**
 * confab_provider_records_merge:
 * @current: (nullable): what is in the records file now, or %NULL when there is none
 * @changed: (nullable) (element-type ConfabProviderRecord): records that were changed or are new
 * @removed_ids: (nullable) (array zero-terminated=1): ids of records to take out
 * @default_id: (nullable): the record a person prefers now, `""` for none, %NULL to leave it
 * @order: (nullable) (array zero-terminated=1): ids in the order that a person gave them, %NULL to
 *   leave it
 * @error: where to say why not: as of [func@provider_records_parse]
 *
 * Makes the new contents of the records file. Of a record only the members that were changed since
 * it was read are written: what other processes wrote meanwhile stays, and so does everything
 * that this version does not know. Pure: it may run on any thread.
 *
 * Returns: (transfer full): the new contents, with a newline at the end
 */
GBytes *
confab_provider_records_merge (GBytes              *current,
                               GPtrArray           *changed,
                               const char * const  *removed_ids,
                               const char          *default_id,
                               const char * const  *order,
                               GError             **error)
{
  g_autoptr(JsonObject) root = NULL;
  g_autoptr(GPtrArray) records = NULL;
  JsonArray *providers;

  /* What cannot be read is not written over. */
  if (!(root = confab_provider_records_read (current, error)) || !(records = read_records (root, error)))
    return NULL;

  json_object_set_int_member (root, "version", RECORDS_VERSION);
  if (default_id != NULL && *default_id != '\0')
    json_object_set_string_member (root, "default", default_id);
  else if (default_id != NULL && json_object_has_member (root, "default"))
    json_object_remove_member (root, "default");
  if (order != NULL)
    put_order (root, order);

  providers = ensure_providers (root);
  for (guint i = 0; changed != NULL && i < changed->len; i++)
    put_record (providers, g_ptr_array_index (changed, i));
  for (gsize i = 0; removed_ids != NULL && removed_ids[i] != NULL; i++)
    remove_record (root, providers, removed_ids[i]);

  return confab_provider_records_write (root);
}
