/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where rows in lists and quotes begin, and which bars of quotes go on from one to the next. */

#include "config.h"

#include "confab-block-nesting.h"
#include "confab-text-direction.h"
#include "confab-transcript-model.h"

#define HEBREW "\327\220\327\221\327\222"
#define ARABIC "\330\247\331\204\330\256\330\250\330\262"

static void
ignore_view (gpointer view,
             gpointer user_data)
{
}

static void
ignore_items (ConfabTranscriptEntry *entry,
              guint                  position,
              guint                  n_removed,
              guint                  n_added,
              gpointer               user_data)
{
}

static void
ignore_entries (guint    position,
                guint    n_removed,
                guint    n_added,
                gpointer user_data)
{
}

static void
ignore_stale (gpointer user_data)
{
}

static const ConfabTranscriptModelFuncs funcs = {
  .release_view = ignore_view,
  .items_changed = ignore_items,
  .entries_changed = ignore_entries,
  .stale = ignore_stale,
};

/* A reply with a text, behind as much thought. Its first row is the name. */
static ConfabTranscriptModel *
create_model (const char *thought,
              const char *content)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) text = confab_part_new_text (CONFAB_PART_TEXT, content);
  ConfabTranscriptModel *model = confab_transcript_model_new (&funcs, NULL);

  if (thought != NULL)
    {
      g_autoptr(ConfabPart) thinking = confab_part_new_text (CONFAB_PART_THINKING, thought);

      confab_message_append_part (message, thinking);
    }
  confab_message_append_part (message, text);
  g_list_store_append (store, message);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  confab_transcript_model_expand (model, confab_transcript_model_get_entry (model, 0));

  return model;
}

static guint
find_kind (ConfabTranscriptEntry    *entry,
           ConfabTranscriptItemKind  kind)
{
  for (guint i = confab_transcript_entry_get_n_items (entry); i > 0; i--)
    if (confab_transcript_entry_get_item (entry, i - 1)->kind == kind)
      return i - 1;

  g_assert_not_reached ();
}

