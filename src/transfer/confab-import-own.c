/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-own"

#include "config.h"

#include "confab-import-format.h"

#include "confab-enum.h"
#include "confab-json.h"

#include <string.h>

/* What confab-export-json.c wrote, read again. Whatever is missing or makes no sense is what it is in a
 * new conversation or message. */

static int
get_enum (JsonObject *object,
          const char *name,
          GType       type,
          int         otherwise)
{
  int value = otherwise;

  confab_enum_from_nick (type, confab_json_get_string (object, name), &value);
  return value;
}

static gint64
get_number (JsonObject *object,
            const char *name,
            gint64      otherwise)
{
  return MAX (confab_json_get_int (object, name, otherwise), -1);
}

static GError *
read_error (JsonObject *object)
{
  JsonObject *member = confab_json_get_object (object, "error");
  const char *message = member != NULL ? confab_json_get_string (member, "message") : NULL;
  GError *error;

  if (message == NULL)
    return NULL;

  error = confab_provider_error_new ((ConfabProviderError) get_enum (member, "code", CONFAB_TYPE_PROVIDER_ERROR,
                                                                     CONFAB_PROVIDER_ERROR_OTHER),
                                     (guint) CLAMP (get_number (member, "http_status", 0), 0, 999),
                                     confab_json_get_string (member, "provider_code"), -1, message);
  confab_provider_error_set_retry_at_us (error, get_number (member, "retry_at_us", -1));
  return error;
}

static void
read_usage (JsonObject    *object,
            ConfabMessage *message)
{
  JsonObject *member = confab_json_get_object (object, "usage");
  ConfabUsage usage = CONFAB_USAGE_INIT;

  if (member == NULL)
    return;

  usage.input = get_number (member, "input", -1);
  usage.output = get_number (member, "output", -1);
  usage.cached = get_number (member, "cached", -1);
  usage.cache_write = get_number (member, "cache_write", -1);
  usage.reasoning = get_number (member, "reasoning", -1);
  usage.cost_usd = confab_json_get_double (member, "cost_usd", -1);
  usage.input_excludes_cache = confab_json_get_boolean (member, "input_excludes_cache");
  usage.output_excludes_reasoning = confab_json_get_boolean (member, "output_excludes_reasoning");
  usage.cost_is_estimate = confab_json_get_boolean (member, "cost_is_estimate");
  confab_message_set_usage (message, &usage);
}

static void
read_attempts (JsonObject    *object,
               ConfabMessage *message)
{
  JsonArray *members = confab_json_get_array (object, "attempts");
  g_autoptr(GPtrArray) attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_attempt_free);

  for (guint i = 0; members != NULL && i < confab_json_array_length (members); i++)
    {
      JsonObject *member = confab_json_array_object (members, i);
      const char *provider_id = member != NULL ? confab_json_get_string (member, "provider_id") : NULL;
      ConfabAttempt *attempt;

      if (provider_id == NULL)
        continue;

      attempt = confab_attempt_new (provider_id, confab_json_get_string (member, "model"));
      attempt->provider_name = g_strdup (confab_json_get_string (member, "provider_name"));
      attempt->outcome = (ConfabAttemptOutcome) get_enum (member, "outcome", CONFAB_TYPE_ATTEMPT_OUTCOME,
                                                          CONFAB_ATTEMPT_FAILED);
      attempt->error = read_error (member);
      attempt->started_at_us = MAX (get_number (member, "started_at_us", 0), 0);
      attempt->ended_at_us = MAX (get_number (member, "ended_at_us", 0), 0);
      attempt->open_until_us = MAX (get_number (member, "open_until_us", 0), 0);
      g_ptr_array_add (attempts, attempt);
    }

  if (attempts->len > 0)
    confab_message_set_attempts (message, attempts);
}

static ConfabPart *
read_part (JsonObject *object)
{
  int kind;
  ConfabPart *part;
  const char *text;
  const char *data;
  const char *replay;

  /* A kind that only a newer program knows cannot be shown, but must not be taken for text either. */
  if (!confab_enum_from_nick (CONFAB_TYPE_PART_KIND, confab_json_get_string (object, "kind"), &kind))
    return NULL;

  part = confab_part_new ((ConfabPartKind) kind);
  if ((text = confab_json_get_string (object, "text")) != NULL)
    confab_part_set_text (part, text);
  confab_part_set_id (part, confab_json_get_string (object, "id"));
  confab_part_set_name (part, confab_json_get_string (object, "name"));
  confab_part_set_mime_type (part, confab_json_get_string (object, "mime_type"));
  if ((data = confab_json_get_string (object, "data")) != NULL)
    {
      gsize length;
      guchar *bytes = g_base64_decode (data, &length);
      g_autoptr(GBytes) decoded = g_bytes_new_take (bytes, length);

      confab_part_set_data (part, decoded);
    }
  if ((replay = confab_json_get_string (object, "replay")) != NULL)
    {
      g_autoptr(JsonNode) node = confab_json_parse (replay, strlen (replay), NULL);

      /* It goes to a provider as it is. */
      if (node != NULL)
        confab_part_set_replay (part, replay);
    }
  confab_part_set_duration_ms (part, get_number (object, "duration_ms", -1));
  confab_part_set_is_error (part, confab_json_get_boolean (object, "is_error"));
  confab_part_set_sealed (part, !confab_json_get_boolean (object, "unfinished"));

  return part;
}

