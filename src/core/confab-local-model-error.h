/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabLocalModelError:
 *
 * What can go wrong with fetching a model for a local server, or with taking it away, beside what
 * can go wrong with reaching that server.
 */
typedef enum
{
  CONFAB_LOCAL_MODEL_ERROR_BAD_NAME,     /* nothing a model can be called */
  CONFAB_LOCAL_MODEL_ERROR_UNKNOWN,      /* the library has no model of that name */
  CONFAB_LOCAL_MODEL_ERROR_NO_SPACE,     /* the server's disk is full */
  CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY,   /* the server cannot reach the library */
  CONFAB_LOCAL_MODEL_ERROR_TOO_OLD,      /* the model needs a newer server */
  CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED,  /* the server stopped before the model was there */
  CONFAB_LOCAL_MODEL_ERROR_FAILED,       /* anything else that the server reports */
} ConfabLocalModelError;

#define CONFAB_LOCAL_MODEL_ERROR (confab_local_model_error_quark ())

GQuark confab_local_model_error_quark (void);

G_END_DECLS
