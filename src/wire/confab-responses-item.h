/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-responses-texts.h"

G_BEGIN_DECLS

typedef struct _ConfabResponsesItem ConfabResponsesItem;

ConfabResponsesItem *confab_responses_item_open         (ConfabReplyWriter    *writer,
                                                         JsonObject           *start) G_GNUC_WARN_UNUSED_RESULT;
ConfabResponsesItem *confab_responses_item_open_for     (ConfabReplyWriter    *writer,
                                                         const char           *type,
                                                         const char           *id) G_GNUC_WARN_UNUSED_RESULT;
void                 confab_responses_item_free         (ConfabResponsesItem  *self);

const char          *confab_responses_item_get_type     (ConfabResponsesItem  *self);
const char          *confab_responses_item_get_id       (ConfabResponsesItem  *self);
gboolean             confab_responses_item_get_announced (ConfabResponsesItem *self);
gboolean             confab_responses_item_get_closed   (ConfabResponsesItem  *self);
gboolean             confab_responses_item_is_call_of   (ConfabResponsesItem  *self,
                                                         JsonObject           *object);

void                 confab_responses_item_announce     (ConfabResponsesItem  *self,
                                                         ConfabReplyWriter    *writer,
                                                         JsonObject           *start);
void                 confab_responses_item_add          (ConfabResponsesItem  *self,
                                                         ConfabReplyWriter    *writer,
                                                         ConfabResponsesField  field,
                                                         gint64                index,
                                                         const char           *text);
void                 confab_responses_item_settle       (ConfabResponsesItem  *self,
                                                         ConfabReplyWriter    *writer,
                                                         ConfabResponsesField  field,
                                                         gint64                index,
                                                         const char           *text);
void                 confab_responses_item_cite         (ConfabResponsesItem  *self,
                                                         ConfabReplyWriter    *writer,
                                                         gint64                index,
                                                         JsonObject           *annotation);
void                 confab_responses_item_learn        (ConfabResponsesItem  *self,
                                                         JsonObject           *event);
void                 confab_responses_item_close        (ConfabResponsesItem  *self,
                                                         ConfabReplyWriter    *writer,
                                                         JsonObject           *whole);
void                 confab_responses_item_finish       (ConfabResponsesItem  *self,
                                                         ConfabReplyWriter    *writer,
                                                         gboolean              cut_off);

G_END_DECLS
