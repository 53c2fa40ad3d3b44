/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-search-hit"

#include "config.h"

#include "confab-search-hit.h"

/**
 * ConfabSearchHit:
 *
 * A place in a conversation where something was found: a message, or the title.
 */
struct _ConfabSearchHit
{
  GObject  parent_instance;

  char    *conversation_id;  /* owned */
  char    *message_id;       /* owned, nullable: the title was found */
  char    *title;            /* owned */
  char    *snippet;          /* owned */
  GArray  *ranges;           /* owned, of ConfabTextRange */
  gint64   time_us;
  guint    archived : 1;
};

G_DEFINE_FINAL_TYPE (ConfabSearchHit, confab_search_hit, G_TYPE_OBJECT)

static void
confab_search_hit_finalize (GObject *object)
{
  ConfabSearchHit *self = CONFAB_SEARCH_HIT (object);

  g_clear_pointer (&self->conversation_id, g_free);
  g_clear_pointer (&self->message_id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->snippet, g_free);
  g_clear_pointer (&self->ranges, g_array_unref);

  G_OBJECT_CLASS (confab_search_hit_parent_class)->finalize (object);
}

static void
confab_search_hit_class_init (ConfabSearchHitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_search_hit_finalize;
}

static void
confab_search_hit_init (ConfabSearchHit *self)
{
  self->ranges = g_array_new (FALSE, FALSE, sizeof (ConfabTextRange));
}

/**
 * confab_search_hit_new:
 * @conversation_id: which conversation
 * @message_id: (nullable): which message; none if the title was found
 * @title: what the conversation is called
 * @snippet: the text about what was found, in one line; the title if that was found
 * @time_us: when it was said, or the conversation last changed, in microseconds since 1970
 * @archived: whether the conversation was put away
 *
 * Returns: (transfer full): a hit
 */
ConfabSearchHit *
confab_search_hit_new (const char *conversation_id,
                       const char *message_id,
                       const char *title,
                       const char *snippet,
                       gint64      time_us,
                       gboolean    archived)
{
  ConfabSearchHit *self;

  g_return_val_if_fail (conversation_id != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (snippet != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_SEARCH_HIT, NULL);
  self->conversation_id = g_strdup (conversation_id);
  self->message_id = g_strdup (message_id);
  self->title = g_strdup (title);
  self->snippet = g_strdup (snippet);
  self->time_us = time_us;
  self->archived = archived != FALSE;

  return self;
}

/**
 * confab_search_hit_get_conversation_id:
 *
 * Returns: (transfer none): which conversation it is in
 */
const char *
confab_search_hit_get_conversation_id (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), NULL);

  return self->conversation_id;
}

/**
 * confab_search_hit_get_message_id:
 *
 * Returns: (transfer none) (nullable): which message it is in; %NULL if it is the title
 */
const char *
confab_search_hit_get_message_id (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), NULL);

  return self->message_id;
}

/**
 * confab_search_hit_get_title:
 *
 * Returns: (transfer none): what the conversation is called
 */
const char *
confab_search_hit_get_title (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), NULL);

  return self->title;
}

/**
 * confab_search_hit_get_snippet:
 *
 * Returns: (transfer none): the text about what was found, in one line
 */
const char *
confab_search_hit_get_snippet (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), NULL);

  return self->snippet;
}

/**
 * confab_search_hit_get_time_us:
 *
 * Returns: when it was said, or the conversation last changed, in microseconds since 1970
 */
gint64
confab_search_hit_get_time_us (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), 0);

  return self->time_us;
}

/**
 * confab_search_hit_get_archived:
 *
 * Returns: whether the conversation was put away
 */
gboolean
confab_search_hit_get_archived (ConfabSearchHit *self)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), FALSE);

  return self->archived;
}

/**
 * confab_search_hit_add_range:
 * @range: a piece of the snippet
 *
 * Says what was looked for. Pieces are added in their order.
 */
void
confab_search_hit_add_range (ConfabSearchHit       *self,
                             const ConfabTextRange *range)
{
  g_return_if_fail (CONFAB_IS_SEARCH_HIT (self));
  g_return_if_fail (range != NULL);

  g_array_append_val (self->ranges, *range);
}

/**
 * confab_search_hit_get_ranges:
 * @n_ranges: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_ranges): which pieces of the snippet were looked for
 */
const ConfabTextRange *
confab_search_hit_get_ranges (ConfabSearchHit *self,
                              guint           *n_ranges)
{
  g_return_val_if_fail (CONFAB_IS_SEARCH_HIT (self), NULL);

  *n_ranges = self->ranges->len;
  return (const ConfabTextRange *) self->ranges->data;
}
