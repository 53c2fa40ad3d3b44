/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine-fixture.h"

G_BEGIN_DECLS

/* What a person does to providers, each waited for. */
gboolean  registry_change         (ConfabContext        *context,
                                   const char           *id,
                                   ConfabProviderField   field,
                                   const char           *value,
                                   GError              **error);
void      registry_assert_changes (ConfabContext        *context,
                                   const char           *id,
                                   ConfabProviderField   field,
                                   const char           *value);
char     *registry_add            (ConfabContext        *context,
                                   const char           *id,
                                   const char           *type_id,
                                   const char           *base_url,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  registry_remove         (ConfabContext        *context,
                                   const char           *id,
                                   GError              **error);
gboolean  registry_move           (ConfabContext        *context,
                                   const char           *id,
                                   const char           *before,
                                   GError              **error);
gboolean  registry_set_default    (ConfabContext        *context,
                                   const char           *id,
                                   GError              **error);
gboolean  registry_set_key        (ConfabContext        *context,
                                   const char           *id,
                                   const char           *text,
                                   GError              **error);
gboolean  registry_remove_key     (ConfabContext        *context,
                                   const char           *id,
                                   GError              **error);

/* What is there then. */
ConfabKeySource registry_get_key_source (ConfabContext  *context,
                                   const char           *id);
const char *registry_get_default_id (ConfabContext      *context);
char     *registry_dup_in_use     (ConfabContext        *context) G_GNUC_WARN_UNUSED_RESULT;
void      registry_set_writable   (gboolean              writable);
guint     registry_count_files    (void);
void      registry_wait_checked   (ConfabProvider       *provider);

G_END_DECLS
