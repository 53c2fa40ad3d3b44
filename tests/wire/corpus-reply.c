/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "corpus-reply.h"

#include "confab-enum.h"
#include "confab-json-parse.h"
#include "confab-provider-error.h"

typedef struct
{
  ConfabEventKind  kind;  /* the event that told of the part first */
  GString         *text;
  char            *id;
  char            *name;
  gboolean         is_plan;  /* thinking about which tools to call, which one vendor tells apart */
} Part;

/* What a reader of events makes of a reply, and a trace of the events in which pieces of one text
 * are joined, so that replies that were cut differently can be compared. */
struct _CorpusReply
{
  GPtrArray       *parts;  /* (element-type Part), by slot, %NULL where nothing was told */
  GString         *trace;
  char            *model;
  char            *stop_word;
  char            *error_type;
  char            *error_message;
  ConfabUsage      usage;
  ConfabEventKind  last_kind;
  guint            last_slot;
  gboolean         complete;
};

static void
part_free (gpointer data)
{
  Part *part = data;

  if (part == NULL)
    return;

  g_string_free (part->text, TRUE);
  g_free (part->id);
  g_free (part->name);
  g_free (part);
}

CorpusReply *
corpus_reply_new (void)
{
  CorpusReply *self = g_new0 (CorpusReply, 1);

  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->trace = g_string_new (NULL);
  self->last_kind = CONFAB_EVENT_ERROR;
  confab_usage_init (&self->usage);

  return self;
}

void
corpus_reply_free (CorpusReply *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->parts);
  g_string_free (self->trace, TRUE);
  g_free (self->model);
  g_free (self->stop_word);
  g_free (self->error_type);
  g_free (self->error_message);
  g_free (self);
}

static Part *
get_part (CorpusReply       *self,
          const ConfabEvent *event)
{
  Part *part;

  if (event->slot >= self->parts->len)
    g_ptr_array_set_size (self->parts, event->slot + 1);

  part = g_ptr_array_index (self->parts, event->slot);
  if (part == NULL)
    {
      part = g_new0 (Part, 1);
      part->kind = event->kind;
      part->text = g_string_new (NULL);
      g_ptr_array_index (self->parts, event->slot) = part;
    }

  return part;
}

static void
check_event (const ConfabEvent *event)
{
  if (event->text != NULL)
    {
      g_assert_true (g_utf8_validate_len (event->text, event->text_length, NULL));
      g_assert_cmpint (event->text[event->text_length], ==, '\0');
    }

  g_assert_true (event->json == NULL || g_utf8_validate (event->json, -1, NULL));
  g_assert_true (event->name == NULL || g_utf8_validate (event->name, -1, NULL));
  g_assert_true (event->id == NULL || g_utf8_validate (event->id, -1, NULL));
  g_assert_true (event->model == NULL || g_utf8_validate (event->model, -1, NULL));
}

static void
trace_event (CorpusReply       *self,
             const ConfabEvent *event)
{
  if (event->text == NULL || event->kind != self->last_kind || event->slot != self->last_slot)
    {
      g_string_append_printf (self->trace, "\n%s %u",
                              confab_enum_to_nick (CONFAB_TYPE_EVENT_KIND, event->kind), event->slot);
      if (event->id != NULL)
        g_string_append_printf (self->trace, " id=%s", event->id);
      if (event->name != NULL)
        g_string_append_printf (self->trace, " name=%s", event->name);
      if (event->model != NULL)
        g_string_append_printf (self->trace, " model=%s", event->model);
      if (event->json != NULL)
        g_string_append_printf (self->trace, " json=%s", event->json);
      if (event->kind == CONFAB_EVENT_STOP)
        g_string_append_printf (self->trace, " reason=%s",
                                confab_enum_to_nick (CONFAB_TYPE_STOP_REASON, event->stop_reason));
      if (event->error != NULL)
        g_string_append_printf (self->trace, " error=%s %s",
                                confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, event->error->code),
                                event->error->message);
      if (event->usage != NULL)
        g_string_append_printf (self->trace,
                                " in=%" G_GINT64_FORMAT " out=%" G_GINT64_FORMAT " cached=%" G_GINT64_FORMAT
                                " write=%" G_GINT64_FORMAT " reasoning=%" G_GINT64_FORMAT " cost=%g%s%s",
                                event->usage->input, event->usage->output, event->usage->cached,
                                event->usage->cache_write, event->usage->reasoning, event->usage->cost_usd,
                                event->usage->input_excludes_cache ? " +cache" : "",
                                event->usage->output_excludes_reasoning ? " +reasoning" : "");
    }

  if (event->text != NULL)
    {
      if (event->kind != self->last_kind || event->slot != self->last_slot)
        g_string_append_c (self->trace, ':');
      g_string_append_len (self->trace, event->text, event->text_length);
    }

  self->last_kind = event->kind;
  self->last_slot = event->slot;
}

