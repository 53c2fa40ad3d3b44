/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transfer-error"

#include "config.h"

#include "confab-transfer-error.h"

#include <gio/gio.h>

G_DEFINE_QUARK (confab-transfer-error-quark, confab_transfer_error)

/**
 * confab_transfer_error_set_errno:
 * @error: return location
 * @saved_errno: why the system could not do something
 *
 * Sets an error of %G_IO_ERROR.
 *
 * Returns: %FALSE
 */
gboolean
confab_transfer_error_set_errno (GError **error,
                                 int      saved_errno)
{
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (saved_errno), "%s", g_strerror (saved_errno));
  return FALSE;
}
