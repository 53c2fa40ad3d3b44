/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-record.h"
#include "confab-removed-provider.h"
#include "confab-secret.h"

G_BEGIN_DECLS

/**
 * ConfabRemovedKey:
 * @secret_id: what it was found under
 * @secret: the key
 * @session: it was kept for this session and was not in the keyring
 *
 * A key that was taken away.
 */
typedef struct
{
  char         *secret_id;
  ConfabSecret *secret;
  gboolean      session;
} ConfabRemovedKey;

ConfabRemovedProvider *confab_removed_provider_new           (const char             *id,
                                                              const char             *name) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_removed_provider_take_record   (ConfabRemovedProvider  *self,
                                                              ConfabProviderRecord   *record,
                                                              const char             *secret_id);
ConfabProviderRecord  *confab_removed_provider_make_record   (ConfabRemovedProvider  *self,
                                                              GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void                   confab_removed_provider_set_place     (ConfabRemovedProvider  *self,
                                                              gboolean                was_default,
                                                              const char * const     *following);
gboolean               confab_removed_provider_get_default   (ConfabRemovedProvider  *self);
const char * const    *confab_removed_provider_get_following (ConfabRemovedProvider  *self);
void                   confab_removed_provider_add_key       (ConfabRemovedProvider  *self,
                                                              const char             *secret_id,
                                                              ConfabSecret           *secret,
                                                              gboolean                session);
guint                  confab_removed_provider_get_n_keys    (ConfabRemovedProvider  *self);
const ConfabRemovedKey *confab_removed_provider_get_key      (ConfabRemovedProvider  *self,
                                                              guint                   position);

G_END_DECLS
