/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-attempts"

#include "config.h"

#include "confab-attempts.h"

#include "confab-chain.h"
#include "confab-media-rules.h"
#include "confab-provider-private.h"

/* ConfabAttempts:
 *
 * Who is asked for one reply, one after the other, and how each did. Joins the chain, which decides,
 * with the providers, which show what their breakers say.
 */
struct _ConfabAttempts
{
  ConfabChain    *chain;      /* owned */
  GPtrArray      *providers;  /* owned, of ConfabProvider */
  ConfabRegistry *registry;   /* owned, nullable: where the others are */
  ConfabProvider *running;    /* borrowed, nullable */
};

static void
add (ConfabAttempts *self,
     ConfabProvider *provider,
     const char     *model)
{
  g_ptr_array_add (self->providers, g_object_ref (provider));
  confab_chain_add (self->chain, confab_provider_get_id (provider), model,
                    confab_provider_get_breaker (provider));
}

static ConfabProvider *
find (ConfabAttempts *self,
      const char     *provider_id)
{
  for (guint i = 0; i < self->providers->len; i++)
    if (g_str_equal (confab_provider_get_id (g_ptr_array_index (self->providers, i)), provider_id))
      return g_ptr_array_index (self->providers, i);

  return NULL;
}

/* confab_attempts_new:
 * @provider: who is asked first
 * @model: (nullable): which of its models
 *
 * Returns: (transfer full): attempts that have not begun
 */
ConfabAttempts *
confab_attempts_new (ConfabProvider *provider,
                     const char     *model)
{
  ConfabAttempts *self = g_new0 (ConfabAttempts, 1);

  self->chain = confab_chain_new ();
  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
  add (self, provider, model);

  return self;
}

/* confab_attempts_free:
 * @self: the attempts
 *
 * Frees them.
 */
void
confab_attempts_free (ConfabAttempts *self)
{
  confab_chain_free (self->chain);
  g_ptr_array_unref (self->providers);
  g_clear_object (&self->registry);
  g_free (self);
}

/* confab_attempts_insist:
 *
 * Has the first provider asked even while it rests.
 */
void
confab_attempts_insist (ConfabAttempts *self)
{
  confab_chain_insist (self->chain);
}

static gboolean
is_fit (ConfabProvider *provider,
        GPtrArray      *messages)
{
  g_autoptr(ConfabModelInfo) model = NULL;

  if (!confab_provider_get_usable (provider) || !confab_provider_get_configured (provider) ||
      confab_provider_get_model (provider) == NULL)
    return FALSE;

  model = confab_provider_lookup_model (provider, confab_provider_get_model (provider));
  return confab_media_check_messages (confab_provider_get_provider_type (provider), model, messages, NULL);
}

/* confab_attempts_add_others:
 * @registry: the providers, in the person's order
 * @messages: (element-type ConfabMessage): the conversation
 *
 * Adds everybody else who can be asked this with what is there: the key, the address, a model that
 * takes the pictures and files of the conversation.
 */
void
confab_attempts_add_others (ConfabAttempts *self,
                            ConfabRegistry *registry,
                            GPtrArray      *messages)
{
  g_set_object (&self->registry, registry);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (registry)); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (G_LIST_MODEL (registry), i);

      if (find (self, confab_provider_get_id (provider)) == NULL && is_fit (provider, messages))
        add (self, provider, confab_provider_get_model (provider));
    }
}

/* confab_attempts_get_chosen:
 *
 * Returns: (transfer none): who is asked first
 */
ConfabProvider *
confab_attempts_get_chosen (ConfabAttempts *self)
{
  return g_ptr_array_index (self->providers, 0);
}

/* Who was switched off, removed or lost its key while others were asked is not asked any more. */
static void
drop_unusable (ConfabAttempts *self)
{
  for (guint i = 1; i < self->providers->len; i++)
    {
      ConfabProvider *provider = g_ptr_array_index (self->providers, i);

      if (!confab_provider_get_usable (provider) ||
          confab_registry_lookup (self->registry, confab_provider_get_id (provider)) != provider)
        confab_chain_remove (self->chain, confab_provider_get_id (provider));
    }
}

/* confab_attempts_begin:
 * @model: (out) (transfer none) (nullable): which model is asked
 *
 * Takes the next provider that may be asked now.
 *
 * Returns: (transfer none) (nullable): whom to ask, or %NULL when nobody is left
 */
ConfabProvider *
confab_attempts_begin (ConfabAttempts  *self,
                       const char     **model)
{
  GPtrArray *list = confab_attempts_get_list (self);
  const ConfabAttempt *begun;

  drop_unusable (self);
  begun = confab_chain_begin (self->chain, g_get_real_time ());
  for (guint i = 0; i < list->len; i++)
    {
      ConfabAttempt *attempt = g_ptr_array_index (list, i);

      if (attempt->provider_name == NULL)
        attempt->provider_name = g_strdup (confab_provider_get_name (find (self, attempt->provider_id)));
    }

  self->running = begun != NULL ? find (self, begun->provider_id) : NULL;
  *model = begun != NULL ? begun->model : NULL;

  return self->running;
}

/* confab_attempts_end:
 * @outcome: %CONFAB_ATTEMPT_ANSWERED, %CONFAB_ATTEMPT_STOPPED or %CONFAB_ATTEMPT_FAILED
 * @error: (nullable): what it failed with
 * @has_output: something of the reply was shown
 *
 * Tells how the attempt went that is under way; nothing happens when none is.
 *
 * Returns: whether somebody else may be asked
 */
gboolean
confab_attempts_end (ConfabAttempts       *self,
                     ConfabAttemptOutcome  outcome,
                     const GError         *error,
                     gboolean              has_output)
{
  const gint64 now_us = g_get_real_time ();
  ConfabProvider *provider = g_steal_pointer (&self->running);
  gboolean go_on = FALSE;

  if (provider == NULL)
    return FALSE;

  if (has_output)
    confab_chain_note_output (self->chain);

  if (outcome == CONFAB_ATTEMPT_ANSWERED)
    confab_chain_succeed (self->chain, now_us);
  else if (outcome == CONFAB_ATTEMPT_STOPPED)
    confab_chain_stop (self->chain, now_us);
  else
    go_on = confab_chain_fail (self->chain, error, now_us);

  confab_provider_update_rest (provider);

  return go_on;
}

/* confab_attempts_get_list:
 *
 * Returns: (transfer none) (element-type ConfabAttempt): what was tried so far, in order
 */
GPtrArray *
confab_attempts_get_list (ConfabAttempts *self)
{
  return confab_chain_get_attempts (self->chain);
}
