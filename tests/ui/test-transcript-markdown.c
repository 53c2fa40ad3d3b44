/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-code-language.h"
#include "confab-transcript-markdown.h"
#include "deaf-model.h"

static const char reply_text[] =
  "# Title\n\nSome *slanted* text with `code`.\n\n- one\n- **two**\n  1. deeper\n\n```c\nint a;\nint b;\n```\n\n"
  "| a | b |\n|---|---|\n| 1 | \"2\" |\n\nLast[^n].\n\n[^n]: Note.\n";

static ConfabTranscriptModel *
new_model (const char *question,
           const char *reply)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabMessage) user = confab_message_new_text (CONFAB_ROLE_USER, question);
  g_autoptr(ConfabMessage) assistant = confab_message_new_text (CONFAB_ROLE_ASSISTANT, reply);
  ConfabTranscriptModel *model = deaf_model_new ();

  g_list_store_append (store, user);
  g_list_store_append (store, assistant);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  for (guint i = 0; i < 2; i++)
    confab_transcript_model_expand (model, confab_transcript_model_get_entry (model, i));

  return model;
}

static void
test_all (void)
{
  g_autoptr(ConfabTranscriptModel) model = new_model ("What *is* it?", reply_text);
  g_autofree char *markdown = NULL;
  g_autofree char *expected = g_strstrip (g_strconcat ("What *is* it?\n\n", reply_text, NULL));
  ConfabTranscriptSelection selection = { 0 };

  confab_transcript_selection_set_all (&selection, model);
  markdown = confab_transcript_markdown_dup_selection (&selection, model);
  g_assert_cmpstr (markdown, ==, expected);
}

/* The rows of the reply: its name, then its segments. */
static void
test_parts (void)
{
  static const struct { guint first, from, last, to; const char *expected; } cases[] = {
    { 1, 0, 1, 3,   "# Tit" },
    { 1, 2, 1, 5,   "tle" },
    { 2, 2, 2, 9,   "me *slan*" },
    { 2, 5, 2, 27,  "*slanted* text with `code`" },
    { 2, 23, 3, 2,  "`code`.\n\n- on" },
    { 3, 0, 4, 3,   "- one\n- **two**" },
    { 4, 1, 5, 6,   "- **wo**\n  1. deeper" },
    { 5, 0, 5, 4,   "- 1. deep" },
    { 6, 0, 6, 6,   "```c\nint a;\n```" },
    { 6, 0, 6, 99,  "```c\nint a;\nint b;\n```" },
    { 7, 1, 7, 2,   "| a | b |\n|---|---|\n| 1 | \"2\" |" },
    { 8, 0, 8, 6,   "Last[^1]" },
    { 8, 2, 9, 3,   "st[^1].\n\n[^1]: Not" },
    { 5, 1, 5, 4,   "eep" },
    { 6, 2, 6, 4,   "```c\nt \n```" },
    { 3, 1, 6, 3,   "- ne\n- **two**\n  1. deeper\n\n```c\nint\n```" },
  };
  g_autoptr(ConfabTranscriptModel) model = new_model ("?", reply_text);
  ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ConfabTranscriptPoint start = { entry, cases[i].first, cases[i].from };
      const ConfabTranscriptPoint end = { entry, cases[i].last, cases[i].to };
      ConfabTranscriptSelection selection = { 0 };
      g_autofree char *markdown = NULL;
      g_autofree char *backwards = NULL;

      confab_transcript_selection_set (&selection, &start, &end);
      markdown = confab_transcript_markdown_dup_selection (&selection, model);
      g_test_message ("%s", markdown);
      g_assert_cmpstr (markdown, ==, cases[i].expected);

      confab_transcript_selection_set (&selection, &end, &start);
      backwards = confab_transcript_markdown_dup_selection (&selection, model);
      g_assert_cmpstr (backwards, ==, markdown);
    }
}

