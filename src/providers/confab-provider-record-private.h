/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-record.h"

G_BEGIN_DECLS

void                  confab_provider_record_apply    (ConfabProviderRecord  *self,
                                                       JsonObject            *target);
JsonObject           *confab_provider_record_peek_config (ConfabProviderRecord *self);

G_END_DECLS
