/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-export-format"

#include "config.h"

#include "confab-export-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* The longest name of a file, in characters: with an extension and a number behind it, it stays below
 * the 255 bytes of most file systems in any script. */
#define MAX_NAME_CHARS 56

G_DEFINE_ENUM_TYPE (ConfabExportFormat, confab_export_format,
  G_DEFINE_ENUM_VALUE (CONFAB_EXPORT_MARKDOWN, "markdown"),
  G_DEFINE_ENUM_VALUE (CONFAB_EXPORT_HTML, "html"),
  G_DEFINE_ENUM_VALUE (CONFAB_EXPORT_JSON, "json"))

static const struct
{
  const char *type;
  const char *extension;
  gsize       offset;
  gsize       length;
  const char *start;
} image_types[] = {
  { "image/png", "png", 0, 8, "\x89PNG\r\n\x1a\n" },
  { "image/jpeg", "jpg", 0, 3, "\xff\xd8\xff" },
  { "image/gif", "gif", 0, 6, "GIF87a" },
  { "image/gif", "gif", 0, 6, "GIF89a" },
  { "image/webp", "webp", 8, 4, "WEBP" },
};

/**
 * confab_export_format_get_extension:
 * @format: a format
 *
 * Returns: (transfer none): what the names of its files end in
 */
const char *
confab_export_format_get_extension (ConfabExportFormat format)
{
  switch (format)
    {
    case CONFAB_EXPORT_HTML:
      return "html";

    case CONFAB_EXPORT_JSON:
      return "json";

    case CONFAB_EXPORT_MARKDOWN:
    default:
      return "md";
    }
}

/**
 * confab_export_dup_title:
 * @conversation: a conversation
 *
 * Returns: (transfer full): what to call it, on one line
 */
char *
confab_export_dup_title (ConfabConversation *conversation)
{
  g_autofree char *title = g_strdup (confab_conversation_get_title (conversation));

  g_strstrip (g_strdelimit (title, "\r\n\t", ' '));
  return *title != '\0' ? g_steal_pointer (&title) : g_strdup (_("Conversation"));
}

/**
 * confab_export_dup_who:
 * @message: a message
 *
 * Returns: (transfer full): who speaks: the person, or the model and its provider
 */
char *
confab_export_dup_who (ConfabMessage *message)
{
  const char *model = confab_message_get_model (message);
  const char *provider = confab_message_get_provider_name (message);

  switch (confab_message_get_role (message))
    {
    case CONFAB_ROLE_USER:
      return g_strdup (_("You"));

    case CONFAB_ROLE_SYSTEM:
      return g_strdup (_("Instructions"));

    case CONFAB_ROLE_TOOL:
      return g_strdup (_("Tool"));

    case CONFAB_ROLE_ASSISTANT:
    default:
      if (model != NULL && provider != NULL)
        return g_strdup_printf ("%s · %s", model, provider);
      return g_strdup (model != NULL ? model : provider != NULL ? provider : _("Reply"));
    }
}

/**
 * confab_export_dup_when:
 * @time_us: in microseconds since 1970
 *
 * Returns: (transfer full): date and time of day in the zone of this computer
 */
char *
confab_export_dup_when (gint64 time_us)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/**
 * confab_export_dup_branch:
 * @number: of the message that a branch begins at, or 0 for the very beginning
 *
 * Returns: (transfer full): a heading for a branch that is not shown
 */
char *
confab_export_dup_branch (guint number)
{
  if (number > 0)
    /* Translators: the number of a message */
    return g_strdup_printf (_("Another branch, after message %u"), number);

  return g_strdup (_("Another branch, from the beginning"));
}

/**
 * confab_export_dup_tool:
 * @part: a call of a tool, or its result
 *
 * Returns: (transfer full): what it is
 */
char *
confab_export_dup_tool (ConfabPart *part)
{
  const char *name = confab_part_get_name (part);

  return g_strdup_printf (confab_part_get_kind (part) == CONFAB_PART_TOOL_CALL
                            /* Translators: the name of a tool */
                            ? _("Call of %s") : _("Result of %s"), name != NULL ? name : _("a tool"));
}

/**
 * confab_export_get_end:
 * @message: a message
 *
 * Returns: (transfer none) (nullable): why it ends where it does, unless it is complete
 */
const char *
confab_export_get_end (ConfabMessage *message)
{
  const GError *error = confab_message_get_error (message);

  if (error != NULL)
    return error->message;
  if (confab_message_get_status (message) == CONFAB_MESSAGE_STOPPED)
    return _("Stopped");
  if (confab_message_get_status (message) == CONFAB_MESSAGE_INTERRUPTED)
    return _("Interrupted");

  return NULL;
}

/**
 * confab_export_dup_file_name:
 * @name: (nullable): what a file might be called
 * @otherwise: what to call it when nothing of that is of use
 *
 * Returns: (transfer full): a name that every file system takes and that leads nowhere else
 */
char *
confab_export_dup_file_name (const char *name,
                             const char *otherwise)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autoptr(GString) safe = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < MAX_NAME_CHARS; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      /* Format characters turn the direction of what is read, or cannot be seen at all. */
      if (!g_unichar_isprint (c) || g_unichar_type (c) == G_UNICODE_FORMAT || g_unichar_isspace (c) ||
          (c < 128 && strchr ("/\\:*?\"<>|#%", (int) c) != NULL))
        {
          if (safe->len > 0 && safe->str[safe->len - 1] != ' ')
            g_string_append_c (safe, ' ');
        }
      else if (c != '.' || safe->len > 0)
        {
          g_string_append_unichar (safe, c);
          n++;
        }
    }

  while (safe->len > 0 && (safe->str[safe->len - 1] == ' ' || safe->str[safe->len - 1] == '.'))
    g_string_truncate (safe, safe->len - 1);

  return g_strdup (safe->len > 0 ? safe->str : otherwise);
}

static int
find_image_type (GBytes *data)
{
  gsize length = 0;
  const char *bytes = data != NULL ? g_bytes_get_data (data, &length) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (image_types); i++)
    if (length >= image_types[i].offset + image_types[i].length &&
        memcmp (bytes + image_types[i].offset, image_types[i].start, image_types[i].length) == 0)
      return (int) i;

  return -1;
}

/**
 * confab_export_get_image_type:
 * @data: (nullable): the bytes of a picture
 *
 * Returns: (transfer none) (nullable): its media type by what is in it, whatever anybody says, when it is
 *   one of those that every browser shows and that hold nothing but a picture
 */
const char *
confab_export_get_image_type (GBytes *data)
{
  const int i = find_image_type (data);

  return i >= 0 ? image_types[i].type : NULL;
}

/**
 * confab_export_get_image_extension:
 * @data: (nullable): the bytes of a picture
 *
 * Returns: (transfer none) (nullable): what the name of its file ends in
 */
const char *
confab_export_get_image_extension (GBytes *data)
{
  const int i = find_image_type (data);

  return i >= 0 ? image_types[i].extension : NULL;
}

/**
 * confab_export_file_free:
 * @self: (transfer full): the file
 */
void
confab_export_file_free (ConfabExportFile *self)
{
  g_free (self->name);
  g_bytes_unref (self->data);
  g_free (self);
}
