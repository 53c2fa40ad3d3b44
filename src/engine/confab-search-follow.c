/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-search-follow"

#include "config.h"

#include "confab-search-private.h"

#include "confab-context-private.h"
#include "confab-conversation-list-private.h"

/* What becomes of the hits when the history becomes another. */

static gboolean
is_left_out (ConfabSearch    *self,
             ConfabSearchHit *hit)
{
  const char *message_id = confab_search_hit_get_message_id (hit);

  return g_strcmp0 (confab_search_hit_get_conversation_id (hit), self->removed) == 0 ||
         (message_id != NULL && g_strv_contains ((const char *const *) self->hidden, message_id));
}

/* What is removed vanishes at once, and what is brought back is found again. */
static void
on_removed_changed_cb (ConfabSearch *self)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);
  ConfabConversation *removed = confab_conversation_list_get_removed (list);
  const char *id = removed != NULL ? confab_conversation_get_id (removed) : NULL;
  g_auto(GStrv) hidden = confab_conversation_list_dup_removed_messages (list);

  if (g_strcmp0 (self->removed, id) == 0 &&
      g_strv_equal ((const char *const *) self->hidden, (const char *const *) hidden))
    return;

  g_free (self->removed);
  self->removed = g_strdup (id);
  g_strfreev (self->hidden);
  self->hidden = g_steal_pointer (&hidden);
  for (guint i = self->hits->len; i > 0; i--)
    {
      if (!is_left_out (self, g_ptr_array_index (self->hits, i - 1)))
        continue;
      g_ptr_array_remove_index (self->hits, i - 1);
      g_list_model_items_changed (G_LIST_MODEL (self), i - 1, 1, 0);
    }
  confab_search_start (self);
}

/* What was found is gone with the history it was in. */
static void
on_cleared_cb (ConfabSearch *self)
{
  self->is_stale = TRUE;
  confab_search_forget_hits (self);
}

/* The list is filled from the other history, in which the same may be found. */
static void
on_list_changed_cb (ConfabSearch *self)
{
  if (!self->is_stale)
    return;

  self->is_stale = FALSE;
  confab_search_start (self);
}

/* With the last of them everything can be found, by whoever did not find it. */
static void
on_indexing_cb (ConfabSearch *self)
{
  confab_search_note_incomplete (self);
  if (!confab_search_get_incomplete (self))
    confab_search_start (self);
}

/* confab_search_follow:
 *
 * Follows the conversations of the context from now on.
 */
void
confab_search_follow (ConfabSearch *self)
{
  ConfabConversationList *list = confab_context_get_conversations (self->context);

  g_signal_connect_object (list, "removed-changed", G_CALLBACK (on_removed_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "cleared", G_CALLBACK (on_cleared_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "rewritten", G_CALLBACK (confab_search_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_conversation_list_get_archived (list), "items-changed",
                           G_CALLBACK (on_list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_context_get_history (self->context), "notify::indexing",
                           G_CALLBACK (on_indexing_cb), self, G_CONNECT_SWAPPED);
  on_removed_changed_cb (self);
}
