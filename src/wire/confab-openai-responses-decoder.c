/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-openai-responses-decoder"

#include "config.h"

#include "confab-dialect-private.h"

#include "confab-json.h"
#include "confab-openai-usage.h"
#include "confab-provider-error.h"
#include "confab-reply-writer.h"
#include "confab-responses-item.h"
#include "confab-stop-word.h"
#include "confab-stream-error.h"

#include <string.h>

/* Reads replies of the Responses API, of OpenAI and of those who imitate it. The numbers and ids by
 * which events belong to items are not to be relied on: gateways give every event an id of its own,
 * or all items the same number. */
typedef struct
{
  ConfabReplyWriter  writer;
  GPtrArray         *items;      /* (element-type ConfabResponsesItem): all, in order */
  GHashTable        *by_id;      /* (element-type utf8 ConfabResponsesItem) */
  GHashTable        *by_index;   /* (element-type gint64 ConfabResponsesItem) */
  GHashTable        *latest;     /* (element-type utf8 ConfabResponsesItem), by type */
  gboolean           end_seen;
  gboolean           cancelled;
} State;

/* The pieces of text that items are made of. */
typedef struct
{
  const char           *stem;        /* of the event's name */
  const char           *item_type;
  ConfabResponsesField  field;
  const char           *index_name;  /* nullable */
  const char           *whole_name;  /* where the whole text stands when it is done */
} Piece;

static const Piece pieces[] = {
  { "output_text", "message", CONFAB_RESPONSES_TEXT, "content_index", "text" },
  { "text", "message", CONFAB_RESPONSES_TEXT, "content_index", "text" },
  { "refusal", "message", CONFAB_RESPONSES_REFUSAL, "content_index", "refusal" },
  { "reasoning_summary_text", "reasoning", CONFAB_RESPONSES_SUMMARY, "summary_index", "text" },
  { "reasoning_summary", "reasoning", CONFAB_RESPONSES_SUMMARY, "summary_index", "text" },
  { "reasoning_text", "reasoning", CONFAB_RESPONSES_REASONING, "content_index", "text" },
  { "reasoning", "reasoning", CONFAB_RESPONSES_REASONING, "content_index", "text" },
  { "function_call_arguments", "function_call", CONFAB_RESPONSES_ARGUMENTS, NULL, "arguments" },
  { "custom_tool_call_input", "custom_tool_call", CONFAB_RESPONSES_ARGUMENTS, NULL, "input" },
};

static gpointer
create (void)
{
  State *self = g_new0 (State, 1);

  confab_reply_writer_init (&self->writer);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_responses_item_free);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->latest = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

