/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-export-html"

#include "config.h"

#include "confab-export-html.h"

#include "confab-html-text.h"

#include <glib/gi18n-lib.h>

/* A conversation as one page that needs nothing else: no script, no request, no font. */

/* The longest text of a file that is shown in the page, in bytes. */
#define MAX_SHOWN_TEXT (512 * 1024)

static const char head[] =
  "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
  /* Should a reader find a way around what is written here, there is still nothing to be had. */
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
  "img-src data:\">\n"
  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
  "<meta name=\"color-scheme\" content=\"light dark\">\n"
  "<meta name=\"generator\" content=\"Confab\">\n";

static const char style[] =
  "<style>\n"
  ":root { color-scheme: light dark; --text: #241f31; --dim: #5e5c64; --line: #d8d6dc; --shade: #f2f1f4; "
  "--you: #e4eefb; --link: #1a5fb4; --page: #ffffff }\n"
  "@media (prefers-color-scheme: dark) { :root { --text: #f6f5f4; --dim: #b5b2ba; --line: #4a4850; "
  "--shade: #2e2c33; --you: #20364f; --link: #99c1f1; --page: #1e1d21 } }\n"
  "body { margin: 0 auto; padding: 24px 18px; max-width: 46em; font: 16px/1.5 system-ui, Cantarell, sans-serif; "
  "color: var(--text); background: var(--page); overflow-wrap: anywhere }\n"
  "h1 { font-size: 1.6em; margin: 0 }\n"
  "h2 { font-size: 1em; margin: 0 0 6px }\n"
  "h3 { font-size: 1.25em } h4 { font-size: 1.15em } h5, h6 { font-size: 1.05em }\n"
  "h2 time, header time { color: var(--dim); font-weight: normal; font-size: .9em }\n"
  "article { margin: 24px 0 }\n"
  "article.user { background: var(--you); border-radius: 12px; padding: 12px 18px }\n"
  "a { color: var(--link) }\n"
  "p, ul, ol, figure, blockquote, table { margin: 12px 0 } li > p { margin: 6px 0 } .task { list-style: none }\n"
  "blockquote { border-inline-start: 3px solid var(--line); padding-inline-start: 12px; color: var(--dim) }\n"
  "code, pre { font-family: ui-monospace, monospace; font-size: .92em }\n"
  "code { background: var(--shade); border-radius: 4px; padding: 0 3px }\n"
  "pre { background: var(--shade); border-radius: 8px; padding: 12px; margin: 0; overflow-x: auto; "
  "overflow-wrap: normal } pre code { padding: 0 }\n"
  "figcaption { color: var(--dim); font-size: .85em }\n"
  ".wide { overflow-x: auto } table { border-collapse: collapse } "
  "th, td { border: 1px solid var(--line); padding: 6px 12px; text-align: start }\n"
  "img { max-width: 100%; height: auto; border-radius: 8px }\n"
  "details { border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; margin: 12px 0 }\n"
  "summary { color: var(--dim); cursor: pointer }\n"
  ".note { color: var(--dim); font-style: italic }\n"
  ".branch { border-top: 2px solid var(--line); margin-top: 48px; padding-top: 12px; font-size: 1.25em }\n"
  "@media print { body { max-width: none; padding: 0; font-size: 11pt } pre { white-space: pre-wrap } "
  "h2, figcaption { break-after: avoid } figure, img { break-inside: avoid } }\n"
  "</style>\n";

static void
append_time (GString *out,
             gint64   time_us)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autofree char *machine = time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("");
  g_autofree char *words = confab_export_dup_when (time_us);

  g_string_append_printf (out, "<time datetime=\"%s\">%s</time>", machine, words);
}

static void
begin_details (GString    *out,
               const char *summary)
{
  g_string_append (out, "<details><summary>");
  confab_html_append_text (out, summary, -1);
  g_string_append (out, "</summary>\n");
}

static void
append_pre (GString    *out,
            const char *text,
            gssize      length)
{
  g_string_append (out, "<pre dir=\"auto\"><code>");
  confab_html_append_text (out, text, length);
  g_string_append (out, "</code></pre>\n");
}

static void
append_note (GString    *out,
             const char *text)
{
  g_string_append (out, "<p class=\"note\" dir=\"auto\">");
  confab_html_append_text (out, text, -1);
  g_string_append (out, "</p>\n");
}

static void
append_image (GString    *out,
              const char *type,
              const char *name,
              GBytes     *data)
{
  gsize length;
  const guchar *bytes = g_bytes_get_data (data, &length);
  g_autofree char *text = g_base64_encode (bytes, length);

  g_string_append (out, "<p><img alt=\"");
  confab_html_append_text (out, name, -1);
  g_string_append_printf (out, "\" src=\"data:%s;base64,", type);
  g_string_append (out, text);
  g_string_append (out, "\"></p>\n");
}

