/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

#include "confab-markdown-text.h"

G_BEGIN_DECLS

typedef struct _ConfabTextIsolates ConfabTextIsolates;

ConfabTextIsolates *confab_text_isolates_new       (const ConfabMarkdownText *text) G_GNUC_WARN_UNUSED_RESULT;
void                confab_text_isolates_free      (ConfabTextIsolates       *self);
const char         *confab_text_isolates_get_text  (const ConfabTextIsolates *self,
                                                    const ConfabMarkdownText *text);
gsize               confab_text_isolates_to_start  (const ConfabTextIsolates *self,
                                                    gsize                     index);
gsize               confab_text_isolates_to_end    (const ConfabTextIsolates *self,
                                                    gsize                     index);
gsize               confab_text_isolates_from      (const ConfabTextIsolates *self,
                                                    gsize                     index);
PangoAttrList      *confab_text_isolates_move      (const ConfabTextIsolates *self,
                                                    PangoAttrList            *attributes) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTextIsolates, confab_text_isolates_free)

G_END_DECLS
