/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-remote-images.h"
#include "confab-transcript-geometry.h"
#include "confab-transcript-model.h"
#include "confab-transcript-selection.h"

#include <string.h>

static const char reply_text[] =
  "First *paragraph*, with `code` and a [link](https://example.org/a).\n\n"
  "# Heading\n\n"
  "- one\n- two\n\n"
  "```c\nint a;\nint b;\n```\n\n"
  "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
  "---\n\n"
  "Last paragraph.\n";

typedef struct
{
  guint n_released;
  guint n_items_changed;
  guint n_entries_changed;
  guint n_stale;
} Counts;

static void
release_view (gpointer view,
              gpointer user_data)
{
  ((Counts *)user_data)->n_released++;
}

static void
items_changed (ConfabTranscriptEntry *entry,
               guint                  position,
               guint                  n_removed,
               guint                  n_added,
               gpointer               user_data)
{
  ((Counts *)user_data)->n_items_changed++;
}

static void
entries_changed (guint    position,
                 guint    n_removed,
                 guint    n_added,
                 gpointer user_data)
{
  ((Counts *)user_data)->n_entries_changed++;
}

static void
stale (gpointer user_data)
{
  ((Counts *)user_data)->n_stale++;
}

static const ConfabTranscriptModelFuncs funcs = {
  .release_view = release_view,
  .items_changed = items_changed,
  .entries_changed = entries_changed,
  .stale = stale,
};

static void
append (GListStore *store,
        ConfabRole  role,
        const char *text)
{
  g_autoptr(ConfabMessage) message = confab_message_new_text (role, text);

  g_list_store_append (store, message);
}

static char *
dup_kinds (ConfabTranscriptEntry *entry)
{
  /* In the order of the enumeration; small letters for what is folded away. */
  static const char names[] = "WNBAPCTMRKOXSFY";
  GString *kinds = g_string_new (NULL);

  g_assert_cmpuint (strlen (names), ==, CONFAB_TRANSCRIPT_ITEM_ATTEMPTS + 1);
  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    {
      const ConfabTranscriptItem *item = confab_transcript_entry_get_item (entry, i);

      g_string_append_c (kinds, item->hidden ? g_ascii_tolower (names[item->kind]) : names[item->kind]);
    }

  return g_string_free (kinds, FALSE);
}

static void
assert_kinds (ConfabTranscriptEntry *entry,
              const char            *expected)
{
  g_autofree char *kinds = dup_kinds (entry);

  g_assert_cmpstr (kinds, ==, expected);
}

/* Every way to a height must agree with adding them up one by one. */
static void
assert_heights_agree (ConfabTranscriptModel *model)
{
  gint64 y = 0;

  for (guint i = 0; i < confab_transcript_model_get_n_entries (model); i++)
    {
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, i);
      ConfabHeightIndex *heights = confab_transcript_entry_get_heights (entry);

      g_assert_cmpuint (confab_transcript_entry_get_index (entry), ==, i);
      g_assert_cmpint (confab_transcript_model_get_y (model, entry, 0), ==, y);
      if (heights == NULL)
        {
          y += confab_transcript_entry_get_height (entry);
          continue;
        }

      g_assert_cmpuint (confab_height_index_get_n (heights), ==, confab_transcript_entry_get_n_items (entry));
      for (guint j = 0; j < confab_height_index_get_n (heights); j++)
        {
          g_assert_cmpint (confab_transcript_model_get_y (model, entry, j), ==, y);
          y += confab_height_index_get (heights, j);
        }
    }

  g_assert_cmpint (confab_transcript_model_get_height (model), ==, y);
}

