/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-engine-error.h"
#include "confab-engine-settings.h"
#include "confab-prompts.h"

static guint
count (ConfabPrompts *prompts)
{
  return g_list_model_get_n_items (G_LIST_MODEL (prompts));
}

static const char *
name_at (ConfabPrompts *prompts,
         guint          position)
{
  g_autoptr(ConfabPrompt) prompt = g_list_model_get_item (G_LIST_MODEL (prompts), position);

  return prompt != NULL ? confab_prompt_get_name (prompt) : NULL;
}

static ConfabPrompt *
put (ConfabPrompts *prompts,
     const char    *name,
     const char    *text)
{
  ConfabPrompt *prompt = confab_prompt_new (NULL, name, text);
  g_autoptr(GError) error = NULL;

  g_assert_true (confab_prompts_put (prompts, prompt, G_MAXUINT, &error));
  g_assert_no_error (error);

  return prompt;
}

/* Two windows look at the same prompts. */
static void
test_kept (void)
{
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(GSettings) other_settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(ConfabPrompts) prompts = confab_prompts_new (settings);
  g_autoptr(ConfabPrompts) other = confab_prompts_new (other_settings);
  g_autoptr(ConfabPrompt) tutor = NULL;
  g_autoptr(ConfabPrompt) cook = NULL;
  g_autoptr(ConfabPrompt) changed = NULL;
  g_autoptr(GError) error = NULL;
  guint position = G_MAXUINT;

  g_assert_cmpuint (count (prompts), ==, 0);
  tutor = put (prompts, "Tutor", "You teach {{subject}}.\nPatiently.");
  cook = put (prompts, "Koch “groß” 👩‍🍳", "Du kochst.");
  g_assert_cmpuint (count (prompts), ==, 2);

  while (count (other) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (name_at (other, 0), ==, "Tutor");
  g_assert_cmpstr (name_at (other, 1), ==, "Koch “groß” 👩‍🍳");

  changed = confab_prompt_new (confab_prompt_get_id (tutor), "Teacher", "You teach.");
  g_assert_true (confab_prompts_put (other, changed, G_MAXUINT, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (name_at (other, 0), ==, "Teacher");
  while (g_strcmp0 (name_at (prompts, 0), "Teacher") != 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (confab_prompts_remove (prompts, changed, &position));
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (count (prompts), ==, 1);
  g_assert_false (confab_prompts_remove (prompts, changed, NULL));

  g_assert_true (confab_prompts_put (prompts, changed, position, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (name_at (prompts, 0), ==, "Teacher");
  g_assert_true (confab_prompts_remove (prompts, changed, NULL));
  g_assert_true (confab_prompts_remove (prompts, cook, NULL));
}

static void
assert_refused (ConfabPrompts *prompts,
                const char    *name,
                const char    *text)
{
  g_autoptr(ConfabPrompt) prompt = confab_prompt_new (NULL, name, text);
  g_autoptr(GError) error = NULL;
  const guint before = count (prompts);

  g_assert_false (confab_prompts_put (prompts, prompt, 0, &error));
  g_assert_error (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID);
  g_assert_cmpuint (count (prompts), ==, before);
}

static void
test_bounds (void)
{
  g_autoptr(GSettings) settings = g_settings_new (CONFAB_APP_ID);
  g_autoptr(ConfabPrompts) prompts = confab_prompts_new (settings);
  g_autofree char *long_name = g_strnfill (CONFAB_PROMPT_MAX_NAME_CHARS + 1, 'n');
  g_autofree char *long_text = g_strnfill (CONFAB_PROMPT_MAX_TEXT_BYTES + 1, 't');
  g_autoptr(ConfabPrompt) last = NULL;

  assert_refused (prompts, "", "text");
  assert_refused (prompts, "name", "");
  assert_refused (prompts, long_name, "text");
  assert_refused (prompts, "name", long_text);

  long_name[CONFAB_PROMPT_MAX_NAME_CHARS] = '\0';
  long_text[CONFAB_PROMPT_MAX_TEXT_BYTES] = '\0';
  g_object_unref (put (prompts, long_name, long_text));
  while (count (prompts) < CONFAB_PROMPTS_MAX)
    {
      g_clear_object (&last);
      last = put (prompts, "one more", "text");
    }
  assert_refused (prompts, "one too many", "text");

  /* One that is there can still be changed. */
  g_assert_true (confab_prompts_put (prompts, last, 0, NULL));
  g_settings_reset (settings, CONFAB_SETTING_PROMPTS);
  g_assert_cmpuint (count (prompts), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/prompts/kept", test_kept);
  g_test_add_func ("/engine/prompts/bounds", test_bounds);

  return g_test_run ();
}
