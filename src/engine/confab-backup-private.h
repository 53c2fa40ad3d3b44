/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-backup-report.h"
#include "confab-context.h"
#include "confab-history-lock.h"
#include "confab-progress-private.h"
#include "confab-transfer-error.h"

G_BEGIN_DECLS

/* What a backup is made of. The names are in backups out in the world: never to change. */
#define CONFAB_BACKUP_FORMAT       "confab-backup"
#define CONFAB_BACKUP_VERSION      1
#define CONFAB_BACKUP_MANIFEST     "manifest.json"
#define CONFAB_BACKUP_HISTORY      "history.db"
#define CONFAB_BACKUP_PROVIDERS    "providers.json"
#define CONFAB_BACKUP_PREFERENCES  "preferences.ini"
#define CONFAB_BACKUP_GROUP        "preferences"
#define CONFAB_BACKUP_LEFT_OUT     "left_out"
#define CONFAB_BACKUP_WITHOUT_PROVIDERS "without_providers"

/* The largest of the small files, in bytes. */
#define CONFAB_BACKUP_MAX_SMALL    (16 * 1024 * 1024)

/* What is read and written at a time. */
#define CONFAB_BACKUP_BLOCK_SIZE   (256 * 1024)

/* One backup, or one restoration: what the files of both share. */
typedef struct
{
  GSettings          *settings;        /* owned, nullable */
  char               *history_path;    /* owned */
  char               *providers_path;  /* owned */
  char               *path;            /* owned: of the backup */
  ConfabProgress     *progress;        /* owned */
  ConfabBackupReport *report;          /* owned */

  char               *folder;          /* owned, nullable: of what is on its way into the backup or out of it */
  char               *copy;            /* owned, nullable: the conversations in it */
  GBytes             *providers;       /* owned, nullable */
  char               *preferences;     /* owned, nullable: a key file */
  GCancellable       *cancellable;     /* borrowed, nullable: while a thread makes the backup */
  guint64             n_bytes;         /* that were unpacked */
  guint64             total;           /* of those that are to be */

  ConfabHistoryLock  *shared_lock;     /* borrowed, nullable: of this process, when it has the history open */
  ConfabHistoryLock  *own_lock;        /* owned, nullable: otherwise */
  gboolean            claimed;         /* nobody else has the history open */
} ConfabBackupJob;

ConfabBackupJob *confab_backup_job_begin       (GTask               *task,
                                                GSettings           *settings,
                                                GFile               *file,
                                                ConfabTransferError  code,
                                                ConfabProgressFunc   func,
                                                gpointer             func_data);
gboolean         confab_backup_job_make_folder (ConfabBackupJob     *self,
                                                GError             **error);
void             confab_backup_job_remove_folder (ConfabBackupJob   *self);
gboolean         confab_backup_job_claim       (ConfabBackupJob     *self,
                                                GCancellable        *cancellable,
                                                GError             **error);
void             confab_backup_job_let_go      (ConfabBackupJob     *self);

gboolean         confab_backup_unpack          (ConfabBackupJob     *self,
                                                GCancellable        *cancellable,
                                                GError             **error);

char            *confab_backup_settings_text   (GSettings           *settings) G_GNUC_WARN_UNUSED_RESULT;
void             confab_backup_apply_settings  (GSettings           *settings,
                                                const char          *text);

G_END_DECLS
