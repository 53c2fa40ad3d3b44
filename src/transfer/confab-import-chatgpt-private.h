/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-import-format.h"

G_BEGIN_DECLS

/* One conversation of ChatGPT's export: the file that walks through its tree and the one that reads what is
 * in a node share it. */
typedef struct
{
  JsonObject             *mapping;       /* borrowed */
  const char             *id;            /* borrowed: what ChatGPT calls the conversation */
  const char             *title;         /* borrowed */
  const ConfabImportSink *sink;          /* borrowed */
  gpointer                user_data;
  GHashTable             *message_ids;   /* owned: node (borrowed) to the id of its message (owned) */
  GHashTable             *attachments;   /* owned: names (owned) of what is in the message already */
  GPtrArray              *left;          /* owned, of Node: still to be read, the next last */
  gboolean                tools_left_out;
} ConfabChatgptReader;

const char *confab_chatgpt_get_role    (JsonObject          *message);
void        confab_chatgpt_tell        (ConfabChatgptReader *self,
                                        const char          *reason);
void        confab_chatgpt_add_content (ConfabChatgptReader *self,
                                        ConfabMessage       *message,
                                        JsonObject          *source);

G_END_DECLS
