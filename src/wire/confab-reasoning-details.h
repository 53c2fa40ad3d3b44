/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _ConfabReasoningDetails ConfabReasoningDetails;

ConfabReasoningDetails *confab_reasoning_details_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_reasoning_details_free    (ConfabReasoningDetails *self);
gboolean                confab_reasoning_details_add     (ConfabReasoningDetails *self,
                                                          JsonArray              *pieces);
char                   *confab_reasoning_details_to_json (ConfabReasoningDetails *self) G_GNUC_WARN_UNUSED_RESULT;
const char             *confab_reasoning_details_peek_text (JsonObject           *piece);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabReasoningDetails, confab_reasoning_details_free)

G_END_DECLS
