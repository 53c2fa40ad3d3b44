/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-growing-text.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabGrowingText, confab_growing_text_clear)

static void
assert_bytes (GBytes     *bytes,
              const char *expected)
{
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, strlen (expected));
}

static void
test_grows (void)
{
  g_auto(ConfabGrowingText) text = { NULL };
  g_autoptr(GString) expected = g_string_new (NULL);

  g_assert_cmpstr (confab_growing_text_get (&text), ==, "");
  g_assert_cmpuint (confab_growing_text_get_length (&text), ==, 0);
  confab_growing_text_append (&text, "", -1);
  g_assert_cmpstr (confab_growing_text_get (&text), ==, "");

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *piece = g_strdup_printf ("%u,", i);

      g_string_append (expected, piece);
      confab_growing_text_append (&text, piece, i % 2 == 0 ? -1 : (gssize) strlen (piece));
      g_assert_cmpuint (confab_growing_text_get_length (&text), ==, expected->len);
      g_assert_cmpuint (strlen (confab_growing_text_get (&text)), ==, expected->len);
    }
  g_assert_cmpstr (confab_growing_text_get (&text), ==, expected->str);

  confab_growing_text_clear (&text);
  g_assert_cmpstr (confab_growing_text_get (&text), ==, "");
}

/* What was lent stays as it was, whatever becomes of the text, and is no copy. */
static void
test_shares (void)
{
  ConfabGrowingText text = { NULL };
  g_autoptr(GBytes) nothing = confab_growing_text_share (&text);
  g_autoptr(GBytes) first = NULL;
  g_autoptr(GBytes) second = NULL;
  g_autoptr(GBytes) third = NULL;
  g_autofree char *much = g_strnfill (10000, 'x');

  confab_growing_text_append (&text, "one", -1);
  first = confab_growing_text_share (&text);
  g_assert_true (g_bytes_get_data (first, NULL) == confab_growing_text_get (&text));

  /* Into the same block, and then into another. */
  confab_growing_text_append (&text, " two", -1);
  second = confab_growing_text_share (&text);
  g_assert_true (g_bytes_get_data (second, NULL) == g_bytes_get_data (first, NULL));
  confab_growing_text_append (&text, much, -1);
  third = confab_growing_text_share (&text);
  g_assert_true (g_bytes_get_data (third, NULL) != g_bytes_get_data (first, NULL));
  g_assert_true (g_str_has_prefix (confab_growing_text_get (&text), "one twoxxx"));

  confab_growing_text_set (&text, "other");
  g_assert_cmpstr (confab_growing_text_get (&text), ==, "other");
  confab_growing_text_clear (&text);

  assert_bytes (nothing, "");
  assert_bytes (first, "one");
  assert_bytes (second, "one two");
  g_assert_cmpuint (g_bytes_get_size (third), ==, strlen ("one two") + 10000);
  g_assert_true (memcmp (g_bytes_get_data (third, NULL), "one twoxxx", 10) == 0);
}

static void
test_set (void)
{
  g_auto(ConfabGrowingText) text = { NULL };
  const char *before;

  confab_growing_text_set (&text, "");
  g_assert_cmpstr (confab_growing_text_get (&text), ==, "");
  confab_growing_text_set (&text, "abc");
  before = confab_growing_text_get (&text);
  confab_growing_text_set (&text, "abc");
  g_assert_true (confab_growing_text_get (&text) == before);
  confab_growing_text_set (&text, before + 1);
  g_assert_cmpstr (confab_growing_text_get (&text), ==, "bc");
  g_assert_cmpuint (confab_growing_text_get_length (&text), ==, 2);
  confab_growing_text_set (&text, "");
  g_assert_cmpstr (confab_growing_text_get (&text), ==, "");
}

/* Another text, which ends where it ended whatever becomes of the first one. */
static void
test_snapshot (void)
{
  ConfabGrowingText text = { NULL };
  ConfabGrowingText nothing = confab_growing_text_snapshot (&text);
  ConfabGrowingText first, second;
  const char *before;

  confab_growing_text_append (&text, "one", -1);
  first = confab_growing_text_snapshot (&text);
  g_assert_true (confab_growing_text_get (&first) == confab_growing_text_get (&text));

  /* There would be room in the block. */
  confab_growing_text_append (&text, " two", -1);
  second = confab_growing_text_snapshot (&text);
  g_assert_cmpstr (confab_growing_text_get (&first), ==, "one");
  g_assert_cmpuint (confab_growing_text_get_length (&first), ==, strlen ("one"));
  confab_growing_text_append (&second, "!", -1);
  g_assert_cmpstr (confab_growing_text_get (&text), ==, "one two");
  g_assert_cmpstr (confab_growing_text_get (&second), ==, "one two!");
  confab_growing_text_clear (&first);
  confab_growing_text_clear (&second);

  /* With nobody else there is nothing to copy any more. */
  first = confab_growing_text_snapshot (&text);
  confab_growing_text_clear (&first);
  before = confab_growing_text_get (&text);
  confab_growing_text_append (&text, "?", -1);
  g_assert_true (confab_growing_text_get (&text) == before);
  g_assert_cmpstr (before, ==, "one two?");

  first = confab_growing_text_snapshot (&text);
  confab_growing_text_clear (&text);
  g_assert_cmpstr (confab_growing_text_get (&first), ==, "one two?");
  confab_growing_text_clear (&first);

  g_assert_cmpstr (confab_growing_text_get (&nothing), ==, "");
  confab_growing_text_clear (&nothing);
}

static gpointer
check_thread (gpointer data)
{
  GAsyncQueue *queue = data;

  for (;;)
    {
      g_autoptr(GBytes) bytes = g_async_queue_pop (queue);
      const gsize size = g_bytes_get_size (bytes);
      const char *data_start = g_bytes_get_data (bytes, NULL);

      if (size == 0)
        return NULL;

      for (gsize i = 0; i < size; i++)
        g_assert_cmpint (data_start[i], ==, 'a' + i % 26);
    }
}

/* Another thread reads what it was lent while the text grows. */
static void
test_threads (void)
{
  ConfabGrowingText text = { NULL };
  g_autoptr(GAsyncQueue) queue = g_async_queue_new_full ((GDestroyNotify) g_bytes_unref);
  GThread *thread = g_thread_new ("reader", check_thread, queue);

  for (guint i = 0; i < 1000; i++)
    {
      const char letter = 'a' + i % 26;

      confab_growing_text_append (&text, &letter, 1);
      g_async_queue_push (queue, confab_growing_text_share (&text));
    }
  confab_growing_text_clear (&text);
  g_async_queue_push (queue, g_bytes_new_static ("", 0));
  g_thread_join (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/growing-text/grows", test_grows);
  g_test_add_func ("/core/growing-text/shares", test_shares);
  g_test_add_func ("/core/growing-text/set", test_set);
  g_test_add_func ("/core/growing-text/snapshot", test_snapshot);
  g_test_add_func ("/core/growing-text/threads", test_threads);

  return g_test_run ();
}