void
corpus_reply_event_cb (const ConfabEvent *event,
                       gpointer           user_data)
{
  CorpusReply *self = user_data;
  Part *part;

  check_event (event);
  trace_event (self, event);

  switch (event->kind)
    {
    case CONFAB_EVENT_START:
      if (event->model != NULL)
        {
          g_free (self->model);
          self->model = g_strdup (event->model);
        }
      break;

    case CONFAB_EVENT_TEXT:
    case CONFAB_EVENT_THINKING:
    case CONFAB_EVENT_REFUSAL:
    case CONFAB_EVENT_TOOL_ARGUMENTS:
      part = get_part (self, event);
      g_string_append_len (part->text, event->text, event->text_length);
      break;

    case CONFAB_EVENT_TOOL_CALL:
    case CONFAB_EVENT_SERVER_TOOL_CALL:
    case CONFAB_EVENT_OPAQUE:
      part = get_part (self, event);
      g_free (part->id);
      g_free (part->name);
      part->id = g_strdup (event->id);
      part->name = g_strdup (event->name);
      if (event->kind == CONFAB_EVENT_SERVER_TOOL_CALL)
        g_string_assign (part->text, event->json);
      break;

    case CONFAB_EVENT_TOOL_CALL_END:
      part = get_part (self, event);
      g_assert_cmpint (part->kind, ==, CONFAB_EVENT_TOOL_CALL);
      /* The pieces are all there is to it, unless some were missing and the whole came as well. */
      if (part->text->len == 0)
        g_assert_cmpstr (event->json, ==, "{}");
      else if (confab_json_is_whole (part->text->str, part->text->len))
        g_assert_cmpstr (event->json, ==, part->text->str);
      else
        g_string_assign (part->text, event->json);
      break;

    case CONFAB_EVENT_SEALED:
      if (g_strcmp0 (event->json, "{\"field\":\"tool_plan\"}") == 0)
        get_part (self, event)->is_plan = TRUE;
      break;

    case CONFAB_EVENT_CITATION:
      /* Follows what it belongs to. */
      break;

    case CONFAB_EVENT_USAGE:
      confab_usage_merge (&self->usage, event->usage);
      break;

    case CONFAB_EVENT_STOP:
      g_free (self->stop_word);
      self->stop_word = g_strdup (event->name);
      break;

    case CONFAB_EVENT_ERROR:
      g_assert_true (event->error->domain == CONFAB_PROVIDER_ERROR);
      self->error_type = g_strdup (confab_provider_error_get_provider_code (event->error));
      self->error_message = g_strdup (event->error->message);
      break;

    case CONFAB_EVENT_RATE_LIMIT:
    default:
      break;
    }
}

void
corpus_reply_end (CorpusReply  *self,
                  gboolean      complete,
                  const GError *error)
{
  self->complete = complete;
  g_string_append (self->trace, complete ? "\ncomplete" : "\nincomplete");

  if (error != NULL)
    {
      g_string_append_printf (self->trace, " %s", error->message);
      if (self->error_message == NULL)
        self->error_message = g_strdup (error->message);
    }
}

const char *
corpus_reply_get_trace (CorpusReply *self)
{
  return self->trace->str;
}

static void
add_parts (CorpusReply     *self,
           JsonBuilder     *builder,
           ConfabEventKind  kind,
           gboolean         is_plan,
           const char      *name,
           const char      *parts_name)
{
  g_autoptr(GString) all = g_string_new (NULL);

  if (parts_name != NULL)
    {
      json_builder_set_member_name (builder, parts_name);
      json_builder_begin_array (builder);
    }

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      if (part == NULL || part->kind != kind || part->is_plan != is_plan || part->text->len == 0)
        continue;

      g_string_append (all, part->text->str);
      if (parts_name != NULL)
        json_builder_add_string_value (builder, part->text->str);
    }

  if (parts_name != NULL)
    json_builder_end_array (builder);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, all->str);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_calls (CorpusReply     *self,
           JsonBuilder     *builder,
           ConfabEventKind  kind,
           const char      *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      if (part == NULL || part->kind != kind)
        continue;

      json_builder_begin_object (builder);
      add_string (builder, "id", part->id);
      add_string (builder, "name", part->name);
      add_string (builder, "arguments_json", part->text->str);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_count (JsonBuilder *builder,
           const char  *name,
           gint64       value)
{
  json_builder_set_member_name (builder, name);
  if (value >= 0)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/* In the form of the expected files. */
JsonNode *
corpus_reply_to_json (CorpusReply *self,
                      const char  *dialect)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GHashTable) others = g_hash_table_new (g_str_hash, g_str_equal);

  json_builder_begin_object (builder);
  add_string (builder, "dialect", dialect);
  add_parts (self, builder, CONFAB_EVENT_TEXT, FALSE, "text", "text_parts");
  add_parts (self, builder, CONFAB_EVENT_THINKING, FALSE, "thinking", "thinking_parts");
  add_parts (self, builder, CONFAB_EVENT_THINKING, TRUE, "tool_plan", NULL);
  add_calls (self, builder, CONFAB_EVENT_TOOL_CALL, "tool_calls");
  add_calls (self, builder, CONFAB_EVENT_SERVER_TOOL_CALL, "server_tool_calls");

  json_builder_set_member_name (builder, "other");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      /* Encrypted thinking beside the text is not an item of the reply. */
      if (part != NULL && part->kind == CONFAB_EVENT_OPAQUE &&
          g_strcmp0 (part->name, "reasoning_details") != 0 &&
          g_hash_table_add (others, part->name))
        json_builder_add_string_value (builder, part->name);
    }
  json_builder_end_array (builder);

  add_parts (self, builder, CONFAB_EVENT_REFUSAL, FALSE, "refusal", NULL);
  add_string (builder, "stop_reason", self->stop_word);

  json_builder_set_member_name (builder, "usage");
  json_builder_begin_object (builder);
  add_count (builder, "input", self->usage.input);
  add_count (builder, "output", self->usage.output);
  add_count (builder, "cached", self->usage.cached);
  add_count (builder, "cache_write", self->usage.cache_write);
  add_count (builder, "reasoning", self->usage.reasoning);
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "error");
  if (self->error_message != NULL)
    {
      json_builder_begin_object (builder);
      add_string (builder, "type", self->error_type);
      add_string (builder, "message", self->error_message);
      json_builder_end_object (builder);
    }
  else
    {
      json_builder_add_null_value (builder);
    }

  json_builder_set_member_name (builder, "complete");
  json_builder_add_boolean_value (builder, self->complete);
  add_string (builder, "model", self->model);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
