/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-wire-error.h"

G_BEGIN_DECLS

typedef struct _ConfabPartialArguments ConfabPartialArguments;

ConfabPartialArguments *confab_partial_arguments_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_partial_arguments_free    (ConfabPartialArguments  *self);
gboolean                confab_partial_arguments_add     (ConfabPartialArguments  *self,
                                                          JsonObject              *piece,
                                                          GError                 **error);
JsonNode               *confab_partial_arguments_get_root (ConfabPartialArguments *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPartialArguments, confab_partial_arguments_free)

G_END_DECLS
