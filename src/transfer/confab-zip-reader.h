/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transfer-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CONFAB_ZIP_MAX_FILES:
 *
 * How many files an archive may hold. Who talked every day for years has some tens of thousands.
 */
#define CONFAB_ZIP_MAX_FILES 200000

/**
 * CONFAB_ZIP_FREE_BYTES:
 *
 * How much may be unpacked from any archive, before it matters how well it is packed.
 */
#define CONFAB_ZIP_FREE_BYTES (64 * 1024 * 1024)

/**
 * CONFAB_ZIP_MAX_RATIO:
 *
 * How many times as large as the archive its contents may be. Conversations shrink to a fifth; what
 * shrinks to a thousandth was made to do harm.
 */
#define CONFAB_ZIP_MAX_RATIO 200

typedef struct _ConfabZipReader ConfabZipReader;

gboolean         confab_zip_reader_is_zip   (const char        *path);
ConfabZipReader *confab_zip_reader_open     (const char        *path,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void             confab_zip_reader_free     (ConfabZipReader   *self);
gboolean         confab_zip_reader_next     (ConfabZipReader   *self,
                                             const char       **name,
                                             GError           **error);
guint64          confab_zip_reader_get_size (ConfabZipReader   *self);
gssize           confab_zip_reader_read     (ConfabZipReader   *self,
                                             void              *buffer,
                                             gsize              length,
                                             GError           **error);
GBytes          *confab_zip_reader_read_all (ConfabZipReader   *self,
                                             gsize              max_length,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabZipReader, confab_zip_reader_free)

G_END_DECLS
