/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-export-branches"

#include "config.h"

#include "confab-export-branches.h"

static void
branch_free (ConfabExportBranch *self)
{
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

/* From a leaf up to what is written already, the oldest first. */
static ConfabExportBranch *
climb (GHashTable        *by_id,
       GHashTable        *numbers,
       ConfabHistoryNode *leaf,
       guint             *n_written)
{
  ConfabExportBranch *branch = g_new0 (ConfabExportBranch, 1);
  ConfabHistoryNode *node = leaf;

  branch->nodes = g_ptr_array_new ();
  /* A tree that is damaged may be none; its messages are fewer than any circle has steps. */
  while (node != NULL && !g_hash_table_contains (numbers, node->id) &&
         branch->nodes->len < g_hash_table_size (by_id))
    {
      g_ptr_array_add (branch->nodes, node);
      node = node->parent_id != NULL ? g_hash_table_lookup (by_id, node->parent_id) : NULL;
    }

  branch->after = node != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (numbers, node->id)) : 0;
  for (guint i = 0; i < branch->nodes->len / 2; i++)
    {
      gpointer other = branch->nodes->pdata[i];

      branch->nodes->pdata[i] = branch->nodes->pdata[branch->nodes->len - 1 - i];
      branch->nodes->pdata[branch->nodes->len - 1 - i] = other;
    }
  for (guint i = 0; i < branch->nodes->len; i++)
    {
      ConfabHistoryNode *member = g_ptr_array_index (branch->nodes, i);

      g_hash_table_insert (numbers, member->id, GUINT_TO_POINTER (++*n_written));
    }

  return branch;
}

/* confab_export_branches_new:
 * @nodes: (element-type ConfabHistoryNode): all messages of a conversation, parents before children
 * @head_id: (nullable): the end of the branch that is shown; without it that is the newest message
 * @all: also what is not shown
 *
 * Returns: (transfer full) (element-type ConfabExportBranch): in which order to write the messages:
 *   the branch that is shown first, then what other branches have in addition
 */
GPtrArray *
confab_export_branches_new (GPtrArray  *nodes,
                            const char *head_id,
                            gboolean    all)
{
  g_autoptr(GPtrArray) branches = g_ptr_array_new_with_free_func ((GDestroyNotify) branch_free);
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) parents = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  ConfabHistoryNode *head;
  guint n_written = 0;

  for (guint i = 0; i < nodes->len; i++)
    {
      ConfabHistoryNode *node = g_ptr_array_index (nodes, i);

      g_hash_table_insert (by_id, node->id, node);
      if (node->parent_id != NULL)
        g_hash_table_add (parents, node->parent_id);
    }

  head = head_id != NULL ? g_hash_table_lookup (by_id, head_id) : NULL;
  if (head == NULL && nodes->len > 0)
    head = g_ptr_array_index (nodes, nodes->len - 1);
  if (head != NULL)
    g_ptr_array_add (branches, climb (by_id, numbers, head, &n_written));

  for (guint i = 0; all && i < nodes->len; i++)
    {
      ConfabHistoryNode *node = g_ptr_array_index (nodes, i);

      if (!g_hash_table_contains (parents, node->id) && !g_hash_table_contains (numbers, node->id))
        g_ptr_array_add (branches, climb (by_id, numbers, node, &n_written));
    }

  return g_steal_pointer (&branches);
}
