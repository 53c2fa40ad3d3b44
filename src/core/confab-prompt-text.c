/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-prompt-text"

#include "config.h"

#include "confab-prompt-text.h"

#include <string.h>

/**
 * ConfabPromptText:
 *
 * Text with variables in double braces, as `{{language}}` or `{{tone=friendly}}`. Those that the
 * program knows the value of are filled in by it, the others by a person. What is no variable stays
 * as it is, so that code with braces of its own passes.
 */

#define MAX_NAME_BYTES 64

static const char *const known_names[] = { "date", "language", "model", "provider", "time", "weekday", NULL };

static gboolean
is_name_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_' || c == '-' || c == ' ';
}

/* Reads the variable that begins at @text; returns where it ends, NULL if there is none. */
static const char *
read_variable (const char  *text,
               char       **name,
               char       **preset)
{
  const char *close;
  const char *equals;
  const char *name_end;

  if (!g_str_has_prefix (text, "{{"))
    return NULL;

  text += 2;
  if ((close = strstr (text, "}}")) == NULL)
    return NULL;

  equals = memchr (text, '=', close - text);
  name_end = equals != NULL ? equals : close;
  if (name_end - text > MAX_NAME_BYTES)
    return NULL;

  for (const char *p = text; p < name_end; p = g_utf8_next_char (p))
    if (!is_name_char (g_utf8_get_char (p)))
      return NULL;

  *name = g_strstrip (g_strndup (text, name_end - text));
  if (**name == '\0')
    {
      g_clear_pointer (name, g_free);
      return NULL;
    }

  *preset = equals != NULL ? g_strstrip (g_strndup (equals + 1, close - equals - 1)) : NULL;

  return close + 2;
}

/**
 * confab_prompt_variable_free:
 * @variable: (transfer full): a variable
 */
void
confab_prompt_variable_free (ConfabPromptVariable *variable)
{
  g_free (variable->name);
  g_free (variable->preset);
  g_free (variable);
}

static gboolean
is_called (gconstpointer variable,
           gconstpointer name)
{
  return g_str_equal (((const ConfabPromptVariable *) variable)->name, name);
}

/**
 * confab_prompt_text_get_variables:
 * @text: a text, valid UTF-8
 *
 * Returns: (transfer full) (element-type ConfabPromptVariable): its variables, each once, in the
 *   order in which they first appear
 */
GPtrArray *
confab_prompt_text_get_variables (const char *text)
{
  GPtrArray *variables = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_prompt_variable_free);

  g_return_val_if_fail (text != NULL, variables);

  while ((text = strstr (text, "{{")) != NULL)
    {
      g_autofree char *name = NULL;
      g_autofree char *preset = NULL;
      const char *end = read_variable (text, &name, &preset);

      if (end != NULL && !g_ptr_array_find_with_equal_func (variables, name, is_called, NULL))
        {
          ConfabPromptVariable *variable = g_new0 (ConfabPromptVariable, 1);

          variable->name = g_steal_pointer (&name);
          variable->preset = g_steal_pointer (&preset);
          g_ptr_array_add (variables, variable);
        }

      text = end != NULL ? end : text + 1;
    }

  return variables;
}

/**
 * confab_prompt_text_fill:
 * @text: a text, valid UTF-8
 * @lookup: (scope call): finds the value of a variable
 * @user_data: for @lookup
 *
 * Puts values where variables are. One that @lookup has no value of becomes its preset and, without
 * one, stays as it is. Values are not looked into for variables.
 *
 * Returns: (transfer full): the text
 */
char *
confab_prompt_text_fill (const char         *text,
                         ConfabPromptLookup  lookup,
                         gpointer            user_data)
{
  GString *filled;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (lookup != NULL, NULL);

  filled = g_string_new (NULL);
  while (*text != '\0')
    {
      g_autofree char *name = NULL;
      g_autofree char *preset = NULL;
      const char *end = read_variable (text, &name, &preset);

      if (end != NULL)
        {
          g_autofree char *value = lookup (name, user_data);

          if (value != NULL || preset != NULL)
            g_string_append (filled, value != NULL ? value : preset);
          else
            g_string_append_len (filled, text, end - text);
          text = end;
        }
      else
        {
          g_string_append_c (filled, *text++);
        }
    }

  return g_string_free (filled, FALSE);
}

/**
 * confab_prompt_text_is_known:
 * @name: a variable
 *
 * Returns: whether the program fills it in
 */
gboolean
confab_prompt_text_is_known (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_strv_contains (known_names, name);
}

/* The name that models know the language of the desktop by, as "pt_BR". */
static char *
dup_language (void)
{
  const char *const *languages = g_get_language_names ();
  char *language = g_strdup (languages[0]);

  language[strcspn (language, ".@")] = '\0';
  if (*language == '\0' || g_str_equal (language, "C") || g_str_equal (language, "POSIX"))
    {
      g_free (language);
      return g_strdup ("en");
    }

  return language;
}

/**
 * confab_prompt_text_dup_known:
 * @name: a variable
 * @now: the time, as clocks show it where the person is
 * @model: (nullable): the model that is asked
 * @provider: (nullable): the name of its provider
 *
 * Returns: (transfer full) (nullable): what the program fills in for it, %NULL if that is up to a
 *   person or not known
 */
char *
confab_prompt_text_dup_known (const char *name,
                              GDateTime  *now,
                              const char *model,
                              const char *provider)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (now != NULL, NULL);

  if (g_str_equal (name, "date"))
    return g_date_time_format (now, "%F");
  if (g_str_equal (name, "time"))
    return g_date_time_format (now, "%R");
  if (g_str_equal (name, "weekday"))
    return g_date_time_format (now, "%A");
  if (g_str_equal (name, "language"))
    return dup_language ();
  if (g_str_equal (name, "model"))
    return g_strdup (model);
  if (g_str_equal (name, "provider"))
    return g_strdup (provider);

  return NULL;
}

typedef struct
{
  GDateTime  *now;
  const char *model;
  const char *provider;
} Known;

static char *
lookup_known (const char *name,
              gpointer    user_data)
{
  const Known *known = user_data;

  return confab_prompt_text_dup_known (name, known->now, known->model, known->provider);
}

/**
 * confab_prompt_text_fill_known:
 * @text: a prompt
 * @now: the time, as clocks show it where the person is
 * @model: (nullable): the model that is asked
 * @provider: (nullable): the name of its provider
 *
 * Fills in what the program knows, see confab_prompt_text_dup_known(), and leaves the rest to
 * confab_prompt_text_fill().
 *
 * Returns: (transfer full): the text
 */
char *
confab_prompt_text_fill_known (const char *text,
                               GDateTime  *now,
                               const char *model,
                               const char *provider)
{
  Known known = { now, model, provider };

  return confab_prompt_text_fill (text, lookup_known, &known);
}
