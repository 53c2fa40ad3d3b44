/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-keyring-error.h"
#include "confab-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabKeyringState:
 * @CONFAB_KEYRING_UNKNOWN: not looked at yet
 * @CONFAB_KEYRING_AVAILABLE: unlocked
 * @CONFAB_KEYRING_LOCKED: there, but locked
 * @CONFAB_KEYRING_ABSENT: no secret service answers
 */
typedef enum
{
  CONFAB_KEYRING_UNKNOWN = 0,
  CONFAB_KEYRING_AVAILABLE = 1,
  CONFAB_KEYRING_LOCKED = 2,
  CONFAB_KEYRING_ABSENT = 3,
} ConfabKeyringState;

#define CONFAB_TYPE_KEYRING_STATE (confab_keyring_state_get_type ())
GType confab_keyring_state_get_type (void) G_GNUC_CONST;

#define CONFAB_TYPE_KEYRING (confab_keyring_get_type ())
G_DECLARE_FINAL_TYPE (ConfabKeyring, confab_keyring, CONFAB, KEYRING, GObject)

ConfabKeyring      *confab_keyring_new                  (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabKeyringState  confab_keyring_get_state            (ConfabKeyring        *self);
void                confab_keyring_refresh_state_async  (ConfabKeyring        *self,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            confab_keyring_refresh_state_finish (ConfabKeyring        *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);
void                confab_keyring_unlock_async         (ConfabKeyring        *self,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            confab_keyring_unlock_finish        (ConfabKeyring        *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);
void                confab_keyring_lookup_async         (ConfabKeyring        *self,
                                                         const char           *secret_id,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
ConfabSecret       *confab_keyring_lookup_finish        (ConfabKeyring        *self,
                                                         GAsyncResult         *result,
                                                         gint64               *created_at_us,
                                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                confab_keyring_fetch_async          (ConfabKeyring        *self,
                                                         const char           *secret_id,
                                                         gboolean              may_ask,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
ConfabSecret       *confab_keyring_fetch_finish         (ConfabKeyring        *self,
                                                         GAsyncResult         *result,
                                                         gboolean             *asked,
                                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                confab_keyring_store_async          (ConfabKeyring        *self,
                                                         const char           *secret_id,
                                                         const char           *label,
                                                         ConfabSecret         *secret,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            confab_keyring_store_finish         (ConfabKeyring        *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);
void                confab_keyring_clear_async          (ConfabKeyring        *self,
                                                         const char           *secret_id,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            confab_keyring_clear_finish         (ConfabKeyring        *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);

G_END_DECLS
