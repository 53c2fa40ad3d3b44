/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-chatgpt-content"

#include "config.h"

#include "confab-import-chatgpt-private.h"

#include "confab-json.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* What is in a node of a conversation: texts, pictures, code, thoughts. */

/* confab_chatgpt_get_role:
 * @message: the `message` of a node
 *
 * Returns: (transfer none): who speaks
 */
const char *
confab_chatgpt_get_role (JsonObject *message)
{
  const char *role = confab_json_get_string (confab_json_get_object (message, "author"), "role");

  return role != NULL ? role : "";
}

/* confab_chatgpt_tell:
 * @reason: what of the conversation could not be taken
 */
void
confab_chatgpt_tell (ConfabChatgptReader *self,
                     const char          *reason)
{
  self->sink->issue (self->title, reason, self->user_data);
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
add_file (ConfabChatgptReader *self,
          ConfabMessage       *message,
          const char          *pointer,
          const char          *name,
          const char          *mime_type)
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
      reason = confab_import_dup_missing (name != NULL ? name : reference);
      confab_chatgpt_tell (self, reason);
      return;
    }

  part = confab_import_file_part (name != NULL ? name : found_name, mime_type, data);
  confab_message_append_part (message, part);
}

static void
add_object (ConfabChatgptReader *self,
            ConfabMessage       *message,
            JsonObject          *object)
{
  const char *type = confab_json_get_string (object, "content_type");
  const char *pointer = confab_json_get_text (object, "asset_pointer");

  if (g_strcmp0 (type, "audio_transcription") == 0)
    confab_import_add_text (message, CONFAB_PART_TEXT, confab_json_get_string (object, "text"));
  else if (pointer != NULL && g_strcmp0 (type, "image_asset_pointer") == 0)
    add_file (self, message, pointer, NULL, NULL);
  else if (type != NULL && (strstr (type, "audio") != NULL || strstr (type, "video") != NULL))
    confab_chatgpt_tell (self, _("A recording was left out"));
  else if (confab_json_get_text (object, "text") != NULL)
    confab_import_add_text (message, CONFAB_PART_TEXT, confab_json_get_string (object, "text"));
}

static void
add_parts (ConfabChatgptReader *self,
           ConfabMessage       *message,
           JsonObject          *content)
{
  JsonArray *parts = confab_json_get_array (content, "parts");

  for (guint i = 0; parts != NULL && i < confab_json_array_length (parts); i++)
    {
      JsonNode *node = json_array_get_element (parts, i);
      JsonObject *object = confab_json_node_object (node);

      if (object != NULL)
        add_object (self, message, object);
      else
        confab_import_add_text (message, CONFAB_PART_TEXT, confab_json_node_string (node));
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

  confab_import_add_text (message, CONFAB_PART_THINKING, text->str);
}

static void
add_attachments (ConfabChatgptReader *self,
                 ConfabMessage       *message,
                 JsonObject          *source)
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

/* confab_chatgpt_add_content:
 * @message: takes what a node says
 * @source: the `message` of the node
 *
 * Reads what is in a node.
 */
void
confab_chatgpt_add_content (ConfabChatgptReader *self,
                            ConfabMessage       *message,
                            JsonObject          *source)
{
  JsonObject *content = confab_json_get_object (source, "content");
  const char *type = confab_json_get_string (content, "content_type");
  const gboolean of_tool = g_str_equal (confab_chatgpt_get_role (source), "tool");
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
    confab_import_add_fence (message, confab_json_get_string (content, "language"),
                             confab_json_get_string (content, "text"));
  else if (g_str_equal (type, "execution_output"))
    confab_import_add_fence (message, NULL, confab_json_get_string (content, "text"));
  else if (g_str_equal (type, "thoughts"))
    add_thoughts (message, content);
  else if (g_str_equal (type, "tether_quote") || g_str_equal (type, "tether_browsing_display") ||
           g_str_equal (type, "system_error") || g_str_equal (type, "tether_browsing_code"))
    self->tools_left_out = TRUE;
  else if (!g_str_equal (type, "reasoning_recap") && !g_str_equal (type, "user_editable_context") &&
           !g_str_equal (type, "model_editable_context"))
    {
      reason = confab_import_dup_unknown (type);
      confab_chatgpt_tell (self, reason);
      add_parts (self, message, content);
      confab_import_add_text (message, CONFAB_PART_TEXT, confab_json_get_string (content, "text"));
    }

  add_attachments (self, message, source);
}
