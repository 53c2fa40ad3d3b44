/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_KEY_FINDING (confab_key_finding_get_type ())

/**
 * ConfabKeyFinding:
 * @source: where it is; %CONFAB_KEY_SOURCE_LOCKED for a keyring that nobody can look into
 * @detail: (nullable): the name of the variable or the profile, or the file's
 * @created_at_us: when it was stored, in microseconds since 1970 UTC, or 0 when that is not known
 * @in_use: it is the one that signs in
 *
 * A place where a key was found, without the key. Read it only: it is shared.
 */
typedef struct
{
  ConfabKeySource  source;
  char            *detail;
  gint64           created_at_us;
  gboolean         in_use;
} ConfabKeyFinding;

GType             confab_key_finding_get_type (void) G_GNUC_CONST;
ConfabKeyFinding *confab_key_finding_new      (ConfabKeySource         source,
                                               const char             *detail,
                                               gint64                  created_at_us,
                                               gboolean                in_use) G_GNUC_WARN_UNUSED_RESULT;
ConfabKeyFinding *confab_key_finding_ref      (ConfabKeyFinding       *self);
void              confab_key_finding_unref    (ConfabKeyFinding       *self);
gboolean          confab_key_finding_equal    (const ConfabKeyFinding *a,
                                               const ConfabKeyFinding *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabKeyFinding, confab_key_finding_unref)

G_END_DECLS
