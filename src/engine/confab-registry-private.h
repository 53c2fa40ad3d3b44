/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-catalogue.h"
#include "confab-credentials.h"
#include "confab-keyring.h"
#include "confab-local-servers.h"
#include "confab-message.h"
#include "confab-model-cache.h"
#include "confab-model-data.h"
#include "confab-provider-record.h"
#include "confab-records-file.h"
#include "confab-registry.h"
#include "confab-transport.h"

G_BEGIN_DECLS

/* What people write down is bounded. */
#define CONFAB_MAX_ID_CHARS 64
#define CONFAB_MAX_NAME_CHARS 100

/* Servers of one's own: their type, what their ids begin with, and what they are called by default. */
#define CONFAB_CUSTOM_TYPE "custom"
#define CONFAB_CUSTOM_PREFIX "compat:"
#define CONFAB_CUSTOM_STEM "server"

/* Shared by the files of the registry, each of which sees to one of its concerns. */
struct _ConfabRegistry
{
  GObject             parent_instance;

  ConfabCatalogue    *catalogue;         /* owned */
  ConfabRecordsFile  *file;              /* owned */
  ConfabKeyring      *keyring;           /* owned */
  ConfabCredentials  *credentials;       /* owned */
  ConfabTransport    *transport;         /* owned */
  ConfabLocalServers *local_servers;     /* owned */
  ConfabModelCache   *model_cache;       /* owned */
  ConfabModelData    *model_data;        /* owned */
  GCancellable       *cancellable;       /* owned, cancelled in dispose */

  GPtrArray          *providers;         /* owned, of ConfabProvider, in the order of preference */
  ConfabProvider     *demonstration;     /* owned, nullable */
  ConfabProvider     *default_provider;  /* owned, nullable */

  GBytes             *contents;          /* owned, nullable: of the file when it last made sense */
  char               *default_id;        /* owned, nullable: the stored choice */
  char              **order;             /* owned, nullable: the ids that a person has put in order */
  GError             *error;             /* owned, nullable */
  gboolean            writable;          /* the file was read, so it may be written */

  GHashTable         *checks;            /* owned, nullable: the checks under way */
  GHashTable         *local_models;      /* owned, nullable: ConfabProvider to ConfabLocalModels */
  guint               n_refreshing;      /* keys that are being looked for */
  gboolean            refresh_again;
  GPtrArray          *refresh_waiting;   /* owned, of GTask */
};

ConfabRegistry *confab_registry_new                  (ConfabCatalogue       *catalogue,
                                                      ConfabRecordsFile     *file,
                                                      ConfabKeyring         *keyring,
                                                      ConfabCredentials     *credentials,
                                                      ConfabTransport       *transport,
                                                      ConfabModelCache      *model_cache,
                                                      ConfabModelData       *model_data) G_GNUC_WARN_UNUSED_RESULT;
void            confab_registry_set_model_data       (ConfabRegistry        *self,
                                                      ConfabModelData       *model_data);
void            confab_registry_load_async           (ConfabRegistry        *self,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
gboolean        confab_registry_load_finish          (ConfabRegistry        *self,
                                                      GAsyncResult          *result,
                                                      GError               **error);

/* in confab-registry.c, for the files beside it */
void            confab_registry_update_default       (ConfabRegistry        *self);
gboolean        confab_registry_take_contents        (ConfabRegistry        *self,
                                                      GBytes                *contents,
                                                      GError               **error);
void            confab_registry_take_error           (ConfabRegistry        *self,
                                                      GError                *error);

/* in confab-registry-rebuild.c */
void            confab_registry_rebuild              (ConfabRegistry        *self,
                                                      GPtrArray             *records);

/* in confab-registry-update.c */
typedef void (*ConfabRecordEdit) (ConfabProviderRecord *record,
                                  gconstpointer         data);

void            confab_registry_edit_async           (ConfabRegistry        *self,
                                                      const char            *provider_id,
                                                      const char            *type_id,
                                                      ConfabRecordEdit       edit,
                                                      gpointer               edit_data,
                                                      GDestroyNotify         edit_data_free,
                                                      const char            *default_id,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
gboolean        confab_registry_edit_finish          (ConfabRegistry        *self,
                                                      GAsyncResult          *result,
                                                      GError               **error);
void            confab_registry_end_edit_cb          (GObject               *object,
                                                      GAsyncResult          *result,
                                                      gpointer               user_data);

/* in confab-registry-records.c */
void            confab_registry_set_field            (ConfabProviderRecord  *record,
                                                      ConfabProviderField    field,
                                                      const char            *value);
gboolean        confab_registry_normalize_value      (ConfabRegistry        *self,
                                                      ConfabProvider        *provider,
                                                      ConfabProviderField    field,
                                                      const char            *value,
                                                      char                 **result,
                                                      GError               **error);

/* in confab-registry-refresh.c */
void            confab_registry_note_asking          (ConfabRegistry        *self);
void            confab_registry_refresh_keys_async   (ConfabRegistry        *self,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
gboolean        confab_registry_refresh_keys_finish  (ConfabRegistry        *self,
                                                      GAsyncResult          *result,
                                                      GError               **error);

/* in confab-registry-local.c */
void            confab_registry_stop_watching_local  (ConfabRegistry        *self);

/* in confab-registry-models.c */
void            confab_registry_take_models          (ConfabRegistry        *self,
                                                      ConfabProvider        *provider,
                                                      GPtrArray             *models);
void            confab_registry_load_models          (ConfabRegistry        *self,
                                                      ConfabProvider        *provider);
void            confab_registry_suggest_model        (ConfabRegistry        *self,
                                                      ConfabProvider        *provider,
                                                      ConfabMessage         *message);

/* in confab-registry-check.c */
void            confab_registry_recheck              (ConfabRegistry        *self,
                                                      ConfabProvider        *provider);

G_END_DECLS
