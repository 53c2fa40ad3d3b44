/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-record.h"

G_BEGIN_DECLS

ConfabProviderRecord *confab_provider_record_new_read (JsonObject            *object,
                                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void                  confab_provider_record_apply    (ConfabProviderRecord  *self,
                                                       JsonObject            *target);

G_END_DECLS
