/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "peer-dialect.h"

G_BEGIN_DECLS

/* A request that is being looked through. */
typedef struct
{
  PeerDialect  dialect;
  PeerChat    *chat;          /* borrowed */
  GHashTable  *open_calls;    /* set of ids of calls that have no result yet, owned */
  const char  *previous_role; /* borrowed */
  gboolean     has_tools;     /* of those dialects that care */
  GHashTable  *reasoning;     /* set of ids of reasoning seen so far, owned */
  const char  *open_reasoning; /* borrowed; reasoning that led to nothing so far */
} Check;

static inline JsonNode *
get_member (JsonObject   *object,
            const char   *name,
            JsonNodeType  type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

static inline const char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : NULL;
}

static inline JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_OBJECT);

  return node != NULL ? json_node_get_object (node) : NULL;
}

static inline JsonArray *
get_array (JsonObject *object,
           const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_ARRAY);

  return node != NULL ? json_node_get_array (node) : NULL;
}

static inline gboolean
is_integer (JsonObject *object,
            const char *name,
            gint64      least)
{
  JsonNode *node = get_member (object, name, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 &&
         json_node_get_int (node) >= least;
}

static inline void
set_text (char       **place,
          const char  *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static inline void
append_text (char       **place,
             const char  *text)
{
  char *joined = g_strconcat (*place != NULL ? *place : "", text, NULL);

  g_free (*place);
  *place = joined;
}

static inline JsonObject *
object_at (JsonArray *array,
           guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

char *peer_check_openai_message  (Check      *check,
                                  JsonObject *message,
                                  guint       index);
char *peer_check_bedrock_message (Check      *check,
                                  JsonObject *message,
                                  guint       index);
char *peer_check_bedrock         (Check      *check,
                                  JsonObject *body);
char *peer_check_cohere_message  (Check      *check,
                                  JsonObject *message,
                                  guint       index);
char *peer_check_cohere          (Check      *check,
                                  JsonObject *body);

G_END_DECLS
