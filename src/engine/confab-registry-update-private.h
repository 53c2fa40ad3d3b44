/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-registry-private.h"

G_BEGIN_DECLS

ConfabProviderRecord *confab_registry_find_record      (GPtrArray                *records,
                                                        const char               *id);
gboolean              confab_registry_check_writable   (ConfabRegistry           *self,
                                                        GError                  **error);
void                  confab_registry_set_taken_error  (GError                  **error);
void                  confab_registry_update_async     (ConfabRegistry           *self,
                                                        ConfabRecordsUpdateFunc   func,
                                                        gpointer                  data,
                                                        GDestroyNotify            data_free,
                                                        GCancellable             *cancellable,
                                                        GAsyncReadyCallback       callback,
                                                        gpointer                  user_data);
gboolean              confab_registry_update_finish    (ConfabRegistry           *self,
                                                        GAsyncResult             *result,
                                                        GError                  **error);
void                  confab_registry_add_record_async (ConfabRegistry           *self,
                                                        ConfabProviderRecord     *added,
                                                        GCancellable             *cancellable,
                                                        GAsyncReadyCallback       callback,
                                                        gpointer                  user_data);

/* in confab-registry-keys.c */
char                 *confab_registry_dup_key_label    (const char               *name) G_GNUC_WARN_UNUSED_RESULT;

/* in confab-registry-session-key.c */
ConfabSessionKeys    *confab_registry_get_session_keys (ConfabRegistry           *self);

/* in confab-registry-share.c */
const char           *confab_registry_get_secret_id    (ConfabProvider           *provider);
gboolean              confab_registry_is_secret_shared (ConfabRegistry           *self,
                                                        ConfabProvider           *provider,
                                                        const char               *secret_id);

/* in confab-registry-slot-check.c */
gboolean              confab_registry_is_slot          (const char               *text);
ConfabProvider       *confab_registry_new_draft        (ConfabProviderType       *type,
                                                        const char               *id,
                                                        gboolean                  private_meant) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
