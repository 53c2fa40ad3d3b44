/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-transfer-error.h"

G_BEGIN_DECLS

typedef struct _ConfabJsonSplitter ConfabJsonSplitter;

/**
 * ConfabJsonSplitterFunc:
 * @name: (nullable): the member of the outermost object that the value belongs to, or %NULL when the
 *   outermost value is an array
 * @json: (nullable): the text of the value, or %NULL when it is longer than what can be taken
 * @length: how many bytes @json has
 * @user_data: closure
 * @error: return location
 *
 * Takes a value: a member of the outermost object, or an element of an array in that place.
 *
 * Returns: whether to go on
 */
typedef gboolean (*ConfabJsonSplitterFunc) (const char  *name,
                                            const char  *json,
                                            gsize        length,
                                            gpointer     user_data,
                                            GError     **error);

ConfabJsonSplitter *confab_json_splitter_new    (gsize                    max_length,
                                                 ConfabJsonSplitterFunc   func,
                                                 gpointer                 user_data) G_GNUC_WARN_UNUSED_RESULT;
void                confab_json_splitter_free   (ConfabJsonSplitter      *self);
gboolean            confab_json_splitter_feed   (ConfabJsonSplitter      *self,
                                                 const char              *data,
                                                 gsize                    length,
                                                 GError                 **error);
gboolean            confab_json_splitter_is_object (ConfabJsonSplitter   *self);
gboolean            confab_json_splitter_finish (ConfabJsonSplitter      *self,
                                                 GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabJsonSplitter, confab_json_splitter_free)

G_END_DECLS
