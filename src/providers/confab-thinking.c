/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-thinking"

#include "config.h"

#include "confab-thinking-private.h"

#include "confab-json-member-private.h"
#include "confab-model-pattern-private.h"

/* The first is for when no level is asked for. */
static const char * const levels[] = { "default", "off", "low", "medium", "high" };

typedef struct
{
  ConfabModelPattern  pattern;
  JsonObject         *always;                           /* owned, nullable: sent at every level */
  JsonObject         *by_level[G_N_ELEMENTS (levels)];  /* owned, nullable */
  gboolean            never_off;                        /* at “off” it thinks as little as it can */
} Family;

struct _ConfabThinking
{
  GPtrArray *families;  /* owned, (element-type Family) */
};

static void
family_free (Family *family)
{
  confab_model_pattern_clear (&family->pattern);
  g_clear_pointer (&family->always, json_object_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    g_clear_pointer (&family->by_level[i], json_object_unref);
  g_free (family);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Family, family_free)

/* What the family says of a level itself stands before what its style says. */
static gboolean
read_level (JsonObject  *object,
            JsonObject  *style,
            const char  *name,
            JsonObject **value,
            GError     **error)
{
  JsonObject *found = NULL;

  if (!confab_json_member_object (object, name, &found, error) ||
      (found == NULL && style != NULL && !confab_json_member_object (style, name, &found, error)))
    return FALSE;

  if (found != NULL)
    *value = json_object_ref (found);
  return TRUE;
}

static Family *
read_family (JsonObject  *object,
             JsonObject  *styles,
             GError     **error)
{
  static const char * const known[] = {
    "match", "except", "style", "never_off", "always", "default", "off", "low", "medium", "high", NULL
  };
  g_autoptr(Family) family = g_new0 (Family, 1);
  JsonObject *style = NULL;
  const char *style_name;

  if (!confab_json_check_members (object, known, error) ||
      !confab_model_pattern_read (&family->pattern, object, error) ||
      !confab_json_member_boolean (object, "never_off", &family->never_off, error) ||
      !confab_json_member_string (object, "style", &style_name, error))
    return NULL;

  if (style_name != NULL)
    {
      if (styles == NULL || !json_object_has_member (styles, style_name))
        {
          g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                       "There is no thinking style “%s”", style_name);
          return NULL;
        }
      if (!confab_json_member_object (styles, style_name, &style, error))
        return NULL;
    }

  if (!read_level (object, style, "always", &family->always, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if (!read_level (object, style, levels[i], &family->by_level[i], error))
      return NULL;

  return g_steal_pointer (&family);
}

static const Family *
find_family (const ConfabThinking *self,
             const char           *model)
{
  for (guint i = 0; i < self->families->len; i++)
    {
      const Family *family = g_ptr_array_index (self->families, i);

      if (confab_model_pattern_matches (&family->pattern, model))
        return family;
    }

  return NULL;
}

static void
copy_members (JsonObject *target,
              JsonObject *source)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (source == NULL)
    return;

  json_object_iter_init_ordered (&iter, source);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (target, name, json_node_copy (node));
}

/**
 * confab_thinking_new_read:
 * @families: (nullable): the families of models, first match first
 * @styles: (nullable): parameters by level that families refer to by name
 * @error: where to say why not
 *
 * Reads the families of a provider.
 *
 * Returns: (transfer full): what they say
 */
ConfabThinking *
confab_thinking_new_read (JsonArray   *families,
                          JsonObject  *styles,
                          GError     **error)
{
  g_autoptr(ConfabThinking) self = g_new0 (ConfabThinking, 1);

  self->families = g_ptr_array_new_with_free_func ((GDestroyNotify) family_free);
  for (guint i = 0; families != NULL && i < json_array_get_length (families); i++)
    {
      JsonNode *node = json_array_get_element (families, i);
      Family *family;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, CONFAB_PROVIDER_POLICY_ERROR,
                               CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
                               "“thinking” must be an array of objects");
          return NULL;
        }

      if (!(family = read_family (json_node_get_object (node), styles, error)))
        return NULL;
      g_ptr_array_add (self->families, family);
    }

  return g_steal_pointer (&self);
}

/**
 * confab_thinking_free:
 * @self: what was read
 *
 * Frees it.
 */
void
confab_thinking_free (ConfabThinking *self)
{
  g_ptr_array_unref (self->families);
  g_free (self);
}

/**
 * confab_thinking_has_levels:
 * @self: what was read
 * @model: a model's id
 *
 * Returns: whether the model can be told how much to think
 */
gboolean
confab_thinking_has_levels (const ConfabThinking *self,
                            const char           *model)
{
  const Family *family = find_family (self, model);

  for (gsize i = 1; family != NULL && i < G_N_ELEMENTS (levels); i++)
    if (family->by_level[i] != NULL && json_object_get_size (family->by_level[i]) > 0)
      return TRUE;

  return FALSE;
}

/**
 * confab_thinking_is_never_off:
 * @self: what was read
 * @model: a model's id
 *
 * Returns: whether the model thinks at any level, at “off” as little as it can
 */
gboolean
confab_thinking_is_never_off (const ConfabThinking *self,
                              const char           *model)
{
  const Family *family = find_family (self, model);

  return family != NULL && family->never_off;
}

/**
 * confab_thinking_dup_parameters:
 * @self: what was read
 * @model: a model's id
 * @level: (nullable): `off`, `low`, `medium`, `high`; anything else is no level
 *
 * A member that is null takes away what the request would have there otherwise: a temperature that
 * the model refuses.
 *
 * Returns: (transfer full) (nullable): a JSON object, or %NULL when nothing has to be said
 */
char *
confab_thinking_dup_parameters (const ConfabThinking *self,
                                const char           *model,
                                const char           *level)
{
  const Family *family = find_family (self, model);
  g_autoptr(JsonObject) merged = json_object_new ();
  g_autoptr(JsonNode) node = NULL;
  gsize index = 0;

  if (family == NULL)
    return NULL;

  copy_members (merged, family->always);
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_strcmp0 (level, levels[i]) == 0)
      index = i;
  copy_members (merged, family->by_level[index]);

  if (json_object_get_size (merged) == 0)
    return NULL;

  node = json_node_init_object (json_node_alloc (), merged);
  return json_to_string (node, FALSE);
}
