/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-think-splitter.h"

#include <string.h>

/* What a reply is made of: thinking in braces, the answer as it is. */
typedef struct
{
  GString *thinking;
  GString *answer;
  guint    n_retracted;
} Seen;

static void
seen_free (Seen *seen)
{
  g_string_free (seen->thinking, TRUE);
  g_string_free (seen->answer, TRUE);
  g_free (seen);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Seen, seen_free)

static void
split_cb (ConfabThinkKind  kind,
          const char      *text,
          gsize            length,
          gpointer         user_data)
{
  Seen *seen = user_data;

  g_assert_cmpuint (length, >, 0);
  if (kind == CONFAB_THINK_RETRACTED)
    {
      g_string_truncate (seen->answer, 0);
      seen->n_retracted++;
    }
  g_string_append_len (kind == CONFAB_THINK_ANSWER ? seen->answer : seen->thinking, text, length);
}

/* Feeds copies of the exact size, so that reading beyond them is noticed. */
static void
feed (ConfabThinkSplitter *splitter,
      const char          *text,
      gsize                length,
      Seen                *seen)
{
  g_autofree char *copy = g_memdup2 (text, length);

  confab_think_splitter_feed (splitter, copy, length, split_cb, seen);
}

static const struct
{
  gboolean    expects;
  const char *input;
  const char *thinking;
  const char *answer;
} cases[] = {
  { FALSE, "Yes.", "", "Yes." },
  { FALSE, "<think>Hm.</think>\n\nYes.", "Hm.", "Yes." },
  { FALSE, "\n<thinking>Hm.</thinking>Yes.", "Hm.", "Yes." },
  { FALSE, "<reasoning>Hm.", "Hm.", "" },
  { FALSE, "<think>a</think><think>b</think>c", "ab", "c" },
  { FALSE, "Tags like <think> are text.", "", "Tags like <think> are text." },
  { FALSE, "<thin ice>", "", "<thin ice>" },
  { FALSE, "Hm.\n</think>\n\nYes.", "", "Hm.\n</think>\n\nYes." },

  /* The opening tag was in the template */
  { TRUE, "Hm.\n</think>\n\nYes.", "Hm.", "Yes." },
  { TRUE, "Hm, 1 < 2.\nSo\n</think>\nYes.", "Hm, 1 < 2.\nSo", "Yes." },
  { TRUE, "Hm.</think>\n\nYes.", "Hm.", "Yes." },
  { TRUE, "Hm.\n</think>Yes.", "Hm.", "Yes." },
  { TRUE, "Hm.\n</thinking>\nYes.", "Hm.", "Yes." },
  { TRUE, "Hm.\n</think>", "Hm.", "" },
  { TRUE, "</think>\n\nYes.", "", "Yes." },
  { TRUE, "\n</think>\n\nYes.", "", "Yes." },
  { TRUE, "<think>Hm.</think>Yes.\n</think>\nNo.", "Hm.", "Yes.\n</think>\nNo." },
  { TRUE, "Hm.\n</think>\nYes.\n</think>\nNo.", "Hm.", "Yes.\n</think>\nNo." },
  { TRUE, "Yes.", "", "Yes." },
  { TRUE, "Yes. <", "", "Yes. <" },
  { TRUE, "Yes.\n</thi", "", "Yes.\n</thi" },

  /* Spoken of */
  { TRUE, "The tag </think> ends it.\n", "", "The tag </think> ends it.\n" },
  { TRUE, "Write\n<think>\nHm\n</think>\nfirst.", "", "Write\n<think>\nHm\n</think>\nfirst." },
  { TRUE, "It ends with </think>", "", "It ends with </think>" },
};

static void
test_split_anywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= strlen (cases[i].input) + 1; cut++)
      {
        g_autoptr(ConfabThinkSplitter) splitter = confab_think_splitter_new ();
        g_autoptr(Seen) seen = g_new0 (Seen, 1);
        const gsize length = strlen (cases[i].input);

        seen->thinking = g_string_new (NULL);
        seen->answer = g_string_new (NULL);
        confab_think_splitter_set_expects_close (splitter, cases[i].expects);

        /* Beyond the end: byte by byte. */
        if (cut > length)
          for (gsize at = 0; at < length; at++)
            feed (splitter, cases[i].input + at, 1, seen);
        else
          {
            feed (splitter, cases[i].input, cut, seen);
            feed (splitter, cases[i].input + cut, length - cut, seen);
          }
        confab_think_splitter_flush (splitter, split_cb, seen);

        g_test_message ("%s, cut at %" G_GSIZE_FORMAT, cases[i].input, cut);
        g_assert_cmpstr (seen->thinking->str, ==, cases[i].thinking);
        g_assert_cmpstr (seen->answer->str, ==, cases[i].answer);
        g_assert_cmpuint (seen->n_retracted, <=, cases[i].expects);
      }
}

