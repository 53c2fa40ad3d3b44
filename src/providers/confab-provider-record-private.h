/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-record.h"

G_BEGIN_DECLS

void                  confab_provider_record_apply    (ConfabProviderRecord  *self,
                                                       JsonObject            *target);
JsonObject           *confab_provider_record_peek_config (ConfabProviderRecord *self);

JsonObject           *confab_provider_records_read    (GBytes                *contents,
                                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes               *confab_provider_records_write   (JsonObject            *root) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
