/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-conversation.h"
#include "confab-message.h"
#include "confab-model-info.h"
#include "confab-tool.h"

static void
count_cb (gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
test_grows (void)
{
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new (CONFAB_PART_THINKING);
  g_autoptr(ConfabPart) text = confab_part_new (CONFAB_PART_TEXT);
  g_autoptr(ConfabPart) more = confab_part_new_text (CONFAB_PART_TEXT, "second");
  g_autofree char *all = NULL;
  guint changes = 0;

  g_signal_connect_swapped (message, "changed", G_CALLBACK (count_cb), &changes);

  confab_part_append_text (thinking, "hm", -1);
  confab_part_append_text (text, "fi", -1);
  confab_part_append_text (text, "rstXX", 3);
  confab_message_append_part (message, thinking);
  confab_message_append_part (message, text);
  confab_message_append_part (message, more);
  confab_message_changed (message);

  all = confab_message_dup_text (message);
  g_assert_cmpstr (all, ==, "first\n\nsecond");
  g_assert_cmpuint (confab_message_get_n_parts (message), ==, 3);
  g_assert_false (confab_part_get_sealed (text));
  g_assert_true (confab_part_get_sealed (more));
  g_assert_cmpuint (changes, ==, 1);
}

static void
test_status_notifies_on_change (void)
{
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  guint notified = 0;

  g_signal_connect_swapped (message, "notify::status", G_CALLBACK (count_cb), &notified);
  confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
  confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
  g_assert_true (confab_message_is_open (message));
  confab_message_set_status (message, CONFAB_MESSAGE_STOPPED);

  g_assert_cmpuint (notified, ==, 2);
  g_assert_false (confab_message_is_open (message));
}

static void
test_keeps_its_own_error (void)
{
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);

  {
    g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_SERVER, 500, NULL, -1, "Broken");

    confab_message_set_error (message, error);
  }

  g_assert_error (confab_message_get_error (message), CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_SERVER);
}

static void
test_conversation_properties (void)
{
  g_autoptr(ConfabConversation) conversation = confab_conversation_new ();
  g_autofree char *title = NULL;
  gboolean pinned = FALSE;
  guint notified = 0;

  g_signal_connect_swapped (conversation, "notify", G_CALLBACK (count_cb), &notified);
  g_object_set (conversation, "title", "Bread", "pinned", TRUE, "model", "m", NULL);
  g_object_set (conversation, "title", "Bread", "pinned", TRUE, "model", "m", NULL);
  g_object_get (conversation, "title", &title, "pinned", &pinned, NULL);

  g_assert_cmpstr (title, ==, "Bread");
  g_assert_true (pinned);
  g_assert_cmpuint (notified, ==, 3);
  g_assert_cmpuint (g_utf8_strlen (confab_conversation_get_id (conversation), -1), ==, 36);
}

/* A picture within is not copied wherever it goes. */
static void
test_replay_by_reference (void)
{
  static const char json[] = "{\"data\":\"x\"}";
  g_autoptr(GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_OPAQUE);
  ConfabEvent event = { .kind = CONFAB_EVENT_OPAQUE, .json = json };
  g_autoptr(ConfabEvent) copy = confab_event_copy (&event);
  g_autoptr(ConfabEvent) second = confab_event_copy (copy);

  g_assert_null (confab_part_get_replay (part));
  g_assert_null (confab_part_get_replay_bytes (part));
  confab_part_set_replay_bytes (part, bytes);
  g_assert_true (confab_part_get_replay (part) == json);
  g_assert_true (confab_part_get_replay_bytes (part) == bytes);

  /* Of its own text. */
  confab_part_set_replay (part, confab_part_get_replay (part));
  g_assert_true (confab_part_get_replay (part) != json);
  g_assert_cmpstr (confab_part_get_replay (part), ==, json);
  confab_part_set_replay_bytes (part, confab_part_get_replay_bytes (part));
  g_assert_cmpstr (confab_part_get_replay (part), ==, json);
  confab_part_set_replay (part, "");
  g_assert_cmpstr (confab_part_get_replay (part), ==, "");
  confab_part_set_replay (part, NULL);
  g_assert_null (confab_part_get_replay (part));

  g_assert_true (copy->json != json);
  g_assert_cmpstr (copy->json, ==, json);
  g_assert_cmpuint (g_bytes_get_size (copy->json_bytes), ==, strlen (json));
  g_assert_true (second->json == copy->json);
}

static void
test_has_text (void)
{
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, "Hm.");
  g_autoptr(ConfabPart) text = confab_part_new (CONFAB_PART_TEXT);

  g_assert_false (confab_message_has_text (message));
  confab_message_append_part (message, thinking);
  confab_message_append_part (message, text);
  g_assert_false (confab_message_has_text (message));
  confab_part_append_text (text, "a", -1);
  g_assert_true (confab_message_has_text (message));
}

