/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-local-model.h"
#include "confab-ollama-models.h"
#include "confab-ollama-pull.h"
#include "confab-transfer-rate.h"

G_BEGIN_DECLS

ConfabLocalModel *confab_local_model_new             (const char              *name) G_GNUC_WARN_UNUSED_RESULT;
void              confab_local_model_set_installed   (ConfabLocalModel        *self,
                                                      const ConfabOllamaModel *facts);
void              confab_local_model_set_loaded      (ConfabLocalModel        *self,
                                                      const ConfabOllamaModel *facts);
void              confab_local_model_set_state       (ConfabLocalModel        *self,
                                                      ConfabLocalModelState    state,
                                                      const GError            *error);
void              confab_local_model_take_progress   (ConfabLocalModel        *self,
                                                      ConfabOllamaPull        *pull,
                                                      gint64                   now_us);

G_END_DECLS
