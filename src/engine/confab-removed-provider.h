/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_REMOVED_PROVIDER (confab_removed_provider_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRemovedProvider, confab_removed_provider, CONFAB, REMOVED_PROVIDER, GObject)

const char *confab_removed_provider_get_id   (ConfabRemovedProvider *self);
const char *confab_removed_provider_get_name (ConfabRemovedProvider *self);

G_END_DECLS
