/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "data-fixture.h"

#include <string.h>

#include "confab-history-session.h"

void
data_start (DataFixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->context = engine_load ();
  g_assert_true (engine_open_history (fixture->context, &error));
  g_assert_no_error (error);
}

void
data_start_over (DataFixture *fixture)
{
  engine_close (fixture->context);
  engine_home_reset ();
  engine_use_peer (fixture->peer);
  data_start (fixture);
}

void
data_set_up (DataFixture   *fixture,
             gconstpointer  data)
{
  engine_home_reset ();
  fixture->peer = confab_test_peer_new ();
  engine_use_peer (fixture->peer);
  fixture->folder = temp_folder_new ();
  data_start (fixture);
}

void
data_tear_down (DataFixture   *fixture,
                gconstpointer  data)
{
  engine_close (fixture->context);
  g_clear_object (&fixture->peer);
  temp_folder_free (fixture->folder);
}

ConfabHistorySession *
data_open_session (DataFixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ConfabHistorySession *session;

  session = confab_history_session_open (confab_history_peek_path (confab_context_get_history (fixture->context)),
                                         &error);
  g_assert_no_error (error);
  return session;
}

static ConfabMessage *
new_message (ConfabRole  role,
             const char *id,
             const char *parent_id,
             const char *text)
{
  ConfabMessage *message = confab_message_new_with_id (role, id);
  g_autoptr(ConfabPart) part = confab_part_new_text (CONFAB_PART_TEXT, text);

  confab_message_set_parent_id (message, parent_id);
  confab_message_append_part (message, part);
  return message;
}

/* A reply with everything that a message can have. */
static ConfabMessage *
new_full_reply (const char *parent_id)
{
  ConfabMessage *message = new_message (CONFAB_ROLE_ASSISTANT, "m-full", parent_id, "# Answer\n\n<script>x</script>");
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, "Hm\n");
  g_autoptr(ConfabPart) call = confab_part_new_tool_call ("call-1", "look", "{\"a\":1}");
  g_autoptr(ConfabPart) result = confab_part_new_tool_result ("call-1", "look", "```", TRUE);
  g_autoptr(ConfabPart) opaque = confab_part_new (CONFAB_PART_OPAQUE);
  g_autoptr(GBytes) png = g_bytes_new_static (PNG, strlen (PNG));
  g_autoptr(ConfabPart) image = confab_part_new_data (CONFAB_PART_IMAGE, "../cat.png", "image/png", png);
  g_autoptr(GBytes) noise = g_bytes_new_static ("\0\1\2\xff", 4);
  g_autoptr(ConfabPart) document = confab_part_new_data (CONFAB_PART_DOCUMENT, "a.bin", "application/x-a", noise);
  g_autoptr(GPtrArray) attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_attempt_free);
  ConfabAttempt *attempt = confab_attempt_new ("openai", "gpt");
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_OVERLOADED, 529, "overloaded", -1, "Busy");
  ConfabUsage usage = { .input = 10, .output = 20, .cached = 3, .cache_write = -1, .reasoning = 5, .cost_usd = 0.1 + 0.2,
                        .input_excludes_cache = 1, .cost_is_estimate = 1 };

  confab_part_set_replay (thinking, "{\"signature\": \"s\u00e9\", \"n\":1.0}");
  confab_part_set_duration_ms (thinking, 1200);
  confab_part_set_name (opaque, "redacted");
  confab_part_set_replay (opaque, "{\"data\":\"x\"}");
  confab_message_append_part (message, thinking);
  confab_message_append_part (message, call);
  confab_message_append_part (message, result);
  confab_message_append_part (message, opaque);
  confab_message_append_part (message, image);
  confab_message_append_part (message, document);
  attempt->outcome = CONFAB_ATTEMPT_FAILED;
  attempt->provider_name = g_strdup ("OpenAI");
  attempt->error = g_error_copy (error);
  attempt->started_at_us = 1;
  attempt->ended_at_us = 2;
  g_ptr_array_add (attempts, attempt);
  confab_message_set_attempts (message, attempts);
  confab_message_set_error (message, error);
  confab_message_set_status (message, CONFAB_MESSAGE_FAILED);
  confab_message_set_usage (message, &usage);
  confab_message_set_provider_id (message, "anthropic");
  confab_message_set_provider_name (message, "Anthropic Claude");
  confab_message_set_dialect (message, "anthropic");
  confab_message_set_model (message, "claude");
  confab_message_set_stop_reason (message, CONFAB_STOP_REASON_ERROR, "raw");
  confab_message_set_duration_ms (message, 3000);
  return message;
}