static void
destroy (gpointer state)
{
  State *self = state;

  confab_reply_writer_clear (&self->writer);
  g_hash_table_unref (self->latest);
  g_hash_table_unref (self->by_index);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static const ConfabStopWord stop_words[] = {
  { "completed", CONFAB_STOP_REASON_STOP },
  { "incomplete", CONFAB_STOP_REASON_LENGTH },
  { "max_output_tokens", CONFAB_STOP_REASON_LENGTH },
  { "max_tokens", CONFAB_STOP_REASON_LENGTH },
  { "length", CONFAB_STOP_REASON_LENGTH },
  { "content_filter", CONFAB_STOP_REASON_CONTENT_FILTER },
  { "failed", CONFAB_STOP_REASON_ERROR },
  { "cancelled", CONFAB_STOP_REASON_ERROR },
};

static gboolean
is_type (ConfabResponsesItem *item,
         const char          *type)
{
  return item != NULL && g_str_equal (confab_responses_item_get_type (item), type);
}

static gboolean
is_open (ConfabResponsesItem *item,
         const char          *type)
{
  return is_type (item, type) && !confab_responses_item_get_closed (item);
}

static ConfabResponsesItem *
look_up_id (State      *self,
            const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

static ConfabResponsesItem *
look_up_index (State  *self,
               gint64  index)
{
  return index >= 0 ? g_hash_table_lookup (self->by_index, &index) : NULL;
}

static ConfabResponsesItem *
add_item (State               *self,
          ConfabResponsesItem *item,
          gint64               index)
{
  const char *id = confab_responses_item_get_id (item);

  g_ptr_array_add (self->items, item);
  g_hash_table_insert (self->latest, (gpointer) confab_responses_item_get_type (item), item);
  if (id != NULL)
    g_hash_table_replace (self->by_id, g_strdup (id), item);
  if (index >= 0)
    g_hash_table_replace (self->by_index, g_memdup2 (&index, sizeof index), item);

  return item;
}

/* The open item that an event belongs to, begun if need be. Returns NULL for what comes too late. */
static ConfabResponsesItem *
find_for_event (State      *self,
                JsonObject *root,
                const char *type)
{
  const char *id = confab_json_get_text (root, "item_id");
  const gint64 index = confab_json_get_int (root, "output_index", -1);
  ConfabResponsesItem *by_id = look_up_id (self, id);
  ConfabResponsesItem *by_index = look_up_index (self, index);
  ConfabResponsesItem *latest = g_hash_table_lookup (self->latest, type);

  if (is_open (by_id, type))
    return by_id;
  if (is_open (by_index, type))
    return by_index;

  /* An item that is over, by the one or the other. */
  if (is_type (by_id, type))
    return NULL;
  if (is_type (by_index, type) && (id == NULL || confab_responses_item_get_id (by_index) == NULL))
    return NULL;

  /* Without a number, or with one that items of several types have. */
  if ((index < 0 || by_index != NULL) && is_open (latest, type))
    return latest;

  return add_item (self, confab_responses_item_open_for (&self->writer, type, id), index);
}

static void
read_added (State      *self,
            JsonObject *root)
{
  JsonObject *start = confab_json_get_object (root, "item");
  const char *type = confab_json_get_text (start, "type");
  const gint64 index = confab_json_get_int (root, "output_index", -1);
  ConfabResponsesItem *by_id = look_up_id (self, confab_json_get_text (start, "id"));
  ConfabResponsesItem *by_index = look_up_index (self, index);
  ConfabResponsesItem *item;

  if (type == NULL)
    return;

  /* Said twice, or after its first pieces. */
  if (is_type (by_id, type) && (index < 0 || by_index == NULL || by_index == by_id))
    item = by_id;
  else if (is_open (by_index, type) && !confab_responses_item_get_announced (by_index))
    item = by_index;
  else
    item = add_item (self, confab_responses_item_open (&self->writer, start), index);

  if (!confab_responses_item_get_closed (item))
    confab_responses_item_announce (item, &self->writer, start);
}

static void
read_done (State      *self,
           JsonObject *root)
{
  JsonObject *whole = confab_json_get_object (root, "item");
  const char *type = confab_json_get_text (whole, "type");
  const char *id = confab_json_get_text (whole, "id");
  const gint64 index = confab_json_get_int (root, "output_index", -1);
  ConfabResponsesItem *item = look_up_id (self, id);
  ConfabResponsesItem *by_index = look_up_index (self, index);
  ConfabResponsesItem *latest;

  if (type == NULL)
    return;

  latest = g_hash_table_lookup (self->latest, type);

  /* Where all items have the same id, the number tells them apart. */
  if (!is_open (item, type) &&
      is_open (by_index, type) && confab_responses_item_is_call_of (by_index, whole))
    item = by_index;
  else if (!is_type (item, type) && is_open (latest, type) && confab_responses_item_is_call_of (latest, whole))
    item = latest;
  else if (!is_type (item, type) && is_type (by_index, type) && id == NULL)
    item = by_index;

  if (!is_type (item, type))
    item = add_item (self, confab_responses_item_open (&self->writer, whole), index);

  confab_responses_item_close (item, &self->writer, whole);
}

/* Compares the reply as it is given at its end with what came before. Order and ids may differ, so
 * what has no partner by its id gets the first of its type. */
static void
read_output (State     *self,
             JsonArray *output)
{
  g_autoptr(GHashTable) matched = g_hash_table_new (NULL, NULL);
  g_autoptr(GPtrArray) rest = g_ptr_array_new ();
  guint n_known = self->items->len;

  for (guint i = 0; i < confab_json_array_length (output); i++)
    {
      JsonObject *whole = confab_json_array_object (output, i);
      const char *type = confab_json_get_text (whole, "type");
      ConfabResponsesItem *item = look_up_id (self, confab_json_get_text (whole, "id"));

      if (type == NULL)
        continue;

      if (is_type (item, type) && confab_responses_item_is_call_of (item, whole) &&
          g_hash_table_add (matched, item))
        confab_responses_item_close (item, &self->writer, whole);
      else
        g_ptr_array_add (rest, whole);
    }

  for (guint i = 0; i < rest->len && self->writer.n_slots <= CONFAB_DECODER_MAX_PARTS; i++)
    {
      JsonObject *whole = g_ptr_array_index (rest, i);
      ConfabResponsesItem *item = NULL;

      for (guint k = 0; item == NULL && k < n_known; k++)
        {
          ConfabResponsesItem *candidate = g_ptr_array_index (self->items, k);

          if (is_type (candidate, confab_json_get_text (whole, "type")) &&
              confab_responses_item_is_call_of (candidate, whole) &&
              g_hash_table_add (matched, candidate))
            item = candidate;
        }

      if (item == NULL)
        item = add_item (self, confab_responses_item_open (&self->writer, whole), -1);
      confab_responses_item_close (item, &self->writer, whole);
    }
}

static void
read_end (State      *self,
          JsonObject *response,
          const char *status)
{
  const char *reason = confab_json_get_text (confab_json_get_object (response, "incomplete_details"), "reason");
  GError *reported;

  if (self->end_seen)
    return;

  self->end_seen = TRUE;
  reported = confab_stream_error_find (response, NULL);
  self->cancelled = g_str_equal (status, "cancelled");
  read_output (self, confab_json_get_array (response, "output"));
  confab_reply_writer_set_stop_word (&self->writer, reason != NULL ? reason : status);

  if (reported == NULL && g_str_equal (status, "failed"))
    reported = confab_provider_error_new (CONFAB_PROVIDER_ERROR_SERVER, 0, status, -1,
                                          "The provider gave up on the reply and does not say why");
  if (reported != NULL)
    confab_reply_writer_take_error (&self->writer, reported);
}

/* The reply as a whole. @type is what the event is called, or nothing if it is the whole answer. */
static void
read_response (State      *self,
               JsonObject *response,
               const char *type)
{
  static const char *const ends[] = { "completed", "incomplete", "failed", "cancelled", NULL };
  static const char *const begins[] = { "created", "queued", "in_progress", NULL };
  const char *status = confab_json_get_text (response, "status");
  ConfabUsage usage;

  confab_reply_writer_start (&self->writer, confab_json_get_text (response, "id"),
                             confab_json_get_text (response, "model"));
  if (confab_openai_usage_read (confab_json_get_object (response, "usage"), &usage))
    confab_reply_writer_usage (&self->writer, &usage);

  /* What only begins can have nothing to say of its end. */
  if (g_strv_contains (begins, type))
    return;

  /* The status is the narrower word, if it is there. */
  if (status != NULL && g_strv_contains (ends, status))
    read_end (self, response, status);
  else if (g_strv_contains (ends, type))
    read_end (self, response, type);
  else if (*type == '\0' && (status == NULL || !g_strv_contains (begins, status)))
    read_end (self, response, "completed");
}

static char *
dup_delta (JsonObject *root)
{
  JsonNode *node = confab_json_get_node (root, "delta");
  JsonObject *object = confab_json_node_object (node);

  if (object != NULL)
    return g_strdup (confab_json_get_string (object, "text"));

  return g_strdup (confab_json_node_string (node));
}

/* A whole text, or a value where its text should be. */
static char *
dup_whole (JsonObject *root,
           const char *name)
{
  JsonNode *node = confab_json_get_node (root, name);

  if (node == NULL || confab_json_node_string (node) != NULL)
    return g_strdup (confab_json_node_string (node));

  return JSON_NODE_HOLDS_VALUE (node) ? NULL : confab_json_to_string (node);
}

static const Piece *
find_piece (const char *name,
            const char *suffix)
{
  const gsize length = strlen (name) - strlen (suffix);

  if (!g_str_has_suffix (name, suffix))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    if (strncmp (pieces[i].stem, name, length) == 0 && pieces[i].stem[length] == '\0')
      return &pieces[i];

  return NULL;
}

static void
read_piece (State       *self,
            JsonObject  *root,
            const Piece *piece,
            gboolean     is_whole)
{
  g_autofree char *text = is_whole ? dup_whole (root, piece->whole_name) : dup_delta (root);
  const gint64 index = piece->index_name != NULL ? confab_json_get_int (root, piece->index_name, 0) : 0;
  ConfabResponsesItem *item;

  if (text == NULL)
    return;

  item = find_for_event (self, root, piece->item_type);
  if (item == NULL)
    return;

  if (is_whole)
    confab_responses_item_settle (item, &self->writer, piece->field, index, text);
  else
    confab_responses_item_add (item, &self->writer, piece->field, index, text);
}

/* A part of an item as it is when it is done. */
static void
read_part (State      *self,
           JsonObject *root)
{
  static const struct { const char *type; const char *stem; } types[] = {
    { "output_text", "output_text" },
    { "text", "output_text" },
    { "refusal", "refusal" },
    { "summary_text", "reasoning_summary_text" },
    { "reasoning_text", "reasoning_text" },
  };
  JsonObject *part = confab_json_get_object (root, "part");
  const char *type = confab_json_get_text (part, "type");

  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].type, type))
      {
        const Piece *piece = find_piece (types[i].stem, "");
        const char *text = confab_json_get_text (part, piece->whole_name);
        ConfabResponsesItem *item = text != NULL ? find_for_event (self, root, piece->item_type) : NULL;

        if (item != NULL)
          confab_responses_item_settle (item, &self->writer, piece->field,
                                        confab_json_get_int (root, piece->index_name, 0), text);
        return;
      }
}

