/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-chatgpt"

#include "config.h"

#include "confab-import-chatgpt-private.h"

#include "confab-json.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* Conversations of ChatGPT's data export: a tree of nodes in an object `mapping`, where every thought,
 * every call of a tool, its result and the answer are nodes of their own. Here one reply is one message,
 * so a chain of those becomes one. */

#define SOURCE "chatgpt"
#define PROVIDER_NAME "ChatGPT"

/* The end of the year 9999 in seconds. */
#define MAX_TIME 253402300799.0

typedef struct
{
  const char *id;         /* borrowed */
  char       *parent_id;  /* owned, nullable: of the message that it follows */
} Node;

static void
node_free (Node *self)
{
  g_free (self->parent_id);
  g_free (self);
}

static void
push_node (ConfabChatgptReader *self,
           const char          *id,
           const char          *parent_id)
{
  Node *node = g_new0 (Node, 1);

  node->id = id;
  node->parent_id = g_strdup (parent_id);
  g_ptr_array_add (self->left, node);
}

static gint64
get_time_us (JsonObject *object,
             const char *name)
{
  const double time = confab_json_get_double (object, name, 0);

  return time > 0 && time < MAX_TIME ? (gint64) llround (time * G_USEC_PER_SEC) : 0;
}

static JsonObject *
get_message (ConfabChatgptReader *self,
             const char          *node_id)
{
  return confab_json_get_object (confab_json_get_object (self->mapping, node_id), "message");
}

static gboolean
is_hidden (JsonObject *message)
{
  JsonObject *metadata = confab_json_get_object (message, "metadata");

  return message == NULL || g_str_equal (confab_chatgpt_get_role (message), "system") ||
         confab_json_get_boolean (metadata, "is_visually_hidden_from_conversation");
}

static gboolean
is_reply (JsonObject *message)
{
  const char *role = confab_chatgpt_get_role (message);

  return g_str_equal (role, "assistant") || g_str_equal (role, "tool");
}

static const char *
get_child (ConfabChatgptReader *self,
           const char          *node_id,
           guint                position)
{
  JsonArray *children = confab_json_get_array (confab_json_get_object (self->mapping, node_id), "children");

  return children != NULL && position < confab_json_array_length (children)
    ? confab_json_node_string (json_array_get_element (children, position))
    : NULL;
}

static guint
count_children (ConfabChatgptReader *self,
                const char          *node_id)
{
  JsonArray *children = confab_json_get_array (confab_json_get_object (self->mapping, node_id), "children");

  return children != NULL ? confab_json_array_length (children) : 0;
}

static void
note_node (ConfabChatgptReader *self,
           const char          *node_id,
           const char          *message_id)
{
  g_hash_table_insert (self->message_ids, (gpointer) node_id, g_strdup (message_id));
}

static gboolean
is_new_node (ConfabChatgptReader *self,
             const char          *node_id)
{
  return node_id != NULL && json_object_has_member (self->mapping, node_id) &&
         !g_hash_table_contains (self->message_ids, node_id);
}

static void
describe_reply (ConfabMessage *message,
                JsonObject    *source)
{
  const char *model = confab_json_get_text (confab_json_get_object (source, "metadata"), "model_slug");

  if (model != NULL)
    confab_message_set_model (message, model);
  if (g_strcmp0 (confab_json_get_string (source, "status"), "in_progress") == 0)
    confab_message_set_status (message, CONFAB_MESSAGE_INTERRUPTED);
}

/* Reads a node, and those behind it that belong to the same reply. */
static gboolean
read_node (ConfabChatgptReader  *self,
           ConfabConversation   *conversation,
           const Node           *node,
           GError              **error)
{
  JsonObject *source = get_message (self, node->id);
  const gboolean hidden = is_hidden (source);
  const gboolean reply = !hidden && is_reply (source);
  g_autofree char *id = confab_import_dup_id (SOURCE, self->id, node->id);
  g_autoptr(ConfabMessage) message = confab_message_new_with_id (reply ? CONFAB_ROLE_ASSISTANT : CONFAB_ROLE_USER, id);
  const char *last = node->id;
  const char *parent_id;

  confab_message_set_parent_id (message, node->parent_id);
  confab_message_set_created_at_us (message, get_time_us (source, "create_time"));
  g_hash_table_remove_all (self->attachments);
  note_node (self, last, id);
  if (!hidden)
    confab_chatgpt_add_content (self, message, source);

  if (reply)
    {
      confab_message_set_provider_name (message, PROVIDER_NAME);
      confab_message_set_stop_reason (message, CONFAB_STOP_REASON_STOP, NULL);
      describe_reply (message, source);
    }
  while (reply && count_children (self, last) == 1 && is_new_node (self, get_child (self, last, 0)))
    {
      JsonObject *next = get_message (self, get_child (self, last, 0));

      if (!is_hidden (next) && !is_reply (next))
        break;

      last = get_child (self, last, 0);
      note_node (self, last, id);
      if (!is_hidden (next))
        {
          confab_chatgpt_add_content (self, message, next);
          describe_reply (message, next);
        }
    }

  if (confab_message_get_created_at_us (message) == 0)
    confab_message_set_created_at_us (message, confab_conversation_get_created_at_us (conversation));
  if (confab_message_get_n_parts (message) > 0 &&
      !self->sink->message (conversation, message, self->user_data, error))
    return FALSE;

  /* What is empty is as if it were not there. */
  parent_id = confab_message_get_n_parts (message) > 0 ? id : node->parent_id;
  if (parent_id != id)
    note_node (self, last, parent_id);
  for (guint i = count_children (self, last); i > 0; i--)
    if (is_new_node (self, get_child (self, last, i - 1)))
      push_node (self, get_child (self, last, i - 1), parent_id);

  return TRUE;
}

