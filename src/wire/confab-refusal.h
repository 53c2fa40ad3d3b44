/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-request.h"

G_BEGIN_DECLS

/**
 * ConfabRefusal:
 * @CONFAB_REFUSAL_NONE: the error is about something else
 * @CONFAB_REFUSAL_THINKING: the model cannot be told how much to think
 * @CONFAB_REFUSAL_THINKING_LEVEL: it cannot be told to think just this much
 * @CONFAB_REFUSAL_STREAM_OPTIONS: the server does not know `stream_options`
 * @CONFAB_REFUSAL_THINKING_SUMMARY: the account may not read the thinking, though the model thinks
 *
 * What an answer refuses of a request that could be left out of it.
 */
typedef enum
{
  CONFAB_REFUSAL_NONE = 0,
  CONFAB_REFUSAL_THINKING = 1 << 0,
  CONFAB_REFUSAL_THINKING_LEVEL = 1 << 1,
  CONFAB_REFUSAL_STREAM_OPTIONS = 1 << 2,
  CONFAB_REFUSAL_THINKING_SUMMARY = 1 << 3,
} ConfabRefusal;

ConfabRefusal confab_refusal_read (const GError            *error,
                                   const ConfabChatRequest *request);

G_END_DECLS
