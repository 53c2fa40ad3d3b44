/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROMPT (confab_prompt_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPrompt, confab_prompt, CONFAB, PROMPT, GObject)

ConfabPrompt *confab_prompt_new      (const char   *id,
                                      const char   *name,
                                      const char   *text) G_GNUC_WARN_UNUSED_RESULT;
const char   *confab_prompt_get_id   (ConfabPrompt *self);
const char   *confab_prompt_get_name (ConfabPrompt *self);
const char   *confab_prompt_get_text (ConfabPrompt *self);

G_END_DECLS
