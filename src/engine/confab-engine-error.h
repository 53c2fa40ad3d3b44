/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabEngineError:
 *
 * Errors of the engine that are not a provider's, the network's, the disk's or the keyring's.
 */
typedef enum
{
  CONFAB_ENGINE_ERROR_NOT_FOUND,  /* no such provider or conversation */
  CONFAB_ENGINE_ERROR_BUSY,  /* a reply is already arriving */
  CONFAB_ENGINE_ERROR_INVALID,  /* the input cannot be used */
  CONFAB_ENGINE_ERROR_NOT_LOADED,  /* the records could not be read, so they are not written */
  CONFAB_ENGINE_ERROR_BAD_MODEL_DATA,  /* the person's file with facts about models makes no sense */
  CONFAB_ENGINE_ERROR_TOO_MANY_ROUNDS,  /* a model asks for tools without an end */
} ConfabEngineError;

#define CONFAB_ENGINE_ERROR (confab_engine_error_quark ())

GQuark confab_engine_error_quark (void);

G_END_DECLS
