/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-cli-status.h"
#include "confab-context.h"

G_BEGIN_DECLS

/**
 * ConfabCliRun:
 *
 * One command from its beginning to its exit status: the main loop, the context, and the signals
 * that stop it.
 */
typedef struct _ConfabCliRun ConfabCliRun;

/**
 * ConfabCliRunFunc:
 * @run: the command
 * @user_data: closure
 *
 * What the command does once the context was loaded. It ends with [method@CliRun.end].
 */
typedef void (*ConfabCliRunFunc) (ConfabCliRun *run,
                                  gpointer      user_data);

ConfabCliRun    *confab_cli_run_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void             confab_cli_run_free            (ConfabCliRun     *self);
ConfabContext   *confab_cli_run_get_context     (ConfabCliRun     *self);
GSettings       *confab_cli_run_get_settings    (ConfabCliRun     *self);
ConfabRegistry  *confab_cli_run_get_registry    (ConfabCliRun     *self);
GCancellable    *confab_cli_run_get_cancellable (ConfabCliRun     *self);
ConfabCliStatus  confab_cli_run_execute         (ConfabCliRun     *self,
                                                 ConfabCliRunFunc  func,
                                                 gpointer          user_data);
void             confab_cli_run_end             (ConfabCliRun     *self,
                                                 ConfabCliStatus   status);
void             confab_cli_run_fail            (ConfabCliRun     *self,
                                                 const GError     *error,
                                                 ConfabProvider   *provider);
void             confab_cli_run_fail_change      (ConfabCliRun     *self,
                                                 const GError     *error,
                                                 ConfabProvider   *provider);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCliRun, confab_cli_run_free)

G_END_DECLS
