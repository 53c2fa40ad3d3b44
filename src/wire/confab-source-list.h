/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-reply-writer.h"

G_BEGIN_DECLS

typedef struct _ConfabSourceList ConfabSourceList;

ConfabSourceList *confab_source_list_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void              confab_source_list_free   (ConfabSourceList  *self);
void              confab_source_list_add    (ConfabSourceList  *self,
                                             JsonObject        *source,
                                             const char        *url,
                                             const char        *title);
void              confab_source_list_finish (ConfabSourceList  *self,
                                             ConfabReplyWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSourceList, confab_source_list_free)

G_END_DECLS