/* The last row of each. */
static void
test_places (void)
{
  static const struct { const char *content; int indent, marker_x; guint n_bars; int bars[4]; } cases[] = {
    { "a", 0, 0, 0, { 0 } },
    { "- a", 24, 0, 0, { 0 } },
    { "- a\n  - b", 48, 24, 0, { 0 } },
    { "> a", 18, 0, 1, { 0 } },
    { "> > a", 36, 0, 2, { 0, 18 } },
    { "> - a", 42, 18, 1, { 0 } },
    { "- a\n  > b", 42, 0, 1, { 24 } },
    { "> - a\n>   > b", 60, 18, 2, { 0, 42 } },
    { "> ```\n> a", 18, 0, 1, { 0 } },
    { "- a\n\n  ```\n  b\n  ```", 24, 0, 0, { 0 } },
    { "> | a |\n> |---|", 18, 0, 1, { 0 } },
    { "> ---", 18, 0, 1, { 0 } },
    { "> a\n\nb", 0, 0, 0, { 0 } },
    { "> > > > > > a", 72, 0, 4, { 0, 18, 36, 54 } },
    { "- - - - - - - - a", 144, 120, 0, { 0 } },
    { "- - - - - - - - > a", 162, 120, 1, { 144 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabMarkdownScanner *scanner = confab_markdown_scanner_new ();
      ConfabBlockNesting nesting;

      g_test_message ("%s", cases[i].content);
      confab_markdown_scanner_feed (scanner, cases[i].content, -1);
      confab_markdown_scanner_finish (scanner);
      confab_block_nesting_get (confab_markdown_scanner_get_segment (
                                  scanner, confab_markdown_scanner_get_n_segments (scanner) - 1), &nesting);
      g_assert_cmpint (nesting.indent, ==, cases[i].indent);
      g_assert_cmpint (nesting.marker_x, ==, cases[i].marker_x);
      g_assert_cmpuint (nesting.n_bars, ==, cases[i].n_bars);
      for (guint j = 0; j < nesting.n_bars; j++)
        g_assert_cmpint (nesting.bars[j], ==, cases[i].bars[j]);
      confab_markdown_scanner_free (scanner);
    }
}

static void
test_none (void)
{
  ConfabBlockNesting nesting = { .indent = 1, .n_bars = 1 };

  confab_block_nesting_get (NULL, &nesting);
  g_assert_cmpint (nesting.indent, ==, 0);
  g_assert_cmpuint (nesting.n_bars, ==, 0);
}

/* How many bars of the row above each one's go on, row by row. */
static void
test_joined (void)
{
  static const struct { const char *content, *joined; } cases[] = {
    { "> a\n>\n> b", "01" },
    { "> a\n>\n> ```\n> b\n> ```\n>\n> c", "011" },
    { "> a\n>\n> | b |\n> |---|\n>\n> ---\n>\n> c", "0111" },
    { "> a\n>\n> > b\n> >\n> > c\n>\n> d", "0121" },
    { "> a\n>\n> - b\n> - c\n>\n> d", "0111" },
    { "- a\n  > b\n  >\n  > c\n- d\n  > e", "00100" },
    { "- > a\n- > b", "00" },
    { "> - > a\n> - > b", "01" },
    { "> a\n\nb\n\n> c", "000" },
    /* two quotes, one behind the other */
    { "> a\n\n> b\n>\n> c", "001" },
    { "> a\n>\n> > b\n>\n> > c", "011" },
    { "- a\n  > b\n\n  > c", "000" },
    { "> - a\n\n> - b", "00" },
    { "- a\n  > b\n\n> c", "000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabTranscriptModel) model = create_model (NULL, cases[i].content);
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, 0);
      g_autoptr(GString) joined = g_string_new (NULL);

      for (guint j = 0; j < confab_transcript_entry_get_n_items (entry); j++)
        if (confab_transcript_entry_get_segment (entry, j) != NULL)
          g_string_append_printf (joined, "%u", confab_block_nesting_count_joined (confab_transcript_entry_get_segment (entry, j)));
      g_test_message ("%s", cases[i].content);
      g_assert_cmpstr (joined->str, ==, cases[i].joined);
    }
}

/* What was thought is another text. */
static void
test_parts (void)
{
  g_autoptr(ConfabTranscriptModel) model = create_model ("> " HEBREW, "> ```\n> a\n> ```");
  ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, 0);
  const guint code = find_kind (entry, CONFAB_TRANSCRIPT_ITEM_CODE);

  g_assert_cmpint (confab_transcript_entry_get_segment (entry, code - 1)->kind, ==, CONFAB_MARKDOWN_PARAGRAPH);
  g_assert_cmpuint (confab_block_nesting_count_joined (confab_transcript_entry_get_segment (entry, code)), ==, 0);
  g_assert_cmpint (confab_block_nesting_find_direction (entry, code), ==, PANGO_DIRECTION_NEUTRAL);
}

static void
test_directions (void)
{
  static const struct { const char *content; PangoDirection direction; } cases[] = {
    { "> ```\n> a\n> ```", PANGO_DIRECTION_NEUTRAL },
    { "> a\n>\n> ```\n> " HEBREW "\n> ```", PANGO_DIRECTION_LTR },
    { "> " HEBREW "\n>\n> ```\n> a\n> ```", PANGO_DIRECTION_RTL },
    { "> # **" ARABIC "** a\n>\n> ```\n> a\n> ```", PANGO_DIRECTION_RTL },
    { "- " HEBREW "\n\n  ```\n  a\n  ```", PANGO_DIRECTION_RTL },
    { "> " HEBREW "\n>\n> 1, 2\n>\n> ---\n>\n> ```\n> a\n> ```", PANGO_DIRECTION_RTL },
    { "> [a](https://example.org/) " HEBREW "\n>\n> ```\n> a\n> ```", PANGO_DIRECTION_LTR },
    { "> [" HEBREW "](https://example.org/)\n>\n> ```\n> a\n> ```", PANGO_DIRECTION_RTL },
    /* what the quote is in is not part of it */
    { HEBREW "\n\n> ```\n> a\n> ```", PANGO_DIRECTION_NEUTRAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabTranscriptModel) model = create_model (NULL, cases[i].content);
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, 0);
      const guint code = find_kind (entry, CONFAB_TRANSCRIPT_ITEM_CODE);

      g_test_message ("%s", cases[i].content);
      g_assert_cmpint (confab_block_nesting_find_direction (entry, code), ==, cases[i].direction);
    }

  g_assert_cmpint (confab_text_direction_find (""), ==, PANGO_DIRECTION_NEUTRAL);
  g_assert_cmpint (confab_text_direction_find ("12 (!)"), ==, PANGO_DIRECTION_NEUTRAL);
  g_assert_cmpint (confab_text_direction_find ("12 " ARABIC " a"), ==, PANGO_DIRECTION_RTL);
  g_assert_cmpint (confab_text_direction_find ("\345\255\227 " ARABIC), ==, PANGO_DIRECTION_LTR);
}

