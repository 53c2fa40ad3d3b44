/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-code-language"

#include "config.h"

#include "confab-code-language.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * confab_code_language_find:
 * @name: (nullable): what stands behind a fence
 *
 * Returns: (transfer none) (nullable): the language that is meant
 */
GtkSourceLanguage *
confab_code_language_find (const char *name)
{
  static const struct { const char *alias, *id; } aliases[] = {
    { "bash", "sh" },
    { "c#", "c-sharp" },
    { "c++", "cpp" },
    { "cs", "c-sharp" },
    { "csharp", "c-sharp" },
    { "console", "sh" },
    { "docker", "dockerfile" },
    { "golang", "go" },
    { "javascript", "js" },
    { "jsx", "jsx" },
    { "kt", "kotlin" },
    { "make", "makefile" },
    { "md", "markdown" },
    { "objective-c", "objc" },
    { "patch", "diff" },
    { "perl6", "perl" },
    { "powershell", "powershell" },
    { "py", "python3" },
    { "python", "python3" },
    { "rb", "ruby" },
    { "rs", "rust" },
    { "shell", "sh" },
    { "tex", "latex" },
    { "ts", "typescript" },
    { "tsx", "typescript-jsx" },
    { "yml", "yaml" },
    { "zsh", "sh" },
  };
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  GtkSourceLanguage *language;
  g_autofree char *id = NULL;
  g_autofree char *file_name = NULL;

  if (name == NULL || *name == '\0')
    return NULL;

  id = g_ascii_strdown (name, -1);
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_str_equal (id, aliases[i].alias))
      {
        language = gtk_source_language_manager_get_language (manager, aliases[i].id);
        if (language != NULL)
          return language;
      }

  language = gtk_source_language_manager_get_language (manager, id);
  if (language != NULL || strchr (id, '/') != NULL)
    return language;

  file_name = g_strconcat ("x.", id, NULL);

  return gtk_source_language_manager_guess_language (manager, file_name, NULL);
}

/* Files that everyone calls the same, and endings of languages that list another one first or none. */
static const struct { const char *id, *file_name; } file_names[] = {
  { "cpp", "code.cpp" },
  { "dockerfile", "Dockerfile" },
  { "fortran", "code.f90" },
  { "js", "code.js" },
  { "makefile", "Makefile" },
  { "markdown", "code.md" },
  { "matlab", "code.m" },
  { "objc", "code.m" },
  { "perl", "code.pl" },
  { "python3", "code.py" },
  { "sh", "code.sh" },
  { "typescript", "code.ts" },
  { "yaml", "code.yaml" },
};

static char *
dup_ending (GtkSourceLanguage *language)
{
  g_auto(GStrv) globs = gtk_source_language_get_globs (language);

  for (guint i = 0; globs != NULL && globs[i] != NULL; i++)
    if (g_str_has_prefix (globs[i], "*.") && strpbrk (globs[i] + 2, "*?[]/") == NULL)
      return g_strdup (globs[i] + 1);

  return NULL;
}

/**
 * confab_code_language_dup_file_name:
 * @name: (nullable): what stands behind a fence
 *
 * Returns: (transfer full): what a file with such code could be called
 */
char *
confab_code_language_dup_file_name (const char *name)
{
  GtkSourceLanguage *language = confab_code_language_find (name);
  g_autofree char *ending = NULL;

  for (guint i = 0; language != NULL && i < G_N_ELEMENTS (file_names); i++)
    if (g_str_equal (gtk_source_language_get_id (language), file_names[i].id))
      return g_strdup (file_names[i].file_name);

  if (language != NULL)
    ending = dup_ending (language);

  /* Translators: what a file with code is called at first, without its ending. */
  return g_strconcat (_("code"), ending != NULL ? ending : ".txt", NULL);
}
