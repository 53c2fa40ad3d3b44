/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-thinking-level"

#include "config.h"

#include "confab-thinking-level.h"

/* The nicks are in histories, in settings and on command lines: append only. */
G_DEFINE_ENUM_TYPE (ConfabThinkingLevel, confab_thinking_level,
  G_DEFINE_ENUM_VALUE (CONFAB_THINKING_DEFAULT, "default"),
  G_DEFINE_ENUM_VALUE (CONFAB_THINKING_OFF, "off"),
  G_DEFINE_ENUM_VALUE (CONFAB_THINKING_LOW, "low"),
  G_DEFINE_ENUM_VALUE (CONFAB_THINKING_MEDIUM, "medium"),
  G_DEFINE_ENUM_VALUE (CONFAB_THINKING_HIGH, "high"),
  G_DEFINE_ENUM_VALUE (CONFAB_THINKING_UNSET, "unset"))
