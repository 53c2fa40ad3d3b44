/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-reply-writer.h"

G_BEGIN_DECLS

/**
 * ConfabResponsesField:
 *
 * What of an item a piece of a stream belongs to.
 */
typedef enum
{
  CONFAB_RESPONSES_TEXT,
  CONFAB_RESPONSES_REFUSAL,
  CONFAB_RESPONSES_SUMMARY,    /* of the reasoning */
  CONFAB_RESPONSES_REASONING,  /* itself, where the model's maker lets it be seen */
  CONFAB_RESPONSES_ARGUMENTS,
} ConfabResponsesField;

typedef struct _ConfabResponsesTexts ConfabResponsesTexts;

ConfabResponsesTexts *confab_responses_texts_new         (guint                 slot,
                                                          gboolean              of_message) G_GNUC_WARN_UNUSED_RESULT;
void                  confab_responses_texts_free        (ConfabResponsesTexts *self);

gboolean              confab_responses_texts_is_empty    (ConfabResponsesTexts *self);
void                  confab_responses_texts_add         (ConfabResponsesTexts *self,
                                                          ConfabReplyWriter    *writer,
                                                          ConfabResponsesField  field,
                                                          gint64                index,
                                                          const char           *piece);
void                  confab_responses_texts_settle      (ConfabResponsesTexts *self,
                                                          ConfabReplyWriter    *writer,
                                                          ConfabResponsesField  field,
                                                          gint64                index,
                                                          guint                 n_listed,
                                                          const char           *whole);
void                  confab_responses_texts_cite        (ConfabResponsesTexts *self,
                                                          ConfabReplyWriter    *writer,
                                                          gint64                index,
                                                          JsonObject           *annotation);
void                  confab_responses_texts_settle_sources (ConfabResponsesTexts *self,
                                                             ConfabReplyWriter    *writer,
                                                             gint64                index,
                                                             guint                 n_listed,
                                                             JsonArray            *annotations);
void                  confab_responses_texts_seal        (ConfabResponsesTexts *self,
                                                          ConfabReplyWriter    *writer,
                                                          const char           *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabResponsesTexts, confab_responses_texts_free)

G_END_DECLS
