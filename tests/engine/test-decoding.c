/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "await.h"
#include "confab-decoding.h"
#include "confab-model-info.h"
#include "confab-provider-error.h"

/* What was told, with the text of all pieces in one. */
typedef struct
{
  GString *text;
  GString *rest;
  GThread *thread;
} Told;

static void
told_init (Told *told)
{
  told->text = g_string_new (NULL);
  told->rest = g_string_new (NULL);
  told->thread = g_thread_self ();
}

static void
told_clear (Told *told)
{
  g_string_free (told->text, TRUE);
  g_string_free (told->rest, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, told_clear)

static void
tell_cb (const ConfabEvent *event,
         gpointer           user_data)
{
  Told *told = user_data;

  g_assert_true (g_thread_self () == told->thread);
  if (event->text != NULL)
    {
      g_assert_true (g_utf8_validate (event->text, event->text_length, NULL));
      g_assert_cmpuint (strlen (event->text), ==, event->text_length);
      g_string_append_len (told->text, event->text, event->text_length);
      return;
    }

  g_string_append_printf (told->rest, "%u %s %s %s %s %" G_GINT64_FORMAT " %s\n", event->kind,
                          event->id, event->name, event->model, event->json,
                          event->usage != NULL ? event->usage->input : -1,
                          event->error != NULL ? event->error->message : "-");
}

static char *
dup_text (void)
{
  GString *text = g_string_new ("x");

  /* Of three bytes each, so that no border is where one might cut. */
  while (text->len < 3000000)
    g_string_append (text, "\xe2\x82\xac");

  return g_string_free (text, FALSE);
}

static gboolean
feed (ConfabDecoder  *decoder,
      GBytes         *bytes,
      Told           *told,
      GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  confab_decoding_feed_async (decoder, bytes, tell_cb, told, await_cb, &result);
  g_assert_null (result);

  return confab_decoding_feed_finish (await (&result), error);
}

/* A whole answer, which only its end tells to be one. */
static void
test_same_as_at_once (void)
{
  g_autofree char *text = dup_text ();
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"%s\",\"tool_calls\":[{\"id\":\"t\","
    "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":7}}",
    text);
  g_autoptr(GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr(ConfabDecoder) here = confab_decoder_new (confab_dialect_lookup ("openai-chat"), NULL);
  g_autoptr(ConfabDecoder) there = confab_decoder_new (confab_dialect_lookup ("openai-chat"), NULL);
  g_auto(Told) expected = { NULL };
  g_auto(Told) told = { NULL };
  g_autoptr(GError) error = NULL;

  told_init (&expected);
  told_init (&told);
  g_assert_true (confab_decoder_feed (here, json, strlen (json), tell_cb, &expected, &error));
  g_assert_true (confab_decoder_finish (here, tell_cb, &expected, &error));

  g_assert_true (feed (there, bytes, &told, &error));
  g_assert_true (feed (there, NULL, &told, &error));
  g_assert_no_error (error);
  g_assert_true (confab_decoder_get_complete (there));

  g_assert_cmpstr (told.text->str, ==, expected.text->str);
  g_assert_nonnull (strstr (told.text->str, text));
  g_assert_cmpstr (told.rest->str, ==, expected.rest->str);
}

static void
test_failures (void)
{
  g_autoptr(ConfabDecoder) decoder = confab_decoder_new (confab_dialect_lookup ("openai-chat"), NULL);
  static const char body[] = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: nonsense\n\n";
  g_autoptr(GBytes) bad = g_bytes_new_static (body, strlen (body));
  g_auto(Told) told = { NULL };
  g_autoptr(GError) error = NULL;

  told_init (&told);
  g_assert_false (feed (decoder, bad, &told, &error));
  g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
  g_assert_cmpstr (told.text->str, ==, "a");
}

/* What is wrong is told alike, be it read here or in a thread, and what came before it is told before it. */
static void
test_long_failures (void)
{
  static const struct
  {
    const char *dialect_id;
    const char *good;
    const char *before;
    const char *behind;
  } cases[] = {
    { "anthropic",
      "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}\n\n",
      "data: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"", "\"}]}\n\n" },
    { "openai-chat", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
      "data: {\"choices\":[{\"delta\":{\"content\":\"", "\n\n" },
    { "gemini", "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n",
      "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"", "\"}]}]}\n\n" },
    { "ollama", "{\"message\":{\"content\":\"a\"}}\n", "{\"message\":{\"content\":\"", "\"]}\n" },
  };
  g_autofree char *middle = g_strnfill (3000000, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ConfabDialect *dialect = confab_dialect_lookup (cases[i].dialect_id);
      g_autofree char *body = g_strconcat (cases[i].good, cases[i].before, middle, cases[i].behind, NULL);
      g_autoptr(GBytes) bytes = g_bytes_new_static (body, strlen (body));
      g_autoptr(ConfabDecoder) here = confab_decoder_new (dialect, NULL);
      g_autoptr(ConfabDecoder) there = confab_decoder_new (dialect, NULL);
      g_auto(Told) expected = { NULL };
      g_auto(Told) told = { NULL };
      g_autoptr(GError) expected_error = NULL;
      g_autoptr(GError) error = NULL;

      told_init (&expected);
      told_init (&told);
      g_assert_false (confab_decoder_feed (here, body, strlen (body), tell_cb, &expected, &expected_error));
      g_assert_false (feed (there, bytes, &told, &error));
      g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
      g_assert_cmpstr (error->message, ==, expected_error->message);
      g_assert_cmpstr (told.text->str, ==, "a");
      g_assert_cmpstr (told.rest->str, ==, expected.rest->str);
    }
}

