/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-message-tree"

#include "config.h"

#include "confab-message-tree.h"

/**
 * ConfabMessageTree:
 *
 * All messages of a conversation. Each points to its parent; a branch is the way from one of them
 * up to the first.
 *
 * It remembers which way was last gone below each message, so that a branch that is shown again is
 * shown to where it was left. Messages that are hidden are as good as gone, and can come back to
 * their places.
 */
struct _ConfabMessageTree
{
  GPtrArray  *messages;  /* owned, of ConfabMessage, as added */
  GHashTable *by_id;     /* owned, id to ConfabMessage, both lent by the array */
  GHashTable *children;  /* owned, id of the parent (owned) to GPtrArray (owned) of ConfabMessage, lent */
  GHashTable *shown;     /* owned, id of the parent (owned) to the id (owned) of its child that was shown last */
  GHashTable *hidden;    /* owned, a set of ConfabMessage, lent */
};

/* What follows nothing follows this. */
#define ROOT ""

static const char *
get_parent_key (ConfabMessage *message)
{
  const char *parent_id = confab_message_get_parent_id (message);

  return parent_id != NULL ? parent_id : ROOT;
}

static gboolean
is_hidden (ConfabMessageTree *self,
           ConfabMessage     *message)
{
  return g_hash_table_contains (self->hidden, message);
}

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
  self->children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->hidden = g_hash_table_new (NULL, NULL);

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

  g_hash_table_unref (self->hidden);
  g_hash_table_unref (self->shown);
  g_hash_table_unref (self->children);
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
  GPtrArray *siblings;

  g_return_if_fail (self != NULL);
  g_return_if_fail (CONFAB_IS_MESSAGE (message));

  if (g_hash_table_contains (self->by_id, confab_message_get_id (message)))
    return;

  g_ptr_array_add (self->messages, g_object_ref (message));
  g_hash_table_insert (self->by_id, (gpointer) confab_message_get_id (message), message);

  siblings = g_hash_table_lookup (self->children, get_parent_key (message));
  if (siblings == NULL)
    {
      siblings = g_ptr_array_new ();
      g_hash_table_insert (self->children, g_strdup (get_parent_key (message)), siblings);
    }
  g_ptr_array_add (siblings, message);
}

/**
 * confab_message_tree_lookup:
 * @id: (nullable): the id of a message
 *
 * Returns: (transfer none) (nullable): the message, unless it is hidden
 */
ConfabMessage *
confab_message_tree_lookup (ConfabMessageTree *self,
                            const char        *id)
{
  ConfabMessage *message = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;

  return message != NULL && !is_hidden (self, message) ? message : NULL;
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
  ConfabMessage *message;

  g_return_val_if_fail (self != NULL, branch);

  message = confab_message_tree_lookup (self, head_id);
  for (guint i = self->messages->len; message == NULL && i > 0; i--)
    if (!is_hidden (self, g_ptr_array_index (self->messages, i - 1)))
      message = g_ptr_array_index (self->messages, i - 1);

  /* A ring of parents can only come from a damaged file; it ends where every message was seen. */
  while (message != NULL && branch->len < self->messages->len)
    {
      const char *parent_id = confab_message_get_parent_id (message);

      g_ptr_array_insert (branch, 0, g_object_ref (message));
      message = parent_id != NULL ? g_hash_table_lookup (self->by_id, parent_id) : NULL;
    }

  return branch;
}

/* The sibling of a place, as people count them; all of them if there is no such place. */
static ConfabMessage *
find_sibling (ConfabMessageTree *self,
              const char        *parent_key,
              guint              position,
              guint             *n_siblings)
{
  GPtrArray *siblings = g_hash_table_lookup (self->children, parent_key);
  guint n = 0;

  for (guint i = 0; siblings != NULL && i < siblings->len; i++)
    {
      ConfabMessage *sibling = g_ptr_array_index (siblings, i);

      if (is_hidden (self, sibling))
        continue;
      if (n == position)
        return sibling;
      n++;
    }

  if (n_siblings != NULL)
    *n_siblings = n;

  return NULL;
}

/**
 * confab_message_tree_get_siblings:
 * @message: a message of the tree
 * @position: (out) (optional): which of them it is, counted from 0
 *
 * Returns: how many messages there are at this place, itself among them
 */
