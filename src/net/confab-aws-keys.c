/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-aws-keys"

#include "config.h"

#include "confab-aws-keys.h"

#include "confab-text-piece-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MIN_ID_BYTES 16
#define MAX_ID_BYTES 128
#define MIN_SECRET_BYTES 16

/**
 * ConfabAwsKeys:
 *
 * What signs a request to Amazon: an access key's id, its secret, and for temporary keys the token
 * of their session. Immutable.
 */
struct _ConfabAwsKeys
{
  gatomicrefcount  ref_count;
  ConfabSecret    *access_key_id;      /* owned */
  ConfabSecret    *secret_access_key;  /* owned */
  ConfabSecret    *session_token;      /* owned, nullable */
};

G_DEFINE_BOXED_TYPE (ConfabAwsKeys, confab_aws_keys, confab_aws_keys_ref, confab_aws_keys_unref)

typedef ConfabTextPiece Piece;

typedef enum { ID, SECRET, TOKEN, N_PARTS } Part;

static gboolean
skip_word (Piece      *piece,
           const char *word)
{
  const gsize length = strlen (word);

  if (piece->length <= length || g_ascii_strncasecmp (piece->start, word, length) != 0 ||
      !g_ascii_isspace (piece->start[length]))
    return FALSE;

  *piece = confab_text_piece_trim (piece->start + length, piece->start + piece->length);
  return TRUE;
}

