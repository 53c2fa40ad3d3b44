/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-policy-error.h"

G_BEGIN_DECLS

/**
 * ConfabModelSuggestion:
 * @name: what it is called in the library
 * @title: what people call it
 * @good_for: in a few words
 * @download_bytes: how much has to be fetched
 * @memory_bytes: how much memory the computer should have for it
 *
 * A model that is worth having on one's own computer.
 */
typedef struct
{
  char   *name;
  char   *title;
  char   *good_for;
  gint64  download_bytes;
  gint64  memory_bytes;
} ConfabModelSuggestion;

void       confab_model_suggestion_free          (ConfabModelSuggestion  *self);

GPtrArray *confab_model_suggestions_new_builtin  (char                  **date) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *confab_model_suggestions_parse        (GBytes                 *json,
                                                  char                  **date,
                                                  GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabModelSuggestion, confab_model_suggestion_free)

G_END_DECLS
