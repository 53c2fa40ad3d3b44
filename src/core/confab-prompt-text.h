/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabPromptVariable:
 * @name: what it is called
 * @preset: (nullable): what it is unless something else is said
 *
 * Something in a prompt that is filled in when it is used: `{{name}}` or `{{name=preset}}`.
 */
typedef struct
{
  char *name;
  char *preset;
} ConfabPromptVariable;

/**
 * ConfabPromptLookup:
 * @name: a variable
 * @user_data: closure
 *
 * Returns: (transfer full) (nullable): its value, %NULL when it has none
 */
typedef char *(*ConfabPromptLookup) (const char *name,
                                     gpointer    user_data);

void       confab_prompt_variable_free      (ConfabPromptVariable *variable);

GPtrArray *confab_prompt_text_get_variables (const char           *text) G_GNUC_WARN_UNUSED_RESULT;
char      *confab_prompt_text_fill          (const char           *text,
                                             ConfabPromptLookup    lookup,
                                             gpointer              user_data) G_GNUC_WARN_UNUSED_RESULT;
gboolean   confab_prompt_text_is_known      (const char           *name);
char      *confab_prompt_text_dup_known     (const char           *name,
                                             GDateTime            *now,
                                             const char           *model,
                                             const char           *provider) G_GNUC_WARN_UNUSED_RESULT;
char      *confab_prompt_text_fill_known    (const char           *text,
                                             GDateTime            *now,
                                             const char           *model,
                                             const char           *provider) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
