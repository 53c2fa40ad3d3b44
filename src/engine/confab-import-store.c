/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-store"

#include "config.h"

#include "confab-import-store.h"

#include "confab-import-format.h"

#include <glib/gi18n-lib.h>

/*
 * ConfabImportStore:
 *
 * Puts conversations that come from elsewhere into the history, within a transaction. What is there already is
 * left as it is, and gets the messages that it lacks; so the same file can be read twice, and a later export
 * adds what is new. Of what has nothing new in it nothing is written.
 */
struct _ConfabImportStore
{
  ConfabHistorySession *session;     /* borrowed */
  ConfabImportReport   *report;      /* borrowed */
  GHashTable           *known;       /* owned: id (borrowed) to ConfabConversation (owned) */
  GHashTable           *ids;         /* owned: of messages of the conversation, as the file calls them (owned),
                                      * to what they are called here (owned) */
  ConfabConversation   *old;         /* borrowed, nullable: the conversation as it was here before */
  char                 *id;          /* owned, nullable: of the conversation that has begun */
  char                 *last_id;     /* owned, nullable: of the newest message of it */
  guint                 n_messages;  /* that were taken of it */
};

/* confab_import_store_new:
 * @session: the history, in the calling thread
 * @report: where to count
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Returns: (transfer full): the store, or %NULL
 */
ConfabImportStore *
confab_import_store_new (ConfabHistorySession  *session,
                         ConfabImportReport    *report,
                         GCancellable          *cancellable,
                         GError               **error)
{
  g_autoptr(GPtrArray) conversations = confab_history_session_list (session, cancellable, error);
  ConfabImportStore *self;

  if (conversations == NULL)
    return NULL;

  self = g_new0 (ConfabImportStore, 1);
  self->session = session;
  self->report = report;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < conversations->len; i++)
    {
      ConfabConversation *conversation = g_object_ref (g_ptr_array_index (conversations, i));

      g_hash_table_insert (self->known, (gpointer) confab_conversation_get_id (conversation), conversation);
    }

  return self;
}

/* confab_import_store_free:
 * @self: (nullable) (transfer full): the store
 *
 * Frees it.
 */
void
confab_import_store_free (ConfabImportStore *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->known);
  g_hash_table_unref (self->ids);
  g_free (self->id);
  g_free (self->last_id);
  g_free (self);
}

/* confab_import_store_begin:
 * @conversation: a conversation; its messages follow
 *
 * Begins a conversation.
 */
void
confab_import_store_begin (ConfabImportStore  *self,
                           ConfabConversation *conversation)
{
  g_hash_table_remove_all (self->ids);
  g_clear_pointer (&self->last_id, g_free);
  g_free (self->id);
  self->id = g_strdup (confab_conversation_get_id (conversation));
  self->old = g_hash_table_lookup (self->known, self->id);
  self->n_messages = 0;
}

/* What is called the same here and belongs to another conversation must not be touched. */
static gboolean
find_free_id (ConfabImportStore  *self,
              const char         *id,
              char              **free_id,
              gboolean           *exists,
              GError            **error)
{
  g_autofree char *owner = NULL;
  g_autofree char *other = NULL;

  if (!confab_history_session_find_message (self->session, id, &owner, error))
    return FALSE;

  *exists = g_strcmp0 (owner, self->id) == 0;
  if (owner == NULL || *exists)
    {
      *free_id = g_strdup (id);
      return TRUE;
    }

  other = confab_import_dup_id ("confab", self->id, id);
  return find_free_id (self, other, free_id, exists, error);
}

static ConfabMessage *
copy_with_id (ConfabMessage *message,
              const char    *id)
{
  ConfabMessage *copy = confab_message_new_with_id (confab_message_get_role (message), id);

  confab_message_set_created_at_us (copy, confab_message_get_created_at_us (message));
  confab_message_set_duration_ms (copy, confab_message_get_duration_ms (message));
  confab_message_set_status (copy, confab_message_get_status (message));
  confab_message_set_provider_id (copy, confab_message_get_provider_id (message));
  confab_message_set_provider_name (copy, confab_message_get_provider_name (message));
  confab_message_set_dialect (copy, confab_message_get_dialect (message));
  confab_message_set_model (copy, confab_message_get_model (message));
  confab_message_set_stop_reason (copy, confab_message_get_stop_reason (message),
                                  confab_message_get_raw_stop_reason (message));
  confab_message_set_usage (copy, confab_message_get_usage (message));
  confab_message_set_error (copy, confab_message_get_error (message));
  confab_message_set_attempts (copy, confab_message_get_attempts (message));
  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    confab_message_append_part (copy, confab_message_get_part (message, i));

  return copy;
}