static gboolean
find_part (Piece  name,
           Part  *part)
{
  static const char * const names[] = {
    "aws_access_key_id", "aws_secret_access_key", "aws_session_token"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (name.length == strlen (names[i]) &&
        g_ascii_strncasecmp (name.start, names[i], name.length) == 0)
      {
        *part = i;
        return TRUE;
      }

  return FALSE;
}

/* Lines as they stand in a shell's start-up file, in the credentials file, or on the page that
 * offers them to be copied. Other lines there are of no concern. */
static gboolean
read_assignments (const char *text,
                  Piece       parts[N_PARTS])
{
  gboolean found = FALSE;

  while (*text != '\0')
    {
      const gsize length = strcspn (text, "\r\n");
      Piece line = confab_text_piece_trim (text, text + length);
      const char *equals;
      Part part;

      if (!skip_word (&line, "export"))
        skip_word (&line, "set");
      equals = memchr (line.start, '=', line.length);
      if (equals != NULL && find_part (confab_text_piece_trim (line.start, equals), &part))
        {
          parts[part] = confab_text_piece_unquote (confab_text_piece_trim (equals + 1, line.start + line.length));
          found = TRUE;
        }

      text += length;
      text += strspn (text, "\r\n");
    }

  return found;
}

/* `ID:SECRET` or `ID:SECRET:TOKEN`; white space or a comma does for the colon. None of them is in
 * a part of it. */
static gboolean
read_fields (const char *text,
             Piece       parts[N_PARTS])
{
  static const char separators[] = ":, \t\r\n";
  guint n = 0;

  for (text += strspn (text, separators); *text != '\0'; text += strspn (text, separators))
    {
      const gsize length = strcspn (text, separators);

      if (n == N_PARTS)
        return FALSE;
      parts[n++] = (Piece) { text, length };
      text += length;
    }

  return n >= TOKEN;
}

static gboolean
looks_like_id (Piece piece)
{
  if (piece.length < MIN_ID_BYTES || piece.length > MAX_ID_BYTES)
    return FALSE;

  for (gsize i = 0; i < piece.length; i++)
    if (!g_ascii_isupper (piece.start[i]) && !g_ascii_isdigit (piece.start[i]))
      return FALSE;

  return TRUE;
}

static gboolean
is_graphic (Piece piece)
{
  for (gsize i = 0; i < piece.length; i++)
    if (!g_ascii_isgraph (piece.start[i]))
      return FALSE;

  return TRUE;
}

static gboolean
check_parts (const Piece   parts[N_PARTS],
             GError      **error)
{
  const char *message = NULL;

  if (parts[ID].length == 0)
    message = _("The access key ID is missing. Paste it and its secret as ID:SECRET.");
  else if (!looks_like_id (parts[ID]))
    message = _("The access key ID cannot be right: it has capital letters and digits only. "
                "Paste it and its secret as ID:SECRET.");
  else if (parts[SECRET].length == 0)
    message = _("The secret access key is missing. Paste the access key ID and the secret as "
                "ID:SECRET.");
  else if (parts[SECRET].length < MIN_SECRET_BYTES || !is_graphic (parts[SECRET]))
    message = _("The secret access key cannot be right. Copy the whole of it and paste it again "
                "as ID:SECRET.");
  else if (!is_graphic (parts[TOKEN]))
    message = _("The session token cannot be right. Copy the whole of it and paste it again as "
                "ID:SECRET:TOKEN.");

  if (message != NULL)
    g_set_error_literal (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MALFORMED,
                         message);

  return message == NULL;
}

/**
 * confab_aws_keys_new:
 * @access_key_id: the id
 * @secret_access_key: the secret
 * @session_token: (nullable): the token of temporary keys
 *
 * Returns: (transfer full): the keys
 */
ConfabAwsKeys *
confab_aws_keys_new (ConfabSecret *access_key_id,
                     ConfabSecret *secret_access_key,
                     ConfabSecret *session_token)
{
  ConfabAwsKeys *self;

  g_return_val_if_fail (access_key_id != NULL, NULL);
  g_return_val_if_fail (secret_access_key != NULL, NULL);

  self = g_new0 (ConfabAwsKeys, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->access_key_id = confab_secret_ref (access_key_id);
  self->secret_access_key = confab_secret_ref (secret_access_key);
  self->session_token = session_token != NULL ? confab_secret_ref (session_token) : NULL;

  return self;
}

/**
 * confab_aws_keys_new_parse:
 * @text: what a person pasted, and the keyring keeps
 * @error: return location; %CONFAB_CREDENTIAL_ERROR_MALFORMED with a sentence for the person
 *
 * Reads keys from `ID:SECRET`, from `ID:SECRET:TOKEN`, or from lines that give `aws_access_key_id`
 * and the others a value, in letters of either case, with or without `export`.
 *
 * Returns: (transfer full): the keys
 */
ConfabAwsKeys *
confab_aws_keys_new_parse (const ConfabSecret  *text,
                           GError             **error)
{
  Piece parts[N_PARTS] = { { "", 0 }, { "", 0 }, { "", 0 } };
  g_autoptr(ConfabSecret) access_key_id = NULL;
  g_autoptr(ConfabSecret) secret_access_key = NULL;
  g_autoptr(ConfabSecret) session_token = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!read_assignments (confab_secret_peek (text), parts) &&
      !read_fields (confab_secret_peek (text), parts))
    {
      g_set_error_literal (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MALFORMED,
                           _("These are no access keys. Paste the access key ID and its secret as "
                             "ID:SECRET, or a Bedrock API key alone."));
      return NULL;
    }
  if (!check_parts (parts, error))
    return NULL;

  access_key_id = confab_secret_new (parts[ID].start, parts[ID].length);
  secret_access_key = confab_secret_new (parts[SECRET].start, parts[SECRET].length);
  if (parts[TOKEN].length > 0)
    session_token = confab_secret_new (parts[TOKEN].start, parts[TOKEN].length);

  return confab_aws_keys_new (access_key_id, secret_access_key, session_token);
}

/**
 * confab_aws_keys_is_single_key:
 * @text: what a person pasted
 *
 * Amazon also makes keys of a single word, which sign nothing and are sent as they are. The id of
 * an access key alone is none of them.
 *
 * Returns: whether @text is such a word rather than access keys
 */
gboolean
confab_aws_keys_is_single_key (const ConfabSecret *text)
{
  const char *word;
  Piece piece;

  g_return_val_if_fail (text != NULL, FALSE);

  word = confab_secret_peek (text);
  piece = confab_text_piece_trim (word, word + confab_secret_get_length (text));

  return piece.length > 0 && is_graphic (piece) && !looks_like_id (piece) &&
         memchr (piece.start, ':', piece.length) == NULL &&
         memchr (piece.start, ',', piece.length) == NULL &&
         g_ascii_strncasecmp (piece.start, "aws_", strlen ("aws_")) != 0;
}

/**
 * confab_aws_keys_ref:
 * @self: keys
 *
 * Returns: (transfer full): the same keys
 */
ConfabAwsKeys *
confab_aws_keys_ref (ConfabAwsKeys *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * confab_aws_keys_unref:
 * @self: (transfer full): keys
 *
 * Gives up a reference; the last one wipes them.
 */
void
confab_aws_keys_unref (ConfabAwsKeys *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  confab_secret_unref (self->access_key_id);
  confab_secret_unref (self->secret_access_key);
  g_clear_pointer (&self->session_token, confab_secret_unref);
  g_free (self);
}

/**
 * confab_aws_keys_get_access_key_id:
 * @self: keys
 *
 * Returns: (transfer none): the id, which every signed request shows
 */
ConfabSecret *
confab_aws_keys_get_access_key_id (ConfabAwsKeys *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->access_key_id;
}

/**
 * confab_aws_keys_get_secret_access_key:
 * @self: keys
 *
 * Returns: (transfer none): the secret, which is never sent
 */
ConfabSecret *
confab_aws_keys_get_secret_access_key (ConfabAwsKeys *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->secret_access_key;
}

/**
 * confab_aws_keys_get_session_token:
 * @self: keys
 *
 * Returns: (transfer none) (nullable): the token of temporary keys
 */
ConfabSecret *
confab_aws_keys_get_session_token (ConfabAwsKeys *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->session_token;
}
