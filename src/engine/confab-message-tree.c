/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-message-tree"

#include "config.h"

#include "confab-message-tree.h"

/**
 * ConfabMessageTree:
 *
 * All messages of a conversation. Each points to its parent; a branch is the way from one of them
 * up to the first.
 */
struct _ConfabMessageTree
{
  GPtrArray  *messages;  /* owned, of ConfabMessage, as added */
  GHashTable *by_id;     /* owned, id to ConfabMessage, both lent by the array */
};

/**
 * confab_message_tree_new:
 *
 * Returns: (transfer full): an empty tree
 */
ConfabMessageTree *
confab_message_tree_new (void)
{
  ConfabMessageTree *self = g_new0 (ConfabMessageTree, 1);

  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * confab_message_tree_free:
 * @self: (transfer full) (nullable): a tree
 */
void
confab_message_tree_free (ConfabMessageTree *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

/**
 * confab_message_tree_get_all:
 *
 * Returns: (transfer none) (element-type ConfabMessage): all messages, each after its parent
 */
GPtrArray *
confab_message_tree_get_all (ConfabMessageTree *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->messages;
}

/**
 * confab_message_tree_add:
 * @message: a message; one of its id is in the tree at most once
 */
void
confab_message_tree_add (ConfabMessageTree *self,
                         ConfabMessage     *message)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (CONFAB_IS_MESSAGE (message));

  if (g_hash_table_contains (self->by_id, confab_message_get_id (message)))
    return;

  g_ptr_array_add (self->messages, g_object_ref (message));
  g_hash_table_insert (self->by_id, (gpointer) confab_message_get_id (message), message);
}

/**
 * confab_message_tree_get_branch:
 * @head_id: (nullable): the message at the end; when unknown, the one added last
 *
 * Returns: (transfer full) (element-type ConfabMessage): the messages from the first to the head
 */
GPtrArray *
confab_message_tree_get_branch (ConfabMessageTree *self,
                                const char        *head_id)
{
  GPtrArray *branch = g_ptr_array_new_with_free_func (g_object_unref);
  ConfabMessage *message = NULL;

  g_return_val_if_fail (self != NULL, branch);

  if (head_id != NULL)
    message = g_hash_table_lookup (self->by_id, head_id);
  if (message == NULL && self->messages->len > 0)
    message = g_ptr_array_index (self->messages, self->messages->len - 1);

  /* A ring of parents can only come from a damaged file; it ends where every message was seen. */
  while (message != NULL && branch->len < self->messages->len)
    {
      const char *parent_id = confab_message_get_parent_id (message);

      g_ptr_array_insert (branch, 0, g_object_ref (message));
      message = parent_id != NULL ? g_hash_table_lookup (self->by_id, parent_id) : NULL;
    }

  return branch;
}