/**
 * confab_import_own_conversation:
 * @object: a record of a conversation
 *
 * Returns: (transfer full) (nullable): the conversation, or %NULL when it is none
 */
ConfabConversation *
confab_import_own_conversation (JsonObject *object)
{
  const char *id = confab_json_get_string (object, "id");
  const char *title = confab_json_get_string (object, "title");
  ConfabConversation *conversation;
  gint64 created_at_us;

  if (id == NULL || *id == '\0')
    return NULL;

  conversation = confab_conversation_new_with_id (id);
  created_at_us = MAX (get_number (object, "created_at_us", 0), 0);
  confab_conversation_set_title (conversation, title != NULL ? title : "");
  confab_conversation_set_created_at_us (conversation, created_at_us);
  confab_conversation_set_updated_at_us (conversation, MAX (get_number (object, "updated_at_us", created_at_us), 0));
  confab_conversation_set_provider_id (conversation, confab_json_get_string (object, "provider_id"));
  confab_conversation_set_model (conversation, confab_json_get_string (object, "model"));
  confab_conversation_set_thinking (conversation,
                                    (ConfabThinkingLevel) get_enum (object, "thinking", CONFAB_TYPE_THINKING_LEVEL,
                                                                    CONFAB_THINKING_UNSET));
  confab_conversation_set_system_prompt (conversation, confab_json_get_string (object, "system_prompt"));
  confab_conversation_set_draft (conversation, confab_json_get_string (object, "draft"));
  confab_conversation_set_head_id (conversation, confab_json_get_string (object, "head_id"));
  confab_conversation_set_pinned (conversation, confab_json_get_boolean (object, "pinned"));
  confab_conversation_set_archived (conversation, confab_json_get_boolean (object, "archived"));

  return conversation;
}

/**
 * confab_import_own_message:
 * @object: a record of a message
 * @conversation_id: (out) (transfer none): the conversation that it belongs to
 *
 * Returns: (transfer full) (nullable): the message, or %NULL when it is none
 */
ConfabMessage *
confab_import_own_message (JsonObject  *object,
                           const char **conversation_id)
{
  const char *id = confab_json_get_string (object, "id");
  JsonArray *parts = confab_json_get_array (object, "parts");
  g_autoptr(GError) failure = NULL;
  ConfabMessageStatus status;
  ConfabMessage *message;
  int role;

  *conversation_id = confab_json_get_string (object, "conversation_id");
  if (id == NULL || *id == '\0' || *conversation_id == NULL ||
      !confab_enum_from_nick (CONFAB_TYPE_ROLE, confab_json_get_string (object, "role"), &role))
    return NULL;

  message = confab_message_new_with_id ((ConfabRole) role, id);
  status = (ConfabMessageStatus) get_enum (object, "status", CONFAB_TYPE_MESSAGE_STATUS, CONFAB_MESSAGE_COMPLETE);
  /* Nothing more is going to arrive in it. */
  if (status == CONFAB_MESSAGE_WAITING || status == CONFAB_MESSAGE_STREAMING)
    status = CONFAB_MESSAGE_INTERRUPTED;
  confab_message_set_status (message, status);
  confab_message_set_parent_id (message, confab_json_get_string (object, "parent_id"));
  confab_message_set_created_at_us (message, MAX (get_number (object, "created_at_us", 0), 0));
  confab_message_set_duration_ms (message, get_number (object, "duration_ms", -1));
  confab_message_set_provider_id (message, confab_json_get_string (object, "provider_id"));
  confab_message_set_provider_name (message, confab_json_get_string (object, "provider_name"));
  confab_message_set_dialect (message, confab_json_get_string (object, "dialect"));
  confab_message_set_model (message, confab_json_get_string (object, "model"));
  confab_message_set_stop_reason (message,
                                  (ConfabStopReason) get_enum (object, "stop_reason", CONFAB_TYPE_STOP_REASON,
                                                               CONFAB_STOP_REASON_NONE),
                                  confab_json_get_string (object, "raw_stop_reason"));
  failure = read_error (object);
  confab_message_set_error (message, failure);
  read_usage (object, message);
  read_attempts (object, message);

  for (guint i = 0; parts != NULL && i < confab_json_array_length (parts); i++)
    {
      JsonObject *member = confab_json_array_object (parts, i);
      g_autoptr(ConfabPart) part = member != NULL ? read_part (member) : NULL;

      if (part != NULL)
        confab_message_append_part (message, part);
    }

  return message;
}
