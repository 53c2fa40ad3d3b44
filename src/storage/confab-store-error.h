/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabStoreError:
 *
 * Errors of what is kept on disk.
 */
typedef enum
{
  CONFAB_STORE_ERROR_OPEN,  /* the file cannot be opened or made */
  CONFAB_STORE_ERROR_CORRUPT,  /* the file is not what it should be */
  CONFAB_STORE_ERROR_FUTURE,  /* made by a newer version of the program */
  CONFAB_STORE_ERROR_FULL,  /* the disk is full */
  CONFAB_STORE_ERROR_READ_ONLY,  /* the file or its folder cannot be written */
  CONFAB_STORE_ERROR_BUSY,  /* another program holds it for too long */
  CONFAB_STORE_ERROR_CLOSED,  /* used after closing */
  CONFAB_STORE_ERROR_FAILED,  /* anything else */
} ConfabStoreError;

#define CONFAB_STORE_ERROR (confab_store_error_quark ())

GQuark confab_store_error_quark (void);

G_END_DECLS