/* Where a selection begins and ends it is in the same lists and quotes as before. */
static void
test_nested_parts (void)
{
  static const char reply[] =
    "First.\n\n7. *one*\n\n   > two\n   >\n   > - three\n   >\n   >   ```c\n   >   int a;\n   >   ```\n   >\n   >   four\n\n"
    "   > five\n8. six\n\n* seven\n";
  static const struct { guint first, from, last, to; const char *expected; } cases[] = {
    { 1, 2, 2, 3,    "rst.\n\n7. *one*" },
    { 1, 0, 3, 2,    "First.\n\n7. *one*\n\n   > tw" },
    { 2, 1, 4, 3,    "7. *ne*\n\n   > two\n   >\n   > - thr" },
    { 4, 2, 6, 4,    "7. > - ree\n   >\n   >   ```c\n   >   int a;\n   >   ```\n   >\n   >   four" },
    { 5, 4, 6, 2,    "7. > - ```c\n   >   a;\n   >   ```\n   >\n   >   fo" },
    { 6, 0, 7, 2,    "7. > - four\n\n   > fi" },
    { 6, 1, 6, 3,    "ou" },
    { 7, 1, 9, 5,    "7. > ive\n8. six\n\n* seven" },
    { 7, 0, 9, 2,    "7. > five\n8. six\n\n* se" },
    { 8, 0, 8, 3,    "8. six" },
    { 2, 0, 8, 3,    "7. *one*\n\n   > two\n   >\n   > - three\n   >\n   >   ```c\n   >   int a;\n   >   ```\n   >\n"
                     "   >   four\n\n   > five\n8. six" },
  };
  g_autoptr(ConfabTranscriptModel) model = new_model ("?", reply);
  ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ConfabTranscriptPoint start = { entry, cases[i].first, cases[i].from };
      const ConfabTranscriptPoint end = { entry, cases[i].last, cases[i].to };
      ConfabTranscriptSelection selection = { 0 };
      g_autofree char *markdown = NULL;

      confab_transcript_selection_set (&selection, &start, &end);
      markdown = confab_transcript_markdown_dup_selection (&selection, model);
      g_test_message ("%s", markdown);
      g_assert_cmpstr (markdown, ==, cases[i].expected);
    }
}

/* A long table is several rows of the transcript, and one of the clipboard. */
static void
test_long_table (void)
{
  g_autoptr(GString) text = g_string_new ("| n | word |\n|--:|:--|\n");
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autofree char *markdown = NULL;
  g_autofree char *csv = NULL;
  g_auto(GStrv) rows = NULL;
  ConfabTranscriptEntry *entry;
  ConfabTranscriptSource *source;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "| %u | a, *b* |\n", i);
  model = new_model ("?", text->str);
  entry = confab_transcript_model_get_entry (model, 1);
  source = confab_transcript_entry_get_source (entry, 2);
  g_assert_cmpuint (confab_transcript_source_get_n_pieces (source), >, 3);

  markdown = confab_transcript_markdown_dup_table (source, confab_transcript_entry_get_segment (entry, 2)->block_id);
  g_assert_cmpstr (markdown, ==, text->str);
  csv = confab_transcript_markdown_dup_csv (source, confab_transcript_entry_get_segment (entry, 2)->block_id);
  rows = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 202);
  g_assert_cmpstr (rows[0], ==, "n,word");
  g_assert_cmpstr (rows[200], ==, "199,\"a, b\"");
}

static void
test_file_names (void)
{
  static const struct { const char *language, *file_name; } cases[] = {
    { "c", "code.c" },
    { "python", "code.py" },
    { "py", "code.py" },
    { "rust", "code.rs" },
    { "bash", "code.sh" },
    { "JavaScript", "code.js" },
    { "json", "code.json" },
    { "yml", "code.yaml" },
    { "html", "code.html" },
    { "make", "Makefile" },
    { "../../etc/passwd", "code.txt" },
    { "never heard of", "code.txt" },
    { "", "code.txt" },
    { NULL, "code.txt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *file_name = confab_code_language_dup_file_name (cases[i].language);

      g_test_message ("%s", cases[i].language);
      g_assert_cmpstr (file_name, ==, cases[i].file_name);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/transcript-markdown/all", test_all);
  g_test_add_func ("/ui/transcript-markdown/parts", test_parts);
  g_test_add_func ("/ui/transcript-markdown/nested-parts", test_nested_parts);
  g_test_add_func ("/ui/transcript-markdown/long-table", test_long_table);
  g_test_add_func ("/ui/code-language/file-names", test_file_names);

  return g_test_run ();
}
