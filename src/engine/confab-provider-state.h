/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider.h"

G_BEGIN_DECLS

/**
 * ConfabProviderFacts:
 * @enabled: not switched off
 * @address_valid: there is a base URL and it can be used
 * @address_incomplete: it cannot be used for lack of something that a person has to set
 * @needs_key: nothing is answered without a key
 * @key_source: where the key is
 * @local: a server on the person's own machines
 * @running: a local server was seen
 * @checking: a check is under way
 * @demonstration: the built-in one
 * @resting: nothing is asked of it for a while, because it failed
 * @outcome: what the last exchange taught, %CONFAB_PROVIDER_STATE_UNKNOWN when there was none
 *
 * Everything that decides what a card says and whether the provider can be used.
 */
typedef struct
{
  gboolean            enabled;
  gboolean            address_valid;
  gboolean            address_incomplete;
  gboolean            needs_key;
  ConfabKeySource     key_source;
  gboolean            local;
  gboolean            running;
  gboolean            checking;
  gboolean            demonstration;
  gboolean            resting;
  ConfabProviderState outcome;
} ConfabProviderFacts;

ConfabProviderState confab_provider_facts_get_state    (const ConfabProviderFacts *facts);
gboolean            confab_provider_facts_get_usable   (const ConfabProviderFacts *facts);
gboolean            confab_key_source_has_key          (ConfabKeySource            source);
gboolean            confab_provider_state_from_failure (const GError              *error,
                                                        gboolean                   local,
                                                        gboolean                   by_check,
                                                        ConfabProviderState       *state);

G_END_DECLS
