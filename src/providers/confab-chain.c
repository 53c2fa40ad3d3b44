/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-chain"

#include "config.h"

#include "confab-chain.h"

/**
 * ConfabChain:
 *
 * The providers that may answer one question, asked one after the other until one does.
 *
 * Decides, and sends nothing: the caller makes the attempt that [method@Chain.begin] names, and
 * says how it went. The next provider is only tried while nothing of a reply was shown: what a
 * person has seen, and pays for, is never asked for again behind their back.
 */
struct _ConfabChain
{
  GArray        *links;       /* owned, (element-type Link) */
  guint          n_begun;     /* how many links were taken up or passed over */
  GPtrArray     *attempts;    /* owned, (element-type ConfabAttempt) */
  ConfabAttempt *running;     /* borrowed from attempts, nullable */
  ConfabBreaker *breaker;     /* borrowed from links: that of the running attempt */
  gboolean       insistent;   /* the first is asked even while it rests */
  gboolean       has_output;  /* something of the running attempt's reply was shown */
};

typedef struct
{
  char          *provider_id;  /* owned */
  char          *model;        /* owned, nullable */
  ConfabBreaker *breaker;      /* owned */
} Link;

static void
link_clear (gpointer data)
{
  Link *link = data;

  g_free (link->provider_id);
  g_free (link->model);
  confab_breaker_unref (link->breaker);
}

/**
 * confab_chain_new:
 *
 * Returns: (transfer full): a chain without providers
 */
ConfabChain *
confab_chain_new (void)
{
  ConfabChain *self = g_new0 (ConfabChain, 1);

  self->links = g_array_new (FALSE, FALSE, sizeof (Link));
  g_array_set_clear_func (self->links, link_clear);
  self->attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_attempt_free);

  return self;
}

/**
 * confab_chain_free:
 * @self: (nullable): the chain
 *
 * Frees it. An attempt that still runs tells its provider's breaker nothing.
 */
void
confab_chain_free (ConfabChain *self)
{
  if (self == NULL)
    return;

  if (self->breaker != NULL)
    confab_breaker_abandon (self->breaker);
  g_array_unref (self->links);
  g_ptr_array_unref (self->attempts);
  g_free (self);
}

/**
 * confab_chain_add:
 * @provider_id: a provider that can be used
 * @model: (nullable): which of its models would answer
 * @breaker: the provider's breaker
 *
 * Puts a provider behind those that are there. One that is there already is not added again.
 */
void
confab_chain_add (ConfabChain   *self,
                  const char    *provider_id,
                  const char    *model,
                  ConfabBreaker *breaker)
{
  Link link;

  g_return_if_fail (self != NULL);
  g_return_if_fail (provider_id != NULL);
  g_return_if_fail (breaker != NULL);

  for (guint i = 0; i < self->links->len; i++)
    if (g_str_equal (g_array_index (self->links, Link, i).provider_id, provider_id))
      return;

  link.provider_id = g_strdup (provider_id);
  link.model = g_strdup (model);
  link.breaker = confab_breaker_ref (breaker);
  g_array_append_val (self->links, link);
}

/**
 * confab_chain_remove:
 * @provider_id: a provider
 *
 * Takes out one whose turn has not come, because it was switched off or removed meanwhile.
 */
void
confab_chain_remove (ConfabChain *self,
                     const char  *provider_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (provider_id != NULL);

  for (guint i = self->n_begun; i < self->links->len; i++)
    if (g_str_equal (g_array_index (self->links, Link, i).provider_id, provider_id))
      {
        g_array_remove_index (self->links, i);
        return;
      }
}

/**
 * confab_chain_insist:
 *
 * Has the first provider asked even while it rests, because a person asked for it by name. To be
 * called before the first attempt.
 */
void
confab_chain_insist (ConfabChain *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->n_begun == 0);

  self->insistent = TRUE;
}

static ConfabAttempt *
add_attempt (ConfabChain *self,
             const Link  *link,
             gint64       now_us)
{
  ConfabAttempt *attempt = confab_attempt_new (link->provider_id, link->model);

  attempt->started_at_us = now_us;
  g_ptr_array_add (self->attempts, attempt);

  return attempt;
}

