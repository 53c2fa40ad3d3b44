/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-option.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROVIDER_RECORD (confab_provider_record_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProviderRecord, confab_provider_record, CONFAB, PROVIDER_RECORD, GObject)

ConfabProviderRecord *confab_provider_record_new               (const char           *id,
                                                                const char           *type_id) G_GNUC_WARN_UNUSED_RESULT;
ConfabProviderRecord *confab_provider_record_new_read          (JsonObject           *object,
                                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char           *confab_provider_record_get_id            (ConfabProviderRecord *self);
const char           *confab_provider_record_get_type_id       (ConfabProviderRecord *self);
const char           *confab_provider_record_get_name          (ConfabProviderRecord *self);
void                  confab_provider_record_set_name          (ConfabProviderRecord *self,
                                                                const char           *name);
const char           *confab_provider_record_get_default_model (ConfabProviderRecord *self);
void                  confab_provider_record_set_default_model (ConfabProviderRecord *self,
                                                                const char           *default_model);
const char           *confab_provider_record_get_base_url      (ConfabProviderRecord *self);
void                  confab_provider_record_set_base_url      (ConfabProviderRecord *self,
                                                                const char           *base_url);
const char           *confab_provider_record_get_secret_id     (ConfabProviderRecord *self);
void                  confab_provider_record_set_secret_id     (ConfabProviderRecord *self,
                                                                const char           *secret_id);
const char           *confab_provider_record_get_api_key       (ConfabProviderRecord *self);
void                  confab_provider_record_set_api_key       (ConfabProviderRecord *self,
                                                                const char           *api_key);
void                  confab_provider_record_clear_api_key     (ConfabProviderRecord *self);
gboolean              confab_provider_record_get_enabled       (ConfabProviderRecord *self);
void                  confab_provider_record_set_enabled       (ConfabProviderRecord *self,
                                                                gboolean              enabled);
JsonObject           *confab_provider_record_get_config        (ConfabProviderRecord *self);
gint64                confab_provider_record_get_created_at_us (ConfabProviderRecord *self);
gint64                confab_provider_record_get_updated_at_us (ConfabProviderRecord *self);
void                  confab_provider_record_touch             (ConfabProviderRecord *self);
JsonObject           *confab_provider_record_dup_json          (ConfabProviderRecord *self) G_GNUC_WARN_UNUSED_RESULT;

/* the configuration: in confab-provider-record-options.c */
const char           *confab_provider_record_get_dialect       (ConfabProviderRecord *self);
gboolean              confab_provider_record_get_private_meant (ConfabProviderRecord *self);
void                  confab_provider_record_set_private_meant (ConfabProviderRecord *self,
                                                                gboolean              private_meant);
guint                 confab_provider_record_get_timeout_ms    (ConfabProviderRecord *self,
                                                                const char           *phase,
                                                                guint                 fallback_ms);
char                 *confab_provider_record_dup_option         (ConfabProviderRecord *self,
                                                                ConfabProviderOption  option) G_GNUC_WARN_UNUSED_RESULT;
void                  confab_provider_record_set_option         (ConfabProviderRecord *self,
                                                                ConfabProviderOption  option,
                                                                const char           *normal);
gboolean              confab_provider_record_check_option       (ConfabProviderRecord *self,
                                                                ConfabProviderOption  option,
                                                                ConfabProviderType   *type,
                                                                char                **normal,
                                                                GError              **error);
gboolean              confab_provider_record_check_options      (ConfabProviderRecord *self,
                                                                ConfabProviderType   *type,
                                                                GError              **error);

/* the file */
GPtrArray            *confab_provider_records_parse            (GBytes               *contents,
                                                                char                **default_id,
                                                                char               ***order,
                                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes               *confab_provider_records_merge            (GBytes               *current,
                                                                GPtrArray            *changed,
                                                                const char * const   *removed_ids,
                                                                const char           *default_id,
                                                                const char * const   *order,
                                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