/* @name is that of the event without what all of them begin with. */
static void
read_event (State      *self,
            JsonObject *root,
            const char *name)
{
  const Piece *piece;

  if ((piece = find_piece (name, ".delta")) != NULL)
    {
      read_piece (self, root, piece, FALSE);
    }
  else if ((piece = find_piece (name, ".done")) != NULL)
    {
      read_piece (self, root, piece, TRUE);
    }
  else if (g_str_equal (name, "output_item.added"))
    {
      read_added (self, root);
    }
  else if (g_str_equal (name, "output_item.done"))
    {
      read_done (self, root);
    }
  else if (g_str_equal (name, "content_part.done") || g_str_equal (name, "reasoning_summary_part.done"))
    {
      read_part (self, root);
    }
  else if (g_str_has_suffix (name, ".annotation.added"))
    {
      ConfabResponsesItem *item = find_for_event (self, root, "message");

      if (item != NULL)
        confab_responses_item_cite (item, &self->writer, confab_json_get_int (root, "content_index", 0),
                                    confab_json_get_object (root, "annotation"));
    }
  else if (g_str_has_suffix (name, ".done"))
    {
      ConfabResponsesItem *item = look_up_id (self, confab_json_get_text (root, "item_id"));

      if (item == NULL)
        item = look_up_index (self, confab_json_get_int (root, "output_index", -1));
      if (item != NULL)
        confab_responses_item_learn (item, root);
    }
}

