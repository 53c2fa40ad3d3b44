/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _ConfabModelAlias ConfabModelAlias;

ConfabModelAlias *confab_model_alias_new_read         (JsonObject             *object,
                                                       GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void              confab_model_alias_free             (ConfabModelAlias       *self);
const char       *confab_model_alias_get_name         (const ConfabModelAlias *self);
const char       *confab_model_alias_get_provider     (const ConfabModelAlias *self);
char             *confab_model_alias_dup_model        (const ConfabModelAlias *self,
                                                       const char             *type_id,
                                                       const char * const     *listed) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabModelAlias, confab_model_alias_free)

G_END_DECLS
