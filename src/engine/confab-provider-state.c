/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-state"

#include "config.h"

#include "confab-provider-state.h"

#include "confab-provider-error.h"

G_DEFINE_ENUM_TYPE (ConfabProviderState, confab_provider_state,
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_UNKNOWN, "unknown"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_CHECKING, "checking"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_READY, "ready"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_OFF, "off"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_KEY_MISSING, "key-missing"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_KEY_REFUSED, "key-refused"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_NO_CREDIT, "no-credit"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_RATE_LIMITED, "rate-limited"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_UNREACHABLE, "unreachable"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_NOT_RUNNING, "not-running"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_BAD_ADDRESS, "bad-address"),
  G_DEFINE_ENUM_VALUE (CONFAB_PROVIDER_STATE_RESTING, "resting"))

G_DEFINE_ENUM_TYPE (ConfabKeySource, confab_key_source,
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_NONE, "none"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_NOT_NEEDED, "not-needed"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_KEYRING, "keyring"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_FILE, "file"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_ENVIRONMENT, "environment"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_LOCKED, "locked"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_PROFILE, "profile"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_SERVICE_ACCOUNT, "service-account"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_SIGN_IN, "sign-in"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_SESSION, "session"),
  G_DEFINE_ENUM_VALUE (CONFAB_KEY_SOURCE_ASKING, "asking"))

/**
 * confab_key_source_has_key:
 * @source: where a key came from
 *
 * Returns: whether that means that there is a key
 */
gboolean
confab_key_source_has_key (ConfabKeySource source)
{
  return source == CONFAB_KEY_SOURCE_KEYRING ||
         source == CONFAB_KEY_SOURCE_FILE ||
         source == CONFAB_KEY_SOURCE_ENVIRONMENT ||
         source == CONFAB_KEY_SOURCE_PROFILE ||
         source == CONFAB_KEY_SOURCE_SERVICE_ACCOUNT ||
         source == CONFAB_KEY_SOURCE_SIGN_IN ||
         source == CONFAB_KEY_SOURCE_SESSION;
}

/**
 * confab_provider_facts_get_state:
 * @facts: what is known
 *
 * What comes first is what a person has to do first: a switched-off provider is off whatever else
 * may be wrong with it. That it rests says less than why it does, where a person can do something
 * about that. The key goes before the parts of an address that a person has to set, for
 * some of them lie beside it.
 *
 * Returns: what a card says
 */
ConfabProviderState
confab_provider_facts_get_state (const ConfabProviderFacts *facts)
{
  g_return_val_if_fail (facts != NULL, CONFAB_PROVIDER_STATE_UNKNOWN);

  if (facts->demonstration)
    return CONFAB_PROVIDER_STATE_READY;
  if (!facts->enabled)
    return CONFAB_PROVIDER_STATE_OFF;
  if (!facts->address_valid && !facts->address_incomplete)
    return CONFAB_PROVIDER_STATE_BAD_ADDRESS;
  if (facts->needs_key && !confab_key_source_has_key (facts->key_source))
    return CONFAB_PROVIDER_STATE_KEY_MISSING;
  if (!facts->address_valid)
    return CONFAB_PROVIDER_STATE_BAD_ADDRESS;
  if (facts->checking)
    return CONFAB_PROVIDER_STATE_CHECKING;

  if (facts->resting && (facts->outcome == CONFAB_PROVIDER_STATE_UNKNOWN ||
                         facts->outcome == CONFAB_PROVIDER_STATE_READY ||
                         facts->outcome == CONFAB_PROVIDER_STATE_UNREACHABLE))
    return CONFAB_PROVIDER_STATE_RESTING;

  return facts->outcome;
}

/**
 * confab_provider_facts_get_usable:
 * @facts: what is known
 *
 * A provider that answered badly last time is still usable: the next try may go well, and only a
 * person can tell. The demonstration is never chosen by itself.
 *
 * Returns: whether a conversation can be had with it
 */
