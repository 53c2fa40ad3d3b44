/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "confab-prompt.h"

G_BEGIN_DECLS

#define CONFAB_PROMPT_MAX_NAME_CHARS 80
#define CONFAB_PROMPT_MAX_TEXT_BYTES (32 * 1024)
#define CONFAB_PROMPTS_MAX 200

#define CONFAB_TYPE_PROMPTS (confab_prompts_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPrompts, confab_prompts, CONFAB, PROMPTS, GObject)

ConfabPrompts *confab_prompts_new    (GSettings      *settings) G_GNUC_WARN_UNUSED_RESULT;
gboolean       confab_prompts_check  (ConfabPrompts  *self,
                                      ConfabPrompt   *prompt,
                                      GError        **error);
gboolean       confab_prompts_put    (ConfabPrompts  *self,
                                      ConfabPrompt   *prompt,
                                      guint           position,
                                      GError        **error);
gboolean       confab_prompts_remove (ConfabPrompts  *self,
                                      ConfabPrompt   *prompt,
                                      guint          *position);

G_END_DECLS
