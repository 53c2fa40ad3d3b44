/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-import-report"

#include "config.h"

#include "confab-import-report.h"

#include <glib/gi18n-lib.h>

static void
issue_free (ConfabImportIssue *self)
{
  g_free (self->title);
  g_free (self->reason);
  g_free (self);
}

/**
 * confab_import_report_new:
 *
 * Returns: (transfer full): a report of nothing
 */
ConfabImportReport *
confab_import_report_new (void)
{
  ConfabImportReport *self = g_new0 (ConfabImportReport, 1);

  self->issues = g_ptr_array_new_with_free_func ((GDestroyNotify) issue_free);
  return self;
}

/**
 * confab_import_report_free:
 * @self: (nullable) (transfer full): the report
 */
void
confab_import_report_free (ConfabImportReport *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->issues);
  g_free (self);
}

/**
 * confab_import_report_add:
 * @self: the report
 * @title: (nullable): the title of a conversation
 * @reason: what could not be taken, translated
 *
 * Notes something, once for each conversation.
 */
void
confab_import_report_add (ConfabImportReport *self,
                          const char         *title,
                          const char         *reason)
{
  ConfabImportIssue *issue;

  g_return_if_fail (self != NULL);
  g_return_if_fail (reason != NULL);

  title = title != NULL ? title : "";
  if (self->issues->len > 0)
    {
      issue = g_ptr_array_index (self->issues, self->issues->len - 1);
      if (g_str_equal (issue->title, title) && g_str_equal (issue->reason, reason))
        return;
    }
  if (self->issues->len >= CONFAB_IMPORT_MAX_ISSUES)
    {
      self->n_more_issues++;
      return;
    }

  issue = g_new0 (ConfabImportIssue, 1);
  issue->title = g_strdup (title);
  issue->reason = g_strdup (reason);
  g_ptr_array_add (self->issues, issue);
}

/**
 * confab_import_report_dup_summary:
 * @self: the report
 *
 * Returns: (transfer full): what was taken, in a sentence or more
 */
char *
confab_import_report_dup_summary (const ConfabImportReport *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  if (self->stopped)
    g_string_append (text, _("Stopped; what came before stays. "));

  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u conversation was imported.",
                                             "%u conversations were imported.", self->n_new), self->n_new);
  if (self->n_updated > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " %u got new messages.", " %u got new messages.",
                                               self->n_updated), self->n_updated);
  if (self->n_known > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " %u was here already.", " %u were here already.",
                                               self->n_known), self->n_known);

  return g_string_free (text, FALSE);
}

/**
 * confab_import_report_dup_details:
 * @self: the report
 *
 * Returns: (transfer full) (nullable): what could not be taken, one thing a line, or %NULL when that
 *   is nothing
 */
char *
confab_import_report_dup_details (const ConfabImportReport *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->issues->len == 0)
    return NULL;

  text = g_string_new (NULL);
  for (guint i = 0; i < self->issues->len; i++)
    {
      const ConfabImportIssue *issue = g_ptr_array_index (self->issues, i);

      if (i > 0)
        g_string_append_c (text, '\n');
      if (*issue->title != '\0')
        /* Translators: the title of a conversation, and what of it could not be imported */
        g_string_append_printf (text, _("%s: %s"), issue->title, issue->reason);
      else
        g_string_append (text, issue->reason);
    }
  if (self->n_more_issues > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "And %u more", "And %u more", self->n_more_issues),
                              self->n_more_issues);
    }

  return g_string_free (text, FALSE);
}
