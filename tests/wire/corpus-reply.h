/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-event.h"

typedef struct _CorpusReply CorpusReply;

CorpusReply *corpus_reply_new      (void);
void         corpus_reply_free     (CorpusReply       *self);
void         corpus_reply_event_cb (const ConfabEvent *event,
                                    gpointer           user_data);
void         corpus_reply_end      (CorpusReply       *self,
                                    gboolean           complete,
                                    const GError      *error);
const char  *corpus_reply_get_trace (CorpusReply      *self);
JsonNode    *corpus_reply_to_json  (CorpusReply       *self,
                                    const char        *dialect);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CorpusReply, corpus_reply_free)
