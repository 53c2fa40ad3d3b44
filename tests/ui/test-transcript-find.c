/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding in a transcript, without any widget. */

#include "config.h"

#include "confab-transcript-find.h"
#include "confab-transcript-selection.h"

#include <string.h>

typedef struct
{
  ConfabTranscriptModel *model;  /* owned */
  ConfabTranscriptFind  *find;   /* owned */
  GListStore            *store;  /* owned */
} Fixture;

static void
release_view (gpointer view,
              gpointer user_data)
{
}

static void
items_changed (ConfabTranscriptEntry *entry,
               guint                  position,
               guint                  n_removed,
               guint                  n_added,
               gpointer               user_data)
{
  Fixture *f = user_data;

  if (f->find != NULL)
    confab_transcript_find_items_changed (f->find, entry, position, n_removed, n_added);
}

static void
entries_changed (guint    position,
                 guint    n_removed,
                 guint    n_added,
                 gpointer user_data)
{
  Fixture *f = user_data;

  if (f->find != NULL)
    confab_transcript_find_entries_changed (f->find, position, n_removed, n_added);
}

static void
stale (gpointer user_data)
{
}

static const ConfabTranscriptModelFuncs funcs = {
  .release_view = release_view,
  .items_changed = items_changed,
  .entries_changed = entries_changed,
  .stale = stale,
};

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  f->model = confab_transcript_model_new (&funcs, f);
  f->find = confab_transcript_find_new (f->model);
  confab_transcript_model_set_messages (f->model, G_LIST_MODEL (f->store));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->find, confab_transcript_find_free);
  g_assert_finalize_object (g_steal_pointer (&f->model));
  g_assert_finalize_object (g_steal_pointer (&f->store));
}

static ConfabMessage *
add (Fixture    *f,
     ConfabRole  role,
     const char *text)
{
  g_autoptr(ConfabMessage) message = confab_message_new_text (role, text);

  g_list_store_append (f->store, message);

  /* The list keeps it. */
  return message;
}

static void
scan (Fixture *f)
{
  /* With no time at all it still gets on. */
  while (confab_transcript_find_scan (f->find, 0))
    ;
}

static void
look_for (Fixture    *f,
          const char *text)
{
  g_autoptr(ConfabSearchPattern) pattern = confab_search_pattern_new_literal (text);

  confab_transcript_find_set_pattern (f->find, pattern);
  scan (f);
}

/* All hits as they are read, and with a star the current one. */
static char *
describe (Fixture *f)
{
  GString *found = g_string_new (NULL);
  ConfabTranscriptEntry *current_entry = NULL;
  ConfabTranscriptHit current = { 0 };
  guint n = 0;

  confab_transcript_find_get_current (f->find, &current_entry, &current);
  for (guint i = 0; i < confab_transcript_model_get_n_entries (f->model); i++)
    {
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (f->model, i);
      const ConfabTranscriptHit *hits;
      guint n_hits;

      hits = confab_transcript_find_get_hits (f->find, entry, &n_hits);
      for (guint j = 0; j < n_hits; j++, n++)
        {
          g_autofree char *text = confab_transcript_selection_dup_item_text (entry, hits[j].item);
          const gboolean is_current = entry == current_entry && memcmp (&hits[j], &current, sizeof current) == 0;

          g_string_append_printf (found, "%s%u:%.*s%s", n > 0 ? " " : "", i,
                                  (int) (hits[j].range.end - hits[j].range.start), text + hits[j].range.start,
                                  is_current ? "*" : "");
          if (is_current)
            g_assert_cmpuint (confab_transcript_find_get_position (f->find), ==, n + 1);
        }
    }
  g_assert_cmpuint (confab_transcript_find_get_n_hits (f->find), ==, n);

  return g_string_free (found, FALSE);
}

static void
assert_found (Fixture    *f,
              const char *expected)
{
  g_autofree char *found = describe (f);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_finds (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(ConfabMessage) nothing = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "Nothing.");
  g_autoptr(ConfabMessage) reply = NULL;
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, "Rye, I think.");

  add (f, CONFAB_ROLE_USER, "What of RYE?\nAnd rye again?");
  reply = confab_message_new_text (
      CONFAB_ROLE_ASSISTANT,
      "A **r**ye loaf.\n\n| a | b |\n|---|---|\n| rye | 2 |\n\n```c\nint rye;\n```\n\n[the rye](https://rye.example)");
  confab_message_append_part (reply, thinking);
  g_list_store_append (f->store, reply);
  g_list_store_insert (f->store, 1, nothing);

  look_for (f, "rye");
  assert_found (f, "0:RYE 0:rye 2:rye 2:rye 2:rye 2:rye 2:Rye");

  /* What is not looked into costs nothing. */
  g_assert_false (confab_transcript_entry_is_expanded (confab_transcript_model_get_entry (f->model, 1)));

  look_for (f, "wheat");
  assert_found (f, "");
  look_for (f, "");
  g_assert_false (confab_transcript_find_is_active (f->find));
  confab_transcript_find_set_pattern (f->find, NULL);
  assert_found (f, "");
}

