/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-chatgpt"

#include "config.h"

#include "confab-import-format.h"

#include "confab-json.h"
#include "confab-markdown-fence.h"

#include <math.h>
#include <string.h>

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
  JsonObject             *mapping;       /* borrowed */
  const char             *id;            /* borrowed: what ChatGPT calls the conversation */
  const char             *title;         /* borrowed */
  const ConfabImportSink *sink;          /* borrowed */
  gpointer                user_data;
  GHashTable             *message_ids;   /* owned: node (borrowed) to the id of its message (owned) */
  GHashTable             *attachments;   /* owned: names (owned) of what is in the message already */
  GPtrArray              *left;          /* owned, of Node: still to be read, the next last */
  gboolean                tools_left_out;
} Reader;

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
push_node (Reader     *self,
           const char *id,
           const char *parent_id)
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
get_message (Reader     *self,
             const char *node_id)
{
  return confab_json_get_object (confab_json_get_object (self->mapping, node_id), "message");
}

static const char *
get_role (JsonObject *message)
{
  const char *role = confab_json_get_string (confab_json_get_object (message, "author"), "role");

  return role != NULL ? role : "";
}

static gboolean
is_hidden (JsonObject *message)
{
  JsonObject *metadata = confab_json_get_object (message, "metadata");

  return message == NULL || g_str_equal (get_role (message), "system") ||
         confab_json_get_boolean (metadata, "is_visually_hidden_from_conversation");
}

static gboolean
is_reply (JsonObject *message)
{
  return g_str_equal (get_role (message), "assistant") || g_str_equal (get_role (message), "tool");
}

static void
tell (Reader     *self,
      const char *reason)
{
  self->sink->issue (self->title, reason, self->user_data);
}

static void
add_text (ConfabMessage  *message,
          ConfabPartKind  kind,
          const char     *text)
{
  g_autoptr(ConfabPart) part = NULL;

  if (text == NULL || *text == '\0')
    return;

  part = confab_part_new_text (kind, text);
  confab_message_append_part (message, part);
}

static void
add_fence (ConfabMessage *message,
           const char    *language,
           const char    *code)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (code == NULL || *code == '\0')
    return;

  confab_markdown_append_fence (text, language, code);
  add_text (message, CONFAB_PART_TEXT, text->str);
}

/* "file-service://file-abc" and "sediment://file_abc#x" name the file whose name begins with the rest. */
static char *
dup_reference (const char *pointer)
{
  const char *scheme = strstr (pointer, "://");
  const char *start = scheme != NULL ? scheme + strlen ("://") : pointer;

  return g_strndup (start, strcspn (start, "#?"));
}

static void
add_file (Reader        *self,
          ConfabMessage *message,
          const char    *pointer,
          const char    *name,
          const char    *mime_type)
{
  g_autofree char *reference = dup_reference (pointer);
  g_autofree char *found_name = NULL;
  g_autofree char *reason = NULL;
  g_autoptr(GBytes) data = NULL;
  g_autoptr(ConfabPart) part = NULL;

  /* A picture is often named twice, where it stands and in a list. */
  if (*reference == '\0' || g_hash_table_contains (self->attachments, reference))
    return;
  g_hash_table_add (self->attachments, g_strdup (reference));

  data = self->sink->attachment (reference, &found_name, self->user_data);
  if (data == NULL)
    {
      /* Translators: the name of a file */
      reason = g_strdup_printf (_("“%s” is not in the export"), name != NULL ? name : reference);
      tell (self, reason);
      return;
    }

  part = confab_import_file_part (name != NULL ? name : found_name, mime_type, data);
  confab_message_append_part (message, part);
}

static void
add_object (Reader        *self,
            ConfabMessage *message,
            JsonObject    *object)
{
  const char *type = confab_json_get_string (object, "content_type");
  const char *pointer = confab_json_get_text (object, "asset_pointer");

  if (g_strcmp0 (type, "audio_transcription") == 0)
    add_text (message, CONFAB_PART_TEXT, confab_json_get_string (object, "text"));
  else if (pointer != NULL && g_strcmp0 (type, "image_asset_pointer") == 0)
    add_file (self, message, pointer, NULL, NULL);
  else if (type != NULL && (strstr (type, "audio") != NULL || strstr (type, "video") != NULL))
    tell (self, _("A recording was left out"));
  else if (confab_json_get_text (object, "text") != NULL)
    add_text (message, CONFAB_PART_TEXT, confab_json_get_string (object, "text"));
}

static void
add_parts (Reader        *self,
           ConfabMessage *message,
           JsonObject    *content)
{
  JsonArray *parts = confab_json_get_array (content, "parts");

  for (guint i = 0; parts != NULL && i < confab_json_array_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);
      JsonObject *object = confab_json_node_object (node);

      if (object != NULL)
        add_object (self, message, object);
      else
        add_text (message, CONFAB_PART_TEXT, confab_json_node_string (node));
    }
}

