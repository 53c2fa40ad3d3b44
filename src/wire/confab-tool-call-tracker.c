/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-tool-call-tracker"

#include "config.h"

#include "confab-tool-call-tracker.h"

#include "confab-json.h"

#include <string.h>

/* Arguments longer than this are not looked at to tell whether a call is over. */
#define MAX_JUDGED_BYTES (1 << 20)

typedef struct
{
  gint64   index;      /* as the provider numbers it, or -1 */
  guint    slot;
  char    *id;         /* owned, nullable */
  char    *name;       /* owned, nullable: it may come late */
  char    *seal;       /* owned, nullable */
  GString *arguments;
  char    *value;      /* owned, nullable: arguments that came as a value and are not told yet */
} Call;

/**
 * ConfabToolCallTracker:
 *
 * Puts tool calls together from the pieces of a stream.
 *
 * Services differ in what a piece carries: the index may be missing or always 0, the id may be
 * missing, late or repeated, the name too, and arguments may come as text or as a value. No call is
 * ended before the stream is: a piece of JSON that parses may be the beginning of a longer one.
 */
struct _ConfabToolCallTracker
{
  GPtrArray *calls;  /* (element-type Call) */
};

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->id);
  g_free (call->name);
  g_free (call->seal);
  g_free (call->value);
  g_string_free (call->arguments, TRUE);
  g_free (call);
}

/**
 * confab_tool_call_tracker_new:
 *
 * Returns: (transfer full): a tracker without calls
 */
ConfabToolCallTracker *
confab_tool_call_tracker_new (void)
{
  ConfabToolCallTracker *self = g_new0 (ConfabToolCallTracker, 1);

  self->calls = g_ptr_array_new_with_free_func (call_free);

  return self;
}

/**
 * confab_tool_call_tracker_free:
 * @self: (nullable): the tracker
 */
void
confab_tool_call_tracker_free (ConfabToolCallTracker *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->calls);
  g_free (self);
}