/* Somebody else's trial may be under way after the rest has ended. */
static void
skip (ConfabAttempt       *attempt,
      const ConfabBreaker *breaker,
      gint64               now_us)
{
  const gint64 open_until_us = confab_breaker_get_open_until_us (breaker);
  const gint64 wait_ms = MAX (0, open_until_us - now_us) / 1000;

  attempt->outcome = CONFAB_ATTEMPT_SKIPPED;
  attempt->ended_at_us = now_us;
  attempt->open_until_us = open_until_us;
  attempt->error = confab_provider_error_new (confab_breaker_get_reason (breaker), 0, NULL,
                                              wait_ms > 0 ? wait_ms : -1,
                                              "not asked: the provider rests after failures");
}

/**
 * confab_chain_begin:
 * @now_us: the time, in microseconds since 1970
 *
 * Takes the next provider that may be asked now, passing over those whose breaker is open.
 *
 * Returns: (transfer none) (nullable): the attempt to make, or %NULL when nobody is left
 */
const ConfabAttempt *
confab_chain_begin (ConfabChain *self,
                    gint64       now_us)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->running == NULL, NULL);

  while (self->n_begun < self->links->len)
    {
      const Link *link = &g_array_index (self->links, Link, self->n_begun++);
      ConfabAttempt *attempt = add_attempt (self, link, now_us);

      if (confab_breaker_begin (link->breaker, now_us) || (self->insistent && self->n_begun == 1))
        {
          self->running = attempt;
          self->breaker = link->breaker;
          self->has_output = FALSE;
          return attempt;
        }

      skip (attempt, link->breaker, now_us);
    }

  return NULL;
}

/**
 * confab_chain_note_output:
 *
 * Something of the running attempt's reply was shown: text, thinking, or the call of a tool.
 */
void
confab_chain_note_output (ConfabChain *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->running != NULL);

  self->has_output = TRUE;
}

static void
end_attempt (ConfabChain          *self,
             ConfabAttemptOutcome  outcome,
             gint64                now_us)
{
  self->running->outcome = outcome;
  self->running->ended_at_us = now_us;
  self->running = NULL;
  self->breaker = NULL;
}

/* What the person has to put right at the provider of their choice would only be hidden by somebody
 * else's answer. One that merely stands in for it is passed over, whatever it lacks; only with a
 * question that nobody can take it ends. */
static gboolean
may_go_on (ConfabChain  *self,
           const GError *error)
{
  if (confab_breaker_counts (error))
    return TRUE;
  if (self->n_begun == 1 || error->domain != CONFAB_PROVIDER_ERROR)
    return FALSE;

  return error->code != CONFAB_PROVIDER_ERROR_BAD_REQUEST &&
         error->code != CONFAB_PROVIDER_ERROR_CONTENT_REFUSED &&
         error->code != CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL;
}

/**
 * confab_chain_fail:
 * @error: what the running attempt failed with
 * @now_us: the time, in microseconds since 1970
 *
 * The attempt failed, before or after some of its reply was shown.
 *
 * Returns: whether another provider may be asked, by [method@Chain.begin]
 */
gboolean
confab_chain_fail (ConfabChain  *self,
                   const GError *error,
                   gint64        now_us)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->running != NULL, FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  confab_breaker_fail (self->breaker, error, now_us);
  self->running->error = g_error_copy (error);
  if (confab_breaker_get_state (self->breaker, now_us) == CONFAB_BREAKER_OPEN)
    self->running->open_until_us = confab_breaker_get_open_until_us (self->breaker);
  end_attempt (self, CONFAB_ATTEMPT_FAILED, now_us);

  return !self->has_output && may_go_on (self, error);
}

/**
 * confab_chain_succeed:
 * @now_us: the time, in microseconds since 1970
 *
 * The running attempt brought a whole reply.
 */
void
confab_chain_succeed (ConfabChain *self,
                      gint64       now_us)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->running != NULL);

  confab_breaker_succeed (self->breaker);
  end_attempt (self, CONFAB_ATTEMPT_ANSWERED, now_us);
}

/**
 * confab_chain_stop:
 * @now_us: the time, in microseconds since 1970
 *
 * The person stopped the running attempt, which tells nothing of the provider.
 */
void
confab_chain_stop (ConfabChain *self,
                   gint64       now_us)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->running != NULL);

  confab_breaker_abandon (self->breaker);
  end_attempt (self, CONFAB_ATTEMPT_STOPPED, now_us);
}

/**
 * confab_chain_get_attempts:
 *
 * Returns: (transfer none) (element-type ConfabAttempt): what was tried so far, in order
 */
GPtrArray *
confab_chain_get_attempts (ConfabChain *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->attempts;
}
