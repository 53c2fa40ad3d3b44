/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation-list"

#include "config.h"

#include "confab-conversation-list-private.h"

#include "confab-chat-private.h"
#include "confab-chat-versions.h"

/* Each may hold as many messages as were ever said in it. */
#define MAX_RECENT_CHATS 4

/**
 * ConfabConversationList:
 *
 * All conversations, pinned ones first, then the newest: a #GListModel of #ConfabConversation.
 *
 * It hands out the chats, so that one conversation is open only once, and keeps the one that nothing was
 * said in yet, whose draft outlives the program. A conversation that is removed leaves the list at once, and the disk
 * when it can no longer be brought back: with the next removal, or at the end. Archived ones are in a
 * list of their own.
 *
 * The chats that were open last are kept, so that what is written in them, which branches were seen
 * and what can be undone is there when somebody comes back.
 */
enum { PROP_0, PROP_ERROR };

static void confab_conversation_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabConversationList, confab_conversation_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, confab_conversation_list_list_model_init))

/* confab_conversation_list_compare:
 *
 * Returns: the order in which conversations are listed
 */
int
confab_conversation_list_compare (ConfabConversation *a,
                                  ConfabConversation *b)
{
  const gboolean a_pinned = confab_conversation_get_pinned (a);
  const gboolean b_pinned = confab_conversation_get_pinned (b);
  const gint64 a_time = confab_conversation_get_updated_at_us (a);
  const gint64 b_time = confab_conversation_get_updated_at_us (b);

  if (a_pinned != b_pinned)
    return a_pinned ? -1 : 1;
  if (a_time != b_time)
    return a_time > b_time ? -1 : 1;

  return g_strcmp0 (confab_conversation_get_id (a), confab_conversation_get_id (b));
}

/* confab_conversation_list_reposition:
 *
 * Puts a conversation that changed where it belongs.
 */
void
confab_conversation_list_reposition (ConfabConversationList *self,
                                     GParamSpec             *pspec,
                                     ConfabConversation     *conversation)
{
  guint from;
  guint to = 0;

  if (!g_ptr_array_find (self->items, conversation, &from))
    return;

  g_object_ref (conversation);
  g_ptr_array_remove_index (self->items, from);
  while (to < self->items->len &&
         confab_conversation_list_compare (g_ptr_array_index (self->items, to), conversation) < 0)
    to++;
  g_ptr_array_insert (self->items, to, conversation);

  /* Even where it stays, what a view makes of it may be another, such as its group. */
  g_list_model_items_changed (G_LIST_MODEL (self), MIN (from, to), MAX (from, to) - MIN (from, to) + 1,
                              MAX (from, to) - MIN (from, to) + 1);
}

/* confab_conversation_list_watch:
 *
 * Keeps a conversation that is in the list where it belongs.
 */
void
confab_conversation_list_watch (ConfabConversationList *self,
                                ConfabConversation     *conversation)
{
  g_signal_connect_object (conversation, "notify::updated-at-us",
                           G_CALLBACK (confab_conversation_list_reposition), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::pinned",
                           G_CALLBACK (confab_conversation_list_reposition), self, G_CONNECT_SWAPPED);
}

/* confab_conversation_list_insert:
 *
 * Puts a conversation into the list.
 */
void
confab_conversation_list_insert (ConfabConversationList *self,
                                 ConfabConversation     *conversation)
{
  guint position = 0;

  if (g_ptr_array_find (self->items, conversation, NULL))
    return;

  while (position < self->items->len &&
         confab_conversation_list_compare (g_ptr_array_index (self->items, position), conversation) < 0)
    position++;
  g_ptr_array_insert (self->items, position, g_object_ref (conversation));
  confab_conversation_list_watch (self, conversation);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

/* confab_conversation_list_forget_chat_cb:
 * @user_data: the list
 * @where_the_chat_was: what is not there any more
 *
 * Watches over the chats, each of which it is a weak reference of.
 */
void
confab_conversation_list_forget_chat_cb (gpointer  user_data,
                                         GObject  *where_the_chat_was)
{
  ConfabConversationList *self = user_data;
  GHashTableIter iter;
  gpointer chat;

  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &chat))
    if (chat == where_the_chat_was)
      g_hash_table_iter_remove (&iter);
}

