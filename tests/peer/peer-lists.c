/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "peer-lists.h"

#include <string.h>

/* The lists of models, and what Ollama says of one. */

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_strings (JsonBuilder *builder,
             const char  *name,
             const char  *values)
{
  g_auto(GStrv) words = g_strsplit (values, " ", -1);

  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; words[i] != NULL; i++)
    json_builder_add_string_value (builder, words[i]);
  json_builder_end_array (builder);
}

/* What Ollama says of any model. */
void
peer_lists_add_details (JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "details");
  json_builder_begin_object (builder);
  add_string (builder, "format", "gguf");
  add_string (builder, "family", "llama");
  add_string (builder, "parameter_size", "8.0B");
  add_string (builder, "quantization_level", "Q4_K_M");
  json_builder_end_object (builder);
}

static void
add_model (JsonBuilder *builder,
           PeerDialect  dialect,
           const char  *model,
           GHashTable  *names)
{
  const char *label = g_hash_table_lookup (names, model);
  g_autofree char *name = NULL;

  json_builder_begin_object (builder);
  switch (dialect)
    {
    case PEER_DIALECT_ANTHROPIC:
      add_string (builder, "type", "model");
      add_string (builder, "id", model);
      add_string (builder, "display_name", label != NULL ? label : model);
      add_string (builder, "created_at", "2025-10-01T00:00:00Z");
      add_int (builder, "max_input_tokens", 200000);
      add_int (builder, "max_tokens", 64000);
      break;

    case PEER_DIALECT_GEMINI:
      name = g_strconcat ("models/", model, NULL);
      add_string (builder, "name", name);
      add_string (builder, "displayName", label != NULL ? label : model);
      add_int (builder, "inputTokenLimit", 1048576);
      add_int (builder, "outputTokenLimit", 65536);
      json_builder_set_member_name (builder, "supportedGenerationMethods");
      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, "generateContent");
      json_builder_add_string_value (builder, "countTokens");
      json_builder_end_array (builder);
      break;

    case PEER_DIALECT_COHERE:
      add_string (builder, "name", model);
      add_int (builder, "context_length", 128000);
      add_strings (builder, "endpoints", "chat");
      add_strings (builder, "features", "tools vision");
      break;

    case PEER_DIALECT_BEDROCK:
      add_string (builder, "modelId", model);
      add_string (builder, "modelName", label != NULL ? label : model);
      add_strings (builder, "inputModalities", "TEXT IMAGE");
      add_strings (builder, "outputModalities", "TEXT");
      add_strings (builder, "inferenceTypesSupported", "ON_DEMAND");
      json_builder_set_member_name (builder, "responseStreamingSupported");
      json_builder_add_boolean_value (builder, TRUE);
      break;

    default:
      add_string (builder, "id", model);
      if (label != NULL)
        add_string (builder, "name", label);
      add_string (builder, "object", "model");
      add_int (builder, "created", 1759276800);
      add_string (builder, "owned_by", "peer");
    }
  json_builder_end_object (builder);
}

/* A page of the list of models, some of which have names beside their ids. */
char *
peer_lists_dup_models (PeerDialect         dialect,
                       const char * const *models,
                       GHashTable         *names,
                       guint               page_size,
                       const char         *after)
{
  const gboolean is_paged = dialect == PEER_DIALECT_ANTHROPIC || dialect == PEER_DIALECT_GEMINI ||
                            dialect == PEER_DIALECT_COHERE;
  const guint n_models = g_strv_length ((char **) models);
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  guint first = 0;
  guint end = n_models;

  for (guint i = 0; is_paged && after != NULL && i < n_models; i++)
    if (g_str_equal (models[i], after))
      first = i + 1;
  if (is_paged && page_size > 0)
    end = MIN (end, first + page_size);

  json_builder_begin_object (builder);
  if (dialect == PEER_DIALECT_OPENAI)
    add_string (builder, "object", "list");

  if (dialect == PEER_DIALECT_BEDROCK)
    json_builder_set_member_name (builder, "modelSummaries");
  else if (dialect == PEER_DIALECT_GEMINI || dialect == PEER_DIALECT_COHERE)
    json_builder_set_member_name (builder, "models");
  else
    json_builder_set_member_name (builder, "data");
  json_builder_begin_array (builder);
  for (guint i = first; i < end; i++)
    add_model (builder, dialect, models[i], names);
  json_builder_end_array (builder);

  if (dialect == PEER_DIALECT_ANTHROPIC)
    {
      json_builder_set_member_name (builder, "has_more");
      json_builder_add_boolean_value (builder, end < n_models);
      if (end > first)
        {
          add_string (builder, "first_id", models[first]);
          add_string (builder, "last_id", models[end - 1]);
        }
    }
  else if (is_paged && end > first && end < n_models)
    {
      add_string (builder, dialect == PEER_DIALECT_GEMINI ? "nextPageToken" : "next_page_token", models[end - 1]);
    }
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}

/* The profiles through which Bedrock's models are reached in several regions. */
char *
peer_lists_dup_profiles (const char * const *models)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "inferenceProfileSummaries");
  json_builder_begin_array (builder);
  for (guint i = 0; models[i] != NULL; i++)
    {
      g_autofree char *id = g_strconcat ("us.", models[i], NULL);

      json_builder_begin_object (builder);
      add_string (builder, "inferenceProfileId", id);
      add_string (builder, "inferenceProfileName", models[i]);
      add_string (builder, "status", "ACTIVE");
      add_string (builder, "type", "SYSTEM_DEFINED");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}

/* What Ollama tells of a model. */
char *
peer_lists_dup_show (const char *model)
{
  static const char * const abilities[] = { "completion", "tools", "thinking", "vision" };
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "parameters", "stop \"<|eot_id|>\"");
  add_string (builder, "template", "{{ .Prompt }}");
  peer_lists_add_details (builder);
  json_builder_set_member_name (builder, "model_info");
  json_builder_begin_object (builder);
  add_string (builder, "general.architecture", "llama");
  add_string (builder, "general.basename", model);
  add_int (builder, "llama.context_length", 131072);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "capabilities");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (abilities); i++)
    json_builder_add_string_value (builder, abilities[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return peer_json_to_string (builder);
}
