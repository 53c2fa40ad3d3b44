/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider.h"
#include "confab-refusal.h"
#include "confab-refusals.h"
#include "confab-thinking-level.h"

G_BEGIN_DECLS

guint    confab_thinking_policy_get_levels         (ConfabRefusals      *refusals,
                                                    ConfabProvider      *provider,
                                                    const char          *model);
gboolean confab_thinking_policy_is_thinker         (ConfabProvider      *provider,
                                                    const char          *model);
char    *confab_thinking_policy_dup_parameters     (ConfabRefusals      *refusals,
                                                    ConfabProvider      *provider,
                                                    const char          *model,
                                                    ConfabThinkingLevel  level) G_GNUC_WARN_UNUSED_RESULT;
gboolean confab_thinking_policy_get_stream_options (ConfabRefusals      *refusals,
                                                    ConfabProvider      *provider,
                                                    const char          *model);
void     confab_thinking_policy_note_refusal       (ConfabRefusals      *refusals,
                                                    ConfabProvider      *provider,
                                                    const char          *model,
                                                    ConfabThinkingLevel  level,
                                                    ConfabRefusal        refusal);

G_END_DECLS