static void
remember_chat (ConfabConversationList *self,
               ConfabChat             *chat)
{
  const char *id = confab_conversation_get_id (confab_chat_get_conversation (chat));

  if (g_hash_table_insert (self->chats, g_strdup (id), chat))
    g_object_weak_ref (G_OBJECT (chat), confab_conversation_list_forget_chat_cb, self);
  confab_conversation_list_follow_journal (self, chat->journal);
}

/* The chat that was opened last goes first. */
static void
keep_chat (ConfabConversationList *self,
           ConfabChat             *chat)
{
  guint position;

  if (g_ptr_array_find (self->recent, chat, &position))
    g_ptr_array_insert (self->recent, 0, g_ptr_array_steal_index (self->recent, position));
  else
    g_ptr_array_insert (self->recent, 0, g_object_ref (chat));
  if (self->recent->len > MAX_RECENT_CHATS)
    g_ptr_array_set_size (self->recent, MAX_RECENT_CHATS);
}

static GType
confab_conversation_list_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_CONVERSATION;
}

static guint
confab_conversation_list_get_n_items (GListModel *model)
{
  return CONFAB_CONVERSATION_LIST (model)->items->len;
}

static gpointer
confab_conversation_list_get_item (GListModel *model,
                                   guint       position)
{
  ConfabConversationList *self = CONFAB_CONVERSATION_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
confab_conversation_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_conversation_list_get_item_type;
  iface->get_n_items = confab_conversation_list_get_n_items;
  iface->get_item = confab_conversation_list_get_item;
}

