/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabThinkingLevel:
 * @CONFAB_THINKING_DEFAULT: the model's own choice: nothing is sent about it
 * @CONFAB_THINKING_OFF: not at all, or as little as the model can
 * @CONFAB_THINKING_LOW: a little
 * @CONFAB_THINKING_MEDIUM: more
 * @CONFAB_THINKING_HIGH: a lot
 * @CONFAB_THINKING_UNSET: nobody has chosen yet; what is sent is as with %CONFAB_THINKING_DEFAULT
 *
 * How much a model should think before it answers.
 */
typedef enum
{
  CONFAB_THINKING_DEFAULT = 0,
  CONFAB_THINKING_OFF = 1,
  CONFAB_THINKING_LOW = 2,
  CONFAB_THINKING_MEDIUM = 3,
  CONFAB_THINKING_HIGH = 4,
  CONFAB_THINKING_UNSET = 5,
} ConfabThinkingLevel;

#define CONFAB_TYPE_THINKING_LEVEL (confab_thinking_level_get_type ())

GType confab_thinking_level_get_type (void);

G_END_DECLS
