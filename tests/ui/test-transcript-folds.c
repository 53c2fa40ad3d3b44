/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was unfolded is so again in another model, by the names that were kept. */

#include "config.h"

#include "deaf-model.h"

#define MAX_NAMES 200

static void
append (GListStore     *store,
        ConfabPartKind  kind,
        const char     *text)
{
  g_autoptr(ConfabMessage) message = confab_message_new (CONFAB_ROLE_ASSISTANT);
  g_autoptr(ConfabPart) first = confab_part_new_text (CONFAB_PART_TEXT, "Let me see.");
  g_autoptr(ConfabPart) second = confab_part_new_text (kind, text);

  confab_message_append_part (message, first);
  confab_message_append_part (message, second);
  g_list_store_append (store, message);
}

/* Returns: (transfer full): a model of which everything was looked into */
static ConfabTranscriptModel *
new_model (GListStore         *store,
           const char * const *unfolded)
{
  ConfabTranscriptModel *model = deaf_model_new ();

  if (unfolded != NULL)
    confab_transcript_model_restore_unfolded (model, unfolded);
  confab_transcript_model_set_messages (model, G_LIST_MODEL (store));
  for (guint i = 0; i < confab_transcript_model_get_n_entries (model); i++)
    confab_transcript_model_expand (model, confab_transcript_model_get_entry (model, i));

  return model;
}

/* Returns: the row that folds something */
static guint
find_fold (ConfabTranscriptEntry *entry)
{
  for (guint i = 0; i < confab_transcript_entry_get_n_items (entry); i++)
    switch (confab_transcript_entry_get_item (entry, i)->kind)
      {
      case CONFAB_TRANSCRIPT_ITEM_THINKING:
      case CONFAB_TRANSCRIPT_ITEM_TOOL:
        return i;

      default:
        break;
      }

  g_assert_not_reached ();
}

static void
set_unfolded (ConfabTranscriptModel *model,
              guint                  position,
              gboolean               unfolded)
{
  ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, position);

  confab_transcript_model_set_unfolded (model, entry, find_fold (entry), unfolded);
}

static gboolean
get_unfolded (ConfabTranscriptModel *model,
              guint                  position)
{
  ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (model, position);

  return confab_transcript_entry_get_unfolded (entry, find_fold (entry));
}

static void
test_again (void)
{
  static const char * const nonsense[] = { "", "/", "no such message/thinking/0", "\xff", NULL };
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(ConfabTranscriptModel) other = NULL;
  g_autoptr(ConfabTranscriptModel) third = NULL;
  g_auto(GStrv) names = NULL;
  g_auto(GStrv) fewer_names = NULL;

  append (store, CONFAB_PART_THINKING, "So\n\nand so");
  append (store, CONFAB_PART_THINKING, "Well");
  append (store, CONFAB_PART_TOOL_CALL, "{}");
  model = new_model (store, NULL);
  set_unfolded (model, 0, TRUE);
  set_unfolded (model, 2, TRUE);

  names = confab_transcript_model_dup_unfolded (model);
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  other = new_model (store, (const char * const *)names);
  g_assert_true (get_unfolded (other, 0));
  g_assert_false (get_unfolded (other, 1));
  g_assert_true (get_unfolded (other, 2));
  g_assert_cmpint (confab_transcript_model_get_height (other), ==, confab_transcript_model_get_height (model));

  /* What is folded again is not kept. */
  set_unfolded (other, 0, FALSE);
  fewer_names = confab_transcript_model_dup_unfolded (other);
  g_assert_cmpuint (g_strv_length (fewer_names), ==, 1);
  g_assert_cmpstr (fewer_names[0], ==, names[1]);

  third = new_model (store, nonsense);
  for (guint i = 0; i < 3; i++)
    g_assert_false (get_unfolded (third, i));
}

/* Only so many names are kept: the newest, each once. */
static void
test_bounded (void)
{
  g_autoptr(GListStore) store = g_list_store_new (CONFAB_TYPE_MESSAGE);
  g_autoptr(ConfabTranscriptModel) model = NULL;
  g_autoptr(ConfabTranscriptModel) other = NULL;
  g_auto(GStrv) names = NULL;

  for (guint i = 0; i < MAX_NAMES + 50; i++)
    append (store, CONFAB_PART_THINKING, "Well");
  model = new_model (store, NULL);
  for (guint i = 0; i < MAX_NAMES + 50; i++)
    {
      set_unfolded (model, i, TRUE);
      set_unfolded (model, i, TRUE);
    }

  names = confab_transcript_model_dup_unfolded (model);
  g_assert_cmpuint (g_strv_length (names), ==, MAX_NAMES);
  other = new_model (store, (const char * const *)names);
  for (guint i = 0; i < MAX_NAMES + 50; i++)
    g_assert_cmpint (get_unfolded (other, i), ==, i >= 50);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/transcript-folds/again", test_again);
  g_test_add_func ("/ui/transcript-folds/bounded", test_bounded);

  return g_test_run ();
}
