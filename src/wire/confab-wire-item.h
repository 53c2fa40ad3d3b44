/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-part.h"

G_BEGIN_DECLS

/**
 * ConfabWireItem:
 * @kind: what it is
 * @part: (nullable): where it comes from; %NULL for a result that was made up
 * @text: its text; of a tool call, its arguments as a JSON object
 * @id: (nullable): of a tool call or result: its id, as this dialect accepts it
 * @name: (nullable): of a tool call or result: the tool's name, as providers accept it; of a document its title
 * @attachments: (nullable) (element-type ConfabWireItem): of a tool result: pictures and files that
 *   belong to it and stand within it
 * @replay: (nullable): what to send back byte for byte, if it is valid and was made by the model that is asked
 * @replay_node: (nullable): the same, parsed
 * @replay_object: (nullable): the same, if it is an object
 * @own: whether the model that is asked made it
 * @is_error: of a tool result: whether the tool failed
 * @orphan: whether the thinking before it was taken out, so that it cannot go back as it came
 *
 * One piece of a turn.
 */
typedef struct
{
  ConfabPartKind  kind;
  ConfabPart     *part;         /* owned, nullable */
  char           *text;         /* owned */
  char           *id;           /* owned, nullable */
  char           *name;         /* owned, nullable */
  GPtrArray      *attachments;  /* owned, nullable */
  const char     *replay;       /* borrowed from part, nullable */
  JsonNode       *replay_node;  /* owned, nullable */
  JsonObject     *replay_object;  /* borrowed from replay_node, nullable */
  guint           own : 1;
  guint           is_error : 1;
  guint           orphan : 1;
} ConfabWireItem;

ConfabWireItem *confab_wire_item_new              (ConfabPartKind  kind,
                                                   const char     *text) G_GNUC_WARN_UNUSED_RESULT;
ConfabWireItem *confab_wire_item_new_for_part     (ConfabPart     *part) G_GNUC_WARN_UNUSED_RESULT;
void            confab_wire_item_free             (ConfabWireItem *self);
void            confab_wire_item_load_replay      (ConfabWireItem *self);
void            confab_wire_item_load_document    (ConfabWireItem *self,
                                                   gboolean        as_text);
void            confab_wire_item_repair_arguments (ConfabWireItem *self);
void            confab_wire_item_add_attachment   (ConfabWireItem *self,
                                                   ConfabWireItem *attachment);
char           *confab_wire_item_dup_result_text  (const ConfabWireItem *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean        confab_wire_is_blank              (const char     *text);
gboolean        confab_wire_is_same_model         (const char     *asked,
                                                   const char     *answered);

G_END_DECLS
