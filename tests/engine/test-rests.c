/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "confab-breaker.h"
#include "confab-provider-error.h"
#include "confab-turn.h"
#include "engine-fixture.h"

/* Anthropic, the default, and OpenAI at servers of their own, and two programs that share a home. */
typedef struct
{
  ConfabTestPeer *first;
  ConfabTestPeer *second;
  ConfabContext  *context;
  ConfabContext  *other;   /* nullable */
} Fixture;

static char *
get_path (void)
{
  return engine_home_build ("state/confab/rests");
}

static void
use_servers (Fixture *fixture)
{
  engine_use_peer (fixture->first);
  g_setenv ("CONFAB_OPENAI_BASE_URL", confab_test_peer_get_uri (fixture->second), TRUE);
  g_setenv ("CONFAB_OLLAMA_BASE_URL", "http://127.0.0.1:9", TRUE);
  g_unsetenv ("GEMINI_API_KEY");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  engine_home_reset ();
  fixture->first = confab_test_peer_new ();
  fixture->second = confab_test_peer_new ();
  use_servers (fixture);
  fixture->context = engine_load ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  engine_close (fixture->context);
  if (fixture->other != NULL)
    engine_close (g_steal_pointer (&fixture->other));
  g_clear_object (&fixture->first);
  g_clear_object (&fixture->second);
}

static void
restart (Fixture *fixture)
{
  engine_close (fixture->context);
  fixture->context = engine_load ();
}

/* Asks the default provider and says who answered. */
static char *
ask (ConfabContext *context)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  ConfabTurn *turn;
  char *id = NULL;

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, "Hello"));
  turn = confab_turn_new (context, engine_get_provider (context, "anthropic"), NULL, NULL, messages);
  confab_turn_keep_to_breakers (turn, TRUE);
  confab_turn_run_async (turn, NULL, await_cb, &result);
  if (confab_turn_run_finish (turn, await (&result), NULL))
    id = g_strdup (confab_message_get_provider_id (confab_turn_get_reply (turn)));
  g_clear_object (&result);
  await_finalized (turn);

  return id;
}

static void
assert_answers (ConfabContext *context,
                const char    *expected)
{
  g_autofree char *id = ask (context);

  g_assert_cmpstr (id, ==, expected);
}

static void
wait_for_rest (ConfabContext *context,
               gint64         until_us)
{
  while (confab_provider_get_retry_at_us (engine_get_provider (context, "anthropic")) != until_us)
    g_main_context_iteration (NULL, TRUE);
}

static void
write_file (const char *text)
{
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
read_file (void)
{
  g_autofree char *path = get_path ();
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static void
test_survives (Fixture       *fixture,
               gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");
  g_autofree char *path = get_path ();
  g_autofree char *text = NULL;
  struct stat info;
  gint64 until_us;

  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  assert_answers (fixture->context, "openai");
  until_us = confab_provider_get_retry_at_us (provider);
  g_assert_cmpint (until_us, >, g_get_real_time ());

  restart (fixture);
  provider = engine_get_provider (fixture->context, "anthropic");
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RATE_LIMITED);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), ==, until_us);
  confab_test_peer_set_directives (fixture->first, NULL);
  confab_test_peer_clear_log (fixture->first);
  assert_answers (fixture->context, "openai");
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->first, "/messages"), ==, 0);

  /* It tells nobody more than it has to. */
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  text = read_file ();
  g_assert_nonnull (strstr (text, "anthropic"));
  g_assert_null (strstr (text, "127.0.0.1"));
  g_assert_null (strstr (text, CONFAB_TEST_PEER_KEY));
  g_assert_null (strstr (text, "peer"));
}

/* An answer ends the rest, and a person who wants to try makes it half open, also after a restart. */
static void
test_ends (Fixture       *fixture,
           gconstpointer  data)
{
  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  assert_answers (fixture->context, "openai");
  restart (fixture);

  confab_provider_try_now (engine_get_provider (fixture->context, "anthropic"));
  restart (fixture);
  g_assert_cmpint (confab_provider_get_retry_at_us (engine_get_provider (fixture->context, "anthropic")), ==, 0);

  confab_test_peer_set_directives (fixture->first, NULL);
  assert_answers (fixture->context, "anthropic");
  restart (fixture);
  g_assert_cmpint (confab_provider_get_retry_at_us (engine_get_provider (fixture->context, "anthropic")), ==, 0);
}

