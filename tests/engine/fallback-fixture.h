/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-turn.h"
#include "engine-fixture.h"

G_BEGIN_DECLS

/* Two providers that can be used, each a server of its own: Anthropic, the default, and OpenAI. */
typedef struct
{
  ConfabTestPeer *first;
  ConfabTestPeer *second;
  ConfabContext  *context;
} Fixture;

/* One question and what came of it. */
typedef struct
{
  ConfabTurn    *turn;
  ConfabMessage *reply;   /* borrowed of the turn */
  GCancellable  *cancellable;
  GAsyncResult  *result;
  GError        *error;
  GString       *told;    /* the kinds of the events that matter here, in order */
} Question;

void                 fallback_set_up             (Fixture       *fixture,
                                                  gconstpointer  data);
void                 fallback_tear_down          (Fixture       *fixture,
                                                  gconstpointer  data);
Question            *fallback_begin              (Fixture       *fixture,
                                                  const char    *provider_id,
                                                  gboolean       keep,
                                                  gboolean       ask_others);
gboolean             fallback_wait_end           (Question      *question);
Question            *fallback_ask                (Fixture       *fixture,
                                                  gboolean       ask_others);
void                 question_free               (Question      *self);
const ConfabAttempt *fallback_get_attempt        (ConfabMessage *reply,
                                                  guint          index);
void                 fallback_assert_answered_by (Question      *question,
                                                  const char    *provider_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

G_END_DECLS
