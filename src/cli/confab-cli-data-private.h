/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-cli-run.h"
#include "confab-export.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A command that does something with everything that is kept. */
typedef struct
{
  ConfabCliRun        *run;     /* owned */
  GFile               *file;    /* owned, nullable */
  GStrv                ids;     /* owned, nullable */
  char                *format;  /* owned, nullable */
  ConfabExportOptions  options;
  gboolean             json;
  gboolean             list;
  gboolean             without_thinking;
  gboolean             on_terminal;
} ConfabCliData;

void             confab_cli_data_clear        (ConfabCliData        *self);
void             confab_cli_data_progress_cb  (guint64               done,
                                               guint64               total,
                                               gpointer              user_data);
void             confab_cli_data_end_progress (ConfabCliData        *self);
JsonBuilder     *confab_cli_data_begin_json   (const char           *kind) G_GNUC_WARN_UNUSED_RESULT;
void             confab_cli_data_add_number   (JsonBuilder          *builder,
                                               const char           *name,
                                               guint                 number);
void             confab_cli_data_end          (ConfabCliData        *self,
                                               const char           *text,
                                               JsonBuilder          *builder,
                                               ConfabCliStatus       status);
void             confab_cli_data_fail         (ConfabCliData        *self,
                                               const GError         *error,
                                               ConfabCliStatus       status);
ConfabCliStatus  confab_cli_data_run          (ConfabCliData        *self,
                                               const char           *name,
                                               const char           *summary,
                                               const GOptionEntry   *entries,
                                               GStrv                *words,
                                               char                **arguments,
                                               gboolean            (*prepare) (ConfabCliData *self),
                                               ConfabCliRunFunc      func);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabCliData, confab_cli_data_clear)

G_END_DECLS
