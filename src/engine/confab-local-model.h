/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabLocalModelState:
 * @CONFAB_LOCAL_MODEL_IDLE: nothing is being done with it
 * @CONFAB_LOCAL_MODEL_QUEUED: it will be fetched when another one is there
 * @CONFAB_LOCAL_MODEL_STARTING: the server looks what there is to fetch
 * @CONFAB_LOCAL_MODEL_FETCHING: it is being fetched
 * @CONFAB_LOCAL_MODEL_VERIFYING: all of it is there, and the server looks through it
 * @CONFAB_LOCAL_MODEL_PAUSED: fetching it was stopped by a person, and can be resumed
 * @CONFAB_LOCAL_MODEL_FAILED: fetching it failed, see the error; it may be resumed
 * @CONFAB_LOCAL_MODEL_REMOVING: it is being removed
 *
 * What is being done with a model. The nicks appear in `--json` output: append only.
 */
typedef enum
{
  CONFAB_LOCAL_MODEL_IDLE = 0,
  CONFAB_LOCAL_MODEL_QUEUED = 1,
  CONFAB_LOCAL_MODEL_STARTING = 2,
  CONFAB_LOCAL_MODEL_FETCHING = 3,
  CONFAB_LOCAL_MODEL_VERIFYING = 4,
  CONFAB_LOCAL_MODEL_PAUSED = 5,
  CONFAB_LOCAL_MODEL_FAILED = 6,
  CONFAB_LOCAL_MODEL_REMOVING = 7,
} ConfabLocalModelState;

#define CONFAB_TYPE_LOCAL_MODEL_STATE (confab_local_model_state_get_type ())
GType confab_local_model_state_get_type (void) G_GNUC_CONST;

#define CONFAB_TYPE_LOCAL_MODEL (confab_local_model_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLocalModel, confab_local_model, CONFAB, LOCAL_MODEL, GObject)

const char            *confab_local_model_get_name                (ConfabLocalModel *self);
gboolean               confab_local_model_get_installed           (ConfabLocalModel *self);
gboolean               confab_local_model_get_remote              (ConfabLocalModel *self);
gint64                 confab_local_model_get_size_bytes          (ConfabLocalModel *self);
const char            *confab_local_model_get_parameter_size      (ConfabLocalModel *self);
const char            *confab_local_model_get_quantization        (ConfabLocalModel *self);
gboolean               confab_local_model_get_loaded              (ConfabLocalModel *self);
gint64                 confab_local_model_get_memory_bytes        (ConfabLocalModel *self);
gint64                 confab_local_model_get_loaded_until_us     (ConfabLocalModel *self);

ConfabLocalModelState  confab_local_model_get_state               (ConfabLocalModel *self);
gboolean               confab_local_model_get_pulling             (ConfabLocalModel *self);
gboolean               confab_local_model_get_resumable           (ConfabLocalModel *self);
gint64                 confab_local_model_get_completed_bytes     (ConfabLocalModel *self);
gint64                 confab_local_model_get_total_bytes         (ConfabLocalModel *self);
double                 confab_local_model_get_fraction            (ConfabLocalModel *self);
gint64                 confab_local_model_get_bytes_per_second    (ConfabLocalModel *self);
gint64                 confab_local_model_get_seconds_left        (ConfabLocalModel *self);
const GError          *confab_local_model_get_error               (ConfabLocalModel *self);

G_END_DECLS
