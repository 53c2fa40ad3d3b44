/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-source-list"

#include "config.h"

#include "confab-source-list.h"

/* A reply with more sources than this is not better for them. */
#define MAX_SOURCES 1000

typedef struct
{
  JsonObject *object;  /* owned, nullable */
  char       *url;     /* owned */
  char       *title;   /* owned, nullable */
} Source;

/**
 * ConfabSourceList:
 *
 * The sources of a reply, where a service repeats all of them in every piece of the stream. They
 * are told once, at the end, for the text they belong to.
 */
struct _ConfabSourceList
{
  GPtrArray  *sources;  /* (element-type Source) */
  GHashTable *by_url;   /* (element-type utf8 Source) */
};

static void
source_free (gpointer data)
{
  Source *source = data;

  g_clear_pointer (&source->object, json_object_unref);
  g_free (source->url);
  g_free (source->title);
  g_free (source);
}

/**
 * confab_source_list_new:
 *
 * Returns: (transfer full): an empty list
 */
ConfabSourceList *
confab_source_list_new (void)
{
  ConfabSourceList *self = g_new0 (ConfabSourceList, 1);

  self->sources = g_ptr_array_new_with_free_func (source_free);
  self->by_url = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

/**
 * confab_source_list_free:
 * @self: (nullable): the list
 */
void
confab_source_list_free (ConfabSourceList *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_url);
  g_ptr_array_unref (self->sources);
  g_free (self);
}

/**
 * confab_source_list_add:
 * @self: the list
 * @source: (nullable): what the provider says of it
 * @url: (nullable): where it is; without it nothing is added
 * @title: (nullable): what it is called
 *
 * Adds a source, or what is new of one that is known.
 */
void
confab_source_list_add (ConfabSourceList *self,
                        JsonObject       *source,
                        const char       *url,
                        const char       *title)
{
  Source *entry;

  g_return_if_fail (self != NULL);

  if (url == NULL || *url == '\0')
    return;

  entry = g_hash_table_lookup (self->by_url, url);
  if (entry == NULL)
    {
      if (self->sources->len >= MAX_SOURCES)
        return;

      entry = g_new0 (Source, 1);
      entry->url = g_strdup (url);
      g_ptr_array_add (self->sources, entry);
      g_hash_table_insert (self->by_url, entry->url, entry);
    }

  if (entry->object == NULL && source != NULL)
    entry->object = json_object_ref (source);
  if (entry->title == NULL && title != NULL && *title != '\0')
    entry->title = g_strdup (title);
}

/**
 * confab_source_list_finish:
 * @self: the list
 * @writer: where to tell it
 *
 * Tells all sources. Without any text there is nothing they could belong to.
 */
void
confab_source_list_finish (ConfabSourceList  *self,
                           ConfabReplyWriter *writer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  if (!writer->has_text_slot)
    return;

  for (guint i = 0; i < self->sources->len; i++)
    {
      Source *source = g_ptr_array_index (self->sources, i);

      if (source->object == NULL)
        source->object = json_object_new ();
      confab_reply_writer_citation (writer, writer->text_slot, source->object, source->url, source->title);
    }
}