static void
save (ConfabHistorySession  *session,
      ConfabConversation    *conversation,
      ConfabMessage        **messages,
      gsize                  n_messages)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_history_session_begin (session, &error));
  g_assert_true (confab_history_session_save_conversation (session, conversation, &error));
  for (gsize i = 0; i < n_messages; i++)
    {
      g_assert_true (confab_history_session_save_message (session, confab_conversation_get_id (conversation),
                                                          messages[i], &error));
      g_assert_no_error (error);
      g_object_unref (messages[i]);
    }
  g_assert_true (confab_history_session_commit (session, &error));
  g_assert_no_error (error);
}

/* Two conversations: one with two branches and everything, and one with nothing but odd letters. */
void
data_fill (DataFixture *fixture)
{
  g_autoptr(ConfabHistorySession) session = data_open_session (fixture);
  g_autoptr(ConfabConversation) full = confab_conversation_new_with_id ("c-full");
  g_autoptr(ConfabConversation) odd = confab_conversation_new_with_id ("c-odd");
  ConfabMessage *messages[] = {
    new_message (CONFAB_ROLE_USER, "m-1", NULL, "Question"),
    new_message (CONFAB_ROLE_ASSISTANT, "m-2", "m-1", "Other branch"),
    new_full_reply ("m-1"),
  };
  ConfabMessage *odd_messages[] = {
    new_message (CONFAB_ROLE_USER, "o-1", NULL, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80 "
                                                "\xe2\x80\xae\x01\"\\/\b\f`|"),
  };

  confab_conversation_set_title (full, "Everything / at \"once\"");
  confab_conversation_set_head_id (full, "m-full");
  confab_conversation_set_system_prompt (full, "Be kind");
  confab_conversation_set_draft (full, "Draft");
  confab_conversation_set_pinned (full, TRUE);
  confab_conversation_set_provider_id (full, "anthropic");
  confab_conversation_set_model (full, "claude");
  confab_conversation_set_thinking (full, CONFAB_THINKING_HIGH);
  confab_conversation_set_title (odd, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d");
  confab_conversation_set_head_id (odd, "o-1");
  confab_conversation_set_archived (odd, TRUE);
  save (session, full, messages, G_N_ELEMENTS (messages));
  save (session, odd, odd_messages, G_N_ELEMENTS (odd_messages));
}

char *
data_dup_path (DataFixture *fixture,
               const char  *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

char *
data_dup_contents (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *contents;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  return contents;
}

guint
data_export (DataFixture         *fixture,
             const char          *name,
             ConfabExportFormat   format,
             const char          *id,
             GError             **error)
{
  const ConfabExportOptions options = { format, TRUE, TRUE };
  const char *ids[] = { id, NULL };
  g_autofree char *path = data_dup_path (fixture, name);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  guint n = 0;

  confab_export_async (fixture->context, id != NULL ? ids : NULL, file, &options, NULL, NULL, NULL, await_cb, &slot);
  result = await (&slot);
  confab_export_finish (fixture->context, result, &n, error);
  return n;
}

ConfabImportReport *
data_import (DataFixture  *fixture,
             const char   *path,
             GError      **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  confab_import_async (fixture->context, file, NULL, NULL, NULL, await_cb, &slot);
  result = await (&slot);
  return confab_import_finish (fixture->context, result, error);
}

ConfabImportReport *
data_import_text (DataFixture  *fixture,
                  const char   *name,
                  const char   *text,
                  GError      **error)
{
  g_autofree char *path = data_dup_path (fixture, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return data_import (fixture, path, error);
}

ConfabBackupReport *
data_backup_with (DataFixture  *fixture,
                  const char   *name,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_autofree char *path = data_dup_path (fixture, name);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  confab_backup_async (fixture->context, settings, file, NULL, NULL, cancellable, await_cb, &slot);
  result = await (&slot);
  return confab_backup_finish (fixture->context, result, error);
}

gboolean
data_backup (DataFixture  *fixture,
             const char   *name,
             GError      **error)
{
  g_autoptr(ConfabBackupReport) report = data_backup_with (fixture, name, NULL, error);

  return report != NULL;
}

ConfabBackupReport *
data_restore_with (DataFixture  *fixture,
                   const char   *name,
                   GCancellable *cancellable,
                   GError      **error)
{
  g_autofree char *path = data_dup_path (fixture, name);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  confab_restore_async (fixture->context, settings, file, NULL, NULL, cancellable, await_cb, &slot);
  result = await (&slot);
  return confab_restore_finish (fixture->context, result, error);
}

char *
data_restore (DataFixture  *fixture,
              const char   *name,
              GError      **error)
{
  g_autoptr(ConfabBackupReport) report = data_restore_with (fixture, name, NULL, error);

  return report != NULL ? g_steal_pointer (&report->kept) : NULL;
}

char *
data_export_all (DataFixture *fixture)
{
  g_autofree char *path = data_dup_path (fixture, "all.json");
  g_autoptr(GError) error = NULL;

  data_export (fixture, "all.json", CONFAB_EXPORT_JSON, NULL, &error);
  g_assert_no_error (error);
  return data_dup_contents (path);
}
