/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CONFAB_IMPORT_MAX_ISSUES:
 *
 * How many things that could not be taken are told one by one. Nobody reads more.
 */
#define CONFAB_IMPORT_MAX_ISSUES 500

/**
 * ConfabImportIssue:
 * @title: the title of a conversation, or nothing when it is not about one
 * @reason: what could not be taken, translated
 *
 * Something that could not be taken.
 */
typedef struct
{
  char *title;   /* owned */
  char *reason;  /* owned */
} ConfabImportIssue;

/**
 * ConfabImportReport:
 * @n_new: how many conversations were taken
 * @n_updated: how many that were there got messages that were not
 * @n_known: how many were there already, with all their messages
 * @n_messages: how many messages were taken
 * @issues: (element-type ConfabImportIssue): what could not be taken
 * @n_more_issues: how many more such things there were
 * @stopped: whether it was stopped before the end
 *
 * What became of an import.
 */
typedef struct
{
  guint      n_new;
  guint      n_updated;
  guint      n_known;
  guint      n_messages;
  GPtrArray *issues;  /* owned */
  guint      n_more_issues;
  gboolean   stopped;
} ConfabImportReport;

ConfabImportReport *confab_import_report_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void                confab_import_report_free        (ConfabImportReport       *self);
void                confab_import_report_add         (ConfabImportReport       *self,
                                                      const char               *title,
                                                      const char               *reason);
char               *confab_import_report_dup_summary (const ConfabImportReport *self) G_GNUC_WARN_UNUSED_RESULT;
char               *confab_import_report_dup_details (const ConfabImportReport *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabImportReport, confab_import_report_free)

G_END_DECLS
