/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-prompt-text.h"

static void
test_variables (void)
{
  static const struct
  {
    const char *text;
    const char *variables;  /* in the order they are told, "name" or "name=preset" */
  } cases[] = {
    { "", "" },
    { "Nothing to fill in", "" },
    { "{{topic}}", "topic" },
    { "Write about {{ topic }} in {{tone=friendly}} words about {{topic}}.", "topic|tone=friendly" },
    { "{{a}}{{b}}{{a=later}}", "a|b" },
    { "{{empty=}}", "empty=" },
    { "{{equation=a=b}}", "equation=a=b" },
    { "{{Größe des Textes}} {{主题}} {{हिन्दी}}", "Größe des Textes|主题|हिन्दी" },
    { "{{}} {{ }} {{=x}} {} {a} {{a} {{a", "" },
    { "if (x) {{ return; }}", "" },
    { "{{{deep}}}", "deep" },
    { "{{a.b}} {{a\nb}} {{<b>}}", "" },
    { "{{a234567890123456789012345678901234567890123456789012345678901234}}",
      "a234567890123456789012345678901234567890123456789012345678901234" },
    { "{{a2345678901234567890123456789012345678901234567890123456789012345}}", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) variables = confab_prompt_text_get_variables (cases[i].text);
      g_autoptr(GString) told = g_string_new (NULL);

      for (guint j = 0; j < variables->len; j++)
        {
          const ConfabPromptVariable *variable = g_ptr_array_index (variables, j);

          g_string_append_printf (told, "%s%s%s%s", j > 0 ? "|" : "", variable->name,
                                  variable->preset != NULL ? "=" : "",
                                  variable->preset != NULL ? variable->preset : "");
        }
      g_assert_cmpstr (told->str, ==, cases[i].variables);
    }
}

static char *
lookup (const char *name,
        gpointer    user_data)
{
  return g_strdup (g_hash_table_lookup (user_data, name));
}

static void
test_fill (void)
{
  static const struct
  {
    const char *text;
    const char *filled;
  } cases[] = {
    { "", "" },
    { "About {{topic}}.", "About rye {{tone}}." },
    { "{{ topic }}{{topic}}", "rye {{tone}}rye {{tone}}" },
    { "{{tone}}", "{{tone}}" },
    { "{{tone=friendly}}", "friendly" },
    { "{{nothing=preset}}", "" },
    { "{{{topic}}}", "{rye {{tone}}}" },
    { "code {{ return; }} end", "code {{ return; }} end" },
    { "{{topic", "{{topic" },
  };
  g_autoptr(GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  /* What a value looks like is no matter. */
  g_hash_table_insert (values, (gpointer) "topic", (gpointer) "rye {{tone}}");
  g_hash_table_insert (values, (gpointer) "nothing", (gpointer) "");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *filled = confab_prompt_text_fill (cases[i].text, lookup, values);

      g_assert_cmpstr (filled, ==, cases[i].filled);
    }
}

static void
test_known (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr(GDateTime) now = g_date_time_new (zone, 2026, 2, 3, 4, 5, 6);
  static const struct
  {
    const char *name;
    const char *value;
  } cases[] = {
    { "date", "2026-02-03" },
    { "time", "04:05" },
    { "weekday", "Tuesday" },
    { "language", "en" },
    { "model", "small" },
    { "provider", "Somebody" },
    { "topic", NULL },
    { "Date", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = confab_prompt_text_dup_known (cases[i].name, now, "small", "Somebody");

      g_assert_cmpstr (value, ==, cases[i].value);
      g_assert_cmpint (confab_prompt_text_is_known (cases[i].name), ==, cases[i].value != NULL);
    }
}

static void
test_fill_known (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_local (2026, 3, 1, 9, 5, 0);
  g_autofree char *filled = confab_prompt_text_fill_known ("{{date}}: {{model}} of {{provider=nobody}}, {{topic}}",
                                                           now, "small", NULL);

  g_assert_cmpstr (filled, ==, "2026-03-01: small of nobody, {{topic}}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/prompt-text/variables", test_variables);
  g_test_add_func ("/core/prompt-text/fill", test_fill);
  g_test_add_func ("/core/prompt-text/known", test_known);
  g_test_add_func ("/core/prompt-text/fill-known", test_fill_known);

  return g_test_run ();
}
