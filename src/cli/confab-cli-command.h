/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-cli-status.h"

G_BEGIN_DECLS

/**
 * ConfabCliCommand:
 * @name: the word
 * @usage: the command line it stands in
 * @run: what it does; the command line it gets begins with @name
 * @summary: what it is for, untranslated
 *
 * One word of the command line.
 */
typedef struct
{
  const char       *name;
  const char       *usage;
  ConfabCliStatus (*run) (char **arguments);
  const char       *summary;
} ConfabCliCommand;

const ConfabCliCommand *confab_cli_command_find     (const ConfabCliCommand  *commands,
                                                     const char              *name);
void                    confab_cli_command_describe (const ConfabCliCommand  *commands,
                                                     GString                 *help);
void                    confab_cli_command_add_row  (GString                 *help,
                                                     const char              *usage,
                                                     const char              *summary);
ConfabCliStatus         confab_cli_command_choose   (const ConfabCliCommand  *commands,
                                                     char                   **arguments);
gboolean                confab_cli_command_parse    (const char              *name,
                                                     const char              *parameters,
                                                     const char              *summary,
                                                     const GOptionEntry      *entries,
                                                     char                   **arguments,
                                                     GError                 **error);
char                   *confab_cli_command_dup_word (char                   **words,
                                                     const char              *name);

G_END_DECLS
