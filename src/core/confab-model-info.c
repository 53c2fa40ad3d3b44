/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-info"

#include "config.h"

#include "confab-model-info.h"

#include <string.h>

/**
 * ConfabModelInfo:
 *
 * A model as its provider lists it. Filled once and not changed after it was handed out.
 */
struct _ConfabModelInfo
{
  GObject             parent_instance;

  char               *id;              /* owned */
  char               *name;            /* owned */
  gint64              context_tokens;  /* -1 when not known */
  gint64              output_tokens;   /* -1 when not known */
  gint64              size_bytes;      /* on disk, of a local model; -1 when not known */
  gint64              created_at_us;   /* -1 when not known */
  gint64              shutdown_at_us;  /* -1 when not known, or when it stays */
  char               *replacement;     /* owned, nullable */
  char               *owner;           /* owned, nullable */
  ConfabModelPrice    price;
  ConfabModelAbility  abilities;
};

enum { PROP_0, PROP_ID, PROP_NAME, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabModelInfo, confab_model_info, G_TYPE_OBJECT)

static void
confab_model_info_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  ConfabModelInfo *self = CONFAB_MODEL_INFO (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
confab_model_info_finalize (GObject *object)
{
  ConfabModelInfo *self = CONFAB_MODEL_INFO (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->replacement, g_free);
  g_clear_pointer (&self->owner, g_free);

  G_OBJECT_CLASS (confab_model_info_parent_class)->finalize (object);
}

static void
confab_model_info_class_init (ConfabModelInfoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_model_info_get_property;
  object_class->finalize = confab_model_info_finalize;

  props[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
confab_model_info_init (ConfabModelInfo *self)
{
  self->context_tokens = -1;
  self->output_tokens = -1;
  self->size_bytes = -1;
  self->created_at_us = -1;
  self->shutdown_at_us = -1;
  self->price = (ConfabModelPrice) CONFAB_MODEL_PRICE_INIT;
}

/**
 * confab_model_info_new:
 * @id: what a request calls it
 * @name: (nullable): what people call it; @id when %NULL
 *
 * Returns: (transfer full): a model of which nothing else is known
 */
ConfabModelInfo *
confab_model_info_new (const char *id,
                       const char *name)
{
  ConfabModelInfo *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_MODEL_INFO, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL && *name != '\0' ? name : id);
  return self;
}

/**
 * confab_model_info_get_id:
 *
 * Returns: (transfer none): what a request calls it
 */
const char *
confab_model_info_get_id (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), NULL);

  return self->id;
}

/**
 * confab_model_info_get_name:
 *
 * Returns: (transfer none): what people call it
 */
const char *
confab_model_info_get_name (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), NULL);

  return self->name;
}

/**
 * confab_model_info_get_context_tokens:
 *
 * Returns: how many tokens it can take in, or -1
 */
gint64
confab_model_info_get_context_tokens (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), -1);

  return self->context_tokens;
}

/**
 * confab_model_info_set_context_tokens:
 * @tokens: how many tokens it can take in, or -1
 */
void
confab_model_info_set_context_tokens (ConfabModelInfo *self,
                                      gint64           tokens)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));

  self->context_tokens = tokens;
}

/**
 * confab_model_info_get_output_tokens:
 *
 * Returns: how many tokens it can give out, or -1
 */
gint64
confab_model_info_get_output_tokens (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), -1);

  return self->output_tokens;
}

/**
 * confab_model_info_set_output_tokens:
 * @tokens: how many tokens it can give out, or -1
 */
void
confab_model_info_set_output_tokens (ConfabModelInfo *self,
                                     gint64           tokens)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));

  self->output_tokens = tokens;
}

/**
 * confab_model_info_get_abilities:
 *
 * Returns: what it can do beside text
 */
ConfabModelAbility
confab_model_info_get_abilities (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), CONFAB_MODEL_ABILITY_NONE);

  return self->abilities;
}

/**
 * confab_model_info_set_abilities:
 * @abilities: what it can do beside text
 */
void
confab_model_info_set_abilities (ConfabModelInfo    *self,
                                 ConfabModelAbility  abilities)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));

  self->abilities = abilities;
}

/**
 * confab_model_info_get_size_bytes:
 *
 * Returns: its size on disk in bytes, or -1
 */
gint64
confab_model_info_get_size_bytes (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), -1);

  return self->size_bytes;
}

/**
 * confab_model_info_set_size_bytes:
 * @size_bytes: its size on disk in bytes, or -1
 */
void
confab_model_info_set_size_bytes (ConfabModelInfo *self,
                                  gint64           size_bytes)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));

  self->size_bytes = size_bytes;
}

/**
 * confab_model_info_get_created_at_us:
 *
 * Returns: when it was released, in microseconds since 1970 UTC, or -1
 */