/* Not for ever: what is held for it is bounded, and so is the time that looking takes. */
static void
test_bounded (void)
{
  g_autoptr(ConfabThinkSplitter) splitter = confab_think_splitter_new ();
  g_autoptr(Seen) seen = g_new0 (Seen, 1);
  const char *piece = "twelve bytes";

  seen->thinking = g_string_new (NULL);
  seen->answer = g_string_new (NULL);
  confab_think_splitter_set_expects_close (splitter, TRUE);
  for (guint i = 0; i < 100 * 1024; i++)
    feed (splitter, piece, strlen (piece), seen);
  feed (splitter, "\n</think>\n", strlen ("\n</think>\n"), seen);
  confab_think_splitter_flush (splitter, split_cb, seen);
  g_assert_cmpuint (seen->n_retracted, ==, 0);
  g_assert_true (g_str_has_suffix (seen->answer->str, "bytes\n</think>\n"));
}

/* Thinking that came elsewhere ends it. */
static void
test_no_longer (void)
{
  g_autoptr(ConfabThinkSplitter) splitter = confab_think_splitter_new ();
  g_autoptr(Seen) seen = g_new0 (Seen, 1);

  seen->thinking = g_string_new (NULL);
  seen->answer = g_string_new (NULL);
  confab_think_splitter_set_expects_close (splitter, TRUE);
  feed (splitter, "Yes.\n", 5, seen);
  confab_think_splitter_set_expects_close (splitter, FALSE);
  confab_think_splitter_set_expects_close (splitter, TRUE);
  feed (splitter, "</think>\n", 9, seen);
  confab_think_splitter_flush (splitter, split_cb, seen);
  g_assert_cmpstr (seen->answer->str, ==, "Yes.\n</think>\n");
}

/* What was dropped is told, so that with the thinking and the answer it makes the text again. */
static void
test_seal (void)
{
  static const struct { gboolean expects; const char *input, *seal; } seals[] = {
    { FALSE, "\n<think>\n hm \n</think>\n\nHi",
      "{\"field\":\"content\",\"before\":\"\\n<think>\\n \",\"after\":\"</think>\\n\\n\"}" },
    { TRUE, "hm.\n</think>\n\nHi", "{\"field\":\"content\",\"before\":\"\",\"after\":\"\\n</think>\\n\\n\"}" },
    { FALSE, "<reasoning>hm", "{\"field\":\"content\",\"before\":\"<reasoning>\",\"after\":\"\"}" },
    { FALSE, "<think>a</think><think>b</think>c", "{\"field\":\"content\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (seals); i++)
    for (gsize cut = 0; cut <= strlen (seals[i].input); cut++)
      {
        g_autoptr(ConfabThinkSplitter) splitter = confab_think_splitter_new ();
        g_autoptr(Seen) seen = g_new0 (Seen, 1);
        g_autofree char *seal = NULL;

        seen->thinking = g_string_new (NULL);
        seen->answer = g_string_new (NULL);
        confab_think_splitter_set_expects_close (splitter, seals[i].expects);
        feed (splitter, seals[i].input, cut, seen);
        feed (splitter, seals[i].input + cut, strlen (seals[i].input) - cut, seen);
        confab_think_splitter_flush (splitter, split_cb, seen);
        seal = confab_think_splitter_dup_seal (splitter);
        g_assert_cmpstr (seal, ==, seals[i].seal);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/think-splitter/split-anywhere", test_split_anywhere);
  g_test_add_func ("/wire/think-splitter/bounded", test_bounded);
  g_test_add_func ("/wire/think-splitter/no-longer", test_no_longer);
  g_test_add_func ("/wire/think-splitter/seal", test_seal);

  return g_test_run ();
}
