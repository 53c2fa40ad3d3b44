/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-export-json"

#include "config.h"

#include "confab-export-json.h"

#include "confab-enum.h"
#include "confab-json-writer.h"

/* All that is kept of conversations, one record a line. data/conversation-export.md describes it. */

static void
set_number (ConfabJsonWriter *writer,
            const char       *name,
            gint64            value,
            gint64            nothing)
{
  if (value == nothing)
    return;

  confab_json_writer_add_name (writer, name);
  confab_json_writer_add_int (writer, value);
}

static void
set_flag (ConfabJsonWriter *writer,
          const char       *name,
          gboolean          value)
{
  if (!value)
    return;

  confab_json_writer_add_name (writer, name);
  confab_json_writer_add_boolean (writer, TRUE);
}

static void
set_string (ConfabJsonWriter *writer,
            const char       *name,
            const char       *value)
{
  if (value != NULL)
    confab_json_writer_set_string (writer, name, value);
}

static void
set_error (ConfabJsonWriter *writer,
           const GError     *error)
{
  if (error == NULL)
    return;

  confab_json_writer_add_name (writer, "error");
  confab_json_writer_begin_object (writer);
  set_string (writer, "message", error->message);
  if (error->domain == CONFAB_PROVIDER_ERROR)
    {
      set_string (writer, "code", confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, error->code));
      set_number (writer, "http_status", confab_provider_error_get_http_status (error), 0);
      set_string (writer, "provider_code", confab_provider_error_get_provider_code (error));
      set_number (writer, "retry_at_us", confab_provider_error_get_retry_at_us (error), -1);
    }
  confab_json_writer_end_object (writer);
}

static void
set_usage (ConfabJsonWriter  *writer,
           const ConfabUsage *usage)
{
  if (!confab_usage_is_known (usage) && usage->cost_usd < 0)
    return;

  confab_json_writer_add_name (writer, "usage");
  confab_json_writer_begin_object (writer);
  set_number (writer, "input", usage->input, -1);
  set_number (writer, "output", usage->output, -1);
  set_number (writer, "cached", usage->cached, -1);
  set_number (writer, "cache_write", usage->cache_write, -1);
  set_number (writer, "reasoning", usage->reasoning, -1);
  if (usage->cost_usd >= 0)
    {
      confab_json_writer_add_name (writer, "cost_usd");
      confab_json_writer_add_double (writer, usage->cost_usd);
    }
  set_flag (writer, "input_excludes_cache", usage->input_excludes_cache);
  set_flag (writer, "output_excludes_reasoning", usage->output_excludes_reasoning);
  set_flag (writer, "cost_is_estimate", usage->cost_is_estimate);
  confab_json_writer_end_object (writer);
}

static void
set_attempts (ConfabJsonWriter *writer,
              GPtrArray        *attempts)
{
  if (attempts == NULL || attempts->len == 0)
    return;

  confab_json_writer_add_name (writer, "attempts");
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < attempts->len; i++)
    {
      const ConfabAttempt *attempt = g_ptr_array_index (attempts, i);

      confab_json_writer_begin_object (writer);
      set_string (writer, "provider_id", attempt->provider_id);
      set_string (writer, "provider_name", attempt->provider_name);
      set_string (writer, "model", attempt->model);
      set_string (writer, "outcome", confab_enum_to_nick (CONFAB_TYPE_ATTEMPT_OUTCOME, (int) attempt->outcome));
      set_error (writer, attempt->error);
      set_number (writer, "started_at_us", attempt->started_at_us, 0);
      set_number (writer, "ended_at_us", attempt->ended_at_us, 0);
      set_number (writer, "open_until_us", attempt->open_until_us, 0);
      confab_json_writer_end_object (writer);
    }
  confab_json_writer_end_array (writer);
}

static void
add_part (ConfabJsonWriter *writer,
          ConfabPart       *part)
{
  confab_json_writer_begin_object (writer);
  set_string (writer, "kind", confab_enum_to_nick (CONFAB_TYPE_PART_KIND, (int) confab_part_get_kind (part)));
  if (confab_part_get_text_length (part) > 0)
    set_string (writer, "text", confab_part_get_text (part));
  set_string (writer, "id", confab_part_get_id (part));
  set_string (writer, "name", confab_part_get_name (part));
  set_string (writer, "mime_type", confab_part_get_mime_type (part));
  if (confab_part_get_data (part) != NULL)
    {
      confab_json_writer_add_name (writer, "data");
      confab_json_writer_add_data (writer, "", confab_part_get_data (part));
    }
  /* As a text, for it has to come back byte for byte. */
  set_string (writer, "replay", confab_part_get_replay (part));
  set_number (writer, "duration_ms", confab_part_get_duration_ms (part), -1);
  set_flag (writer, "is_error", confab_part_get_is_error (part));
  set_flag (writer, "unfinished", !confab_part_get_sealed (part));
  confab_json_writer_end_object (writer);
}

