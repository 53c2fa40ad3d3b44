/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabTransferError:
 *
 * Errors of files that conversations come from and go to.
 */
typedef enum
{
  CONFAB_TRANSFER_ERROR_FORMAT,  /* it is no file of a kind that is known */
  CONFAB_TRANSFER_ERROR_DAMAGED,  /* it is cut off, or does not mean anything */
  CONFAB_TRANSFER_ERROR_TOO_LARGE,  /* it holds more than can be taken */
  CONFAB_TRANSFER_ERROR_FUTURE,  /* it was made by a newer version of the program */
  CONFAB_TRANSFER_ERROR_WRITE,  /* it could not be written */
  CONFAB_TRANSFER_ERROR_READ,  /* it could not be read */
  CONFAB_TRANSFER_ERROR_FULL,  /* the disk is full */
  CONFAB_TRANSFER_ERROR_IN_USE,  /* another process goes by what would be replaced */
} ConfabTransferError;

#define CONFAB_TRANSFER_ERROR (confab_transfer_error_quark ())

GQuark   confab_transfer_error_quark     (void);
gboolean confab_transfer_error_set_errno (GError **error,
                                          int      saved_errno);

G_END_DECLS