static void
test_drop_pending (void)
{
  static const char start[] = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"del";
  static const char *const ids[] = { "openai-chat", "ollama", "bedrock-converse" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(ConfabDecoder) decoder = confab_decoder_new (confab_dialect_lookup (ids[i]), NULL);
      g_auto(Told) told = { NULL };
      g_autoptr(GError) error = NULL;

      told_init (&told);
      confab_decoder_drop_pending (decoder);
      g_assert_cmpuint (confab_decoder_get_pending_bytes (decoder), ==, 0);
      if (i == 0)
        {
          g_assert_true (confab_decoder_feed (decoder, start, strlen (start), tell_cb, &told, &error));
          g_assert_cmpuint (confab_decoder_get_pending_bytes (decoder), ==, strlen ("data: {\"choices\":[{\"del"));
          confab_decoder_drop_pending (decoder);
          g_assert_cmpuint (confab_decoder_get_pending_bytes (decoder), ==, 0);
          g_assert_true (confab_decoder_finish (decoder, tell_cb, &told, &error));
          g_assert_cmpstr (told.text->str, ==, "a");
          g_assert_false (confab_decoder_get_complete (decoder));
        }
      else if (i == 1)
        {
          g_assert_true (confab_decoder_feed (decoder, "{\"a\":", 5, tell_cb, &told, &error));
          g_assert_cmpuint (confab_decoder_get_pending_bytes (decoder), ==, 5);
        }
      else
        {
          g_assert_true (confab_decoder_feed (decoder, "\0\0\1", 3, tell_cb, &told, &error));
          g_assert_cmpuint (confab_decoder_get_pending_bytes (decoder), ==, 3);
        }
    }
}

/* What is short is worth finding out about. */
static void
test_drop_long (void)
{
  g_autoptr(ConfabDecoder) decoder = confab_decoder_new (confab_dialect_lookup ("anthropic"), NULL);
  g_autofree char *line = g_strnfill (70000, 'x');
  g_auto(Told) told = { NULL };

  told_init (&told);
  g_assert_true (confab_decoder_feed (decoder, "data: {\"a\":\"", 12, tell_cb, &told, NULL));
  confab_decoding_drop_long (decoder);
  g_assert_cmpuint (confab_decoder_get_pending_bytes (decoder), ==, 12);
  g_assert_true (confab_decoder_feed (decoder, line, strlen (line), tell_cb, &told, NULL));
  confab_decoding_drop_long (decoder);
  g_assert_cmpuint (confab_decoder_get_pending_bytes (decoder), ==, 0);
}

static void
test_models (void)
{
  const ConfabDialect *dialect = confab_dialect_lookup ("openai-chat");
  g_autoptr(GString) json = g_string_new ("{\"data\":[{\"id\":\"m-0\"}");
  static const char one[] = "{\"data\":[{\"id\":\"m\"}]}";
  g_autoptr(GBytes) few = g_bytes_new_static (one, strlen (one));
  g_autoptr(GBytes) wrong = g_bytes_new_static ("nonsense", strlen ("nonsense"));
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autoptr(GBytes) many = NULL;

  for (guint i = 1; i < 5000; i++)
    g_string_append_printf (json, ",{\"id\":\"m-%u\",\"owned_by\":\"somebody\"}", i);
  g_string_append (json, "]}");
  many = g_bytes_new (json->str, json->len);
  g_cancellable_cancel (cancelled);

  for (guint i = 0; i < 4; i++)
    {
      GBytes *const bodies[] = { few, many, wrong, many };
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GPtrArray) models = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *token = NULL;

      confab_decoding_models_async (dialect, bodies[i], i == 3 ? cancelled : NULL, await_cb, &result);
      g_assert_null (result);
      models = confab_decoding_models_finish (await (&result), &token, &error);
      if (i == 2)
        g_assert_error (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED);
      else if (i == 3)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_no_error (error);
      g_assert_cmpuint (models != NULL ? models->len : 0, ==, i == 0 ? 1 : i == 1 ? 5000 : 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/decoding/same-as-at-once", test_same_as_at_once);
  g_test_add_func ("/engine/decoding/failures", test_failures);
  g_test_add_func ("/engine/decoding/long-failures", test_long_failures);
  g_test_add_func ("/engine/decoding/drop-pending", test_drop_pending);
  g_test_add_func ("/engine/decoding/drop-long", test_drop_long);
  g_test_add_func ("/engine/decoding/models", test_models);

  return g_test_run ();
}
