/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-export-markdown"

#include "config.h"

#include "confab-export-markdown.h"

#include "confab-markdown-fence.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* A conversation as Markdown, message by message. */

static void
append_text (GString    *out,
             const char *text)
{
  g_string_append (out, text);
  g_string_append (out, g_str_has_suffix (text, "\n") ? "\n" : "\n\n");
}

/* A heading must not begin or end anything else. */
static void
append_inline (GString    *out,
               const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (strchr ("\\`*_[]<>#|~", *text) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
}

static void
append_folded (GString    *out,
               const char *summary,
               const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (summary, -1);

  g_string_append_printf (out, "<details>\n<summary>%s</summary>\n\n", escaped);
  append_text (out, text);
  g_string_append (out, "</details>\n\n");
}

/* The number keeps files of one name apart. */
static char *
dup_path (ConfabPart *part,
          const char *folder,
          guint       number)
{
  const char *name = confab_part_get_name (part);
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;
  const char *extension = confab_export_get_image_extension (confab_part_get_data (part));
  g_autofree char *given = dot != NULL ? confab_export_dup_file_name (dot + 1, "bin") : g_strdup ("bin");
  g_autofree char *stem = dot != NULL ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
  g_autofree char *safe = confab_export_dup_file_name (stem, confab_part_get_kind (part) == CONFAB_PART_IMAGE
                                                               ? "image" : "file");

  return g_strdup_printf ("%s/%u %s.%s", folder, number, safe, extension != NULL ? extension : given);
}

static void
append_attachment (GString    *out,
                   ConfabPart *part,
                   const char *folder,
                   guint       n_files,
                   GPtrArray  *files)
{
  const gboolean is_image = confab_part_get_kind (part) == CONFAB_PART_IMAGE;
  const char *name = confab_part_get_name (part);
  g_autofree char *path = NULL;
  g_autofree char *link = NULL;
  ConfabExportFile *file;

  if (name == NULL || *name == '\0')
    name = is_image ? _("Picture") : _("File");

  if (confab_part_get_data (part) == NULL)
    {
      g_string_append (out, "*");
      append_inline (out, name);
      g_string_append (out, "*\n\n");
      return;
    }

  file = g_new0 (ConfabExportFile, 1);
  file->name = dup_path (part, folder, n_files + files->len + 1);
  file->data = g_bytes_ref (confab_part_get_data (part));
  g_ptr_array_add (files, file);

  link = g_uri_escape_string (file->name, "/", TRUE);
  g_string_append (out, is_image ? "![" : "[");
  append_inline (out, name);
  g_string_append_printf (out, "](<%s>)\n\n", link);
}

static void
append_part (GString                   *out,
             ConfabPart                *part,
             const ConfabExportOptions *options,
             const char                *folder,
             guint                      n_files,
             GPtrArray                 *files)
{
  const char *text = confab_part_get_text (part);
  g_autofree char *summary = NULL;

  switch (confab_part_get_kind (part))
    {
    case CONFAB_PART_TEXT:
    case CONFAB_PART_REFUSAL:
      if (*text != '\0')
        append_text (out, text);
      break;

    case CONFAB_PART_THINKING:
      if (options->thinking && *text != '\0')
        append_folded (out, _("Thinking"), text);
      break;

    case CONFAB_PART_TOOL_CALL:
    case CONFAB_PART_TOOL_RESULT:
      summary = confab_export_dup_tool (part);
      g_string_append (out, "**");
      append_inline (out, summary);
      g_string_append (out, "**\n\n");
      confab_markdown_append_fence (out, confab_part_get_kind (part) == CONFAB_PART_TOOL_CALL ? "json" : NULL, text);
      g_string_append (out, "\n\n");
      break;

    case CONFAB_PART_IMAGE:
    case CONFAB_PART_DOCUMENT:
      append_attachment (out, part, folder, n_files, files);
      break;

    case CONFAB_PART_OPAQUE:
    default:
      break;
    }
}

/**
 * confab_export_markdown_begin:
 * @out: where to add
 * @conversation: the conversation
 *
 * Begins a document with the title, and what the model was told before everything else.
 */
void
confab_export_markdown_begin (GString            *out,
                              ConfabConversation *conversation)
{
  g_autofree char *title = confab_export_dup_title (conversation);
  g_autofree char *when = confab_export_dup_when (confab_conversation_get_created_at_us (conversation));
  const char *system_prompt = confab_conversation_get_system_prompt (conversation);

  g_string_append (out, "# ");
  append_inline (out, title);
  g_string_append_printf (out, "\n\n%s\n\n", when);
  if (system_prompt != NULL && *system_prompt != '\0')
    append_folded (out, _("Instructions"), system_prompt);
}

/**
 * confab_export_markdown_branch:
 * @out: where to add
 * @number: of the message that the branch begins at, or 0 for the very beginning
 *
 * Begins a branch that is not shown.
 */
void
confab_export_markdown_branch (GString *out,
                               guint    number)
{
  g_autofree char *heading = confab_export_dup_branch (number);

  g_string_append_printf (out, "---\n\n# %s\n\n", heading);
}

/**
 * confab_export_markdown_message:
 * @out: where to add
 * @message: the message
 * @number: which one it is, from 1 on
 * @options: how to write it
 * @folder: where its pictures and files are going to be, beside the document
 * @n_files: how many are there already
 * @files: (element-type ConfabExportFile): takes these
 *
 * Writes a message.
 */
void
confab_export_markdown_message (GString                   *out,
                                ConfabMessage             *message,
                                guint                      number,
                                const ConfabExportOptions *options,
                                const char                *folder,
                                guint                      n_files,
                                GPtrArray                 *files)
{
  g_autofree char *who = confab_export_dup_who (message);
  g_autofree char *when = confab_export_dup_when (confab_message_get_created_at_us (message));
  const char *end = confab_export_get_end (message);

  g_string_append (out, "## ");
  if (options->all_branches)
    g_string_append_printf (out, "%u · ", number);
  append_inline (out, who);
  g_string_append_printf (out, " — %s\n\n", when);

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    append_part (out, confab_message_get_part (message, i), options, folder, n_files, files);

  if (end != NULL)
    {
      g_string_append (out, "> ");
      append_inline (out, end);
      g_string_append (out, "\n\n");
    }
}
