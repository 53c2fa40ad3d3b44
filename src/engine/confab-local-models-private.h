/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-credentials.h"
#include "confab-local-model-private.h"
#include "confab-local-models.h"
#include "confab-transport.h"

G_BEGIN_DECLS

/* Shared by the files of the list: the one that looks what is there, and the one that fetches. */
struct _ConfabLocalModels
{
  GObject            parent_instance;

  ConfabProvider    *provider;      /* owned */
  ConfabTransport   *transport;     /* owned */
  ConfabCredentials *credentials;   /* owned */
  GCancellable      *cancellable;   /* owned, cancelled in dispose and when the server is another */
  GListStore        *models;        /* owned, of ConfabLocalModel */
  GHashTable        *keys;          /* owned, of what names come to, to models in the list */
  GError            *error;         /* owned, nullable */
  GPtrArray         *listing;       /* owned, nullable: what the look under way has found */
  GPtrArray         *waiting;       /* owned, of GTask: who waits for the look under way */
  GPtrArray         *waiting_next;  /* owned, of GTask: who asked after it began */
  GQueue             pulls;         /* of Pull, owned; those first in it are under way */
  guint              n_watching;
  guint              watch_source;
  guint              looking : 1;
  guint              listed : 1;
};

ConfabLocalModels *confab_local_models_new            (ConfabProvider          *provider,
                                                       ConfabTransport         *transport,
                                                       ConfabCredentials       *credentials) G_GNUC_WARN_UNUSED_RESULT;

/* in confab-local-models.c, for the files beside it */
ConfabLocalModel  *confab_local_models_add            (ConfabLocalModels       *self,
                                                       const char              *name);
void               confab_local_models_take_away      (ConfabLocalModels       *self,
                                                       ConfabLocalModel        *model);
void               confab_local_models_note_installed (ConfabLocalModels       *self,
                                                       ConfabLocalModel        *model,
                                                       const ConfabOllamaModel *facts);
void               confab_local_models_note_change    (ConfabLocalModels       *self);
void               confab_local_models_set_outcome    (ConfabLocalModels       *self,
                                                       const GError            *error);
ConfabLocalModel  *confab_local_models_find           (ConfabLocalModels       *self,
                                                       const char              *name);

/* in confab-local-models-pull.c */
void               confab_local_models_drop_pulls     (ConfabLocalModels       *self);

G_END_DECLS