/* confab_import_store_message:
 * @conversation: the conversation that has begun
 * @message: a message of it; the store may change it
 * @error: return location
 *
 * Takes a message, unless it is there already.
 *
 * Returns: whether all went well
 */
gboolean
confab_import_store_message (ConfabImportStore   *self,
                             ConfabConversation  *conversation,
                             ConfabMessage       *message,
                             GError             **error)
{
  const char *source_id = confab_message_get_id (message);
  const char *source_parent = confab_message_get_parent_id (message);
  const char *parent_id = source_parent != NULL ? g_hash_table_lookup (self->ids, source_parent) : NULL;
  g_autoptr(ConfabMessage) renamed = NULL;
  g_autofree char *id = NULL;
  gboolean exists;

  if (!find_free_id (self, source_id, &id, &exists, error))
    return FALSE;

  g_hash_table_insert (self->ids, g_strdup (source_id), g_strdup (id));
  g_free (self->last_id);
  self->last_id = g_strdup (id);
  if (exists)
    return TRUE;

  if (source_parent != NULL && parent_id == NULL)
    confab_import_report_add (self->report, NULL, _("Messages that lead nowhere were put at the beginning"));
  if (!g_str_equal (id, source_id))
    message = renamed = copy_with_id (message, id);
  confab_message_set_parent_id (message, parent_id);
  if (self->n_messages == 0 && self->old == NULL &&
      !confab_history_session_save_conversation (self->session, conversation, error))
    return FALSE;
  if (!confab_history_session_save_message (self->session, self->id, message, error))
    return FALSE;

  self->n_messages++;
  return TRUE;
}

static gboolean
save_old (ConfabImportStore   *self,
          ConfabConversation  *conversation,
          const char          *head_id,
          GError             **error)
{
  /* Whoever was talking here since stays where they are. */
  if (confab_conversation_get_updated_at_us (conversation) < confab_conversation_get_updated_at_us (self->old))
    return TRUE;

  confab_conversation_set_head_id (self->old, head_id);
  confab_conversation_set_updated_at_us (self->old, confab_conversation_get_updated_at_us (conversation));
  return confab_history_session_save_conversation (self->session, self->old, error);
}

/* confab_import_store_end:
 * @conversation: the conversation, of which all messages were told
 * @error: return location
 *
 * Ends it.
 *
 * Returns: whether all went well
 */
gboolean
confab_import_store_end (ConfabImportStore   *self,
                         ConfabConversation  *conversation,
                         GError             **error)
{
  const char *head_id = confab_conversation_get_head_id (conversation);
  const char *draft = confab_conversation_get_draft (conversation);
  gboolean ok;

  head_id = head_id != NULL ? g_hash_table_lookup (self->ids, head_id) : NULL;
  if (head_id == NULL)
    head_id = self->last_id;

  if (self->n_messages == 0 && (self->old != NULL || draft == NULL))
    {
      if (self->old != NULL)
        self->report->n_known++;
      else
        confab_import_report_add (self->report, confab_conversation_get_title (conversation),
                                  _("There is nothing in it"));
      return TRUE;
    }

  if (self->old != NULL)
    ok = save_old (self, conversation, head_id, error);
  else
    {
      confab_conversation_set_head_id (conversation, head_id);
      ok = confab_history_session_save_conversation (self->session, conversation, error);
    }
  if (!ok)
    return FALSE;

  if (self->old != NULL)
    self->report->n_updated++;
  else
    {
      self->report->n_new++;
      g_hash_table_insert (self->known, (gpointer) confab_conversation_get_id (conversation),
                           g_object_ref (conversation));
    }
  self->report->n_messages += self->n_messages;
  return TRUE;
}
