/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-traits"

#include "config.h"

#include "confab-model-traits-private.h"

#include "confab-json-member-private.h"

/* Ids of an exact length that are shorter could not be told apart, longer ones not be made. */
#define MIN_TOOL_ID_LENGTH 6
#define MAX_TOOL_ID_LENGTH 32

typedef enum
{
  KIND_WORD,
  KIND_TEXT,
  KIND_NUMBER,
  KIND_BOOLEAN,
} Kind;

typedef struct
{
  const char *name;
  gsize       offset;
  Kind        kind;
  const char *words;  /* of a word: those it may be, parted by spaces */
} Trait;

#define TRAIT(name, kind, words) { #name, G_STRUCT_OFFSET (ConfabModelTraits, name), kind, words }

static const Trait known_traits[] = {
  TRAIT (dialect, KIND_TEXT, NULL),
  TRAIT (system_role, KIND_WORD, "system developer user"),
  TRAIT (reasoning_replay, KIND_WORD,
         "none reasoning_content reasoning reasoning_details thinking_blocks content"),
  TRAIT (forced_tools, KIND_WORD, "always without-thinking never"),
  TRAIT (lost_signature, KIND_TEXT, NULL),
  TRAIT (result_media, KIND_WORD, "within after"),
  TRAIT (tool_schema, KIND_WORD, "json-schema openapi"),
  TRAIT (tool_id_length, KIND_NUMBER, NULL),
  TRAIT (no_images, KIND_BOOLEAN, NULL),
  TRAIT (declare_used_tools, KIND_BOOLEAN, NULL),
  TRAIT (reply_after_results, KIND_BOOLEAN, NULL),
  TRAIT (cache_points, KIND_BOOLEAN, NULL),
};

static gboolean
refuse (const Trait  *trait,
        const char   *expected,
        GError      **error)
{
  g_set_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE,
               "“%s” must be %s", trait->name, expected);
  return FALSE;
}

static gboolean
read_text (const Trait  *trait,
           gpointer      place,
           JsonObject   *object,
           GError      **error)
{
  const char *text;

  if (!confab_json_member_string (object, trait->name, &text, error))
    return FALSE;

  if (trait->kind == KIND_WORD)
    {
      g_auto(GStrv) words = g_strsplit (trait->words, " ", -1);

      if (!g_strv_contains ((const char * const *) words, text))
        {
          g_autofree char *expected = g_strdup_printf ("one of: %s", trait->words);

          return refuse (trait, expected, error);
        }
    }

  /* There are few, and the catalogue they are in lives as long as the program. An empty one takes
   * back what is said of the other models. */
  *(const char **) place = *text != '\0' ? g_intern_string (text) : NULL;
  return TRUE;
}

static gboolean
read_trait (const Trait          *trait,
            ConfabModelTraitSet  *self,
            JsonObject           *object,
            GError              **error)
{
  gpointer place = G_STRUCT_MEMBER_P (&self->values, trait->offset);
  gint64 number;

  switch (trait->kind)
    {
    case KIND_NUMBER:
      if (!confab_json_member_int (object, trait->name, &number, error))
        return FALSE;
      if (number != 0 && (number < MIN_TOOL_ID_LENGTH || number > MAX_TOOL_ID_LENGTH))
        return refuse (trait, "0, or from 6 to 32", error);
      *(guint *) place = number;
      return TRUE;

    case KIND_BOOLEAN:
      return confab_json_member_boolean (object, trait->name, place, error);

    case KIND_WORD:
    case KIND_TEXT:
    default:
      return read_text (trait, place, object, error);
    }
}

/**
 * confab_model_trait_set_read:
 * @self: nothing said
 * @object: an entry of the catalogue, or a rule for some models
 * @error: where to say why not: %CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE
 *
 * Takes over the traits that are said; other members are left alone.
 *
 * Returns: whether all that are there are right
 */
gboolean
confab_model_trait_set_read (ConfabModelTraitSet  *self,
                             JsonObject           *object,
                             GError              **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_traits); i++)
    {
      JsonNode *node = json_object_get_member (object, known_traits[i].name);

      if (node == NULL || JSON_NODE_HOLDS_NULL (node))
        continue;
      if (!read_trait (&known_traits[i], self, object, error))
        return FALSE;

      self->said |= 1u << i;
    }

  return TRUE;
}

/**
 * confab_model_trait_set_complete:
 * @other: more traits
 *
 * Takes over what @other says and @self does not.
 */
void
confab_model_trait_set_complete (ConfabModelTraitSet       *self,
                                 const ConfabModelTraitSet *other)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_traits); i++)
    {
      const gsize offset = known_traits[i].offset;

      if ((self->said & 1u << i) != 0 || (other->said & 1u << i) == 0)
        continue;

      if (known_traits[i].kind == KIND_NUMBER)
        G_STRUCT_MEMBER (guint, &self->values, offset) = G_STRUCT_MEMBER (guint, &other->values, offset);
      else if (known_traits[i].kind == KIND_BOOLEAN)
        G_STRUCT_MEMBER (gboolean, &self->values, offset) = G_STRUCT_MEMBER (gboolean, &other->values, offset);
      else
        G_STRUCT_MEMBER (const char *, &self->values, offset) =
          G_STRUCT_MEMBER (const char *, &other->values, offset);
      self->said |= 1u << i;
    }
}

/**
 * confab_model_traits_add_names:
 * @names: (element-type utf8): a list of static strings
 *
 * Adds what the members are called that say anything of traits.
 */
void
confab_model_traits_add_names (GPtrArray *names)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_traits); i++)
    g_ptr_array_add (names, (gpointer) known_traits[i].name);
}
