/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-address-part.h"
#include "confab-model-traits.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROVIDER_TYPE (confab_provider_type_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProviderType, confab_provider_type, CONFAB, PROVIDER_TYPE, GObject)

const char         *confab_provider_type_get_id               (ConfabProviderType *self);
const char         *confab_provider_type_get_name             (ConfabProviderType *self);
const char         *confab_provider_type_get_dialect          (ConfabProviderType *self);
const char         *confab_provider_type_get_other_dialect    (ConfabProviderType *self);
ConfabProviderType *confab_provider_type_get_at               (ConfabProviderType *self,
                                                               const char         *base_url,
                                                               const char         *dialect);
const char         *confab_provider_type_get_dialect_for_model (ConfabProviderType *self,
                                                               const char         *model);
const char         *confab_provider_type_get_platform         (ConfabProviderType *self);
const char         *confab_provider_type_get_credentials      (ConfabProviderType *self);
const char         *confab_provider_type_get_group            (ConfabProviderType *self);
const char         *confab_provider_type_get_base_url         (ConfabProviderType *self);
const char         *confab_provider_type_get_default_model    (ConfabProviderType *self);
const char * const *confab_provider_type_get_fallback_models  (ConfabProviderType *self);
const char * const *confab_provider_type_get_env_keys         (ConfabProviderType *self);
const char * const *confab_provider_type_get_env_bearers      (ConfabProviderType *self);
const char * const *confab_provider_type_get_env_files        (ConfabProviderType *self);
const char * const *confab_provider_type_get_env_part         (ConfabProviderType *self,
                                                               ConfabAddressPart   part);
const char * const *confab_provider_type_get_env_models       (ConfabProviderType *self);
const char * const *confab_provider_type_get_env_base_urls    (ConfabProviderType *self);
const char * const *confab_provider_type_get_identity_owners  (ConfabProviderType *self);
const char         *confab_provider_type_get_identity_path    (ConfabProviderType *self);
const char         *confab_provider_type_get_key_page         (ConfabProviderType *self);
const char         *confab_provider_type_get_key_format       (ConfabProviderType *self);
const char         *confab_provider_type_get_auth_header      (ConfabProviderType *self);
const char         *confab_provider_type_get_auth_prefix      (ConfabProviderType *self);
const char * const *confab_provider_type_get_extra_headers    (ConfabProviderType *self);
const char         *confab_provider_type_get_best_for         (ConfabProviderType *self);
const char         *confab_provider_type_get_cost_note        (ConfabProviderType *self);
const char         *confab_provider_type_get_short_note       (ConfabProviderType *self);
const char         *confab_provider_type_get_initials         (ConfabProviderType *self);
const char         *confab_provider_type_get_tint             (ConfabProviderType *self);
const char         *confab_provider_type_get_max_tokens_field (ConfabProviderType *self);
const char         *confab_provider_type_get_system_role      (ConfabProviderType *self);
const char         *confab_provider_type_get_reasoning_replay (ConfabProviderType *self);
const char         *confab_provider_type_get_key_test_path    (ConfabProviderType *self);
gboolean            confab_provider_type_get_needs_key        (ConfabProviderType *self);
gboolean            confab_provider_type_get_accepts_key      (ConfabProviderType *self);
guint               confab_provider_type_get_min_key_length   (ConfabProviderType *self);
gboolean            confab_provider_type_get_local            (ConfabProviderType *self);
gboolean            confab_provider_type_get_custom           (ConfabProviderType *self);
gboolean            confab_provider_type_get_models_public    (ConfabProviderType *self);
gboolean            confab_provider_type_get_models_listed    (ConfabProviderType *self);
gboolean            confab_provider_type_get_send_stream_options (ConfabProviderType *self);
void                confab_provider_type_get_model_traits     (ConfabProviderType *self,
                                                               const char         *model,
                                                               ConfabModelTraits  *traits);
const char         *confab_provider_type_get_system_role_for_model (ConfabProviderType *self,
                                                               const char         *model);
const char         *confab_provider_type_get_reasoning_replay_for_model (ConfabProviderType *self,
                                                                         const char         *model);
gboolean            confab_provider_type_can_think            (ConfabProviderType *self,
                                                               const char         *model);
gboolean            confab_provider_type_is_never_off         (ConfabProviderType *self,
                                                               const char         *model);
char               *confab_provider_type_dup_thinking_parameters (ConfabProviderType *self,
                                                               const char         *model,
                                                               const char         *level) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