static void
test_height_index (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autoptr(ConfabHeightIndex) index = confab_height_index_new ();
  g_autoptr(GArray) plain = g_array_new (FALSE, TRUE, sizeof (int));

  for (guint round = 0; round < 2000; round++)
    {
      const guint n = plain->len;
      gint64 sum = 0;

      if (n == 0 || g_rand_int_range (rand, 0, 4) == 0)
        {
          const guint at = g_rand_int_range (rand, 0, n + 1);
          const guint n_removed = g_rand_int_range (rand, 0, MIN (n - at, 3) + 1);
          const guint n_added = g_rand_int_range (rand, 0, 5);
          const int zero = 0;

          confab_height_index_splice (index, at, n_removed, n_added);
          if (n_removed > 0)
            g_array_remove_range (plain, at, n_removed);
          for (guint i = 0; i < n_added; i++)
            g_array_insert_val (plain, at, zero);
        }
      else
        {
          const guint at = g_rand_int_range (rand, 0, n);
          const int height = g_rand_int_range (rand, 0, 100);

          confab_height_index_set (index, at, height);
          g_array_index (plain, int, at) = height;
        }

      g_assert_cmpuint (confab_height_index_get_n (index), ==, plain->len);
      for (guint i = 0; i < plain->len; i++)
        {
          const int height = g_array_index (plain, int, i);

          g_assert_cmpint (confab_height_index_get (index, i), ==, height);
          g_assert_cmpint (confab_height_index_get_offset (index, i), ==, sum);
          if (height > 0)
            {
              g_assert_cmpuint (confab_height_index_find (index, sum), ==, i);
              g_assert_cmpuint (confab_height_index_find (index, sum + height - 1), ==, i);
            }
          sum += height;
        }
      g_assert_cmpint (confab_height_index_get_total (index), ==, sum);
    }
}

/* A reply that broke off says why, unless nobody knows. */
static void
test_interrupted (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(ConfabMessage) cut = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "Half");
  g_autoptr(ConfabMessage) killed = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "Half");
  g_autoptr(GError) error = confab_provider_error_new (CONFAB_PROVIDER_ERROR_TRUNCATED, 0, NULL, -1, "cut");
  Counts counts = { 0 };

  confab_message_set_error (cut, error);
  confab_message_set_status (cut, CONFAB_MESSAGE_INTERRUPTED);
  confab_message_set_status (killed, CONFAB_MESSAGE_INTERRUPTED);
  g_list_store_append (store, cut);
  g_list_store_append (store, killed);

  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);
  for (guint i = 0; i < 2; i++)
    confab_transcript_model_expand (model, confab_transcript_model_get_entry (model, i));

  assert_kinds (confab_transcript_model_get_entry (model, 0), "NPX");
  assert_kinds (confab_transcript_model_get_entry (model, 1), "NPSF");
  assert_heights_agree (model);
}

static void
test_rows (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(ConfabMessage) failed = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "Half");
  g_autoptr(ConfabMessage) stopped = confab_message_new_text (CONFAB_ROLE_ASSISTANT, "Half");
  g_autoptr(ConfabMessage) full = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, "So\n\nand so");
  g_autoptr(ConfabPart) call = confab_part_new_tool_call ("1", "look", "{}");
  g_autoptr(ConfabPart) opaque = confab_part_new (CONFAB_PART_OPAQUE);
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, reply_text);
  Counts counts = { 0 };

  confab_message_set_status (failed, CONFAB_MESSAGE_FAILED);
  confab_message_set_status (stopped, CONFAB_MESSAGE_STOPPED);
  confab_message_append_part (full, thinking);
  confab_message_append_part (full, call);
  confab_message_append_part (full, opaque);
  confab_message_append_part (full, text);

  append (store, CONFAB_ROLE_SYSTEM, "Be brief.");
  append (store, CONFAB_ROLE_USER, "Hello\n*there*");
  g_list_store_append (store, failed);
  g_list_store_append (store, stopped);
  g_list_store_append (store, full);

  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);
  for (guint i = 0; i < 5; i++)
    confab_transcript_model_expand (model, confab_transcript_model_get_entry (model, i));

  assert_kinds (confab_transcript_model_get_entry (model, 0), "");
  assert_kinds (confab_transcript_model_get_entry (model, 1), "B");
  assert_kinds (confab_transcript_model_get_entry (model, 2), "NPX");
  assert_kinds (confab_transcript_model_get_entry (model, 3), "NPS");
  assert_kinds (confab_transcript_model_get_entry (model, 4), "NKppOPPPPCTRPF");
  assert_heights_agree (model);

  confab_transcript_model_set_unfolded (model, confab_transcript_model_get_entry (model, 4), 1, TRUE);
  assert_kinds (confab_transcript_model_get_entry (model, 4), "NKPPOPPPPCTRPF");
  assert_heights_agree (model);
  confab_transcript_model_set_unfolded (model, confab_transcript_model_get_entry (model, 4), 1, FALSE);

  /* The last reply is another one now. */
  append (store, CONFAB_ROLE_USER, "More");
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);
  assert_kinds (confab_transcript_model_get_entry (model, 4), "NKppOPPPPCTRP");
  assert_heights_agree (model);
}

