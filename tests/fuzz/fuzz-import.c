/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conversations of other programs and of ours, from the bytes of a file to the messages: each has its
 * parent before it, and what is told can be shown. */

#include "config.h"

#include "confab-import-format.h"
#include "confab-json-splitter.h"
#include "confab-json.h"
#include "fuzz.h"

#include <string.h>

typedef struct
{
  ConfabConversation *conversation;  /* borrowed, nullable: the one that has begun */
  GHashTable         *ids;           /* owned: of its messages */
  guint               n_lookups;
} Sink;

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_init ();

  return 0;
}

static void
check_text (const char *text)
{
  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    g_error ("A text is not UTF-8");
}

static void
check_message (ConfabMessage *message)
{
  check_text (confab_message_get_id (message));
  check_text (confab_message_get_model (message));
  check_text (confab_message_get_provider_name (message));
  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    {
      ConfabPart *part = confab_message_get_part (message, i);

      check_text (confab_part_get_text (part));
      check_text (confab_part_get_name (part));
      check_text (confab_part_get_mime_type (part));
    }
}

static gboolean
begin_cb (ConfabConversation  *conversation,
          gpointer             user_data,
          GError             **error)
{
  Sink *self = user_data;

  if (self->conversation != NULL)
    g_error ("A conversation begins in another");
  self->conversation = conversation;
  g_hash_table_remove_all (self->ids);
  check_text (confab_conversation_get_title (conversation));
  return TRUE;
}

static gboolean
message_cb (ConfabConversation  *conversation,
            ConfabMessage       *message,
            gpointer             user_data,
            GError             **error)
{
  Sink *self = user_data;
  const char *parent_id = confab_message_get_parent_id (message);

  if (conversation != self->conversation)
    g_error ("A message of a conversation that has not begun");
  if (parent_id != NULL && !g_hash_table_contains (self->ids, parent_id))
    g_error ("A message comes before its parent");
  if (confab_message_get_n_parts (message) == 0)
    g_error ("A message with nothing in it");
  g_hash_table_add (self->ids, g_strdup (confab_message_get_id (message)));
  check_message (message);
  return TRUE;
}

static gboolean
end_cb (ConfabConversation  *conversation,
        gpointer             user_data,
        GError             **error)
{
  Sink *self = user_data;

  if (conversation != self->conversation)
    g_error ("A conversation ends that has not begun");
  self->conversation = NULL;
  return TRUE;
}

static GBytes *
attachment_cb (const char  *reference,
               char       **name,
               gpointer     user_data)
{
  Sink *self = user_data;

  *name = NULL;
  if (self->n_lookups++ % 2 == 0)
    return NULL;

  *name = g_strdup ("cat.png");
  return g_bytes_new_static ("\x89PNG\r\n\x1a\n", 8);
}

static void
issue_cb (const char *title,
          const char *reason,
          gpointer    user_data)
{
  check_text (title);
  check_text (reason);
}

static const ConfabImportSink sink = { begin_cb, message_cb, end_cb, attachment_cb, issue_cb };

static void
take_own (JsonObject *object)
{
  g_autoptr(ConfabConversation) conversation = confab_import_own_conversation (object);
  const char *conversation_id;
  g_autoptr(ConfabMessage) message = confab_import_own_message (object, &conversation_id);

  if (conversation != NULL)
    check_text (confab_conversation_get_title (conversation));
  if (message != NULL)
    check_message (message);
}

static gboolean
take_cb (const char  *name,
         const char  *json,
         gsize        length,
         gpointer     user_data,
         GError     **error)
{
  Sink *self = user_data;
  g_autofree char *valid = json != NULL ? g_utf8_make_valid (json, (gssize) length) : NULL;
  g_autoptr(JsonNode) node = valid != NULL ? confab_json_parse (valid, strlen (valid), NULL) : NULL;
  JsonObject *object = confab_json_node_object (node);

  if (object == NULL)
    return TRUE;

  take_own (object);
  self->conversation = NULL;
  if (confab_import_is_chatgpt (object) && !confab_import_chatgpt (object, &sink, self, error))
    g_error ("It failed though nobody did");
  self->conversation = NULL;
  if (confab_import_is_claude (object) && !confab_import_claude (object, &sink, self, error))
    g_error ("It failed though nobody did");
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Sink self = { .ids = ids };
  g_autoptr(ConfabJsonSplitter) splitter = confab_json_splitter_new (1024 * 1024, take_cb, &self);
  g_autoptr(GError) error = NULL;

  if (confab_json_splitter_feed (splitter, (const char *) data, size, &error))
    confab_json_splitter_finish (splitter, NULL);

  return 0;
}
