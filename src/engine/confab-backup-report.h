/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabBackupReport:
 * @kept: (nullable): after a restoration, the file that keeps the conversations that were here before
 * @kept_damaged: whether that is damaged, and was kept as it was
 * @secrets: (element-type ConfabProviderSecret): where providers had a key in plain text, which is not in
 *   the backup
 * @without_providers: whether the providers are not in the backup, for their file could not be read
 * @providers_error: (nullable): after a restoration, why the providers could not be put into their place
 *
 * What became of a backup, or of its restoration.
 */
typedef struct
{
  char      *kept;             /* owned, nullable */
  gboolean   kept_damaged;
  GPtrArray *secrets;          /* owned */
  gboolean   without_providers;
  GError    *providers_error;  /* owned, nullable */
} ConfabBackupReport;

ConfabBackupReport *confab_backup_report_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void                confab_backup_report_free        (ConfabBackupReport       *self);
char               *confab_backup_report_dup_summary (const ConfabBackupReport *self) G_GNUC_WARN_UNUSED_RESULT;
char               *confab_backup_report_dup_details (const ConfabBackupReport *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabBackupReport, confab_backup_report_free)

G_END_DECLS