/* All that an encoder looks at, and as it was, but no copy of what may be large. */
static void
test_snapshot (void)
{
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_TOOL);
  g_autoptr(ConfabMessage) snapshot = NULL;
  g_autoptr(ConfabPart) result = confab_part_new_tool_result ("call-1", "time", "It is late", TRUE);
  g_autoptr(GBytes) data = g_bytes_new_static ("abc", 3);
  g_autoptr(ConfabPart) picture = confab_part_new_data (CONFAB_PART_IMAGE, "a.png", "image/png", data);
  ConfabPart *part;

  confab_part_set_replay (result, "{}");
  confab_message_append_part (message, result);
  confab_message_append_part (message, picture);
  confab_message_set_dialect (message, "gemini");
  confab_message_set_model (message, "m-1");
  confab_message_set_requested_model (message, "m");
  confab_message_set_provider_id (message, "google");
  confab_message_set_status (message, CONFAB_MESSAGE_STOPPED);
  confab_message_set_stop_reason (message, CONFAB_STOP_REASON_LENGTH, "length");

  snapshot = confab_message_snapshot (message);
  part = confab_message_get_part (snapshot, 0);
  g_assert_true (confab_part_get_text (part) == confab_part_get_text (result));
  g_assert_true (confab_part_get_replay_bytes (part) == confab_part_get_replay_bytes (result));

  confab_part_append_text (result, ", and later", -1);
  confab_part_set_replay (result, NULL);
  confab_part_set_data (picture, NULL);
  confab_message_append_part (message, picture);
  confab_message_set_status (message, CONFAB_MESSAGE_COMPLETE);

  g_assert_cmpstr (confab_message_get_id (snapshot), ==, confab_message_get_id (message));
  g_assert_cmpint (confab_message_get_role (snapshot), ==, CONFAB_ROLE_TOOL);
  g_assert_cmpstr (confab_message_get_dialect (snapshot), ==, "gemini");
  g_assert_cmpstr (confab_message_get_model (snapshot), ==, "m-1");
  g_assert_cmpstr (confab_message_get_requested_model (snapshot), ==, "m");
  g_assert_cmpstr (confab_message_get_provider_id (snapshot), ==, "google");
  g_assert_cmpint (confab_message_get_status (snapshot), ==, CONFAB_MESSAGE_STOPPED);
  g_assert_cmpint (confab_message_get_stop_reason (snapshot), ==, CONFAB_STOP_REASON_LENGTH);
  g_assert_cmpuint (confab_message_get_n_parts (snapshot), ==, 2);

  g_assert_cmpint (confab_part_get_kind (part), ==, CONFAB_PART_TOOL_RESULT);
  g_assert_cmpstr (confab_part_get_text (part), ==, "It is late");
  g_assert_cmpstr (confab_part_get_id (part), ==, "call-1");
  g_assert_cmpstr (confab_part_get_name (part), ==, "time");
  g_assert_cmpstr (confab_part_get_replay (part), ==, "{}");
  g_assert_true (confab_part_get_is_error (part));
  g_assert_true (confab_part_get_sealed (part));

  part = confab_message_get_part (snapshot, 1);
  g_assert_true (confab_part_get_data (part) == data);
  g_assert_cmpstr (confab_part_get_mime_type (part), ==, "image/png");
  g_assert_cmpstr (confab_part_get_name (part), ==, "a.png");
}

static void
test_values (void)
{
  g_autoptr(ConfabModelInfo) model = confab_model_info_new ("m-1", "");
  g_autoptr(ConfabTool) tool = confab_tool_new ("time", NULL, "{}");

  g_assert_cmpstr (confab_model_info_get_name (model), ==, "m-1");
  g_assert_cmpint (confab_model_info_get_context_tokens (model), ==, -1);
  g_assert_cmpstr (confab_tool_get_name (tool), ==, "time");
  g_assert_null (confab_tool_get_description (tool));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/message/grows", test_grows);
  g_test_add_func ("/core/message/status-notifies-on-change", test_status_notifies_on_change);
  g_test_add_func ("/core/message/keeps-its-own-error", test_keeps_its_own_error);
  g_test_add_func ("/core/conversation/properties", test_conversation_properties);
  g_test_add_func ("/core/message/has-text", test_has_text);
  g_test_add_func ("/core/part/replay-by-reference", test_replay_by_reference);
  g_test_add_func ("/core/message/snapshot", test_snapshot);
  g_test_add_func ("/core/values", test_values);

  return g_test_run ();
}