static void
confab_conversation_list_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ERROR:
      g_value_set_boxed (value, CONFAB_CONVERSATION_LIST (object)->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_conversation_list_dispose (GObject *object)
{
  ConfabConversationList *self = CONFAB_CONVERSATION_LIST (object);
  GHashTableIter iter;
  gpointer chat;

  g_clear_object (&self->fresh);
  g_ptr_array_set_size (self->recent, 0);
  g_hash_table_iter_init (&iter, self->chats);
  while (g_hash_table_iter_next (&iter, NULL, &chat))
    {
      g_object_weak_unref (G_OBJECT (chat), confab_conversation_list_forget_chat_cb, self);
      g_hash_table_iter_remove (&iter);
    }
  g_clear_object (&self->removed);
  g_ptr_array_set_size (self->journals, 0);
  g_clear_weak_pointer (&self->context);

  G_OBJECT_CLASS (confab_conversation_list_parent_class)->dispose (object);
}

static void
confab_conversation_list_finalize (GObject *object)
{
  ConfabConversationList *self = CONFAB_CONVERSATION_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->archived);
  g_clear_pointer (&self->recent, g_ptr_array_unref);
  g_clear_pointer (&self->chats, g_hash_table_unref);
  g_clear_pointer (&self->journals, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (confab_conversation_list_parent_class)->finalize (object);
}

static void
confab_conversation_list_class_init (ConfabConversationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_conversation_list_get_property;
  object_class->dispose = confab_conversation_list_dispose;
  object_class->finalize = confab_conversation_list_finalize;

  /**
   * ConfabConversationList:error:
   *
   * Why something of any conversation could not be stored yet, of %CONFAB_STORE_ERROR.
   */
  g_object_class_install_property (object_class, PROP_ERROR,
                                   g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                                                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                       G_PARAM_STATIC_STRINGS));

  /**
   * ConfabConversationList::cleared:
   * @self: the list
   *
   * All conversations have become others, or none. A chat that is shown is of no use any more.
   */
  g_signal_new ("cleared", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);

  /**
   * ConfabConversationList::departed:
   * @self: the list
   * @conversation: a conversation that is not in the list any more
   *
   * Somebody else deleted a conversation. Its chat is there until this returns, so that what was typed in it
   * can be kept with [method@ConversationList.take_draft].
   */
  g_signal_new ("departed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, CONFAB_TYPE_CONVERSATION);

  /**
   * ConfabConversationList::rewritten:
   * @self: the list
   *
   * What the history says of conversations and messages may be other than it was: somebody else wrote into it,
   * or one was given another name.
   */
  g_signal_new ("rewritten", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);

  /**
   * ConfabConversationList::removed-changed:
   * @self: the list
   *
   * A conversation or messages were removed that can be brought back, or were brought back. That it is too
   * late for that is not told: they stay where they are, out of sight.
   */
  g_signal_new ("removed-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
confab_conversation_list_init (ConfabConversationList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->archived = g_list_store_new (CONFAB_TYPE_CONVERSATION);
  self->recent = g_ptr_array_new_with_free_func (g_object_unref);
  self->chats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->journals = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * confab_conversation_list_new:
 * @context: what the list works with
 *
 * Returns: (transfer full): an empty list
 */
ConfabConversationList *
confab_conversation_list_new (ConfabContext *context)
{
  ConfabConversationList *self;

  g_return_val_if_fail (CONFAB_IS_CONTEXT (context), NULL);

  self = g_object_new (CONFAB_TYPE_CONVERSATION_LIST, NULL);
  g_set_weak_pointer (&self->context, context);

  return self;
}

static gboolean
is_touched (ConfabChat *chat)
{
  return confab_journal_get_stored (chat->journal) ||
         confab_conversation_get_draft (confab_chat_get_conversation (chat)) != NULL ||
         g_list_model_get_n_items (G_LIST_MODEL (confab_chat_get_attachments (chat))) > 0;
}

/**
 * confab_conversation_list_take_blank:
 * @conversations: (element-type ConfabConversation): those that the history holds and nothing was said in
 *   yet, the newest first
 *
 * Goes on with the draft of the last time, unless another one was begun meanwhile; then it waits for the
 * next start.
 */
void
confab_conversation_list_take_blank (ConfabConversationList *self,
                                     GPtrArray              *conversations)
{
  ConfabConversation *conversation;

  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));
  g_return_if_fail (conversations != NULL);

  if (conversations->len == 0 || (self->fresh != NULL && is_touched (self->fresh)))
    return;

  /* Something may have been said in it while it was read. */
  conversation = g_ptr_array_index (conversations, 0);
  if (g_hash_table_contains (self->chats, confab_conversation_get_id (conversation)))
    return;

  g_clear_object (&self->fresh);
  self->fresh = confab_chat_new (self->context, conversation, TRUE);
  confab_journal_set_begun (self->fresh->journal, FALSE);
  remember_chat (self, self->fresh);
}

/**
 * confab_conversation_list_adopt:
 * @chat: a chat in which something was said for the first time
 *
 * Puts its conversation into the list.
 */
void
confab_conversation_list_adopt (ConfabConversationList *self,
                                ConfabChat             *chat)
{
  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (self));
  g_return_if_fail (CONFAB_IS_CHAT (chat));

  confab_conversation_list_insert (self, confab_chat_get_conversation (chat));
  keep_chat (self, chat);
  if (self->fresh == chat)
    g_clear_object (&self->fresh);
}

/**
 * confab_conversation_list_new_chat:
 *
 * Begins a conversation. It enters the list with its first message; until then it is the same one however
 * often this is called, so that what was written in it is not lost.
 *
 * Returns: (transfer full): the chat
 */
ConfabChat *
confab_conversation_list_new_chat (ConfabConversationList *self)
{
  g_return_val_if_fail (CONFAB_IS_CONVERSATION_LIST (self), NULL);

  if (self->fresh == NULL)
    {
      g_autoptr(ConfabConversation) conversation = confab_conversation_new ();

      self->fresh = confab_chat_new (self->context, conversation, FALSE);
      remember_chat (self, self->fresh);
    }

  return g_object_ref (self->fresh);
}

/**
 * confab_conversation_list_dup_chat:
 * @conversation: a conversation of the list
 *
 * Returns: (transfer full): the chat in which it is, or becomes, open
 */
ConfabChat *
confab_conversation_list_dup_chat (ConfabConversationList *self,
                                   ConfabConversation     *conversation)
{
  ConfabChat *chat;

  g_return_val_if_fail (CONFAB_IS_CONVERSATION_LIST (self), NULL);
  g_return_val_if_fail (CONFAB_IS_CONVERSATION (conversation), NULL);

  chat = g_hash_table_lookup (self->chats, confab_conversation_get_id (conversation));
  if (chat != NULL)
    {
      g_object_ref (chat);
    }
  else
    {
      chat = confab_chat_new (self->context, conversation, TRUE);
      remember_chat (self, chat);
    }
  keep_chat (self, chat);

  return chat;
}