static void
test_two_programs (Fixture       *fixture,
                   gconstpointer  data)
{
  gint64 first_us;
  gint64 second_us;

  fixture->other = engine_load ();

  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  assert_answers (fixture->context, "openai");
  first_us = confab_provider_get_retry_at_us (engine_get_provider (fixture->context, "anthropic"));
  wait_for_rest (fixture->other, first_us);
  confab_test_peer_clear_log (fixture->first);
  assert_answers (fixture->other, "openai");
  g_assert_cmpuint (confab_test_peer_get_n_requests_to (fixture->first, "/messages"), ==, 0);

  /* The other one tries, and is told to wait for longer. */
  confab_provider_try_now (engine_get_provider (fixture->other, "anthropic"));
  wait_for_rest (fixture->context, 0);
  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 600]]");
  assert_answers (fixture->other, "openai");
  second_us = confab_provider_get_retry_at_us (engine_get_provider (fixture->other, "anthropic"));
  g_assert_cmpint (second_us, >, first_us);
  wait_for_rest (fixture->context, second_us);

  /* And one of the two has an answer at last. */
  confab_test_peer_set_directives (fixture->first, NULL);
  confab_provider_try_now (engine_get_provider (fixture->context, "anthropic"));
  assert_answers (fixture->context, "anthropic");
  wait_for_rest (fixture->other, 0);
  assert_answers (fixture->other, "anthropic");
}

/* What was learnt of one address says nothing of another. */
static void
test_other_address (Fixture       *fixture,
                    gconstpointer  data)
{
  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  assert_answers (fixture->context, "openai");

  g_setenv ("CONFAB_ANTHROPIC_BASE_URL", confab_test_peer_get_uri (fixture->second), TRUE);
  restart (fixture);
  g_assert_cmpint (confab_provider_get_retry_at_us (engine_get_provider (fixture->context, "anthropic")), ==, 0);
  assert_answers (fixture->context, "anthropic");
}

/* The file with the end of the one rest in it moved. */
static char *
dup_moved (const char *text,
           gint64      until_us,
           gint64      moved_us)
{
  g_autofree char *old = g_strdup_printf ("%" G_GINT64_FORMAT, until_us);
  g_autofree char *new = g_strdup_printf ("%" G_GINT64_FORMAT, moved_us);
  g_auto(GStrv) parts = g_strsplit (text, old, -1);

  /* It is there for the file and for the breaker. */
  g_assert_cmpuint (g_strv_length (parts), ==, 3);

  return g_strjoinv (new, parts);
}

/* Of two rests the later one counts, whoever wrote last. */
static void
test_later_wins (Fixture       *fixture,
                 gconstpointer  data)
{
  ConfabProvider *provider = engine_get_provider (fixture->context, "anthropic");
  g_autofree char *text = NULL;
  g_autofree char *later = NULL;
  g_autofree char *earlier = NULL;
  gint64 until_us;
  gint64 later_us;

  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  assert_answers (fixture->context, "openai");
  until_us = confab_provider_get_retry_at_us (provider);
  later_us = until_us + 600 * G_TIME_SPAN_SECOND;
  while ((text = read_file ()) == NULL)
    g_main_context_iteration (NULL, TRUE);

  later = dup_moved (text, until_us, later_us);
  write_file (later);
  wait_for_rest (fixture->context, later_us);

  /* The program says so again in the file. */
  earlier = dup_moved (text, until_us, until_us - 30 * G_TIME_SPAN_SECOND);
  write_file (earlier);
  for (;;)
    {
      g_autofree char *now = read_file ();

      if (g_str_equal (now, later))
        break;
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), ==, later_us);
}