/* Who answers in whose place is a row that comes when it is known, before anything is said, and that
 * unfolds by itself. */
static void
test_attempts (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, "Yes\n\nNo");
  g_autoptr(GPtrArray) attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_attempt_free);
  ConfabTranscriptEntry *entry;
  Counts counts = { 0 };

  confab_message_set_status (reply, CONFAB_MESSAGE_WAITING);
  g_list_store_append (store, reply);
  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  entry = confab_transcript_model_get_entry (model, 0);
  confab_transcript_model_expand (model, entry);
  assert_kinds (entry, "N");

  /* One attempt is nothing to speak of. */
  g_ptr_array_add (attempts, confab_attempt_new ("a", NULL));
  confab_message_set_attempts (reply, attempts);
  confab_message_changed (reply);
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);
  assert_kinds (entry, "N");

  confab_message_append_part (reply, text);
  g_ptr_array_add (attempts, confab_attempt_new ("b", NULL));
  confab_message_changed (reply);
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);
  assert_kinds (entry, "NYPP");
  g_assert_cmpuint (confab_transcript_entry_get_section_start (entry, 3), ==, 2);
  g_assert_null (confab_transcript_entry_get_part (entry, 1));
  assert_heights_agree (model);

  g_assert_false (confab_transcript_entry_get_unfolded (entry, 1));
  confab_transcript_model_set_unfolded (model, entry, 1, TRUE);
  g_assert_true (confab_transcript_entry_get_unfolded (entry, 1));
  assert_kinds (entry, "NYPP");

  confab_message_set_status (reply, CONFAB_MESSAGE_COMPLETE);
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);
  assert_kinds (entry, "NYPPF");
  g_assert_true (confab_transcript_entry_get_unfolded (entry, 1));
  assert_heights_agree (model);
}

static void
test_steps_skip_what_is_hidden (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, "So\n\nand\n\nso");
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, "Yes");
  ConfabTranscriptEntry *entry;
  GString *down = g_string_new (NULL);
  GString *up = g_string_new (NULL);
  Counts counts = { 0 };
  guint item;

  confab_message_append_part (reply, thinking);
  confab_message_append_part (reply, text);
  append (store, CONFAB_ROLE_SYSTEM, "Be brief.");
  append (store, CONFAB_ROLE_USER, "Hello");
  g_list_store_append (store, reply);
  append (store, CONFAB_ROLE_SYSTEM, "Be long.");

  model = confab_transcript_model_new (&funcs, &counts);
  g_assert_false (confab_transcript_model_get_edge (model, FALSE, &entry, &item));
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));

  g_assert_true (confab_transcript_model_get_edge (model, FALSE, &entry, &item));
  do
    g_string_append_printf (down, "%u.%u ", confab_transcript_entry_get_index (entry), item);
  while (confab_transcript_model_step (model, &entry, &item, TRUE));

  g_assert_true (confab_transcript_model_get_edge (model, TRUE, &entry, &item));
  do
    g_string_append_printf (up, "%u.%u ", confab_transcript_entry_get_index (entry), item);
  while (confab_transcript_model_step (model, &entry, &item, FALSE));

  g_assert_cmpstr (down->str, ==, "1.0 2.0 2.1 2.5 ");
  g_assert_cmpstr (up->str, ==, "2.5 2.1 2.0 1.0 ");
  g_string_free (down, TRUE);
  g_string_free (up, TRUE);
}

static void
test_far_messages_are_not_looked_into (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  ConfabTranscriptEntry *entry;
  Counts counts = { 0 };
  guint n_expanded = 0;
  guint item;
  int offset;

  for (guint i = 0; i < 1000; i++)
    append (store, i % 2 == 0 ? CONFAB_ROLE_USER : CONFAB_ROLE_ASSISTANT, reply_text);

  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  g_assert_true (confab_transcript_model_find (model, confab_transcript_model_get_height (model) / 2,
                                               &entry, &item, &offset));
  g_assert_cmpuint (confab_transcript_entry_get_index (entry), >, 400);
  g_assert_cmpuint (confab_transcript_entry_get_index (entry), <, 600);

  for (guint i = 0; i < 1000; i++)
    n_expanded += confab_transcript_entry_is_expanded (confab_transcript_model_get_entry (model, i)) ? 1 : 0;
  g_assert_cmpuint (n_expanded, <=, 2);
  assert_heights_agree (model);
}

