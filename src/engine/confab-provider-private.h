/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-breaker.h"
#include "confab-key-finding.h"
#include "confab-model-data.h"
#include "confab-provider-record.h"
#include "confab-provider-settings.h"
#include "confab-provider-state.h"
#include "confab-provider.h"

G_BEGIN_DECLS

/* Shared by the files of the provider: the one that is read, the one that changes, and those of its
 * keys and models. */
struct _ConfabProvider
{
  GObject               parent_instance;

  char                 *id;                /* owned */
  ConfabProviderType   *type;              /* owned */
  ConfabProviderRecord *record;            /* owned, nullable */
  ConfabProviderFacts   facts;

  char                 *name;              /* owned */
  char                 *chosen_model;      /* owned, nullable: of record, environment, catalogue */
  char                 *model;             /* owned, nullable: that, or the first one listed */
  char                 *base_url;          /* owned, nullable */
  char                 *models_url;        /* owned, nullable: where models are listed, if elsewhere */
  char                 *region;            /* owned, nullable: what requests are signed for */
  ConfabAddressParts   *found;             /* owned, nullable: what lay beside the key */
  gboolean              base_url_is_own;
  ConfabAddressReach    reach;             /* where that may lead */
  GError               *base_url_error;    /* owned, nullable */
  char                **headers;           /* owned, nullable: names and values in turn */
  char                 *extra_body;        /* owned, nullable: a JSON object */

  GError               *outcome_error;     /* owned, nullable */
  GError               *error;             /* owned, nullable: the one that fits the state */
  ConfabBreaker        *breaker;           /* owned */
  gint64                retry_at_us;
  guint                 retry_source;
  gint64                latency_ms;
  char                 *key_detail;        /* owned, nullable */
  GError               *key_error;         /* owned, nullable: why there is no key */
  gint64                key_created_at_us;
  GPtrArray            *keys;              /* owned, of ConfabKeyFinding: everywhere there is one */
  char                 *version;           /* owned, nullable */
  GListStore           *models;            /* owned */
  GHashTable           *models_by_id;      /* owned, nullable: until it is asked for; what is in it is the list's */
  GHashTable           *models_by_name;    /* owned, nullable: likewise; the ids, or "" where several have a name */
  ConfabModelData      *model_data;        /* owned, nullable */
  gint64                listed_at_us;      /* when it gave the list, or 0 for the catalogue's */
  gint64                list_tried_at_us;  /* when it was last asked for the list, or 0 */
  gboolean              list_loading;      /* the list of before is being looked for, or was */

  gboolean              key_known;         /* it was looked where the key is */

  /* What was last told, to notify of changes alone. */
  ConfabProviderState   told_state;
  gboolean              told_usable;
  gboolean              told_configured;
  gboolean              told_in_use;
  gint64                told_rest_us;
};

typedef enum
{
  CONFAB_PROVIDER_PROP_0,
  CONFAB_PROVIDER_PROP_ID,
  CONFAB_PROVIDER_PROP_PROVIDER_TYPE,
  CONFAB_PROVIDER_PROP_NAME,
  CONFAB_PROVIDER_PROP_MODEL,
  CONFAB_PROVIDER_PROP_BASE_URL,
  CONFAB_PROVIDER_PROP_BASE_URL_IS_OWN,
  CONFAB_PROVIDER_PROP_PRIVATE_MEANT,
  CONFAB_PROVIDER_PROP_ENABLED,
  CONFAB_PROVIDER_PROP_CONFIGURED,
  CONFAB_PROVIDER_PROP_IN_USE,
  CONFAB_PROVIDER_PROP_USABLE,
  CONFAB_PROVIDER_PROP_DEMONSTRATION,
  CONFAB_PROVIDER_PROP_STATE,
  CONFAB_PROVIDER_PROP_ERROR,
  CONFAB_PROVIDER_PROP_RETRY_AT_US,
  CONFAB_PROVIDER_PROP_LATENCY_MS,
  CONFAB_PROVIDER_PROP_KEY_SOURCE,
  CONFAB_PROVIDER_PROP_KEY_DETAIL,
  CONFAB_PROVIDER_PROP_KEY_CREATED_AT_US,
  CONFAB_PROVIDER_PROP_KEYS,
  CONFAB_PROVIDER_PROP_VERSION,
  CONFAB_PROVIDER_PROP_MODELS,
  CONFAB_PROVIDER_N_PROPS
} ConfabProviderProp;

void                  confab_provider_notify         (ConfabProvider               *self,
                                                      ConfabProviderProp            prop);
void                  confab_provider_take_string    (ConfabProvider               *self,
                                                      char                        **field,
                                                      const char                   *value,
                                                      ConfabProviderProp            prop);
void                  confab_provider_facts_changed  (ConfabProvider               *self);
void                  confab_provider_update_model   (ConfabProvider               *self);
void                  confab_provider_tell_options   (ConfabProvider               *self);
gboolean              confab_provider_is_configured  (ConfabProvider               *self);

ConfabProvider       *confab_provider_new            (const char                   *id,
                                                      ConfabProviderType           *type,
                                                      gboolean                      demonstration) G_GNUC_WARN_UNUSED_RESULT;
ConfabProviderRecord *confab_provider_get_record     (ConfabProvider               *self);
const char           *confab_provider_get_models_url (ConfabProvider               *self);
const char           *confab_provider_get_region     (ConfabProvider               *self);
const char * const   *confab_provider_get_headers    (ConfabProvider               *self);
const char           *confab_provider_get_extra_body (ConfabProvider               *self);
gboolean              confab_provider_take_options   (ConfabProvider               *self,
                                                      ConfabProviderRecord         *record,
                                                      const ConfabProviderSettings *settings);
const ConfabAddressParts *confab_provider_get_found  (ConfabProvider               *self);
gboolean              confab_provider_set_found      (ConfabProvider               *self,
                                                      const ConfabAddressParts     *found);
void                  confab_provider_set_settings   (ConfabProvider               *self,
                                                      ConfabProviderRecord         *record,
                                                      const ConfabProviderSettings *settings);
void                  confab_provider_set_key        (ConfabProvider               *self,
                                                      ConfabKeySource               source,
                                                      const char                   *detail,
                                                      gint64                        created_at_us,
                                                      const GError                 *error);
void                  confab_provider_note_asking    (ConfabProvider               *self);
void                  confab_provider_set_keys       (ConfabProvider               *self,
                                                      GPtrArray                    *keys);
void                  confab_provider_set_checking   (ConfabProvider               *self,
                                                      gboolean                      checking);
void                  confab_provider_forget_outcome (ConfabProvider               *self);
void                  confab_provider_note_success   (ConfabProvider               *self,
                                                      gint64                        latency_ms);
void                  confab_provider_note_failure   (ConfabProvider               *self,
                                                      const GError                 *error,
                                                      gboolean                      by_check);
ConfabBreaker        *confab_provider_get_breaker    (ConfabProvider               *self);
void                  confab_provider_update_rest    (ConfabProvider               *self);
void                  confab_provider_set_version    (ConfabProvider               *self,
                                                      const char                   *version);
void                  confab_provider_set_model_data (ConfabProvider               *self,
                                                      ConfabModelData              *model_data);
void                  confab_provider_set_models     (ConfabProvider               *self,
                                                      GPtrArray                    *models,
                                                      gint64                        listed_at_us);
void                  confab_provider_reset_models   (ConfabProvider               *self);

G_END_DECLS
