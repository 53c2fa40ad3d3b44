/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine-fixture.h"

G_BEGIN_DECLS

gboolean  walk_run           (ConfabContext         *context,
                              ConfabProvider        *provider,
                              ConfabCheckReport     *report,
                              GCancellable          *cancellable,
                              GError               **error);
void      walk_assert_states (ConfabCheckReport     *report,
                              const char            *states);
void      walk_assert_says   (ConfabCheckReport     *report,
                              ConfabCheckStepKind    kind,
                              const char            *words);

G_END_DECLS
