/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-prompt"

#include "config.h"

#include "confab-prompt.h"

/**
 * ConfabPrompt:
 *
 * A text that is kept to be used again, as the instructions of a conversation or as a message. It
 * may have variables, see [struct@PromptText]. It never changes: an edited one is another object of
 * the same id.
 */
struct _ConfabPrompt
{
  GObject  parent_instance;

  char    *id;    /* owned */
  char    *name;  /* owned */
  char    *text;  /* owned */
};

G_DEFINE_FINAL_TYPE (ConfabPrompt, confab_prompt, G_TYPE_OBJECT)

static void
confab_prompt_finalize (GObject *object)
{
  ConfabPrompt *self = CONFAB_PROMPT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->text);

  G_OBJECT_CLASS (confab_prompt_parent_class)->finalize (object);
}

static void
confab_prompt_class_init (ConfabPromptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_prompt_finalize;
}

static void
confab_prompt_init (ConfabPrompt *self)
{
}

/**
 * confab_prompt_new:
 * @id: (nullable): what it is known by, %NULL for a new one
 * @name: what a person calls it
 * @text: the text
 *
 * Returns: (transfer full): a prompt
 */
ConfabPrompt *
confab_prompt_new (const char *id,
                   const char *name,
                   const char *text)
{
  ConfabPrompt *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  self = g_object_new (CONFAB_TYPE_PROMPT, NULL);
  self->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  self->name = g_strdup (name);
  self->text = g_strdup (text);

  return self;
}

/**
 * confab_prompt_get_id:
 *
 * Returns: (transfer none): what it is known by
 */
const char *
confab_prompt_get_id (ConfabPrompt *self)
{
  g_return_val_if_fail (CONFAB_IS_PROMPT (self), NULL);

  return self->id;
}

/**
 * confab_prompt_get_name:
 *
 * Returns: (transfer none): what a person calls it
 */
const char *
confab_prompt_get_name (ConfabPrompt *self)
{
  g_return_val_if_fail (CONFAB_IS_PROMPT (self), NULL);

  return self->name;
}

/**
 * confab_prompt_get_text:
 *
 * Returns: (transfer none): the text, with its variables
 */
const char *
confab_prompt_get_text (ConfabPrompt *self)
{
  g_return_val_if_fail (CONFAB_IS_PROMPT (self), NULL);

  return self->text;
}
