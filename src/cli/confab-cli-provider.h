/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "confab-cli-run.h"

G_BEGIN_DECLS

const char     *confab_cli_provider_get_state_text (ConfabProvider      *provider);
char           *confab_cli_provider_dup_key_text   (ConfabProvider      *provider) G_GNUC_WARN_UNUSED_RESULT;
char           *confab_cli_provider_dup_options_text (ConfabProvider    *provider) G_GNUC_WARN_UNUSED_RESULT;
void            confab_cli_provider_add_key_json   (JsonBuilder         *builder,
                                                    ConfabProvider      *provider);
void            confab_cli_provider_add_json       (JsonBuilder         *builder,
                                                    ConfabProvider      *provider,
                                                    gboolean             is_default,
                                                    ConfabCheckReport   *report);
char           *confab_cli_provider_dup_json       (ConfabProvider      *provider,
                                                    gboolean             is_default,
                                                    ConfabCheckReport   *report) G_GNUC_WARN_UNUSED_RESULT;
char           *confab_cli_provider_dup_text       (ConfabProvider      *provider,
                                                    gboolean             is_default) G_GNUC_WARN_UNUSED_RESULT;
ConfabProvider *confab_cli_provider_find           (ConfabCliRun        *run,
                                                    const char          *id);

G_END_DECLS