static void
append_attachment (GString    *out,
                   ConfabPart *part)
{
  const gboolean is_image = confab_part_get_kind (part) == CONFAB_PART_IMAGE;
  const char *name = confab_part_get_name (part);
  GBytes *data = confab_part_get_data (part);
  const gsize size = data != NULL ? g_bytes_get_size (data) : 0;
  const char *type = is_image ? confab_export_get_image_type (data) : NULL;
  const char *bytes = data != NULL ? g_bytes_get_data (data, NULL) : NULL;
  g_autofree char *size_text = g_format_size (size);
  g_autofree char *label = NULL;

  if (name == NULL || *name == '\0')
    name = is_image ? _("Picture") : _("File");

  if (type != NULL)
    {
      append_image (out, type, name, data);
      return;
    }

  /* Translators: the name of a file and its size */
  label = g_strdup_printf (_("%s (%s)"), name, size_text);
  if (size > 0 && size <= MAX_SHOWN_TEXT && confab_part_is_text_type (confab_part_get_mime_type (part)) &&
      g_utf8_validate (bytes, (gssize) size, NULL))
    {
      begin_details (out, label);
      append_pre (out, bytes, (gssize) size);
      g_string_append (out, "</details>\n");
      return;
    }

  append_note (out, label);
}

static void
append_part (GString                   *out,
             ConfabPart                *part,
             const ConfabExportOptions *options)
{
  const char *text = confab_part_get_text (part);
  g_autofree char *summary = NULL;

  switch (confab_part_get_kind (part))
    {
    case CONFAB_PART_TEXT:
    case CONFAB_PART_REFUSAL:
      confab_html_append_markdown (out, text);
      break;

    case CONFAB_PART_THINKING:
      if (!options->thinking || *text == '\0')
        break;
      begin_details (out, _("Thinking"));
      confab_html_append_markdown (out, text);
      g_string_append (out, "</details>\n");
      break;

    case CONFAB_PART_TOOL_CALL:
    case CONFAB_PART_TOOL_RESULT:
      summary = confab_export_dup_tool (part);
      begin_details (out, summary);
      append_pre (out, text, -1);
      g_string_append (out, "</details>\n");
      break;

    case CONFAB_PART_IMAGE:
    case CONFAB_PART_DOCUMENT:
      append_attachment (out, part);
      break;

    case CONFAB_PART_OPAQUE:
    default:
      break;
    }
}

/**
 * confab_export_html_begin:
 * @out: where to add
 * @conversation: the conversation
 *
 * Begins a page with the title, and what the model was told before everything else.
 */
void
confab_export_html_begin (GString            *out,
                          ConfabConversation *conversation)
{
  g_autofree char *title = confab_export_dup_title (conversation);
  const char *system_prompt = confab_conversation_get_system_prompt (conversation);

  g_string_append (out, head);
  g_string_append (out, "<title>");
  confab_html_append_text (out, title, -1);
  g_string_append (out, "</title>\n");
  g_string_append (out, style);
  g_string_append (out, "</head>\n<body>\n<header><h1 dir=\"auto\">");
  confab_html_append_text (out, title, -1);
  g_string_append (out, "</h1>");
  append_time (out, confab_conversation_get_created_at_us (conversation));
  g_string_append (out, "</header>\n");

  if (system_prompt != NULL && *system_prompt != '\0')
    {
      begin_details (out, _("Instructions"));
      confab_html_append_markdown (out, system_prompt);
      g_string_append (out, "</details>\n");
    }
}

/**
 * confab_export_html_branch:
 * @out: where to add
 * @number: of the message that the branch begins at, or 0 for the very beginning
 *
 * Begins a branch that is not shown.
 */
void
confab_export_html_branch (GString *out,
                           guint    number)
{
  g_autofree char *heading = confab_export_dup_branch (number);

  g_string_append (out, "<h2 class=\"branch\">");
  confab_html_append_text (out, heading, -1);
  g_string_append (out, "</h2>\n");
}

/**
 * confab_export_html_message:
 * @out: where to add
 * @message: the message
 * @number: which one it is, from 1 on
 * @options: how to write it
 *
 * Writes a message.
 */
void
confab_export_html_message (GString                   *out,
                            ConfabMessage             *message,
                            guint                      number,
                            const ConfabExportOptions *options)
{
  g_autofree char *who = confab_export_dup_who (message);
  const char *end = confab_export_get_end (message);

  g_string_append_printf (out, "<article class=\"%s\">\n<h2>",
                          confab_message_get_role (message) == CONFAB_ROLE_USER ? "user" : "reply");
  if (options->all_branches)
    g_string_append_printf (out, "%u · ", number);
  g_string_append (out, "<bdi>");
  confab_html_append_text (out, who, -1);
  g_string_append (out, "</bdi> ");
  append_time (out, confab_message_get_created_at_us (message));
  g_string_append (out, "</h2>\n");

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    append_part (out, confab_message_get_part (message, i), options);

  if (end != NULL)
    append_note (out, end);
  g_string_append (out, "</article>\n");
}

/**
 * confab_export_html_end:
 * @out: where to add
 *
 * Ends the page.
 */
void
confab_export_html_end (GString *out)
{
  g_string_append (out, "</body>\n</html>\n");
}
