/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-keyring-link-private.h"
#include "confab-keyring.h"

G_BEGIN_DECLS

typedef void (*ConfabKeyringStep) (GTask *task);

/* What a task of the keyring is about. Every one first gets the service and its default
 * collection, where new items go, and then goes on with `proceed`. */
typedef struct
{
  ConfabKeyringStep  proceed;
  ConfabKeyringLink *link;           /* owned */
  GHashTable        *attributes;     /* owned, what to search for or to store */
  char              *label;          /* owned, nullable */
  SecretValue       *value;          /* owned, nullable */
  SecretService     *service;        /* owned, nullable until there */
  SecretCollection  *collection;     /* owned, nullable where the service has no default */
  SecretItem        *item;           /* owned, nullable; the one whose secret is fetched */
  GList             *items;          /* owned, of SecretItem; those still to be deleted */
  GSource           *cancel_source;  /* owned, nullable; only while libsecret is at work */
  gulong             vanished_id;    /* likewise */
  guint              n_prompts_left;
  guint              answered : 1;   /* before libsecret did */
} ConfabKeyringOperation;

extern const SecretSchema confab_keyring_schema;

void                    confab_keyring_set_state                (ConfabKeyring        *self,
                                                                 ConfabKeyringState    state);

ConfabKeyringOperation *confab_keyring_prepare                  (ConfabKeyring        *self,
                                                                 const char           *secret_id,
                                                                 ConfabKeyringStep     proceed) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_keyring_begin                    (ConfabKeyring        *self,
                                                                 ConfabKeyringOperation *operation,
                                                                 gpointer              source_tag,
                                                                 GCancellable         *cancellable,
                                                                 GAsyncReadyCallback   callback,
                                                                 gpointer              user_data);

ConfabKeyringOperation *confab_keyring_operation_new            (ConfabKeyringLink    *link,
                                                                 const char           *secret_id,
                                                                 ConfabKeyringStep     proceed) G_GNUC_WARN_UNUSED_RESULT;
void                    confab_keyring_operation_free           (ConfabKeyringOperation *self);

void                    confab_keyring_operation_begin          (GTask                *task);
void                    confab_keyring_operation_search         (GTask                *task,
                                                                 GAsyncReadyCallback   callback);
gboolean                confab_keyring_operation_is_locked      (GTask                *task);
gboolean                confab_keyring_operation_unlock_default (GTask                *task);
gboolean                confab_keyring_operation_unlock_items   (GTask                *task,
                                                                 GList                *items);
void                    confab_keyring_operation_begin_call     (GTask                *task);
gboolean                confab_keyring_operation_end_call       (GTask                *task);
void                    confab_keyring_operation_fail           (GTask                *task,
                                                                 const GError         *error);

G_END_DECLS