static gboolean
is_known (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
looks_over (const Call *call)
{
  if (call->value != NULL)
    return TRUE;

  return call->arguments->len > 0 && call->arguments->len <= MAX_JUDGED_BYTES &&
         call->arguments->str[call->arguments->len - 1] == '}' &&
         confab_json_is_whole (call->arguments->str, call->arguments->len);
}

static Call *
find_by_id (ConfabToolCallTracker *self,
            const char            *id)
{
  for (guint i = self->calls->len; i > 0; i--)
    {
      Call *call = g_ptr_array_index (self->calls, i - 1);

      if (g_strcmp0 (call->id, id) == 0)
        return call;
    }

  return NULL;
}

/* The latest, since some services give every call the same index. */
static Call *
find_by_index (ConfabToolCallTracker *self,
               gint64                 index)
{
  if (index < 0)
    return self->calls->len > 0 ? g_ptr_array_index (self->calls, self->calls->len - 1) : NULL;

  for (guint i = self->calls->len; i > 0; i--)
    {
      Call *call = g_ptr_array_index (self->calls, i - 1);

      if (call->index == index)
        return call;
    }

  return NULL;
}

/* Whether a piece that could go on with @call starts another one instead. */
static gboolean
starts_another (const Call *call,
                gint64      index,
                const char *id,
                const char *name,
                JsonNode   *arguments)
{
  const char *text = confab_json_node_string (arguments);

  /* Only a named piece can start a call; some services give every piece a new id. */
  if (!is_known (name) || call->name == NULL)
    return FALSE;

  if (is_known (id) && call->id != NULL)
    return TRUE;

  if (strcmp (name, call->name) != 0)
    return TRUE;

  /* The same name once more: a service that repeats it, or one that numbers nothing. */
  return index < 0 && arguments != NULL && (text == NULL || *text != '\0') && looks_over (call);
}

static Call *
find_call (ConfabToolCallTracker *self,
           gint64                 index,
           const char            *id,
           const char            *name,
           JsonNode              *arguments)
{
  Call *call = NULL;

  if (is_known (id))
    call = find_by_id (self, id);
  if (call != NULL)
    return call;

  call = find_by_index (self, index);
  if (call != NULL && !starts_another (call, index, id, name, arguments))
    return call;

  return NULL;
}

static void
tell_arguments (Call              *call,
                ConfabReplyWriter *writer,
                gsize              from)
{
  confab_reply_writer_tool_arguments (writer, call->slot, call->arguments->str + from,
                                      call->arguments->len - from);
}

/* Tells arguments that came as a value, if there are any that were not told. */
static void
tell_value (Call              *call,
            ConfabReplyWriter *writer)
{
  const gsize from = call->arguments->len;

  if (call->value == NULL)
    return;

  g_string_append (call->arguments, call->value);
  g_clear_pointer (&call->value, g_free);
  if (call->name != NULL)
    tell_arguments (call, writer, from);
}

/* A value is all of the arguments, also if it comes again with more in it: it waits. */
static void
add_arguments (Call              *call,
               ConfabReplyWriter *writer,
               JsonNode          *arguments)
{
  gsize from;

  if (arguments == NULL || JSON_NODE_HOLDS_NULL (arguments))
    return;

  if (confab_json_node_string (arguments) == NULL)
    {
      g_free (call->value);
      call->value = confab_json_to_string (arguments);
      return;
    }

  if (*confab_json_node_string (arguments) == '\0')
    return;

  tell_value (call, writer);
  from = call->arguments->len;
  g_string_append (call->arguments, confab_json_node_string (arguments));
  if (call->name != NULL)
    tell_arguments (call, writer, from);
}

static void
add_to_call (Call              *call,
             ConfabReplyWriter *writer,
             const char        *id,
             const char        *name,
             JsonNode          *arguments,
             const char        *seal)
{
  const gboolean was_told = call->name != NULL;
  gboolean changed = FALSE;

  if (call->id == NULL && is_known (id))
    {
      call->id = g_strdup (id);
      changed = TRUE;
    }

  if (call->name == NULL && is_known (name))
    {
      call->name = g_strdup (name);
      changed = TRUE;
    }

  if (seal != NULL)
    {
      g_free (call->seal);
      call->seal = g_strdup (seal);
    }

  /* Nothing is told of a call before its name is known; then all of it. */
  if (call->name != NULL && changed)
    confab_reply_writer_tool_call (writer, call->slot, call->id, call->name);
  if (call->name != NULL && !was_told)
    tell_arguments (call, writer, 0);

  add_arguments (call, writer, arguments);
}

static Call *
new_call (ConfabToolCallTracker *self,
          ConfabReplyWriter     *writer,
          gint64                 index)
{
  Call *call = g_new0 (Call, 1);

  confab_reply_writer_close (writer);
  call->slot = confab_reply_writer_new_slot (writer);
  call->index = index;
  call->arguments = g_string_new (NULL);
  g_ptr_array_add (self->calls, call);

  return call;
}

/**
 * confab_tool_call_tracker_add_piece:
 * @self: the tracker
 * @writer: where to tell it
 * @index: which call the provider says it is a piece of, or -1
 * @id: (nullable): the call's id
 * @name: (nullable): the tool's name
 * @arguments: (nullable): a piece of the arguments as text, or all of them as a value
 * @seal: (nullable): what must be sent back with the call
 *
 * Adds a piece to the call it belongs to, or starts another one.
 */
void
confab_tool_call_tracker_add_piece (ConfabToolCallTracker *self,
                                    ConfabReplyWriter     *writer,
                                    gint64                 index,
                                    const char            *id,
                                    const char            *name,
                                    JsonNode              *arguments,
                                    const char            *seal)
{
  Call *call;

  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  call = find_call (self, index, id, name, arguments);
  if (call == NULL)
    call = new_call (self, writer, index);

  add_to_call (call, writer, id, name, arguments, seal);
}

/**
 * confab_tool_call_tracker_add_whole:
 * @self: the tracker
 * @writer: where to tell it
 * @id: (nullable): the call's id
 * @name: (nullable): the tool's name
 * @arguments: (nullable): the arguments
 * @seal: (nullable): what must be sent back with the call
 *
 * Adds a call that comes in one piece.
 */
void
confab_tool_call_tracker_add_whole (ConfabToolCallTracker *self,
                                    ConfabReplyWriter     *writer,
                                    const char            *id,
                                    const char            *name,
                                    JsonNode              *arguments,
                                    const char            *seal)
{
  Call *call;

  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  call = new_call (self, writer, -1);
  add_to_call (call, writer, id, name, arguments, seal);
  tell_value (call, writer);
}

/**
 * confab_tool_call_tracker_finish:
 * @self: the tracker
 * @writer: where to tell it
 * @complete: whether the end of the reply was seen
 *
 * Ends all calls. In a reply that was broken off none is ended, so that none can be run.
 */
void
confab_tool_call_tracker_finish (ConfabToolCallTracker *self,
                                 ConfabReplyWriter     *writer,
                                 gboolean               complete)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  if (!complete)
    return;

  for (guint i = 0; i < self->calls->len; i++)
    {
      Call *call = g_ptr_array_index (self->calls, i);

      if (call->name == NULL)
        continue;

      tell_value (call, writer);
      if (call->seal != NULL)
        confab_reply_writer_sealed (writer, call->slot, call->seal);
      confab_reply_writer_tool_call_end (writer, call->slot, call->arguments->str);
    }
}
