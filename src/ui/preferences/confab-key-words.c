/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-key-words"

#include "config.h"

#include "confab-key-words.h"

#include <glib/gi18n.h>

/* What is said of keys: where they are and which of them counts, never what they are. */

static char *
dup_date (gint64 created_at_us,
          gint64 now_us)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (created_at_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (now_us / G_USEC_PER_SEC);

  if (time == NULL || now == NULL)
    return NULL;

  return g_date_time_format (time, g_date_time_get_year (time) == g_date_time_get_year (now)
                                     /* Translators: a day and a month, see the documentation of g_date_time_format() */
                                     ? _("%-e %B")
                                     /* Translators: a day, a month and a year */
                                     : _("%-e %B %Y"));
}

/**
 * confab_key_words_dup_place:
 * @source: where a key is
 * @detail: (nullable): what the place is called
 * @created_at_us: when it was stored there, in microseconds since 1970 UTC, or 0
 * @now_us: the present, in microseconds since 1970 UTC
 *
 * Returns: (transfer full): the place in a few words
 */
char *
confab_key_words_dup_place (ConfabKeySource  source,
                            const char      *detail,
                            gint64           created_at_us,
                            gint64           now_us)
{
  switch (source)
    {
    case CONFAB_KEY_SOURCE_NOT_NEEDED:
      return g_strdup (_("None needed"));

    case CONFAB_KEY_SOURCE_KEYRING:
      {
        g_autofree char *date = created_at_us > 0 ? dup_date (created_at_us, now_us) : NULL;

        if (date == NULL)
          return g_strdup (_("In the keyring"));

        /* Translators: a date, like 3 May */
        return g_strdup_printf (_("In the keyring since %s"), date);
      }

    case CONFAB_KEY_SOURCE_FILE:
      return g_strdup (_("In the configuration file, in plain text"));

    case CONFAB_KEY_SOURCE_ENVIRONMENT:
      /* Translators: the name of an environment variable */
      return g_strdup_printf (_("From the environment: %s"), detail != NULL ? detail : "");

    case CONFAB_KEY_SOURCE_PROFILE:
      /* Translators: the name of a profile */
      return g_strdup_printf (_("Profile “%s” in the AWS files"), detail != NULL ? detail : "");

    case CONFAB_KEY_SOURCE_SERVICE_ACCOUNT:
      /* Translators: the path of a file */
      return g_strdup_printf (_("Service account file: %s"), detail != NULL ? detail : "");

    case CONFAB_KEY_SOURCE_SIGN_IN:
      return g_strdup (_("Signed in with gcloud"));

    case CONFAB_KEY_SOURCE_SESSION:
      return g_strdup (_("For this session only, stored nowhere"));

    case CONFAB_KEY_SOURCE_LOCKED:
      return g_strdup (_("The keyring is locked"));

    case CONFAB_KEY_SOURCE_ASKING:
      return g_strdup (_("Asking the keyring…"));

    case CONFAB_KEY_SOURCE_NONE:
    default:
      return g_strdup (_("None yet"));
    }
}

/**
 * confab_key_words_dup_rule:
 * @unused: a key that is not in use
 * @winner: where the one in use is
 * @detail: (nullable): what that place is called
 *
 * Returns: (transfer full): why it is not
 */
char *
confab_key_words_dup_rule (const ConfabKeyFinding *unused,
                           ConfabKeySource         winner,
                           const char             *detail)
{
  g_return_val_if_fail (unused != NULL, NULL);

  /* Nobody knows whether there is one. */
  if (unused->source == CONFAB_KEY_SOURCE_LOCKED)
    return g_strdup (_("A key in it would go first"));

  switch (winner)
    {
    case CONFAB_KEY_SOURCE_KEYRING:
      return g_strdup (_("Not used: the keyring goes first"));

    case CONFAB_KEY_SOURCE_SESSION:
      return g_strdup (_("Not used: the key for this session goes first"));

    case CONFAB_KEY_SOURCE_FILE:
      return g_strdup (_("Not used: the configuration file goes first"));

    case CONFAB_KEY_SOURCE_ENVIRONMENT:
      /* Translators: the name of an environment variable */
      return g_strdup_printf (_("Not used: %s goes first"), detail != NULL ? detail : "");

    case CONFAB_KEY_SOURCE_PROFILE:
      return g_strdup (_("Not used: the profile goes first"));

    case CONFAB_KEY_SOURCE_SERVICE_ACCOUNT:
      return g_strdup (_("Not used: the service account goes first"));

    case CONFAB_KEY_SOURCE_SIGN_IN:
    case CONFAB_KEY_SOURCE_NOT_NEEDED:
    case CONFAB_KEY_SOURCE_LOCKED:
    case CONFAB_KEY_SOURCE_ASKING:
    case CONFAB_KEY_SOURCE_NONE:
    default:
      return g_strdup (_("Not used"));
    }
}