gboolean
confab_provider_facts_get_usable (const ConfabProviderFacts *facts)
{
  g_return_val_if_fail (facts != NULL, FALSE);

  return !facts->demonstration &&
         facts->enabled &&
         facts->address_valid &&
         (!facts->needs_key || confab_key_source_has_key (facts->key_source)) &&
         (!facts->local || facts->running);
}

/**
 * confab_provider_state_from_failure:
 * @error: an error of %CONFAB_PROVIDER_ERROR
 * @local: a local server
 * @by_check: a check failed, not a question: what was asked for cannot be to blame
 * @state: (out): the state, untouched when @error says nothing of the provider
 *
 * What a failure tells of the provider, as opposed to the question that was put to it.
 *
 * Returns: whether it tells anything
 */
gboolean
confab_provider_state_from_failure (const GError        *error,
                                    gboolean             local,
                                    gboolean             by_check,
                                    ConfabProviderState *state)
{
  g_return_val_if_fail (error != NULL && error->domain == CONFAB_PROVIDER_ERROR, FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  switch ((ConfabProviderError) error->code)
    {
    case CONFAB_PROVIDER_ERROR_BAD_KEY:
    case CONFAB_PROVIDER_ERROR_SIGN_IN:
      *state = CONFAB_PROVIDER_STATE_KEY_REFUSED;
      return TRUE;

    case CONFAB_PROVIDER_ERROR_FORBIDDEN:
      /* In a conversation this may be about the region, the model or what was said. */
      if (by_check)
        *state = CONFAB_PROVIDER_STATE_KEY_REFUSED;
      return by_check;

    case CONFAB_PROVIDER_ERROR_NO_CREDIT:
      *state = CONFAB_PROVIDER_STATE_NO_CREDIT;
      return TRUE;

    case CONFAB_PROVIDER_ERROR_RATE_LIMITED:
      *state = CONFAB_PROVIDER_STATE_RATE_LIMITED;
      return TRUE;

    case CONFAB_PROVIDER_ERROR_NOT_RUNNING:
      *state = CONFAB_PROVIDER_STATE_NOT_RUNNING;
      return TRUE;

    case CONFAB_PROVIDER_ERROR_NETWORK:
      *state = local ? CONFAB_PROVIDER_STATE_NOT_RUNNING : CONFAB_PROVIDER_STATE_UNREACHABLE;
      return TRUE;

    case CONFAB_PROVIDER_ERROR_TLS:
      *state = CONFAB_PROVIDER_STATE_UNREACHABLE;
      return TRUE;

    case CONFAB_PROVIDER_ERROR_BAD_ADDRESS:
    case CONFAB_PROVIDER_ERROR_INCOMPLETE:
      *state = CONFAB_PROVIDER_STATE_BAD_ADDRESS;
      return TRUE;

    case CONFAB_PROVIDER_ERROR_KEY_MISSING:
      *state = CONFAB_PROVIDER_STATE_KEY_MISSING;
      return TRUE;

    case CONFAB_PROVIDER_ERROR_OTHER:
    case CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND:
    case CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG:
    case CONFAB_PROVIDER_ERROR_CONTENT_REFUSED:
    case CONFAB_PROVIDER_ERROR_OVERLOADED:
    case CONFAB_PROVIDER_ERROR_SERVER:
    case CONFAB_PROVIDER_ERROR_BAD_REQUEST:
    case CONFAB_PROVIDER_ERROR_MALFORMED:
    case CONFAB_PROVIDER_ERROR_TRUNCATED:
    case CONFAB_PROVIDER_ERROR_NO_PROVIDER:
    case CONFAB_PROVIDER_ERROR_NO_MODEL:
    case CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL:
    case CONFAB_PROVIDER_ERROR_UNFIT_MEDIA:
    default:
      if (by_check)
        *state = CONFAB_PROVIDER_STATE_UNREACHABLE;
      return by_check;
    }
}
