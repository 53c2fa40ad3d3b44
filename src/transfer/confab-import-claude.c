/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-claude"

#include "config.h"

#include "confab-import-format.h"

#include "confab-json.h"
#include "confab-markdown-fence.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Conversations of Claude's data export: a list `chat_messages`, one after the other or, where it says
 * which message each follows, as a tree. */

#define SOURCE "claude"
#define PROVIDER_NAME "Claude"

typedef struct
{
  const char             *id;          /* borrowed: what Claude calls the conversation */
  const char             *title;       /* borrowed */
  const ConfabImportSink *sink;        /* borrowed */
  gpointer                user_data;
  gboolean                tools_left_out;
} Reader;

static gint64
get_time_us (JsonObject *object,
             const char *name)
{
  const char *text = confab_json_get_text (object, name);
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;
  const gint64 seconds = time != NULL ? g_date_time_to_unix (time) : 0;

  return seconds > 0 ? seconds * G_USEC_PER_SEC + g_date_time_get_microsecond (time) : 0;
}

/* What Claude wrote into a pane of its own is a call of a tool for it; to a person it is the answer. */
static void
add_tool_use (Reader        *self,
              ConfabMessage *message,
              JsonObject    *block)
{
  JsonObject *input = confab_json_get_object (block, "input");
  const char *content = confab_json_get_text (input, "content");
  const char *title = confab_json_get_text (input, "title");
  const char *type = confab_json_get_text (input, "type");
  g_autoptr(GString) text = g_string_new (NULL);

  if (g_strcmp0 (confab_json_get_string (block, "name"), "artifacts") != 0 || content == NULL)
    {
      self->tools_left_out = TRUE;
      return;
    }

  if (title != NULL)
    g_string_append_printf (text, "**%s**", title);
  if (g_strcmp0 (type, "text/markdown") == 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", content);
  else
    confab_markdown_append_fence (text, confab_json_get_text (input, "language"), content);
  confab_import_add_text (message, CONFAB_PART_TEXT, text->str);
}

static void
add_block (Reader        *self,
           ConfabMessage *message,
           JsonObject    *block)
{
  const char *type = confab_json_get_string (block, "type");
  g_autofree char *reason = NULL;

  if (type == NULL || strcmp (type, "text") == 0)
    confab_import_add_text (message, CONFAB_PART_TEXT, confab_json_get_string (block, "text"));
  else if (strcmp (type, "thinking") == 0)
    confab_import_add_text (message, CONFAB_PART_THINKING, confab_json_get_string (block, "thinking"));
  else if (strcmp (type, "tool_use") == 0)
    add_tool_use (self, message, block);
  else if (strcmp (type, "tool_result") == 0)
    self->tools_left_out = TRUE;
  else if (strcmp (type, "token_budget") != 0 && strcmp (type, "flag") != 0)
    {
      reason = confab_import_dup_unknown (type);
      self->sink->issue (self->title, reason, self->user_data);
      confab_import_add_text (message, CONFAB_PART_TEXT, confab_json_get_string (block, "text"));
    }
}

static void
add_attachments (ConfabMessage *message,
                 JsonArray     *attachments)
{
  for (guint i = 0; attachments != NULL && i < confab_json_array_length (attachments); i++)
    {
      JsonObject *attachment = confab_json_array_object (attachments, i);
      const char *text = confab_json_get_text (attachment, "extracted_content");
      g_autoptr(GBytes) data = NULL;
      g_autoptr(ConfabPart) part = NULL;

      if (text == NULL)
        continue;

      data = g_bytes_new (text, strlen (text));
      part = confab_part_new_data (CONFAB_PART_DOCUMENT, confab_json_get_text (attachment, "file_name"),
                                   "text/plain", data);
      confab_message_append_part (message, part);
    }
}

static void
add_files (Reader        *self,
           ConfabMessage *message,
           JsonArray     *files)
{
  for (guint i = 0; files != NULL && i < confab_json_array_length (files); i++)
    {
      JsonObject *file = confab_json_array_object (files, i);
      const char *name = confab_json_get_text (file, "file_name");
      const char *id = confab_json_get_text (file, "file_uuid");
      g_autofree char *found_name = NULL;
      g_autofree char *reason = NULL;
      g_autoptr(GBytes) data = NULL;
      g_autoptr(ConfabPart) part = NULL;

      if (name == NULL && id == NULL)
        continue;
      if (id != NULL)
        data = self->sink->attachment (id, &found_name, self->user_data);
      if (data == NULL)
        {
          reason = confab_import_dup_missing (name != NULL ? name : id);
          self->sink->issue (self->title, reason, self->user_data);
          continue;
        }

      part = confab_import_file_part (name != NULL ? name : found_name, NULL, data);
      confab_message_append_part (message, part);
    }
}

static ConfabMessage *
read_message (Reader     *self,
              JsonObject *source,
              const char *uuid)
{
  const gboolean human = g_strcmp0 (confab_json_get_string (source, "sender"), "human") == 0;
  g_autofree char *id = confab_import_dup_id (SOURCE, self->id, uuid);
  ConfabMessage *message = confab_message_new_with_id (human ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT, id);
  JsonArray *content = confab_json_get_array (source, "content");

  confab_message_set_created_at_us (message, get_time_us (source, "created_at"));
  if (!human)
    {
      confab_message_set_provider_name (message, PROVIDER_NAME);
      confab_message_set_model (message, confab_json_get_text (source, "model"));
      confab_message_set_stop_reason (message, CONFAB_STOP_REASON_STOP, NULL);
    }

  add_attachments (message, confab_json_get_array (source, "attachments"));
  add_files (self, message, confab_json_get_array (source, "files"));
  for (guint i = 0; content != NULL && i < confab_json_array_length (content); i++)
    {
      JsonObject *block = confab_json_array_object (content, i);

      if (block != NULL)
        add_block (self, message, block);
    }
  /* Older exports have nothing else. */
  if (content == NULL || confab_json_array_length (content) == 0)
    confab_import_add_text (message, CONFAB_PART_TEXT, confab_json_get_string (source, "text"));

  return message;
}

static gboolean
read_messages (Reader              *self,
               ConfabConversation  *conversation,
               JsonArray           *sources,
               GError             **error)
{
  g_autoptr(GHashTable) message_ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *last_id = NULL;

  for (guint i = 0; i < confab_json_array_length (sources); i++)
    {
      JsonObject *source = confab_json_array_object (sources, i);
      const char *parent = confab_json_get_text (source, "parent_message_uuid");
      const char *uuid = confab_json_get_text (source, "uuid");
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autoptr(ConfabMessage) message = NULL;
      const char *parent_id = last_id;

      if (source == NULL)
        continue;
      if (uuid == NULL)
        uuid = number;
      /* One that follows what is not in the list follows nothing: the first of a branch from the
       * beginning. A list without such words is one after the other. */
      if (parent != NULL)
        parent_id = g_hash_table_lookup (message_ids, parent);

      message = read_message (self, source, uuid);
      if (confab_message_get_created_at_us (message) == 0)
        confab_message_set_created_at_us (message, confab_conversation_get_created_at_us (conversation));
      confab_message_set_parent_id (message, parent_id);
      if (confab_message_get_n_parts (message) == 0)
        {
          if (uuid != number)
            g_hash_table_insert (message_ids, (gpointer) uuid, g_strdup (parent_id));
          continue;
        }
      if (!self->sink->message (conversation, message, self->user_data, error))
        return FALSE;

      g_free (last_id);
      last_id = g_strdup (confab_message_get_id (message));
      if (uuid != number)
        g_hash_table_insert (message_ids, (gpointer) uuid, g_strdup (last_id));
    }

  return TRUE;
}

/**
 * confab_import_is_claude:
 * @object: an element of a file
 *
 * Returns: whether it is a conversation of Claude's export
 */
gboolean
confab_import_is_claude (JsonObject *object)
{
  return confab_json_get_array (object, "chat_messages") != NULL;
}

/**
 * confab_import_claude:
 * @object: a conversation of Claude's export
 * @sink: takes it
 * @user_data: closure
 * @error: return location
 *
 * Reads a conversation with all its branches.
 *
 * Returns: whether the sink took everything
 */
gboolean
confab_import_claude (JsonObject              *object,
                      const ConfabImportSink  *sink,
                      gpointer                 user_data,
                      GError                 **error)
{
  const char *title = confab_json_get_string (object, "name");
  const char *current = confab_json_get_text (object, "current_leaf_message_uuid");
  g_autoptr(ConfabConversation) conversation = NULL;
  g_autofree char *own_id = NULL;
  g_autofree char *head_id = NULL;
  Reader self = { .sink = sink, .user_data = user_data };
  gint64 created_at_us;

  self.id = confab_json_get_text (object, "uuid");
  self.title = title != NULL ? title : "";
  if (self.id == NULL)
    {
      sink->issue (self.title, _("A conversation has no id"), user_data);
      return TRUE;
    }

  own_id = confab_import_dup_id (SOURCE, self.id, NULL);
  created_at_us = get_time_us (object, "created_at");
  conversation = confab_conversation_new_with_id (own_id);
  confab_conversation_set_title (conversation, self.title);
  confab_conversation_set_created_at_us (conversation, created_at_us);
  confab_conversation_set_updated_at_us (conversation, MAX (get_time_us (object, "updated_at"), created_at_us));

  if (!sink->begin (conversation, user_data, error) ||
      !read_messages (&self, conversation, confab_json_get_array (object, "chat_messages"), error))
    return FALSE;

  if (current != NULL)
    {
      head_id = confab_import_dup_id (SOURCE, self.id, current);
      confab_conversation_set_head_id (conversation, head_id);
    }
  if (self.tools_left_out)
    sink->issue (self.title, _("What tools were asked and what they answered was left out"), user_data);

  return sink->end (conversation, user_data, error);
}
