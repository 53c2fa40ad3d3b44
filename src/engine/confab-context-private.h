/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-context.h"
#include "confab-history.h"
#include "confab-credentials.h"
#include "confab-keyring.h"
#include "confab-refusals.h"
#include "confab-transport.h"

G_BEGIN_DECLS

ConfabTransport *confab_context_get_transport (ConfabContext *self);
ConfabCredentials *confab_context_get_credentials (ConfabContext *self);
ConfabKeyring   *confab_context_get_keyring   (ConfabContext *self);
ConfabHistory   *confab_context_get_history   (ConfabContext *self);
ConfabRefusals  *confab_context_get_refusals  (ConfabContext *self);

G_END_DECLS
