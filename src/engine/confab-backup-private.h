/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a backup is made of. The names are in backups out in the world: never to change. */
#define CONFAB_BACKUP_FORMAT       "confab-backup"
#define CONFAB_BACKUP_VERSION      1
#define CONFAB_BACKUP_MANIFEST     "manifest.json"
#define CONFAB_BACKUP_HISTORY      "history.db"
#define CONFAB_BACKUP_PROVIDERS    "providers.json"
#define CONFAB_BACKUP_PREFERENCES  "preferences.ini"
#define CONFAB_BACKUP_GROUP        "preferences"

/* The largest of the small files, in bytes. */
#define CONFAB_BACKUP_MAX_SMALL    (16 * 1024 * 1024)

char *confab_backup_make_folder    (GError      **error) G_GNUC_WARN_UNUSED_RESULT;
char *confab_backup_settings_text  (GSettings    *settings) G_GNUC_WARN_UNUSED_RESULT;
void  confab_backup_apply_settings (GSettings    *settings,
                                    const char   *text);

G_END_DECLS
