/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-document-error"

#include "config.h"

#include "confab-document-error.h"

G_DEFINE_QUARK (confab-document-error-quark, confab_document_error)