/* Takes the writer. */
static void
append_record (GString          *out,
               ConfabJsonWriter *writer,
               gboolean          first)
{
  g_autofree char *json = confab_json_writer_finish (writer);

  g_string_append (out, first ? "\n" : ",\n");
  g_string_append (out, json);
}

/**
 * confab_export_json_begin:
 * @out: where to add
 *
 * Begins a document; conversations follow.
 */
void
confab_export_json_begin (GString *out)
{
  g_string_append_printf (out, "{\"format\":\"%s\",\"version\":%d,\n\"conversations\":[",
                          CONFAB_EXPORT_JSON_FORMAT, CONFAB_EXPORT_JSON_VERSION);
}

/**
 * confab_export_json_conversation:
 * @out: where to add
 * @conversation: a conversation
 * @first: whether it is the first one
 *
 * Writes what is known of a conversation but its messages.
 */
void
confab_export_json_conversation (GString            *out,
                                 ConfabConversation *conversation,
                                 gboolean            first)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();
  const ConfabThinkingLevel thinking = confab_conversation_get_thinking (conversation);

  confab_json_writer_begin_object (writer);
  set_string (writer, "id", confab_conversation_get_id (conversation));
  set_string (writer, "title", confab_conversation_get_title (conversation));
  set_number (writer, "created_at_us", confab_conversation_get_created_at_us (conversation), -1);
  set_number (writer, "updated_at_us", confab_conversation_get_updated_at_us (conversation), -1);
  set_string (writer, "provider_id", confab_conversation_get_provider_id (conversation));
  set_string (writer, "model", confab_conversation_get_model (conversation));
  if (thinking != CONFAB_THINKING_UNSET)
    set_string (writer, "thinking", confab_enum_to_nick (CONFAB_TYPE_THINKING_LEVEL, (int) thinking));
  set_string (writer, "system_prompt", confab_conversation_get_system_prompt (conversation));
  set_string (writer, "draft", confab_conversation_get_draft (conversation));
  set_string (writer, "head_id", confab_conversation_get_head_id (conversation));
  set_flag (writer, "pinned", confab_conversation_get_pinned (conversation));
  set_flag (writer, "archived", confab_conversation_get_archived (conversation));
  confab_json_writer_end_object (writer);

  append_record (out, g_steal_pointer (&writer), first);
}

/**
 * confab_export_json_messages:
 * @out: where to add
 *
 * Ends the conversations; messages follow.
 */
void
confab_export_json_messages (GString *out)
{
  g_string_append (out, "\n],\n\"messages\":[");
}

/**
 * confab_export_json_message:
 * @out: where to add
 * @conversation_id: its conversation
 * @message: a message
 * @first: whether it is the first one of all
 *
 * Writes a message with everything in it.
 */
void
confab_export_json_message (GString       *out,
                            const char    *conversation_id,
                            ConfabMessage *message,
                            gboolean       first)
{
  g_autoptr(ConfabJsonWriter) writer = confab_json_writer_new ();

  confab_json_writer_begin_object (writer);
  set_string (writer, "id", confab_message_get_id (message));
  set_string (writer, "conversation_id", conversation_id);
  set_string (writer, "parent_id", confab_message_get_parent_id (message));
  set_string (writer, "role", confab_enum_to_nick (CONFAB_TYPE_ROLE, (int) confab_message_get_role (message)));
  set_string (writer, "status",
              confab_enum_to_nick (CONFAB_TYPE_MESSAGE_STATUS, (int) confab_message_get_status (message)));
  set_number (writer, "created_at_us", confab_message_get_created_at_us (message), -1);
  set_number (writer, "duration_ms", confab_message_get_duration_ms (message), -1);
  set_string (writer, "provider_id", confab_message_get_provider_id (message));
  set_string (writer, "provider_name", confab_message_get_provider_name (message));
  set_string (writer, "dialect", confab_message_get_dialect (message));
  set_string (writer, "model", confab_message_get_model (message));
  if (confab_message_get_stop_reason (message) != CONFAB_STOP_REASON_NONE)
    set_string (writer, "stop_reason",
                confab_enum_to_nick (CONFAB_TYPE_STOP_REASON, (int) confab_message_get_stop_reason (message)));
  set_string (writer, "raw_stop_reason", confab_message_get_raw_stop_reason (message));
  set_error (writer, confab_message_get_error (message));
  set_usage (writer, confab_message_get_usage (message));
  set_attempts (writer, confab_message_get_attempts (message));
  confab_json_writer_add_name (writer, "parts");
  confab_json_writer_begin_array (writer);
  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    add_part (writer, confab_message_get_part (message, i));
  confab_json_writer_end_array (writer);
  confab_json_writer_end_object (writer);

  append_record (out, g_steal_pointer (&writer), first);
}

/**
 * confab_export_json_end:
 * @out: where to add
 *
 * Ends the document.
 */
void
confab_export_json_end (GString *out)
{
  g_string_append (out, "\n]}\n");
}
