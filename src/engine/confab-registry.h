/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-check-report.h"
#include "confab-local-models.h"
#include "confab-provider.h"
#include "confab-removed-provider.h"
#include "confab-secret.h"

G_BEGIN_DECLS

/**
 * ConfabProviderField:
 *
 * What of a provider a person can change.
 */
typedef enum
{
  CONFAB_PROVIDER_FIELD_NAME = 0,
  CONFAB_PROVIDER_FIELD_MODEL = 1,
  CONFAB_PROVIDER_FIELD_BASE_URL = 2,
  CONFAB_PROVIDER_FIELD_ENABLED = 3,  /* "true" or "false" */
  CONFAB_PROVIDER_FIELD_PRIVATE_MEANT = 4,  /* "true" or "false" */
} ConfabProviderField;

/**
 * ConfabProviderEdit:
 *
 * Several changes to a provider that are made together or not at all.
 */
typedef struct _ConfabProviderEdit ConfabProviderEdit;

ConfabProviderEdit *confab_provider_edit_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void                confab_provider_edit_free         (ConfabProviderEdit   *self);
void                confab_provider_edit_set_field    (ConfabProviderEdit   *self,
                                                       ConfabProviderField   field,
                                                       const char           *value);
void                confab_provider_edit_set_option   (ConfabProviderEdit   *self,
                                                       ConfabProviderOption  option,
                                                       const char           *text);
void                confab_provider_edit_make_default (ConfabProviderEdit   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabProviderEdit, confab_provider_edit_free)

#define CONFAB_TYPE_REGISTRY (confab_registry_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRegistry, confab_registry, CONFAB, REGISTRY, GObject)

/* A GListModel of ConfabProvider in the order of preference. Properties, all notifying:
 * "default-provider" (ConfabProvider, nullable): what a new conversation uses;
 * "keyring-state" (ConfabKeyringState's number): so that a view can tell locked from absent;
 * "error" (GError, nullable): why the records file could not be read.
 * Signal "models-changed" (ConfabProvider): a provider has another list of models.
 * Signal "keys-changed": it was looked anew where everybody's key is, and who shares one. */
ConfabProvider *confab_registry_lookup               (ConfabRegistry       *self,
                                                      const char           *id);
ConfabProvider *confab_registry_lookup_reference     (ConfabRegistry       *self,
                                                      const char           *reference,
                                                      const char          **model);
ConfabProvider *confab_registry_get_default_provider (ConfabRegistry       *self);
ConfabProvider *confab_registry_get_demonstration    (ConfabRegistry       *self);
const GError   *confab_registry_get_error            (ConfabRegistry       *self);
guint           confab_registry_get_keyring_state    (ConfabRegistry       *self);
gboolean        confab_registry_get_asking           (ConfabRegistry       *self);

void            confab_registry_set_default_async    (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_set_default_finish   (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_move_async           (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      ConfabProvider       *before,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_move_finish          (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_change_async         (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      ConfabProviderField   field,
                                                      const char           *value,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_change_finish        (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_set_option_async     (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      ConfabProviderOption  option,
                                                      const char           *text,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_set_option_finish    (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_apply_async          (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      ConfabProviderEdit   *edit,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_apply_finish         (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_add_async            (ConfabRegistry       *self,
                                                      const char           *id,
                                                      const char           *type_id,
                                                      const char           *base_url,
                                                      const char           *name,
                                                      const char           *model,
                                                      gboolean              private_meant,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
char           *confab_registry_add_finish           (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        confab_registry_check_slot_id        (ConfabRegistry       *self,
                                                      const char           *id,
                                                      GError              **error);
gboolean        confab_registry_check_slot_name      (ConfabRegistry       *self,
                                                      const char           *name,
                                                      GError              **error);
gboolean        confab_registry_check_slot_base_url  (ConfabRegistry       *self,
                                                      const char           *base_url,
                                                      gboolean              private_meant,
                                                      GError              **error);
gboolean        confab_registry_check_slot_model     (ConfabRegistry       *self,
                                                      const char           *model,
                                                      GError              **error);
gboolean        confab_registry_check_slot_key       (ConfabRegistry       *self,
                                                      ConfabSecret         *key,
                                                      const char           *base_url,
                                                      GError              **error);
ConfabProviderType *confab_registry_get_vendor       (ConfabRegistry       *self,
                                                      ConfabProvider       *provider);
char           *confab_registry_suggest_slot_id      (ConfabRegistry       *self,
                                                      const char           *name) G_GNUC_WARN_UNUSED_RESULT;
void            confab_registry_remove_async         (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_remove_finish        (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
ConfabRemovedProvider *
                confab_registry_remove_finish_with_undo
                                                     (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void            confab_registry_restore_async        (ConfabRegistry        *self,
                                                      ConfabRemovedProvider *removed,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
gboolean        confab_registry_restore_finish       (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_duplicate_async      (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
char           *confab_registry_duplicate_finish     (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void            confab_registry_share_key_async      (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      ConfabProvider       *other,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_share_key_finish     (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
GPtrArray      *confab_registry_get_key_sharers      (ConfabRegistry       *self,
                                                      ConfabProvider       *provider) G_GNUC_WARN_UNUSED_RESULT;
void            confab_registry_set_key_async        (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      ConfabSecret         *key,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_set_key_finish       (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_remove_key_async     (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_remove_key_finish    (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_move_key_async       (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_move_key_finish      (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
gboolean        confab_registry_check_key            (ConfabRegistry       *self,
                                                      ConfabProviderType   *type,
                                                      const char           *base_url,
                                                      ConfabSecret         *key,
                                                      GError              **error);
gboolean        confab_registry_offers_session_key   (ConfabRegistry       *self,
                                                      const GError         *error);
gboolean        confab_registry_set_session_key      (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      ConfabSecret         *key,
                                                      GError              **error);
void            confab_registry_check_async          (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_check_finish         (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_walk_async           (ConfabRegistry       *self,
                                                      ConfabProvider       *provider,
                                                      ConfabCheckReport    *report,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_walk_finish          (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
char           *confab_registry_dup_pin              (ConfabRegistry       *self,
                                                      ConfabProvider       *provider) G_GNUC_WARN_UNUSED_RESULT;
void            confab_registry_pin_certificate_async (ConfabRegistry      *self,
                                                      ConfabProvider       *provider,
                                                      const char           *sha256,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_pin_certificate_finish (ConfabRegistry     *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_route_async          (ConfabRegistry       *self,
                                                      const char           *reference,
                                                      const char           *forced_id,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
ConfabProvider *confab_registry_route_finish         (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      char                **model,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void            confab_registry_refresh_models       (ConfabRegistry       *self);
void            confab_registry_unlock_keyring_async  (ConfabRegistry      *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_unlock_keyring_finish (ConfabRegistry      *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
ConfabLocalModels *confab_registry_get_local_models  (ConfabRegistry       *self,
                                                      ConfabProvider       *provider);
void            confab_registry_probe_local          (ConfabRegistry       *self);
void            confab_registry_probe_local_async    (ConfabRegistry       *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean        confab_registry_probe_local_finish   (ConfabRegistry       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void            confab_registry_watch_local          (ConfabRegistry       *self);
void            confab_registry_unwatch_local        (ConfabRegistry       *self);

G_END_DECLS
