/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-cost.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabModelAbility:
 *
 * What a model can do beside text, and whether it is known not to see pictures. Only what is known
 * to be so is set; of a model that sees and does not see, the former is true.
 */
typedef enum
{
  CONFAB_MODEL_ABILITY_NONE = 0,
  CONFAB_MODEL_ABILITY_VISION = 1 << 0,
  CONFAB_MODEL_ABILITY_TOOLS = 1 << 1,
  CONFAB_MODEL_ABILITY_THINKING = 1 << 2,
  CONFAB_MODEL_ABILITY_DOCUMENTS = 1 << 3,
  CONFAB_MODEL_ABILITY_NO_VISION = 1 << 4,
} ConfabModelAbility;

#define CONFAB_TYPE_MODEL_INFO (confab_model_info_get_type ())
G_DECLARE_FINAL_TYPE (ConfabModelInfo, confab_model_info, CONFAB, MODEL_INFO, GObject)

ConfabModelInfo    *confab_model_info_new                (const char         *id,
                                                          const char         *name) G_GNUC_WARN_UNUSED_RESULT;
const char         *confab_model_info_get_id             (ConfabModelInfo    *self);
const char         *confab_model_info_get_name           (ConfabModelInfo    *self);
gint64              confab_model_info_get_context_tokens (ConfabModelInfo    *self);
void                confab_model_info_set_context_tokens (ConfabModelInfo    *self,
                                                          gint64              tokens);
gint64              confab_model_info_get_output_tokens  (ConfabModelInfo    *self);
void                confab_model_info_set_output_tokens  (ConfabModelInfo    *self,
                                                          gint64              tokens);
ConfabModelAbility  confab_model_info_get_abilities      (ConfabModelInfo    *self);
void                confab_model_info_set_abilities      (ConfabModelInfo    *self,
                                                          ConfabModelAbility  abilities);
gint64              confab_model_info_get_size_bytes     (ConfabModelInfo    *self);
void                confab_model_info_set_size_bytes     (ConfabModelInfo    *self,
                                                          gint64              size_bytes);
gint64              confab_model_info_get_created_at_us  (ConfabModelInfo    *self);
void                confab_model_info_set_created_at_us  (ConfabModelInfo    *self,
                                                          gint64              created_at_us);
void                confab_model_info_get_price          (ConfabModelInfo    *self,
                                                          ConfabModelPrice   *price);
void                confab_model_info_set_price          (ConfabModelInfo    *self,
                                                          const ConfabModelPrice *price);
gint64              confab_model_info_get_shutdown_at_us (ConfabModelInfo    *self);
void                confab_model_info_set_shutdown_at_us (ConfabModelInfo    *self,
                                                          gint64              shutdown_at_us);
const char         *confab_model_info_get_replacement    (ConfabModelInfo    *self);
void                confab_model_info_set_replacement    (ConfabModelInfo    *self,
                                                          const char         *replacement);
const char         *confab_model_info_get_owner          (ConfabModelInfo    *self);
void                confab_model_info_set_owner          (ConfabModelInfo    *self,
                                                          const char         *owner);
gboolean            confab_model_info_matches            (ConfabModelInfo    *self,
                                                          const char         *folded);
gboolean            confab_model_info_equal              (ConfabModelInfo    *self,
                                                          ConfabModelInfo    *other);

G_END_DECLS