static void
test_streaming_equals_loading (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
      g_autoptr(ConfabTranscriptModel) model = NULL;
      g_autoptr(ConfabMessage) whole = confab_message_new_text (CONFAB_ROLE_ASSISTANT, reply_text);
      g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
      g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
      g_autofree char *streamed = NULL;
      g_autofree char *loaded = NULL;
      Counts counts = { 0 };
      gsize at = 0;

      confab_message_append_part (reply, part);
      confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
      g_list_store_append (store, whole);
      g_list_store_append (store, reply);
      model = confab_transcript_model_new (&funcs, &counts);
      confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
      confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);

      while (at < strlen (reply_text))
        {
          const gsize wanted = g_rand_int_range (rand, 1, 20);
          const gsize length = MIN (wanted, strlen (reply_text) - at);

          confab_part_append_text (part, reply_text + at, length);
          confab_message_changed (reply);
          at += length;
          g_assert_true (confab_transcript_model_get_stale (model));
          confab_transcript_model_catch_up (model, g_rand_int_range (rand, 1, 30), G_MAXINT32, NULL);
          assert_heights_agree (model);
        }
      confab_part_set_sealed (part, TRUE);
      confab_message_set_status (reply, CONFAB_MESSAGE_COMPLETE);
      while (!confab_transcript_model_catch_up (model, 64, G_MAXINT32, NULL))
        assert_heights_agree (model);
      g_assert_false (confab_transcript_model_get_stale (model));

      confab_transcript_model_expand (model, confab_transcript_model_get_entry (model, 0));
      streamed = dup_kinds (confab_transcript_model_get_entry (model, 1));
      loaded = dup_kinds (confab_transcript_model_get_entry (model, 0));
      g_assert_cmpstr (loaded, ==, "NPPPPCTRP");
      g_assert_cmpstr (streamed, ==, "NPPPPCTRPF");
    }
}

/* What is sealed is never touched again, and one piece at most is open. */
static void
test_only_the_open_row (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  ConfabTranscriptEntry *entry;
  Counts counts = { 0 };
  guint n_sealed = 0;

  confab_message_append_part (reply, part);
  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  g_list_store_append (store, reply);
  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);
  entry = confab_transcript_model_get_entry (model, 0);

  for (gsize at = 0; at < 3 * strlen (reply_text); at++)
    {
      const guint n_before = confab_transcript_entry_get_n_items (entry);
      g_autofree gboolean *was_sealed = g_new0 (gboolean, n_before);
      guint n_open = 0;

      for (guint i = 0; i < n_before; i++)
        {
          const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, i);

          confab_transcript_entry_get_item (entry, i)->stale = FALSE;
          was_sealed[i] = segment != NULL && segment->sealed;
          n_sealed += was_sealed[i];
        }

      confab_part_append_text (part, reply_text + at % strlen (reply_text), 1);
      confab_message_changed (reply);
      confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);

      for (guint i = 0; i < n_before; i++)
        g_assert_false (was_sealed[i] && confab_transcript_entry_get_item (entry, i)->stale);
      for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
        {
          const ConfabMarkdownSegment *segment = confab_transcript_entry_get_segment (entry, i);

          n_open += segment != NULL && !segment->sealed;
        }
      g_assert_cmpuint (n_open, <=, 1);
    }
  g_assert_cmpuint (n_sealed, >, 100);
}

static void
test_budget_spreads_a_burst (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(ConfabMessage) reply = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  Counts counts = { 0 };
  guint n_rounds = 0;

  confab_message_append_part (reply, part);
  confab_message_set_status (reply, CONFAB_MESSAGE_STREAMING);
  g_list_store_append (store, reply);
  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);

  for (guint i = 0; i < 100; i++)
    confab_part_append_text (part, "żółć und so weiter.\n\n", -1);
  confab_message_changed (reply);
  while (!confab_transcript_model_catch_up (model, 100, G_MAXINT32, NULL))
    n_rounds++;
  g_assert_cmpuint (n_rounds, >, 20);
  assert_heights_agree (model);
}

