/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-backup.h"
#include "confab-export.h"
#include "confab-history-session.h"
#include "confab-import.h"
#include "engine-fixture.h"

/* An engine with a home of its own, and a folder for files that go out of it and come into it. */
typedef struct
{
  ConfabTestPeer *peer;
  ConfabContext  *context;
  char           *folder;
} DataFixture;

/* What a picture of the tests holds. */
#define PNG "\x89PNG\r\n\x1a\n and more"

void                  data_set_up       (DataFixture         *fixture,
                                         gconstpointer        data);
void                  data_tear_down    (DataFixture         *fixture,
                                         gconstpointer        data);
void                  data_start        (DataFixture         *fixture);
void                  data_start_over   (DataFixture         *fixture);
ConfabHistorySession *data_open_session (DataFixture         *fixture) G_GNUC_WARN_UNUSED_RESULT;
void                  data_fill         (DataFixture         *fixture);
char                 *data_dup_path     (DataFixture         *fixture,
                                         const char          *name) G_GNUC_WARN_UNUSED_RESULT;
char                 *data_dup_contents (const char          *path) G_GNUC_WARN_UNUSED_RESULT;

guint                 data_export       (DataFixture         *fixture,
                                         const char          *name,
                                         ConfabExportFormat   format,
                                         const char          *id,
                                         GError             **error);
char                 *data_export_all   (DataFixture         *fixture) G_GNUC_WARN_UNUSED_RESULT;
ConfabImportReport   *data_import       (DataFixture         *fixture,
                                         const char          *path,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
ConfabImportReport   *data_import_text  (DataFixture         *fixture,
                                         const char          *name,
                                         const char          *text,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
ConfabBackupReport   *data_backup_with  (DataFixture         *fixture,
                                         const char          *name,
                                         GCancellable        *cancellable,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean              data_backup       (DataFixture         *fixture,
                                         const char          *name,
                                         GError             **error);
ConfabBackupReport   *data_restore_with (DataFixture         *fixture,
                                         const char          *name,
                                         GCancellable        *cancellable,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
char                 *data_restore      (DataFixture         *fixture,
                                         const char          *name,
                                         GError             **error) G_GNUC_WARN_UNUSED_RESULT;
