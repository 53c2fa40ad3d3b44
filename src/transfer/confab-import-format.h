/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-conversation.h"
#include "confab-message.h"
#include "confab-transfer-error.h"

G_BEGIN_DECLS

/**
 * CONFAB_IMPORT_MAX_VALUE:
 *
 * The longest conversation of other programs, or message of ours with its pictures, that is taken, in
 * bytes of JSON.
 */
#define CONFAB_IMPORT_MAX_VALUE (256 * 1024 * 1024)

/**
 * CONFAB_IMPORT_MAX_FILE:
 *
 * The largest picture or file that is taken into a message, in bytes.
 */
#define CONFAB_IMPORT_MAX_FILE (64 * 1024 * 1024)

/**
 * ConfabImportSink:
 * @begin: a conversation begins; its messages follow
 * @message: a message of it, parents before children
 * @end: all messages of it were told, and it may know by now which one is shown last
 * @attachment: looks for a picture or file by what it is called in the conversation; the answer is
 *   (transfer full) (nullable), with the name of the file
 * @issue: something of a conversation could not be taken: its title, and a sentence that says what
 *
 * Who takes what is found in a file. Those that return a boolean may fail.
 */
typedef struct
{
  gboolean (*begin)      (ConfabConversation  *conversation,
                          gpointer             user_data,
                          GError             **error);
  gboolean (*message)    (ConfabConversation  *conversation,
                          ConfabMessage       *message,
                          gpointer             user_data,
                          GError             **error);
  gboolean (*end)        (ConfabConversation  *conversation,
                          gpointer             user_data,
                          GError             **error);
  GBytes  *(*attachment) (const char          *reference,
                          char               **name,
                          gpointer             user_data);
  void     (*issue)      (const char          *title,
                          const char          *reason,
                          gpointer             user_data);
} ConfabImportSink;

gboolean            confab_import_is_chatgpt           (JsonObject              *object);
gboolean            confab_import_chatgpt              (JsonObject              *object,
                                                        const ConfabImportSink  *sink,
                                                        gpointer                 user_data,
                                                        GError                 **error);
gboolean            confab_import_is_claude            (JsonObject              *object);
gboolean            confab_import_claude               (JsonObject              *object,
                                                        const ConfabImportSink  *sink,
                                                        gpointer                 user_data,
                                                        GError                 **error);
ConfabConversation *confab_import_own_conversation     (JsonObject              *object) G_GNUC_WARN_UNUSED_RESULT;
ConfabMessage      *confab_import_own_message          (JsonObject              *object,
                                                        const char             **conversation_id) G_GNUC_WARN_UNUSED_RESULT;

void                confab_import_add_text             (ConfabMessage           *message,
                                                        ConfabPartKind           kind,
                                                        const char              *text);
void                confab_import_add_fence            (ConfabMessage           *message,
                                                        const char              *language,
                                                        const char              *code);
char               *confab_import_dup_missing          (const char              *name) G_GNUC_WARN_UNUSED_RESULT;
char               *confab_import_dup_unknown          (const char              *kind) G_GNUC_WARN_UNUSED_RESULT;
char               *confab_import_dup_id               (const char              *source,
                                                        const char              *conversation,
                                                        const char              *message) G_GNUC_WARN_UNUSED_RESULT;
ConfabPart         *confab_import_file_part            (const char              *name,
                                                        const char              *mime_type,
                                                        GBytes                  *data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
