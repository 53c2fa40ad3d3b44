/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * ConfabCheckStepKind:
 *
 * What a walk looks at, in this order. The nicks appear in `--json` output: append only.
 */
typedef enum
{
  CONFAB_CHECK_STEP_NAME = 0,
  CONFAB_CHECK_STEP_PROXY = 1,
  CONFAB_CHECK_STEP_CONNECTION = 2,
  CONFAB_CHECK_STEP_TLS = 3,
  CONFAB_CHECK_STEP_KEY = 4,
  CONFAB_CHECK_STEP_MODELS = 5,
  CONFAB_CHECK_STEP_REPLY = 6,
} ConfabCheckStepKind;

#define CONFAB_N_CHECK_STEPS 7

/**
 * ConfabCheckStepState:
 *
 * How far a step is. The nicks appear in `--json` output: append only.
 */
typedef enum
{
  CONFAB_CHECK_STEP_WAITING = 0,
  CONFAB_CHECK_STEP_RUNNING = 1,
  CONFAB_CHECK_STEP_PASSED = 2,
  CONFAB_CHECK_STEP_FAILED = 3,
  CONFAB_CHECK_STEP_SKIPPED = 4,
} ConfabCheckStepState;

#define CONFAB_TYPE_CHECK_STEP_KIND  (confab_check_step_kind_get_type ())
#define CONFAB_TYPE_CHECK_STEP_STATE (confab_check_step_state_get_type ())

GType confab_check_step_kind_get_type  (void) G_GNUC_CONST;
GType confab_check_step_state_get_type (void) G_GNUC_CONST;

#define CONFAB_TYPE_CHECK_STEP (confab_check_step_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCheckStep, confab_check_step, CONFAB, CHECK_STEP, GObject)

/* Every getter has a read-only property of the same name; all but "kind" and "title" notify. */
ConfabCheckStepKind   confab_check_step_get_kind        (ConfabCheckStep   *self);
const char           *confab_check_step_get_title       (ConfabCheckStep   *self);
ConfabCheckStepState  confab_check_step_get_state       (ConfabCheckStep   *self);
gint64                confab_check_step_get_duration_ms (ConfabCheckStep   *self);
const char           *confab_check_step_get_text        (ConfabCheckStep   *self);

G_END_DECLS
