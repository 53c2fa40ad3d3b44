/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ConfabModelPattern:
 * @match: a model must contain one of these, in lower case; none at all means every model
 * @except: and none of these
 *
 * Which models something is said of, by their ids. A leading `^` ties a piece to the beginning of
 * the id, a final `$` to its end. Upper and lower case are the same.
 */
typedef struct
{
  char **match;   /* owned */
  char **except;  /* owned */
} ConfabModelPattern;

gboolean confab_model_pattern_read    (ConfabModelPattern        *self,
                                       JsonObject                *object,
                                       GError                   **error);
void     confab_model_pattern_clear   (ConfabModelPattern        *self);
gboolean confab_model_pattern_matches (const ConfabModelPattern  *self,
                                       const char                *model);
gboolean confab_model_pattern_matches_folded (const ConfabModelPattern *self,
                                       const char                *folded);

G_END_DECLS