guint
confab_message_tree_get_siblings (ConfabMessageTree *self,
                                  ConfabMessage     *message,
                                  guint             *position)
{
  const char *parent_key = get_parent_key (message);
  ConfabMessage *sibling;
  guint n = 0;

  for (guint i = 0; (sibling = find_sibling (self, parent_key, i, &n)) != NULL; i++)
    if (sibling == message && position != NULL)
      *position = i;

  return n;
}

/**
 * confab_message_tree_get_sibling:
 * @message: a message of the tree
 * @position: counted from 0
 *
 * Returns: (transfer none) (nullable): the message at this place among its siblings
 */
ConfabMessage *
confab_message_tree_get_sibling (ConfabMessageTree *self,
                                 ConfabMessage     *message,
                                 guint              position)
{
  return find_sibling (self, get_parent_key (message), position, NULL);
}

/**
 * confab_message_tree_get_tip:
 * @message: a message of the tree
 *
 * Returns: (transfer none): the end of the branch below it: the way that was last gone, else the
 *   newest one
 */
ConfabMessage *
confab_message_tree_get_tip (ConfabMessageTree *self,
                             ConfabMessage     *message)
{
  for (guint i = 0; i < self->messages->len; i++)
    {
      const char *id = confab_message_get_id (message);
      ConfabMessage *child = confab_message_tree_lookup (self, g_hash_table_lookup (self->shown, id));
      guint n = 0;

      if (child == NULL)
        {
          find_sibling (self, id, G_MAXUINT, &n);
          child = n > 0 ? find_sibling (self, id, n - 1, NULL) : NULL;
        }
      if (child == NULL)
        break;
      message = child;
    }

  return message;
}

/**
 * confab_message_tree_note_shown:
 * @head_id: (nullable): the message at the end of the branch that is shown
 *
 * Remembers this branch as the way that was last gone.
 */
void
confab_message_tree_note_shown (ConfabMessageTree *self,
                                const char        *head_id)
{
  ConfabMessage *message = confab_message_tree_lookup (self, head_id);

  for (guint i = 0; message != NULL && i < self->messages->len; i++)
    {
      g_hash_table_replace (self->shown, g_strdup (get_parent_key (message)),
                            g_strdup (confab_message_get_id (message)));
      message = confab_message_tree_lookup (self, confab_message_get_parent_id (message));
    }
}

/**
 * confab_message_tree_hide:
 * @message: a message of the tree
 *
 * Hides a message and everything below it.
 *
 * Returns: (transfer full) (element-type ConfabMessage): what was hidden, parents before children
 */
GPtrArray *
confab_message_tree_hide (ConfabMessageTree *self,
                          ConfabMessage     *message)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  if (!is_hidden (self, message))
    g_ptr_array_add (found, g_object_ref (message));
  g_hash_table_add (self->hidden, message);

  for (guint i = 0; i < found->len; i++)
    {
      GPtrArray *children = g_hash_table_lookup (self->children,
                                                 confab_message_get_id (g_ptr_array_index (found, i)));

      for (guint j = 0; children != NULL && j < children->len; j++)
        if (g_hash_table_add (self->hidden, g_ptr_array_index (children, j)))
          g_ptr_array_add (found, g_object_ref (g_ptr_array_index (children, j)));
    }

  return found;
}

/**
 * confab_message_tree_unhide:
 * @messages: (element-type ConfabMessage): what was hidden
 *
 * Brings hidden messages back to their places.
 */
void
confab_message_tree_unhide (ConfabMessageTree *self,
                            GPtrArray         *messages)
{
  for (guint i = 0; i < messages->len; i++)
    g_hash_table_remove (self->hidden, g_ptr_array_index (messages, i));
}

/**
 * confab_message_tree_remove:
 * @messages: (element-type ConfabMessage): what was hidden
 *
 * Forgets messages for good.
 */
void
confab_message_tree_remove (ConfabMessageTree *self,
                            GPtrArray         *messages)
{
  confab_message_tree_unhide (self, messages);

  for (guint i = 0; i < messages->len; i++)
    {
      ConfabMessage *message = g_ptr_array_index (messages, i);
      const char *id = confab_message_get_id (message);
      GPtrArray *siblings = g_hash_table_lookup (self->children, get_parent_key (message));

      if (siblings != NULL)
        g_ptr_array_remove (siblings, message);
      g_hash_table_remove (self->children, id);
      g_hash_table_remove (self->shown, id);
      g_hash_table_remove (self->by_id, id);
      g_ptr_array_remove (self->messages, message);
    }
}