static void
test_long_words_of_a_person_are_cut (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  ConfabTranscriptEntry *entry;
  GString *joined = g_string_new (NULL);
  Counts counts = { 0 };

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, i % 7 == 0 ? "żółw\n" : "żółw ");
  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "ż");
  append (store, CONFAB_ROLE_USER, text->str);
  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  entry = confab_transcript_model_get_entry (model, 0);
  confab_transcript_model_expand (model, entry);

  g_assert_cmpuint (confab_transcript_entry_get_n_items (entry), >, 5);
  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    {
      g_autofree char *piece = confab_transcript_selection_dup_item_text (entry, i);

      g_assert_true (g_utf8_validate (piece, -1, NULL));
      g_assert_cmpuint (strlen (piece), <=, 3072);
      g_string_append (joined, piece);
    }
  /* Only line ends that pieces were cut at are missing. */
  g_assert_cmpuint (joined->len, <=, text->len);
  g_assert_cmpuint (text->len - joined->len, <, confab_transcript_entry_get_n_items (entry));
  g_string_free (joined, TRUE);
}

static void
test_replacing_the_last_reply (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  ConfabMessage *other[1] = { NULL };
  ConfabTranscriptEntry *entry;
  Counts counts = { 0 };

  append (store, CONFAB_ROLE_USER, "Hello");
  append (store, CONFAB_ROLE_ASSISTANT, "Hi");
  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  entry = confab_transcript_model_get_entry (model, 1);
  confab_transcript_model_catch_up (model, G_MAXSIZE, G_MAXINT32, NULL);
  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    confab_transcript_entry_get_item (entry, i)->view = &counts;

  other[0] = confab_message_new (CONFAB_ROLE_ASSISTANT);
  confab_message_set_status (other[0], CONFAB_MESSAGE_WAITING);
  g_list_store_splice (store, 1, 1, (gpointer *)other, 1);
  g_assert_cmpuint (counts.n_released, ==, 3);
  g_assert_cmpuint (confab_transcript_model_get_n_entries (model), ==, 2);
  assert_kinds (confab_transcript_model_get_entry (model, 1), "N");
  assert_heights_agree (model);

  confab_transcript_model_set_messages (model, NULL);
  g_assert_cmpuint (confab_transcript_model_get_n_entries (model), ==, 0);
  g_assert_cmpint (confab_transcript_model_get_height (model), ==, 0);

  /* A message outlives the model that followed it. */
  confab_message_changed (other[0]);
  g_assert_false (confab_transcript_model_get_stale (model));
  g_object_unref (other[0]);
}

static void
test_selected_text (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  ConfabTranscriptSelection selection = { 0 };
  ConfabTranscriptEntry *entry;
  g_autofree char *all = NULL;
  g_autofree char *some = NULL;
  Counts counts = { 0 };

  append (store, CONFAB_ROLE_USER, "Hello *you*");
  append (store, CONFAB_ROLE_ASSISTANT, reply_text);
  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));

  confab_transcript_selection_set_all (&selection, model);
  all = confab_transcript_selection_dup_text (&selection, model);
  g_assert_cmpstr (all, ==,
                   "Hello *you*\n\n"
                   "First paragraph, with code and a link.\n\n"
                   "Heading\n\n"
                   "• one\n• two\n\n"
                   "int a;\nint b;\n\n"
                   "a\tb\n1\t2\n\n"
                   "Last paragraph.");

  /* Backwards, from the middle of one message into the other. */
  entry = confab_transcript_model_get_entry (model, 1);
  confab_transcript_selection_set (&selection,
                                   &(ConfabTranscriptPoint) { entry, 1, 5 },
                                   &(ConfabTranscriptPoint) { confab_transcript_model_get_entry (model, 0), 0, 6 });
  some = confab_transcript_selection_dup_text (&selection, model);
  g_assert_cmpstr (some, ==, "*you*\n\nFirst");
}

static void
test_gaps (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  ConfabTranscriptEntry *entry;
  Counts counts = { 0 };

  append (store, CONFAB_ROLE_USER, "Hello");
  append (store, CONFAB_ROLE_ASSISTANT, reply_text);
  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  entry = confab_transcript_model_get_entry (model, 1);

  confab_transcript_model_expand (model, confab_transcript_model_get_entry (model, 0));
  g_assert_cmpint (confab_transcript_geometry_get_gap (confab_transcript_model_get_entry (model, 0), 0), ==, 0);
  g_assert_cmpint (confab_transcript_geometry_get_gap (entry, 0), ==, 24);
  g_assert_cmpint (confab_transcript_geometry_get_gap (entry, 1), ==, 6);
  g_assert_cmpint (confab_transcript_geometry_get_gap (entry, 2), ==, 24);
  g_assert_cmpint (confab_transcript_geometry_get_gap (entry, 3), ==, 12);
  g_assert_cmpint (confab_transcript_geometry_get_gap (entry, 4), <, 6);
}

