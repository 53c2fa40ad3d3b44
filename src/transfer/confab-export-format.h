/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-conversation.h"
#include "confab-message.h"

G_BEGIN_DECLS

/**
 * ConfabExportFormat:
 * @CONFAB_EXPORT_MARKDOWN: text to read and to work on
 * @CONFAB_EXPORT_HTML: a page to read and to print
 * @CONFAB_EXPORT_JSON: everything that is kept, to be read by programs
 *
 * What conversations can be written as. The nicks are words of the command line: append only.
 */
typedef enum
{
  CONFAB_EXPORT_MARKDOWN = 0,
  CONFAB_EXPORT_HTML = 1,
  CONFAB_EXPORT_JSON = 2,
} ConfabExportFormat;

#define CONFAB_TYPE_EXPORT_FORMAT (confab_export_format_get_type ())

/**
 * ConfabExportOptions:
 * @format: as what
 * @all_branches: also the branches that are not shown; JSON always has all of them
 * @thinking: also the thinking; JSON always has it
 *
 * How conversations are to be written.
 */
typedef struct
{
  ConfabExportFormat format;
  gboolean           all_branches;
  gboolean           thinking;
} ConfabExportOptions;

/**
 * ConfabExportFile:
 * @name: its path, beside the document
 * @data: what is in it
 *
 * A picture or file of a message that becomes a file of its own.
 */
typedef struct
{
  char   *name;  /* owned */
  GBytes *data;  /* owned */
} ConfabExportFile;

GType       confab_export_format_get_type      (void) G_GNUC_CONST;
const char *confab_export_format_get_extension (ConfabExportFormat  format);

char       *confab_export_dup_title            (ConfabConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;
char       *confab_export_dup_who              (ConfabMessage      *message) G_GNUC_WARN_UNUSED_RESULT;
char       *confab_export_dup_when             (gint64              time_us) G_GNUC_WARN_UNUSED_RESULT;
char       *confab_export_dup_file_name        (const char         *name,
                                                const char         *otherwise) G_GNUC_WARN_UNUSED_RESULT;
char       *confab_export_dup_branch           (guint               number) G_GNUC_WARN_UNUSED_RESULT;
char       *confab_export_dup_tool             (ConfabPart         *part) G_GNUC_WARN_UNUSED_RESULT;
const char *confab_export_get_end              (ConfabMessage      *message);
const char *confab_export_get_image_type       (GBytes             *data);
const char *confab_export_get_image_extension  (GBytes             *data);
void        confab_export_file_free            (ConfabExportFile   *self);

G_END_DECLS
