/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-attempts.h"
#include "confab-credentials.h"
#include "confab-decoder.h"
#include "confab-http-response.h"
#include "confab-reply.h"
#include "confab-turn.h"

G_BEGIN_DECLS

/* Shared by the files of the turn: the one that is told what to ask, the one that asks one provider
 * after the other, and the one that asks one. */
struct _ConfabTurn
{
  GObject              parent_instance;

  ConfabContext       *context;        /* owned */
  ConfabProvider      *provider;       /* owned */
  char                *model;          /* owned, nullable */
  char                *system_prompt;  /* owned, nullable */
  GPtrArray           *messages;       /* owned, of ConfabMessage */
  GPtrArray           *tools;          /* owned, nullable, of ConfabTool */
  char                *tool_choice;    /* owned, nullable */
  ConfabThinkingLevel  thinking;
  char                *thinking_parameters;  /* owned, nullable: JSON, as they were sent last */

  ConfabMessage       *message;        /* owned: the reply */
  ConfabReply         *reply;          /* owned, from the start of running */
  const ConfabDialect *dialect;
  ConfabCredential    *credential;     /* owned, nullable: kept out of errors */
  ConfabHttpResponse  *response;       /* owned, nullable */
  ConfabDecoder       *decoder;        /* owned, nullable */
  gboolean             decoder_finished;
  gboolean             asked_again;    /* without what the model refused */
  ConfabAttempts      *attempts;       /* owned, from the start of running; not for the demonstration */
  gboolean             keeps_to_breakers;
  gboolean             asks_others;
  gboolean             error_untold;   /* what the provider reported, until it is known what comes of it */
  guint                n_told;         /* of the attempts */
  gint64               started_at_us;
  gint64               sent_at_us;
  gint64               latency_ms;
};

void confab_turn_exchange_begin (ConfabTurn           *self,
                                 GTask                *task);
void confab_turn_end_attempt    (ConfabTurn           *self,
                                 GTask                *task,
                                 ConfabMessageStatus   status,
                                 GError               *error);
void confab_turn_tell           (ConfabTurn           *self,
                                 const ConfabEvent    *event);

G_END_DECLS
