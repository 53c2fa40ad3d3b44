/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-wire-turn.h"

G_BEGIN_DECLS

/**
 * ConfabResponsesReplay:
 *
 * How something the model said goes back to it.
 */
typedef enum
{
  CONFAB_RESPONSES_REPLAY_NONE,     /* not at all, or with the item before it */
  CONFAB_RESPONSES_REPLAY_PLAIN,    /* what it says, without what makes it the model's own */
  CONFAB_RESPONSES_REPLAY_AS_IT_CAME,
} ConfabResponsesReplay;

ConfabResponsesReplay *confab_responses_replay_plan (const ConfabWireTurn *turn) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