gint64
confab_model_info_get_created_at_us (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), -1);

  return self->created_at_us;
}

/**
 * confab_model_info_set_created_at_us:
 * @created_at_us: when it was released, in microseconds since 1970 UTC, or -1
 */
void
confab_model_info_set_created_at_us (ConfabModelInfo *self,
                                     gint64           created_at_us)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));

  self->created_at_us = created_at_us;
}

/**
 * confab_model_info_get_price:
 * @price: (out caller-allocates): what it costs
 *
 * Tells what its tokens cost, as far as known.
 */
void
confab_model_info_get_price (ConfabModelInfo  *self,
                             ConfabModelPrice *price)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));
  g_return_if_fail (price != NULL);

  *price = self->price;
}

/**
 * confab_model_info_set_price:
 * @price: what it costs
 */
void
confab_model_info_set_price (ConfabModelInfo        *self,
                             const ConfabModelPrice *price)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));
  g_return_if_fail (price != NULL);

  self->price = *price;
}

/**
 * confab_model_info_get_shutdown_at_us:
 *
 * Returns: when it stops or stopped answering, in microseconds since 1970 UTC, or -1
 */
gint64
confab_model_info_get_shutdown_at_us (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), -1);

  return self->shutdown_at_us;
}

/**
 * confab_model_info_set_shutdown_at_us:
 * @shutdown_at_us: when it stops or stopped answering, in microseconds since 1970 UTC, or -1
 */
void
confab_model_info_set_shutdown_at_us (ConfabModelInfo *self,
                                      gint64           shutdown_at_us)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));

  self->shutdown_at_us = shutdown_at_us;
}

/**
 * confab_model_info_get_replacement:
 *
 * Returns: (transfer none) (nullable): the id of the model that its maker would have one use instead
 */
const char *
confab_model_info_get_replacement (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), NULL);

  return self->replacement;
}

/**
 * confab_model_info_set_replacement:
 * @replacement: (nullable): the id of the model to use instead
 */
void
confab_model_info_set_replacement (ConfabModelInfo *self,
                                   const char      *replacement)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));

  g_free (self->replacement);
  self->replacement = g_strdup (replacement);
}

/**
 * confab_model_info_get_owner:
 *
 * Returns: (transfer none) (nullable): whose it is by its list, which at a local server tells the
 *   kind of server
 */
const char *
confab_model_info_get_owner (ConfabModelInfo *self)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), NULL);

  return self->owner;
}

/**
 * confab_model_info_set_owner:
 * @owner: (nullable): whose it is by its list
 */
void
confab_model_info_set_owner (ConfabModelInfo *self,
                             const char      *owner)
{
  g_return_if_fail (CONFAB_IS_MODEL_INFO (self));

  g_free (self->owner);
  self->owner = g_strdup (owner);
}

/* Of ids and names nearly all are ASCII, for which folding is no more than small letters. */
static gboolean
contains (const char *text,
          const char *folded)
{
  g_autofree char *folded_text = NULL;
  const gsize length = strlen (folded);

  if (!g_str_is_ascii (text))
    {
      folded_text = g_utf8_casefold (text, -1);
      return strstr (folded_text, folded) != NULL;
    }

  for (const char *start = text; *start != '\0'; start++)
    {
      gsize n = 0;

      while (n < length && g_ascii_tolower (start[n]) == folded[n])
        n++;
      if (n == length)
        return TRUE;
    }

  return length == 0;
}

/**
 * confab_model_info_matches:
 * @folded: what is searched for, by g_utf8_casefold()
 *
 * Returns: whether it is in the id or in the name
 */
gboolean
confab_model_info_matches (ConfabModelInfo *self,
                           const char      *folded)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), FALSE);
  g_return_val_if_fail (folded != NULL, FALSE);

  return contains (self->id, folded) || contains (self->name, folded);
}

static gboolean
price_equal (const ConfabModelPrice *a,
             const ConfabModelPrice *b)
{
  return a->input == b->input && a->output == b->output &&
         a->cache_read == b->cache_read && a->cache_write == b->cache_write && a->up_to == b->up_to;
}

/**
 * confab_model_info_equal:
 * @other: a model
 *
 * Returns: whether the same is said of both
 */
gboolean
confab_model_info_equal (ConfabModelInfo *self,
                         ConfabModelInfo *other)
{
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_MODEL_INFO (other), FALSE);

  return g_str_equal (self->id, other->id) &&
         g_str_equal (self->name, other->name) &&
         self->context_tokens == other->context_tokens &&
         self->output_tokens == other->output_tokens &&
         self->size_bytes == other->size_bytes &&
         self->created_at_us == other->created_at_us &&
         self->shutdown_at_us == other->shutdown_at_us &&
         self->abilities == other->abilities &&
         g_strcmp0 (self->replacement, other->replacement) == 0 &&
         price_equal (&self->price, &other->price);
}