static void
test_tables (void)
{
  static const struct { const char *content; PangoDirection direction; } cases[] = {
    { "> | " HEBREW " | a |\n> |---|---|", PANGO_DIRECTION_RTL },
    { "> | 1 | a |\n> |---|---|\n> | " HEBREW " | b |", PANGO_DIRECTION_LTR },
    { "> | 1 | 2 |\n> |---|---|\n> | " HEBREW " | b |", PANGO_DIRECTION_RTL },
    { "> | 1 |\n> |---|", PANGO_DIRECTION_NEUTRAL },
    { "> a\n>\n> | " HEBREW " |\n> |---|", PANGO_DIRECTION_LTR },
    { "> " HEBREW "\n>\n> | a |\n> |---|", PANGO_DIRECTION_RTL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabTranscriptModel) model = create_model (NULL, cases[i].content);
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, 0);

      g_test_message ("%s", cases[i].content);
      g_assert_cmpint (confab_block_nesting_find_direction (entry, find_kind (entry, CONFAB_TRANSCRIPT_ITEM_TABLE)), ==,
                       cases[i].direction);
    }
}

/* However many texts tell nothing, only the nearest are looked at. */
static void
test_many_neutral (void)
{
  static const struct { guint n_texts; PangoDirection direction; } cases[] = {
    { 2, PANGO_DIRECTION_RTL },
    { 3, PANGO_DIRECTION_NEUTRAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) content = g_string_new ("> " HEBREW "\n>\n");
      g_autoptr(ConfabTranscriptModel) model = NULL;
      ConfabTranscriptEntry *entry;

      for (guint j = 0; j < cases[i].n_texts; j++)
        g_string_append (content, "> 1, 2\n>\n");
      g_string_append (content, "> ```\n> a\n> ```");
      model = create_model (NULL, content->str);
      entry = confab_transcript_model_get_entry (model, 0);
      g_assert_cmpint (confab_block_nesting_find_direction (entry, find_kind (entry, CONFAB_TRANSCRIPT_ITEM_CODE)), ==,
                       cases[i].direction);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/block-nesting/places", test_places);
  g_test_add_func ("/ui/block-nesting/none", test_none);
  g_test_add_func ("/ui/block-nesting/joined", test_joined);
  g_test_add_func ("/ui/block-nesting/parts", test_parts);
  g_test_add_func ("/ui/block-nesting/directions", test_directions);
  g_test_add_func ("/ui/block-nesting/tables", test_tables);
  g_test_add_func ("/ui/block-nesting/many-neutral", test_many_neutral);

  return g_test_run ();
}
