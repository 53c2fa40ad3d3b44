/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-aws-profile"

#include "config.h"

#include "confab-aws-profile.h"

#include "confab-text-piece-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Amazon's shared files look like key files and are none: sections have names such as “profile x”,
 * a line that stands further in than the one before it belongs to that one, and a comment may
 * follow a value. They are looked at where they are, for they hold secrets. */

/* The settings that count, by the names they have in the files. */
typedef enum
{
  SETTING_KEY_ID,
  SETTING_SECRET,
  SETTING_TOKEN,
  SETTING_REGION,
  SETTING_ELSEWHERE,  /* any that says that keys come from somewhere else */
  N_SETTINGS
} Setting;

static const struct
{
  const char *name;
  Setting     setting;
} settings[] = {
  { "aws_access_key_id", SETTING_KEY_ID },
  { "aws_secret_access_key", SETTING_SECRET },
  { "aws_session_token", SETTING_TOKEN },
  { "region", SETTING_REGION },
  { "credential_process", SETTING_ELSEWHERE },
  { "credential_source", SETTING_ELSEWHERE },
  { "login_session", SETTING_ELSEWHERE },
  { "role_arn", SETTING_ELSEWHERE },
  { "sso_session", SETTING_ELSEWHERE },
  { "sso_start_url", SETTING_ELSEWHERE },
  { "web_identity_token_file", SETTING_ELSEWHERE },
};

typedef ConfabTextPiece Piece;

static gboolean
is (Piece       piece,
    const char *word)
{
  return piece.length == strlen (word) && g_ascii_strncasecmp (piece.start, word, piece.length) == 0;
}

/* Up to a comment, which begins behind white space. */
static const char *
find_comment (const char *start,
              const char *end)
{
  for (const char *p = start; p < end; p++)
    if ((*p == '#' || *p == ';') && (p == start || g_ascii_isspace (p[-1])))
      return p;

  return end;
}

/* Whether a section is the profile's. In the one file its name stands alone; in the other one,
 * where there are sections of other kinds, behind a word. */
static gboolean
is_section_of (const char *line,
               const char *end,
               const char *name,
               gboolean    prefixed)
{
  const char *close = memchr (line, ']', end - line);
  Piece piece;

  if (close == NULL)
    return FALSE;

  piece = confab_text_piece_trim (line + 1, close);
  if (prefixed)
    {
      const gsize length = strlen ("profile");

      if (piece.length > length && strncmp (piece.start, "profile", length) == 0 &&
          g_ascii_isspace (piece.start[length]))
        piece = confab_text_piece_trim (piece.start + length, piece.start + piece.length);
      else if (!is (piece, "default"))
        return FALSE;
    }
  piece = confab_text_piece_unquote (piece);

  return piece.length == strlen (name) && memcmp (piece.start, name, piece.length) == 0;
}

static void
read_line (const char *line,
           const char *end,
           Piece       found[N_SETTINGS])
{
  const char *equals = memchr (line, '=', end - line);
  Piece name, value;

  if (equals == NULL)
    return;

  name = confab_text_piece_trim (line, equals);
  value = confab_text_piece_trim (equals + 1, find_comment (equals + 1, end));
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (is (name, settings[i].name) && value.length > 0)
      found[settings[i].setting] = value;
}

/* Returns whether the profile is there. */
static gboolean
read_file (const ConfabSecret *file,
           const char         *name,
           gboolean            prefixed,
           Piece               found[N_SETTINGS])
{
  const char *text = file != NULL ? confab_secret_peek (file) : "";
  gboolean inside = FALSE;
  gboolean seen = FALSE;
  gboolean has_setting = FALSE;
  gsize indent = 0;

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;

  while (*text != '\0')
    {
      const char *end = text + strcspn (text, "\r\n");
      const char *line = text;

      while (line < end && g_ascii_isspace (*line))
        line++;

      if (line == end || *line == '#' || *line == ';')
        {
          /* says nothing */
        }
      else if (*line == '[')
        {
          inside = is_section_of (line, end, name, prefixed);
          seen |= inside;
          has_setting = FALSE;
        }
      else if (!has_setting || (gsize) (line - text) <= indent)
        {
          has_setting = TRUE;
          indent = line - text;
          if (inside)
            read_line (line, end, found);
        }

      text = end;
      text += strspn (text, "\r\n");
    }

  return seen;
}