/* A paragraph that is a picture and nothing else is one; no address that leads astray, no half one. */
static void
test_pictures (void)
{
  static const struct { const char *content, *description, *uri, *host; } cases[] = {
    { "![A loaf](https://example.org/a.png)", "A loaf", "https://example.org/a.png", "example.org" },
    { "![](https://me@example.org:8/a.png)", "", "https://me@example.org:8/a.png", "example.org" },
    { "![*a* b](<http://example.org/a b>)", "a b", "http://example.org/a b", "example.org" },
    { "![dot](data:image/png;base64,AAAA)", "dot", "data:image/png;base64,AAAA", NULL },
    { "![a](https://example.org/a.png) and more", NULL, NULL, NULL },
    { "see ![a](https://example.org/a.png)", NULL, NULL, NULL },
    { "![a](https://example.org/a.png)![b](https://example.org/b.png)", NULL, NULL, NULL },
    { "[![a](https://example.org/a.png)](https://example.com)", NULL, NULL, NULL },
    { "![a](file:///etc/passwd)", NULL, NULL, NULL },
    { "![a](data:text/html;base64,AAAA)", NULL, NULL, NULL },
    { "![a](mailto:a@example.org)", NULL, NULL, NULL },
    { "![a](/a.png)", NULL, NULL, NULL },
    { "![a](https://exam", NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *description = NULL;
      g_autofree char *uri = NULL;
      g_autofree char *host = NULL;

      g_test_message ("%s", cases[i].content);
      g_assert_cmpint (confab_remote_image_parse (cases[i].content, &description, &uri), ==, cases[i].uri != NULL);
      g_assert_cmpstr (description, ==, cases[i].description);
      g_assert_cmpstr (uri, ==, cases[i].uri);
      if (uri != NULL)
        host = confab_remote_image_dup_host (uri);
      g_assert_cmpstr (host, ==, cases[i].host);
    }
}

static guint
count_kind (ConfabTranscriptEntry    *entry,
            ConfabTranscriptItemKind  kind)
{
  guint n = 0;

  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    n += confab_transcript_entry_get_item (entry, i)->kind == kind;

  return n;
}

/* What has come to its end only; a quote or a list keeps its text. */
static void
test_picture_rows (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  ConfabTranscriptEntry *entry;
  Counts counts = { 0 };

  append (store, CONFAB_ROLE_ASSISTANT,
          "Here:\n\n![A loaf](https://example.org/a.png)\n\n> ![b](https://example.org/b.png)\n\n"
          "- ![c](https://example.org/c.png)\n\n![](https://example.org/d.png)\n");
  model = confab_transcript_model_new (&funcs, &counts);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  entry = confab_transcript_model_get_entry (model, 0);
  confab_transcript_model_expand (model, entry);
  g_assert_cmpuint (count_kind (entry, CONFAB_TRANSCRIPT_ITEM_IMAGE), ==, 2);
  g_assert_cmpuint (count_kind (entry, CONFAB_TRANSCRIPT_ITEM_TEXT), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/transcript-model/height-index", test_height_index);
  g_test_add_func ("/ui/transcript-model/rows", test_rows);
  g_test_add_func ("/ui/transcript-model/interrupted", test_interrupted);
  g_test_add_func ("/ui/transcript-model/attempts", test_attempts);
  g_test_add_func ("/ui/transcript-model/steps", test_steps_skip_what_is_hidden);
  g_test_add_func ("/ui/transcript-model/far-messages", test_far_messages_are_not_looked_into);
  g_test_add_func ("/ui/transcript-model/streaming-equals-loading", test_streaming_equals_loading);
  g_test_add_func ("/ui/transcript-model/only-the-open-row", test_only_the_open_row);
  g_test_add_func ("/ui/transcript-model/budget", test_budget_spreads_a_burst);
  g_test_add_func ("/ui/transcript-model/long-words", test_long_words_of_a_person_are_cut);
  g_test_add_func ("/ui/transcript-model/replacing", test_replacing_the_last_reply);
  g_test_add_func ("/ui/transcript-model/selected-text", test_selected_text);
  g_test_add_func ("/ui/transcript-model/gaps", test_gaps);

  g_test_add_func ("/ui/transcript-model/pictures", test_pictures);
  g_test_add_func ("/ui/transcript-model/picture-rows", test_picture_rows);

  return g_test_run ();
}