static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  const gint64 now_us = g_get_real_time ();
  const gint64 day_us = G_TIME_SPAN_DAY;
  g_autofree char *kept = NULL;
  g_autofree char *huge = g_strnfill (300 * 1024, ' ');
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GVariant) content = NULL;

  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  assert_answers (fixture->context, "openai");
  engine_close (fixture->context);
  kept = read_file ();
  content = g_variant_parse (G_VARIANT_TYPE ("(ua(ssxxm(uuxu)))"), kept, NULL, NULL, NULL);
  g_assert_nonnull (content);

  g_ptr_array_add (texts, g_strdup (""));
  g_ptr_array_add (texts, g_strdup ("{\"version\": 1}"));
  g_ptr_array_add (texts, g_strdup ("(uint32 2, [])"));
  g_ptr_array_add (texts, g_strdup ("(((((((((((((((((((((("));
  g_ptr_array_add (texts, g_strdup ("(uint32 1, [('anthropic', '\xff\xfe', 1, 2, nothing)])"));
  g_ptr_array_add (texts, g_strndup (kept, strlen (kept) / 2));
  g_ptr_array_add (texts, g_strconcat (huge, kept, NULL));
  /* The clock was set back by a week, or the rest has ended. */
  for (guint i = 0; i < 2; i++)
    {
      const gint64 moved_us = i == 0 ? now_us + 7 * day_us : now_us - day_us;
      g_autoptr(GVariant) list = g_variant_get_child_value (content, 1);
      g_autoptr(GVariant) entry = g_variant_get_child_value (list, 0);
      g_autoptr(GVariant) address = g_variant_get_child_value (entry, 1);

      g_ptr_array_add (texts,
                       g_strdup_printf ("(uint32 1, [('anthropic', '%s', int64 %" G_GINT64_FORMAT ", int64 %"
                                        G_GINT64_FORMAT ", @m(uuxu) (0, 1, %" G_GINT64_FORMAT ", 7))])",
                                        g_variant_get_string (address, NULL), moved_us, moved_us, moved_us));
    }

  for (guint i = 0; i < texts->len; i++)
    {
      write_file (g_ptr_array_index (texts, i));
      fixture->context = engine_load ();
      g_assert_cmpint (confab_provider_get_retry_at_us (engine_get_provider (fixture->context, "anthropic")), ==, 0);
      engine_close (fixture->context);
    }

  /* The file as it was is still good, and a broken one is written anew. */
  write_file (kept);
  fixture->context = engine_load ();
  g_assert_cmpint (confab_provider_get_retry_at_us (engine_get_provider (fixture->context, "anthropic")), >, now_us);
  write_file ("nonsense");
  confab_provider_try_now (engine_get_provider (fixture->context, "anthropic"));
  assert_answers (fixture->context, "openai");
  restart (fixture);
  g_assert_cmpint (confab_provider_get_retry_at_us (engine_get_provider (fixture->context, "anthropic")), >, now_us);
}

/* The folder cannot be made, or the disk is full: it works all the same. */
static void
test_cannot_be_written (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *folder = engine_home_build ("state/confab");
  g_autofree char *path = get_path ();
  g_autoptr(GError) error = NULL;
  struct rlimit limit;
  rlim_t before;

  g_assert_true (g_file_set_contents (folder, "", -1, &error));
  confab_test_peer_set_directives (fixture->first, "[[status 429 retry-after 90]]");
  assert_answers (fixture->context, "openai");
  assert_answers (fixture->context, "openai");
  restart (fixture);
  assert_answers (fixture->context, "openai");
  g_assert_cmpint (g_unlink (folder), ==, 0);

  /* It is as soon as it can be. */
  restart (fixture);
  g_assert_cmpint (g_unlink (path), ==, 0);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  before = limit.rlim_cur;
  limit.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  confab_provider_try_now (engine_get_provider (fixture->context, "anthropic"));
  assert_answers (fixture->context, "openai");
  restart (fixture);
  limit.rlim_cur = before;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  assert_answers (fixture->context, "openai");
}

#define ADD(name, func) g_test_add ("/engine/rests/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_home_init ();

  ADD ("survives", test_survives);
  ADD ("ends", test_ends);
  ADD ("two-programs", test_two_programs);
  ADD ("other-address", test_other_address);
  ADD ("later-wins", test_later_wins);
  ADD ("nonsense", test_nonsense);
  ADD ("cannot-be-written", test_cannot_be_written);

  return g_test_run ();
}
