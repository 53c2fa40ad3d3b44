/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-turn.h"
#include "engine-fixture.h"
#include "matrix-row.h"

G_BEGIN_DECLS

/* A peer, and two providers there that differ in how long they are waited for. */
typedef struct
{
  const MatrixRow     *row;
  ConfabTestPeer      *peer;
  ConfabContext       *context;
  ConfabProvider      *provider;  /* borrowed; asked unless a test says otherwise */
  ConfabThinkingLevel  thinking;
  GPtrArray           *messages;
  GPtrArray           *tools;
} Fixture;

/* One question and what came of it. */
typedef struct
{
  ConfabTurn    *turn;
  ConfabMessage *reply;  /* borrowed of the turn */
  GAsyncResult  *result;
  GError        *error;
} Question;

void        matrix_set_up              (Fixture             *fixture,
                                        gconstpointer        data);
void        matrix_tear_down           (Fixture             *fixture,
                                        gconstpointer        data);

Question   *matrix_ask                 (Fixture             *fixture,
                                        ConfabProvider      *provider) G_GNUC_WARN_UNUSED_RESULT;
Question   *matrix_ask_text            (Fixture             *fixture,
                                        const char          *prompt) G_GNUC_WARN_UNUSED_RESULT;
gboolean    matrix_wait_end            (Question            *question);
ConfabPart *matrix_find_part           (Question            *question,
                                        ConfabPartKind       kind);
void        matrix_question_free       (Question            *self);

void        matrix_check_text          (Question            *question,
                                        const char          *expected);
void        matrix_check_complete      (Fixture             *fixture,
                                        Question            *question);
void        matrix_check_failure       (Question            *question,
                                        ConfabProviderError  code,
                                        ConfabMessageStatus  status,
                                        const char          *text);
void        matrix_check_answers_again (Fixture             *fixture);
void        matrix_check_place         (Fixture             *fixture,
                                        const char          *place,
                                        const char          *expected);
void        matrix_check_json          (Fixture             *fixture,
                                        const char          *place,
                                        const char          *expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, matrix_question_free)

G_END_DECLS