static void
test_steps (Fixture       *f,
            gconstpointer  data)
{
  add (f, CONFAB_ROLE_USER, "a");
  add (f, CONFAB_ROLE_USER, "b");
  add (f, CONFAB_ROLE_USER, "a and a");
  add (f, CONFAB_ROLE_USER, "b");

  look_for (f, "a");
  g_assert_cmpuint (confab_transcript_find_get_position (f->find), ==, 0);
  g_assert_true (confab_transcript_find_select_near (f->find, 1, 0));
  assert_found (f, "0:a 2:a* 2:a 2:a");
  confab_transcript_find_step (f->find, TRUE);
  assert_found (f, "0:a 2:a 2:a* 2:a");
  confab_transcript_find_step (f->find, TRUE);
  confab_transcript_find_step (f->find, TRUE);
  assert_found (f, "0:a* 2:a 2:a 2:a");
  confab_transcript_find_step (f->find, FALSE);
  assert_found (f, "0:a 2:a 2:a 2:a*");

  /* Below there is none: the last one above. */
  g_assert_true (confab_transcript_find_select_near (f->find, 3, 0));
  assert_found (f, "0:a 2:a 2:a 2:a*");

  look_for (f, "c");
  g_assert_false (confab_transcript_find_select_near (f->find, 0, 0));
  g_assert_false (confab_transcript_find_step (f->find, TRUE));
  g_assert_cmpuint (confab_transcript_find_get_position (f->find), ==, 0);
}

static void
test_follows (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(ConfabMessage) first = confab_message_new_text (CONFAB_ROLE_USER, "rye at last");

  add (f, CONFAB_ROLE_USER, "rye");
  add (f, CONFAB_ROLE_USER, "rye, rye");
  look_for (f, "rye");
  confab_transcript_find_select_near (f->find, 1, 0);
  assert_found (f, "0:rye 1:rye* 1:rye");

  /* What is put in above does not change where one is. */
  g_list_store_insert (f->store, 0, first);
  scan (f);
  assert_found (f, "0:rye 1:rye 2:rye* 2:rye");
  g_list_store_remove (f->store, 1);
  scan (f);
  assert_found (f, "0:rye 1:rye* 1:rye");
  g_list_store_remove (f->store, 1);
  scan (f);
  assert_found (f, "0:rye");
  g_list_store_remove_all (f->store);
  scan (f);
  assert_found (f, "");
}

/* A reply that arrives in pieces ends with the same hits as one that is there at once. */
static void
test_arriving (Fixture       *f,
               gconstpointer  data)
{
  static const char text[] = "Some rye. More r**y**e\n\nrye\n===\n\n- rye\n- ry\n\n```\nrye\nrye\n```\nand `rye` at the end, rye";
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  g_autofree char *streamed = NULL;
  g_autofree char *whole = NULL;

  add (f, CONFAB_ROLE_USER, "rye?");
  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  confab_message_append_part (reply, part);
  g_list_store_append (f->store, reply);
  look_for (f, "rye");
  confab_transcript_find_select_near (f->find, 0, 0);

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      confab_part_append_text (part, text + i, 1);
      confab_message_changed (reply);
      confab_transcript_model_catch_up (f->model, G_MAXSIZE, G_USEC_PER_SEC, NULL);
      g_assert_true (confab_transcript_find_touch_last (f->find));
      if (i % 3 == 0)
        scan (f);
    }
  confab_message_set_status (reply, CONFAB_MESSAGE_COMPLETE);
  confab_transcript_model_catch_up (f->model, G_MAXSIZE, G_USEC_PER_SEC, NULL);
  confab_transcript_find_touch_last (f->find);
  scan (f);
  streamed = describe (f);
  g_assert_true (g_str_has_prefix (streamed, "0:rye* 1:rye"));
  g_assert_cmpuint (confab_transcript_find_get_n_hits (f->find), ==, 9);

  look_for (f, "rye");
  confab_transcript_find_select_near (f->find, 0, 0);
  whole = describe (f);
  g_assert_cmpstr (streamed, ==, whole);
}

#define ADD(name, func) \
  g_test_add ("/ui/transcript-find/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("finds", test_finds);
  ADD ("steps", test_steps);
  ADD ("follows", test_follows);
  ADD ("arriving", test_arriving);

  return g_test_run ();
}