static ConfabSecret *
dup_secret (Piece piece)
{
  return piece.start != NULL ? confab_secret_new (piece.start, piece.length) : NULL;
}

static gboolean
take_keys (ConfabAwsProfile  *self,
           const char        *name,
           const Piece        found[N_SETTINGS],
           GError           **error)
{
  g_autoptr(ConfabSecret) id = dup_secret (found[SETTING_KEY_ID]);
  g_autoptr(ConfabSecret) secret = dup_secret (found[SETTING_SECRET]);
  g_autoptr(ConfabSecret) token = dup_secret (found[SETTING_TOKEN]);

  if (id != NULL && secret != NULL)
    {
      self->keys = confab_aws_keys_new (id, secret, token);
      return TRUE;
    }
  if (id != NULL || secret != NULL)
    {
      g_set_error (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MALFORMED,
                   /* Translators: the name of a profile, and the name of a setting in it */
                   _("The profile “%s” in the AWS files lacks “%s”."), name,
                   id == NULL ? "aws_access_key_id" : "aws_secret_access_key");
      return FALSE;
    }
  if (found[SETTING_ELSEWHERE].start != NULL)
    {
      g_set_error (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_UNSUPPORTED,
                   /* Translators: the name of a profile */
                   _("The profile “%s” in the AWS files signs in through a role, a program or a "
                     "browser, which is not supported. Use one with access keys, or a Bedrock API "
                     "key."), name);
      return FALSE;
    }

  return TRUE;
}

/**
 * confab_aws_profile_new_parse:
 * @name: the profile's name
 * @credentials: (nullable): the text of the credentials file
 * @config: (nullable): the text of the configuration file
 * @error: return location; %CONFAB_CREDENTIAL_ERROR_MISSING when neither file has the profile,
 *   %CONFAB_CREDENTIAL_ERROR_MALFORMED for half a pair of keys, or
 *   %CONFAB_CREDENTIAL_ERROR_UNSUPPORTED when its keys come from elsewhere; with a sentence for the
 *   person
 *
 * Reads a profile. What the credentials file says goes before the other one. A profile may be
 * without keys: it can be there for its region.
 *
 * Returns: (transfer full): the profile
 */
ConfabAwsProfile *
confab_aws_profile_new_parse (const char          *name,
                              const ConfabSecret  *credentials,
                              const ConfabSecret  *config,
                              GError             **error)
{
  g_autoptr(ConfabAwsProfile) self = NULL;
  Piece found[N_SETTINGS] = { { NULL } };
  gboolean seen;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  seen = read_file (config, name, TRUE, found);
  seen |= read_file (credentials, name, FALSE, found);
  if (!seen)
    {
      g_set_error (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MISSING,
                   /* Translators: the name of a profile */
                   _("There is no profile “%s” in the AWS files."), name);
      return NULL;
    }

  self = g_new0 (ConfabAwsProfile, 1);
  if (found[SETTING_REGION].start != NULL)
    self->region = g_strndup (found[SETTING_REGION].start, found[SETTING_REGION].length);
  if (!take_keys (self, name, found, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * confab_aws_profile_dup_region:
 * @name: the profile's name
 * @credentials: (nullable): the text of the credentials file
 * @config: (nullable): the text of the configuration file
 *
 * The region is of use even where the profile's keys are not.
 *
 * Returns: (transfer full) (nullable): the region that the profile names
 */
char *
confab_aws_profile_dup_region (const char         *name,
                               const ConfabSecret *credentials,
                               const ConfabSecret *config)
{
  Piece found[N_SETTINGS] = { { NULL } };

  g_return_val_if_fail (name != NULL, NULL);

  read_file (config, name, TRUE, found);
  read_file (credentials, name, FALSE, found);

  return found[SETTING_REGION].start != NULL
           ? g_strndup (found[SETTING_REGION].start, found[SETTING_REGION].length) : NULL;
}

/**
 * confab_aws_profile_free:
 * @self: (transfer full) (nullable): a profile
 *
 * Gives it up.
 */
void
confab_aws_profile_free (ConfabAwsProfile *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->keys, confab_aws_keys_unref);
  g_free (self->region);
  g_free (self);
}
