/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-local-model-error"

#include "config.h"

#include "confab-local-model-error.h"

G_DEFINE_QUARK (confab-local-model-error-quark, confab_local_model_error)