static gboolean
read_tree (ConfabChatgptReader  *self,
           ConfabConversation   *conversation,
           GError              **error)
{
  g_autoptr(GList) ids = json_object_get_members (self->mapping);

  for (GList *l = g_list_last (ids); l != NULL; l = l->prev)
    {
      const char *parent = confab_json_get_string (confab_json_get_object (self->mapping, l->data), "parent");

      if (parent == NULL || !json_object_has_member (self->mapping, parent))
        push_node (self, l->data, NULL);
    }

  while (self->left->len > 0)
    {
      Node *node = g_ptr_array_steal_index (self->left, self->left->len - 1);
      /* Two may lead to one. */
      const gboolean ok = !is_new_node (self, node->id) || read_node (self, conversation, node, error);

      node_free (node);
      if (!ok)
        return FALSE;
    }

  if (g_hash_table_size (self->message_ids) < json_object_get_size (self->mapping))
    confab_chatgpt_tell (self, _("Messages that lead nowhere were left out"));
  return TRUE;
}

/**
 * confab_import_is_chatgpt:
 * @object: an element of a file
 *
 * Returns: whether it is a conversation of ChatGPT's export
 */
gboolean
confab_import_is_chatgpt (JsonObject *object)
{
  return confab_json_get_object (object, "mapping") != NULL;
}

/**
 * confab_import_chatgpt:
 * @object: a conversation of ChatGPT's export
 * @sink: takes it
 * @user_data: closure
 * @error: return location
 *
 * Reads a conversation with all its branches.
 *
 * Returns: whether the sink took everything
 */
gboolean
confab_import_chatgpt (JsonObject              *object,
                       const ConfabImportSink  *sink,
                       gpointer                 user_data,
                       GError                 **error)
{
  const char *title = confab_json_get_string (object, "title");
  const char *id = confab_json_get_text (object, "conversation_id");
  g_autoptr(GHashTable) message_ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr(GHashTable) attachments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  g_autoptr(ConfabConversation) conversation = NULL;
  g_autofree char *own_id = NULL;
  const char *current = confab_json_get_text (object, "current_node");
  ConfabChatgptReader self = { .sink = sink, .user_data = user_data, .message_ids = message_ids,
                  .attachments = attachments, .left = left };
  gint64 created_at_us;
  gint64 updated_at_us;

  if (id == NULL)
    id = confab_json_get_text (object, "id");
  self.mapping = confab_json_get_object (object, "mapping");
  self.title = title != NULL ? title : "";
  if (id == NULL)
    {
      confab_chatgpt_tell (&self, _("A conversation has no id"));
      return TRUE;
    }

  self.id = id;
  own_id = confab_import_dup_id (SOURCE, id, NULL);
  created_at_us = get_time_us (object, "create_time");
  updated_at_us = get_time_us (object, "update_time");
  conversation = confab_conversation_new_with_id (own_id);
  confab_conversation_set_title (conversation, self.title);
  confab_conversation_set_created_at_us (conversation, created_at_us);
  confab_conversation_set_updated_at_us (conversation, MAX (updated_at_us, created_at_us));
  confab_conversation_set_archived (conversation, confab_json_get_boolean (object, "is_archived"));

  if (!sink->begin (conversation, user_data, error) || !read_tree (&self, conversation, error))
    return FALSE;

  if (current != NULL)
    confab_conversation_set_head_id (conversation, g_hash_table_lookup (message_ids, current));
  if (self.tools_left_out)
    confab_chatgpt_tell (&self, _("What tools were asked and what they answered was left out"));

  return sink->end (conversation, user_data, error);
}
