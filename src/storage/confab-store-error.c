/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-store-error"

#include "config.h"

#include "confab-store-error.h"

#include "confab-store-error-private.h"

#include <errno.h>

G_DEFINE_QUARK (confab-store-error-quark, confab_store_error)

/**
 * confab_store_error_from_errno:
 * @saved_errno: what the system said
 * @otherwise: the code for what is nothing special
 *
 * Returns: the code
 */
ConfabStoreError
confab_store_error_from_errno (int              saved_errno,
                               ConfabStoreError otherwise)
{
  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      return CONFAB_STORE_ERROR_FULL;

    case EACCES:
    case EPERM:
    case EROFS:
      return CONFAB_STORE_ERROR_READ_ONLY;

    default:
      return otherwise;
    }
}

/**
 * confab_store_error_set_errno:
 * @error: where to put it
 * @otherwise: the code for what is nothing special
 * @what: what could not be done, a verb
 * @path: to which file
 * @saved_errno: what the system said
 *
 * Makes an error of a failed call of the system.
 */
void
confab_store_error_set_errno (GError           **error,
                              ConfabStoreError   otherwise,
                              const char        *what,
                              const char        *path,
                              int                saved_errno)
{
  g_set_error (error, CONFAB_STORE_ERROR, confab_store_error_from_errno (saved_errno, otherwise),
               "Could not %s “%s”: %s", what, path, g_strerror (saved_errno));
}
