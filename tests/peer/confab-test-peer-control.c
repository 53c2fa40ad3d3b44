/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-test-peer-private.h"

/* How a peer that is a program of its own is told what to do. */

static char **
dup_strings (JsonArray *array)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));

  return g_strv_builder_end (builder);
}

static gboolean
configure (ConfabTestPeer *self,
           JsonObject     *config)
{
  JsonNode *key = json_object_get_member (config, "key");
  JsonNode *models = json_object_get_member (config, "models");
  JsonNode *named = json_object_get_member (config, "names");
  JsonNode *statuses = json_object_get_member (config, "statuses");
  JsonNode *directives = json_object_get_member (config, "directives");
  JsonNode *refused = json_object_get_member (config, "refused");
  JsonNode *loaded = json_object_get_member (config, "loaded");
  JsonNode *pulls = json_object_get_member (config, "pulls");

  if (key != NULL)
    confab_test_peer_set_key (self, JSON_NODE_HOLDS_NULL (key) ? NULL : json_node_get_string (key));

  if (models != NULL && JSON_NODE_HOLDS_ARRAY (models))
    {
      g_auto(GStrv) names = dup_strings (json_node_get_array (models));

      confab_test_peer_set_models (self, (const char * const *) names);
    }
  if (named != NULL && JSON_NODE_HOLDS_OBJECT (named))
    {
      JsonObjectIter iter;
      const char *model;
      JsonNode *name;

      json_object_iter_init (&iter, json_node_get_object (named));
      while (json_object_iter_next (&iter, &model, &name))
        confab_test_peer_set_name (self, model, json_node_get_string (name));
    }
  if (loaded != NULL && JSON_NODE_HOLDS_ARRAY (loaded))
    {
      g_auto(GStrv) names = dup_strings (json_node_get_array (loaded));

      confab_test_peer_set_loaded (self, (const char * const *) names);
    }
  if (pulls != NULL && JSON_NODE_HOLDS_OBJECT (pulls))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *script;

      json_object_iter_init (&iter, json_node_get_object (pulls));
      while (json_object_iter_next (&iter, &name, &script))
        {
          g_autofree char *text = json_to_string (script, FALSE);

          confab_test_peer_set_pull (self, name, text);
        }
    }

  if (statuses != NULL && JSON_NODE_HOLDS_ARRAY (statuses))
    {
      JsonArray *array = json_node_get_array (statuses);

      g_queue_clear (&self->statuses);
      for (guint i = 0; i < json_array_get_length (array); i++)
        confab_test_peer_push_status (self, json_array_get_int_element (array, i));
    }

  if (directives != NULL)
    confab_test_peer_set_directives (self, JSON_NODE_HOLDS_NULL (directives) ? NULL
                                                                             : json_node_get_string (directives));
  if (json_object_has_member (config, "version"))
    confab_test_peer_set_version (self, json_object_get_string_member (config, "version"));
  if (refused != NULL && JSON_NODE_HOLDS_OBJECT (refused))
    {
      JsonObjectIter iter;
      const char *piece;
      JsonNode *complaint;

      g_hash_table_remove_all (self->refused);
      json_object_iter_init (&iter, json_node_get_object (refused));
      while (json_object_iter_next (&iter, &piece, &complaint))
        confab_test_peer_refuse (self, piece, json_node_get_string (complaint));
    }
  if (json_object_has_member (config, "page_size"))
    confab_test_peer_set_page_size (self, json_object_get_int_member (config, "page_size"));

  return TRUE;
}

/* What the test says to the peer, as opposed to what is tested. Not logged. */
void
confab_test_peer_control_cb (SoupServer        *server,
                             SoupServerMessage *message,
                             const char        *path,
                             GHashTable        *query,
                             gpointer           user_data)
{
  ConfabTestPeer *self = user_data;
  const char *method = soup_server_message_get_method (message);
  SoupMessageBody *request = soup_server_message_get_request_body (message);

  if (g_str_equal (path, "/peer/log") && g_str_equal (method, "GET"))
    {
      g_autofree char *body = confab_test_peer_dup_log (self);

      confab_test_peer_respond (message, NULL, 200, "application/json", body);
    }
  else if (g_str_equal (path, "/peer/log") && g_str_equal (method, "DELETE"))
    {
      confab_test_peer_clear_log (self);
      confab_test_peer_respond (message, NULL, 200, "application/json", "{}");
    }
  else if (g_str_equal (path, "/peer/service-account") && g_str_equal (method, "GET"))
    {
      g_autofree char *body = confab_test_peer_dup_service_account (self);

      confab_test_peer_respond (message, NULL, 200, "application/json", body);
    }
  else if (g_str_equal (path, "/peer/release") && g_str_equal (method, "POST"))
    {
      g_autofree char *body = g_strdup_printf ("{\"released\":%u}", confab_test_peer_release (self));

      confab_test_peer_respond (message, NULL, 200, "application/json", body);
    }
  else if (g_str_equal (path, "/peer/config") && g_str_equal (method, "POST"))
    {
      g_autoptr(JsonParser) parser = json_parser_new ();

      if (json_parser_load_from_data (parser, request->data, request->length, NULL) &&
          JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)) &&
          configure (self, json_node_get_object (json_parser_get_root (parser))))
        confab_test_peer_respond (message, NULL, 200, "application/json", "{}");
      else
        confab_test_peer_respond (message, NULL, 400, "text/plain", "not a JSON object\n");
    }
  else
    {
      confab_test_peer_respond (message, NULL, 404, "text/plain", "no such control\n");
    }
}