static void
add_thoughts (ConfabMessage *message,
              JsonObject    *content)
{
  JsonArray *thoughts = confab_json_get_array (content, "thoughts");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; thoughts != NULL && i < confab_json_array_length (thoughts); i++)
    {
      JsonObject *thought = confab_json_array_object (thoughts, i);
      const char *summary = confab_json_get_text (thought, "summary");
      const char *words = confab_json_get_text (thought, "content");

      if (text->len > 0 && (summary != NULL || words != NULL))
        g_string_append (text, "\n\n");
      if (summary != NULL)
        g_string_append_printf (text, "**%s**", summary);
      if (words != NULL)
        g_string_append_printf (text, "%s%s", summary != NULL ? "\n\n" : "", words);
    }

  add_text (message, CONFAB_PART_THINKING, text->str);
}

static void
add_attachments (Reader        *self,
                 ConfabMessage *message,
                 JsonObject    *source)
{
  JsonArray *attachments = confab_json_get_array (confab_json_get_object (source, "metadata"), "attachments");

  for (guint i = 0; attachments != NULL && i < confab_json_array_length (attachments); i++)
    {
      JsonObject *attachment = confab_json_array_object (attachments, i);
      const char *id = confab_json_get_text (attachment, "id");
      const char *type = confab_json_get_text (attachment, "mime_type");

      if (type == NULL)
        type = confab_json_get_text (attachment, "mimeType");
      if (id != NULL)
        add_file (self, message, id, confab_json_get_text (attachment, "name"), type);
    }
}

/* What is for a tool to read rather than for a person. */
static gboolean
is_for_a_tool (JsonObject *source)
{
  const char *recipient = confab_json_get_text (source, "recipient");

  return recipient != NULL && strcmp (recipient, "all") != 0;
}

static void
add_content (Reader        *self,
             ConfabMessage *message,
             JsonObject    *source)
{
  JsonObject *content = confab_json_get_object (source, "content");
  const char *type = confab_json_get_string (content, "content_type");
  const gboolean of_tool = g_str_equal (get_role (source), "tool");
  g_autofree char *reason = NULL;

  if (type == NULL || g_str_equal (type, "text"))
    {
      if (of_tool || is_for_a_tool (source))
        self->tools_left_out = TRUE;
      else
        add_parts (self, message, content);
    }
  else if (g_str_equal (type, "multimodal_text"))
    add_parts (self, message, content);
  else if (g_str_equal (type, "code"))
    add_fence (message, confab_json_get_string (content, "language"), confab_json_get_string (content, "text"));
  else if (g_str_equal (type, "execution_output"))
    add_fence (message, NULL, confab_json_get_string (content, "text"));
  else if (g_str_equal (type, "thoughts"))
    add_thoughts (message, content);
  else if (g_str_equal (type, "tether_quote") || g_str_equal (type, "tether_browsing_display") ||
           g_str_equal (type, "system_error") || g_str_equal (type, "tether_browsing_code"))
    self->tools_left_out = TRUE;
  else if (!g_str_equal (type, "reasoning_recap") && !g_str_equal (type, "user_editable_context") &&
           !g_str_equal (type, "model_editable_context"))
    {
      /* Translators: a word of the file that is read, such as "audio" */
      reason = g_strdup_printf (_("Something of the kind “%s” is not known, and only its text was taken"), type);
      tell (self, reason);
      add_parts (self, message, content);
      add_text (message, CONFAB_PART_TEXT, confab_json_get_string (content, "text"));
    }

  add_attachments (self, message, source);
}

static const char *
get_child (Reader     *self,
           const char *node_id,
           guint       position)
{
  JsonArray *children = confab_json_get_array (confab_json_get_object (self->mapping, node_id), "children");

  return children != NULL && position < confab_json_array_length (children)
    ? confab_json_node_string (json_array_get_element (children, position))
    : NULL;
}

static guint
count_children (Reader     *self,
                const char *node_id)
{
  JsonArray *children = confab_json_get_array (confab_json_get_object (self->mapping, node_id), "children");

  return children != NULL ? confab_json_array_length (children) : 0;
}

static void
note_node (Reader     *self,
           const char *node_id,
           const char *message_id)
{
  g_hash_table_insert (self->message_ids, (gpointer) node_id, g_strdup (message_id));
}

static gboolean
is_new_node (Reader     *self,
             const char *node_id)
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
read_node (Reader              *self,
           ConfabConversation  *conversation,
           const Node          *node,
           GError             **error)
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
    add_content (self, message, source);

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
          add_content (self, message, next);
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
read_tree (Reader              *self,
           ConfabConversation  *conversation,
           GError             **error)
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
    tell (self, _("Messages that lead nowhere were left out"));
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
  Reader self = { .sink = sink, .user_data = user_data, .message_ids = message_ids,
                  .attachments = attachments, .left = left };
  gint64 created_at_us;
  gint64 updated_at_us;

  if (id == NULL)
    id = confab_json_get_text (object, "id");
  self.mapping = confab_json_get_object (object, "mapping");
  self.title = title != NULL ? title : "";
  if (id == NULL)
    {
      tell (&self, _("A conversation has no id"));
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
    tell (&self, _("What tools were asked and what they answered was left out"));

  return sink->end (conversation, user_data, error);
}
