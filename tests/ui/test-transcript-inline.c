/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much is read for what is within its lines in a frame in which a reply grows: what is new, and no more of
 * what was there than can be open. The linker leads the transcript here to have it read. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "confab-markdown-text.h"
#include "confab-transcript.h"

#define MAX_OPEN 2048

/* Of a reply, in bytes: more than a window high, and more than one piece of a block. */
#define LENGTH (6 * 1024)

#define FENCE "```"
#define TEN(text) text text text text text text text text text text
#define HUNDRED_DIGITS TEN ("123456789 ")

/* Each is repeated until there is enough of it. */
static const struct { const char *name, *open, *repeated; } documents[] = {
  { "prose", "",
    "The **first** thing to know is that `malloc ()` may fail, and that [nobody](https://example.org/a/b) looks. "
    "It goes on for a *while*, so that there is something to lay out.\n\n## A heading\n\nAnd a short one.\n\n" },
  { "list", "", "- An item with **strong** words and `code`\n- Another one\n  - and below it one\n1. a number\n" },
  { "quote", "", "> Somebody said *this*, and then that;\n> and went on.\n" },
  { "long-paragraph", "", "A paragraph of one line goes on and on, with **strong** words and `code`. " },
  { "table", "| Name | Price | What it is |\n|:-----|------:|---|\n",
    "| a **strong** name | 12.50 | something that `fits` into a cell, more or less |\n" },
  { "long-head", "|" TEN ("a *name* that is long |") "\n|" TEN ("---|") "\n", "|" TEN (" a *cell* that says a lot |") "\n" },
  { "code", FENCE "c\n", "  for (guint i = 0; i < n; i++)\n    g_print (\"%u\\n\", i);\n\n" },
  { "quoted-code", "> " TEN (HUNDRED_DIGITS) "\n>\n> " TEN (HUNDRED_DIGITS) "\n>\n> " TEN (HUNDRED_DIGITS) "\n>\n> " FENCE "c\n",
    ">   for (guint i = 0; i < n; i++)\n>     g_print (\"%u\\n\", i);\n>\n" },
  { "picture", "", "![a *picture* that has a long description](https://example.org/a.png)\n\nand then some text\n\n" },
  { "mixed", "",
    "# One\n\nText with *emphasis*.\n\n- one\n- two\n\n" FENCE "py\nprint (1)\n" FENCE "\n\n| a | b |\n|---|---|\n"
    "| c | d |\n\n> quoted **words**\n\n1. first\n2. second\n\nA [link](https://example.org/) and $x^2$.\n\n---\n\n" },
};

static const gsize deltas[] = { 64, 700 };

static gsize n_read;

ConfabMarkdownText *__real_confab_markdown_text_parse (const char *content,
                                                       gboolean    open);
ConfabMarkdownText *__wrap_confab_markdown_text_parse (const char *content,
                                                       gboolean    open);

ConfabMarkdownText *
__wrap_confab_markdown_text_parse (const char *content,
                                   gboolean    open)
{
  n_read += strlen (content);

  return __real_confab_markdown_text_parse (content, open);
}

static void
grow (const GString *document,
      gsize          delta)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *transcript = confab_transcript_new ();
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) part = confab_part_new (CONFAB_PART_TEXT);
  gsize n_new = 0;
  gsize most = 0;
  gsize total = 0;

  confab_message_append_part (message, part);
  confab_message_set_status (message, CONFAB_MESSAGE_STREAMING);
  g_list_store_append (store, message);
  adw_window_set_content (ADW_WINDOW (window), transcript);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 700);
  gtk_window_present (GTK_WINDOW (window));
  confab_transcript_set_messages (CONFAB_TRANSCRIPT (transcript), G_LIST_MODEL (store));
  gtk_test_widget_wait_for_draw (window);

  for (gsize at = 0; at < document->len; at += delta)
    {
      const gsize size = MIN (delta, document->len - at);

      n_read = 0;
      n_new += size;
      confab_part_append_text (part, document->str + at, (gssize) size);
      confab_message_changed (message);
      gtk_test_widget_wait_for_draw (window);
      if (n_read == 0)
        continue;
      total += n_read;
      most = MAX (most, n_read - MIN (n_read, n_new));
      n_new = 0;
    }

  g_test_message ("%zu bytes at a time: %zu bytes of what was there, %.1f times each", delta, most,
                  (double) total / (double) document->len);
  g_assert_cmpuint (most, <=, MAX_OPEN);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_bytes (gconstpointer data)
{
  const guint position = GPOINTER_TO_UINT (data);
  g_autoptr(GString) document = g_string_new (documents[position].open);

  while (document->len < LENGTH)
    g_string_append (document, documents[position].repeated);

  for (guint i = 0; i < G_N_ELEMENTS (deltas); i++)
    grow (document, deltas[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *path = g_strconcat ("/ui/transcript-inline/", documents[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bytes);
    }

  return g_test_run ();
}