static gboolean
accept (gpointer          state,
        const char       *event_name,
        JsonNode         *node,
        ConfabEventFunc   func,
        gpointer          user_data,
        GError          **error)
{
  State *self = state;
  JsonObject *root = confab_json_node_object (node);
  JsonObject *response = confab_json_get_object (root, "response");
  const char *type = confab_json_get_text (root, "type");
  const char *name;
  GError *reported;

  confab_reply_writer_begin (&self->writer, func, user_data);
  if (type == NULL)
    type = event_name != NULL ? event_name : "";
  name = g_str_has_prefix (type, "response.") ? type + strlen ("response.") : type;

  /* Some forget to wrap the reply, and a whole answer is not wrapped. */
  if (response == NULL && (g_strcmp0 (confab_json_get_string (root, "object"), "response") == 0 ||
                           (*type == '\0' && confab_json_get_array (root, "output") != NULL)))
    response = root;

  if (response != NULL)
    {
      read_response (self, response, name);
    }
  else if ((reported = confab_stream_error_find (root, g_str_equal (name, "error") ? name : event_name)) != NULL ||
           (*type == '\0' && (reported = confab_stream_error_find_flat (root)) != NULL))
    {
      confab_reply_writer_take_error (&self->writer, reported);
    }
  else if (g_strv_contains ((const char *const[]) { "completed", "incomplete", "failed", "cancelled", NULL }, name))
    {
      read_end (self, root, name);
    }
  else
    {
      read_event (self, root, name);
    }

  return confab_reply_writer_check (&self->writer, error);
}

static gboolean
finish (gpointer          state,
        ConfabEventFunc   func,
        gpointer          user_data,
        gboolean         *complete,
        GError          **error)
{
  State *self = state;
  ConfabReplyWriter *writer = &self->writer;
  const ConfabStopReason reason = confab_stop_word_find (stop_words, G_N_ELEMENTS (stop_words), writer->stop_word);

  confab_reply_writer_begin (writer, func, user_data);
  *complete = (*complete || self->end_seen) && !self->cancelled && !writer->has_error;

  for (guint i = 0; *complete && i < self->items->len; i++)
    confab_responses_item_finish (g_ptr_array_index (self->items, i), writer,
                                  reason != CONFAB_STOP_REASON_NONE && reason != CONFAB_STOP_REASON_STOP);

  if (*complete || writer->stop_word != NULL)
    confab_reply_writer_stop (writer, reason);

  return TRUE;
}

static gboolean
is_done (gpointer state)
{
  return ((State *) state)->end_seen;
}

const ConfabDecoderOps confab_openai_responses_decoder_ops = {
  .create = create,
  .destroy = destroy,
  .accept = accept,
  .finish = finish,
  .is_done = is_done,
};
