/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-prompts"

#include "config.h"

#include "confab-prompts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "confab-engine-error.h"
#include "confab-engine-settings.h"

/**
 * ConfabPrompts:
 *
 * The prompts that a person keeps, a list of #ConfabPrompt in the person's order. They are kept
 * with the preferences, so what another window or program changes is seen here.
 */
struct _ConfabPrompts
{
  GObject    parent_instance;

  GSettings *settings;  /* owned */
  GPtrArray *items;     /* owned, of ConfabPrompt */
};

static void confab_prompts_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabPrompts, confab_prompts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, confab_prompts_list_model_init))

static GType
confab_prompts_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_PROMPT;
}

static guint
confab_prompts_get_n_items (GListModel *model)
{
  return CONFAB_PROMPTS (model)->items->len;
}

static gpointer
confab_prompts_get_item (GListModel *model,
                         guint       position)
{
  ConfabPrompts *self = CONFAB_PROMPTS (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
confab_prompts_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_prompts_get_item_type;
  iface->get_n_items = confab_prompts_get_n_items;
  iface->get_item = confab_prompts_get_item;
}

static void
read_items (ConfabPrompts *self)
{
  g_autoptr(GVariant) list = g_settings_get_value (self->settings, CONFAB_SETTING_PROMPTS);
  const guint n_before = self->items->len;
  GVariantIter iter;
  const char *id, *name, *text;

  g_ptr_array_set_size (self->items, 0);
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &id, &name, &text))
    g_ptr_array_add (self->items, confab_prompt_new (id, name, text));

  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->items->len);
}

static GPtrArray *
dup_items (ConfabPrompts *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (items, g_object_ref (g_ptr_array_index (self->items, i)));

  return items;
}

static gboolean
write_items (ConfabPrompts  *self,
             GPtrArray      *items,
             GError        **error)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < items->len; i++)
    {
      ConfabPrompt *prompt = g_ptr_array_index (items, i);

      g_variant_builder_add (&builder, "(sss)", confab_prompt_get_id (prompt), confab_prompt_get_name (prompt),
                             confab_prompt_get_text (prompt));
    }

  /* The list itself follows by the signal. */
  if (g_settings_set_value (self->settings, CONFAB_SETTING_PROMPTS, g_variant_builder_end (&builder)))
    return TRUE;

  g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID,
                       _("Prompts cannot be changed on this computer."));
  return FALSE;
}

static gboolean
is_same (gconstpointer a,
         gconstpointer b)
{
  return g_str_equal (confab_prompt_get_id ((ConfabPrompt *) a), confab_prompt_get_id ((ConfabPrompt *) b));
}

static void
confab_prompts_dispose (GObject *object)
{
  ConfabPrompts *self = CONFAB_PROMPTS (object);

  g_clear_object (&self->settings);

  G_OBJECT_CLASS (confab_prompts_parent_class)->dispose (object);
}

static void
confab_prompts_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_PROMPTS (object)->items);

  G_OBJECT_CLASS (confab_prompts_parent_class)->finalize (object);
}

static void
confab_prompts_class_init (ConfabPromptsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_prompts_dispose;
  object_class->finalize = confab_prompts_finalize;
}

static void
confab_prompts_init (ConfabPrompts *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * confab_prompts_new:
 * @settings: the preferences
 *
 * Returns: (transfer full): the prompts that are kept there
 */
ConfabPrompts *
confab_prompts_new (GSettings *settings)
{
  ConfabPrompts *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (CONFAB_TYPE_PROMPTS, NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" CONFAB_SETTING_PROMPTS, G_CALLBACK (read_items), self,
                           G_CONNECT_SWAPPED);
  read_items (self);

  return self;
}

/**
 * confab_prompts_check:
 * @prompt: one that is to be kept
 * @error: return location for a %CONFAB_ENGINE_ERROR_INVALID, its message for a person
 *
 * Returns: whether it can be kept
 */
gboolean
confab_prompts_check (ConfabPrompts  *self,
                      ConfabPrompt   *prompt,
                      GError        **error)
{
  const char *problem = NULL;

  g_return_val_if_fail (CONFAB_IS_PROMPTS (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_PROMPT (prompt), FALSE);

  if (*confab_prompt_get_name (prompt) == '\0')
    problem = _("The prompt needs a name.");
  else if (g_utf8_strlen (confab_prompt_get_name (prompt), -1) > CONFAB_PROMPT_MAX_NAME_CHARS)
    problem = _("The name is too long.");
  else if (*confab_prompt_get_text (prompt) == '\0')
    problem = _("The prompt needs a text.");
  else if (strlen (confab_prompt_get_text (prompt)) > CONFAB_PROMPT_MAX_TEXT_BYTES)
    problem = _("The text is too long to be kept as a prompt.");
  else if (self->items->len >= CONFAB_PROMPTS_MAX &&
           !g_ptr_array_find_with_equal_func (self->items, prompt, is_same, NULL))
    problem = _("There are too many prompts. Delete one first.");

  if (problem != NULL)
    g_set_error_literal (error, CONFAB_ENGINE_ERROR, CONFAB_ENGINE_ERROR_INVALID, problem);

  return problem == NULL;
}

/**
 * confab_prompts_put:
 * @prompt: a prompt
 * @position: where to put a new one; at the end if it is beyond it
 * @error: return location for a %CONFAB_ENGINE_ERROR_INVALID, its message for a person
 *
 * Keeps a prompt. One of the same id is replaced where it is.
 *
 * Returns: whether it is kept
 */
gboolean
confab_prompts_put (ConfabPrompts  *self,
                    ConfabPrompt   *prompt,
                    guint           position,
                    GError        **error)
{
  g_autoptr(GPtrArray) items = NULL;
  guint found;

  g_return_val_if_fail (CONFAB_IS_PROMPTS (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_PROMPT (prompt), FALSE);

  if (!confab_prompts_check (self, prompt, error))
    return FALSE;

  items = dup_items (self);
  if (g_ptr_array_find_with_equal_func (items, prompt, is_same, &found))
    {
      g_ptr_array_remove_index (items, found);
      position = found;
    }
  g_ptr_array_insert (items, (int) MIN (position, items->len), g_object_ref (prompt));

  return write_items (self, items, error);
}

/**
 * confab_prompts_remove:
 * @prompt: a prompt
 * @position: (out) (optional): where it was, for [method@Prompts.put] to bring it back
 *
 * Returns: whether it was there and is not any more
 */
gboolean
confab_prompts_remove (ConfabPrompts *self,
                       ConfabPrompt  *prompt,
                       guint         *position)
{
  g_autoptr(GPtrArray) items = NULL;
  guint found;

  g_return_val_if_fail (CONFAB_IS_PROMPTS (self), FALSE);
  g_return_val_if_fail (CONFAB_IS_PROMPT (prompt), FALSE);

  if (!g_ptr_array_find_with_equal_func (self->items, prompt, is_same, &found))
    return FALSE;

  items = dup_items (self);
  g_ptr_array_remove_index (items, found);
  if (position != NULL)
    *position = found;

  return write_items (self, items, NULL);
}
