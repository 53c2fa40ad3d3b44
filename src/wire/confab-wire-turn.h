/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-chat-request.h"
#include "confab-wire-item.h"

G_BEGIN_DECLS

/**
 * ConfabWireTurn:
 * @role: %CONFAB_ROLE_USER or %CONFAB_ROLE_ASSISTANT
 * @items: (element-type ConfabWireItem): what is said; tool results come first
 *
 * What one side says, however many messages it took.
 */
typedef struct
{
  ConfabRole  role;
  GPtrArray  *items;
} ConfabWireTurn;

/**
 * ConfabWireTurnRules:
 * @dialect_id: the dialect
 * @max_id_length: how long the id of a tool call may be
 * @optional_ids: whether a tool call need not have an id
 * @starts_with_user: whether the person has to have the first word
 * @assistant_images: whether the model's own pictures can be sent back
 * @signed_empty_text: whether a text that is empty but has something to send back counts
 * @opaque: whether what has no name here can be sent back
 * @text_documents: whether a text file can be sent as a file; otherwise it becomes text
 * @results_hold_media: whether pictures and files that a tool returned can stand within its result;
 *   otherwise, or if the request says so, they are taken to be said right after all results
 *
 * What dialects differ in before a word is written.
 */
typedef struct
{
  const char *dialect_id;
  gsize       max_id_length;
  guint       optional_ids : 1;
  guint       starts_with_user : 1;
  guint       assistant_images : 1;
  guint       signed_empty_text : 1;
  guint       opaque : 1;
  guint       text_documents : 1;
  guint       results_hold_media : 1;
} ConfabWireTurnRules;

GPtrArray *confab_wire_turns_prepare       (const ConfabChatRequest    *request,
                                            const ConfabWireTurnRules  *rules,
                                            char                      **system_text,
                                            GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   confab_wire_turn_has_kind       (const ConfabWireTurn       *turn,
                                            ConfabPartKind              kind);
char      *confab_wire_turn_dup_text       (const ConfabWireTurn       *turn,
                                            ConfabPartKind              kind) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
