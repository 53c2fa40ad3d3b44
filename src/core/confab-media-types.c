/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-media-types"

#include "config.h"

#include <gio/gio.h>

#include "confab-media-types.h"

/**
 * confab_media_types_init:
 *
 * Has GLib know where the database of media types is before it looks into it. By itself it finds out when
 * something is first called by the name of its type, a file in the toolkit's chooser say, and reads the database
 * once more if it had done so before. Some seconds later it finds that odd and reads it anew, and frees the old one
 * though another thread may be comparing what it just found there, which ends the program.
 *
 * For the beginning of a program, before it has threads. Reads nothing by itself.
 */
void
confab_media_types_init (void)
{
  (void) g_content_type_get_mime_dirs ();
}
