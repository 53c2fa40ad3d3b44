/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabWireError:
 *
 * Errors of encoding and decoding.
 */
typedef enum
{
  CONFAB_WIRE_ERROR_MALFORMED,  /* not what the dialect promises */
  CONFAB_WIRE_ERROR_TOO_LARGE,  /* beyond a stated bound */
  CONFAB_WIRE_ERROR_TOO_DEEP,  /* JSON nested beyond a stated bound */
  CONFAB_WIRE_ERROR_UNSUPPORTED,  /* the dialect cannot express the request */
} ConfabWireError;

#define CONFAB_WIRE_ERROR (confab_wire_error_quark ())

GQuark confab_wire_error_quark (void);

G_END_DECLS
