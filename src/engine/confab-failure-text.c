/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-failure-text"

#include "config.h"

#include "confab-failure-text.h"

#include "confab-engine-error.h"
#include "confab-exchange.h"
#include "confab-keyring-error.h"
#include "confab-local-model-error.h"
#include "confab-media-text-private.h"
#include "confab-net-error.h"
#include "confab-provider-error.h"
#include "confab-provider-policy-error.h"
#include "confab-store-error.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* The longest part of a provider's own words that is worth reading at a glance, in characters. */
#define MAX_QUOTE_CHARS 240

/* A provider's own sentence, fit to stand beside ours. */
static char *
quote (const char *message)
{
  g_autofree char *text = g_strdup (message);
  glong length;

  g_strdelimit (g_strstrip (text), "\r\n\t", ' ');
  length = g_utf8_strlen (text, -1);
  if (length > MAX_QUOTE_CHARS)
    {
      g_autofree char *cut = g_utf8_substring (text, 0, MAX_QUOTE_CHARS - 1);

      return g_strconcat (g_strchomp (cut), "…", NULL);
    }

  if (length > 0 && !g_unichar_ispunct (g_utf8_get_char (g_utf8_prev_char (text + strlen (text)))))
    return g_strconcat (text, ".", NULL);

  return g_steal_pointer (&text);
}

static char *
with_quote (const char   *sentence,
            const GError *error)
{
  g_autofree char *words = quote (error->message);

  if (*words == '\0')
    return g_strdup (sentence);

  return g_strconcat (sentence, " ", words, NULL);
}

/* "console.example.com" of "https://console.example.com/keys": what a person recognises. */
static char *
get_host (const char *page)
{
  g_autoptr(GUri) uri = NULL;

  if (page == NULL || !(uri = g_uri_parse (page, G_URI_FLAGS_NONE, NULL)) || g_uri_get_host (uri) == NULL)
    return NULL;

  return g_strdup (g_uri_get_host (uri));
}

static char *
describe_wait (const GError *error)
{
  return confab_failure_text_wait (confab_provider_error_get_retry_at_us (error), g_get_real_time ());
}

static char *
describe_bad_key (const char *name,
                  const char *key_page)
{
  g_autofree char *host = get_host (key_page);

  if (host == NULL)
    /* Translators: a provider's name */
    return g_strdup_printf (_("%s refused the key. Check it, or set another one."), name);

  /* Translators: a provider's name, and the host of the page where keys are made */
  return g_strdup_printf (_("%s refused the key. Check it, or make a new one at %s."), name, host);
}

static char *
describe_missing_key (const char *name,
                      const char *key_page)
{
  g_autofree char *host = get_host (key_page);

  if (host == NULL)
    /* Translators: a provider's name */
    return g_strdup_printf (_("There is no key for %s. Add one."), name);

  /* Translators: a provider's name, and the host of the page where keys are made */
  return g_strdup_printf (_("There is no key for %s. Add one; you can make it at %s."), name, host);
}

static char *
describe_provider_error (const GError *error,
                         const char   *name,
                         const char   *key_page)
{
  g_autofree char *sentence = NULL;
  g_autofree char *wait = NULL;

  switch ((ConfabProviderError) error->code)
    {
    case CONFAB_PROVIDER_ERROR_BAD_KEY:
      return describe_bad_key (name, key_page);

    case CONFAB_PROVIDER_ERROR_KEY_MISSING:
      return describe_missing_key (name, key_page);

    case CONFAB_PROVIDER_ERROR_NO_CREDIT:
      /* Translators: a provider's name */
      return g_strdup_printf (_("The account at %s has no credit left. Top it up there, or choose another "
                                "provider."), name);

    case CONFAB_PROVIDER_ERROR_FORBIDDEN:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("%s does not let this key do that. Choose another model, or check what the key "
                                    "may do."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("%s does not know this model. Choose another one."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG:
      return g_strdup (_("The conversation is too long for this model. Start a new one, or choose a model that "
                         "takes more."));

    case CONFAB_PROVIDER_ERROR_CONTENT_REFUSED:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("%s refused this content. Put it in other words, or choose another "
                                    "model."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_RATE_LIMITED:
      wait = describe_wait (error);
      /* Translators: a provider's name, and a sentence such as "Try again in 30 s." */
      return g_strdup_printf (_("%s gets too many requests from this account. %s"), name, wait);

    case CONFAB_PROVIDER_ERROR_OVERLOADED:
      wait = describe_wait (error);
      /* Translators: a provider's name, and a sentence such as "Try again in 30 s." */
      return g_strdup_printf (_("%s is overloaded. %s"), name, wait);

    case CONFAB_PROVIDER_ERROR_SERVER:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("Something failed at %s. Try again, or choose another provider."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_BAD_REQUEST:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("%s did not accept the request. Change the message, or choose another "
                                    "model."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_NETWORK:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("%s cannot be reached. Check the connection and the base URL."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_TLS:
      if (g_strcmp0 (confab_provider_error_get_provider_code (error), CONFAB_EXCHANGE_PIN_CODE) == 0)
        /* Translators: a provider's name */
        return g_strdup_printf (_("%s has another certificate than the one that you pinned. Nothing was sent. If "
                                  "it was renewed, test the provider and pin the new one."), name);
      /* Translators: a provider's name */
      return g_strdup_printf (_("The connection to %s cannot be trusted: its certificate is not valid. Nothing "
                                "was sent. "
                                "Check the base URL, the clock, and who is between you and it."), name);

    case CONFAB_PROVIDER_ERROR_MALFORMED:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("%s answered something that is not a reply. Check the base URL."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_TRUNCATED:
      /* Translators: a provider's name */
      return g_strdup_printf (_("The connection to %s ended before the reply did. What came is kept; retry to "
                                "get it whole."), name);

    case CONFAB_PROVIDER_ERROR_NO_PROVIDER:
      return g_strdup (_("No provider can be used yet. Add a key in Settings, or start Ollama."));

    case CONFAB_PROVIDER_ERROR_NO_MODEL:
      /* Translators: a provider's name */
      return g_strdup_printf (_("No model is chosen for %s. Choose one below the message, or in Settings."), name);

    case CONFAB_PROVIDER_ERROR_NOT_RUNNING:
      /* Translators: the name of a local server */
      return g_strdup_printf (_("%s is not running. Start it and try again."), name);

    case CONFAB_PROVIDER_ERROR_BAD_ADDRESS:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("The base URL of %s cannot be used. Correct it."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_BAD_TOOL_CALL:
      sentence = g_strdup (_("The model made a mistake in calling a tool. Try again, or choose another model."));
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_SIGN_IN:
    case CONFAB_PROVIDER_ERROR_INCOMPLETE:
      return quote (error->message);

    case CONFAB_PROVIDER_ERROR_UNFIT_MEDIA:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("A picture or file in this conversation cannot be sent to %s. Choose another "
                                    "model, or leave it out."), name);
      return with_quote (sentence, error);

    case CONFAB_PROVIDER_ERROR_OTHER:
    default:
      /* Translators: a provider's name */
      sentence = g_strdup_printf (_("%s could not answer. Try again, or choose another provider."), name);
      return with_quote (sentence, error);
    }
}

static char *
describe_store_error (const GError *error)
{
  switch ((ConfabStoreError) error->code)
    {
    case CONFAB_STORE_ERROR_FUTURE:
      return g_strdup (_("The conversations on this computer were written by a newer version of Confab. They "
                         "are untouched; "
                         "update Confab to see them. What you write now is not kept."));

    case CONFAB_STORE_ERROR_CORRUPT:
      return g_strdup (_("The file with the conversations is damaged, and was left as it is. What you write now "
                         "is not kept."));

    case CONFAB_STORE_ERROR_FULL:
      return g_strdup (_("The disk is full, so nothing can be kept. Make room; what is on the screen stays "
                         "there until then."));

    case CONFAB_STORE_ERROR_READ_ONLY:
      return g_strdup (_("Confab may not write to its folder, so nothing is kept. Check the permissions of your "
                         "home folder."));

    case CONFAB_STORE_ERROR_BUSY:
      return g_strdup (_("Another program is using Confab’s files. Close it and try again."));

    case CONFAB_STORE_ERROR_OPEN:
    case CONFAB_STORE_ERROR_CLOSED:
    case CONFAB_STORE_ERROR_FAILED:
    default:
      return with_quote (_("Confab’s files cannot be used, so nothing is kept. Check the disk and its "
                           "permissions."), error);
    }
}

static char *
describe_keyring_error (const GError *error)
{
  switch ((ConfabKeyringError) error->code)
    {
    case CONFAB_KEYRING_ERROR_ABSENT:
      return g_strdup (_("There is no keyring to keep the key in. Install GNOME Keyring or another secret service, "
                         "or set the key in the environment."));

    case CONFAB_KEYRING_ERROR_LOCKED:
      return g_strdup (_("The keyring stayed locked. Unlock it and try again."));

    case CONFAB_KEYRING_ERROR_FAILED:
    default:
      return with_quote (_("The keyring did not do what it was asked for. Try again, or set the key in the "
                           "environment."), error);
    }
}

static char *
describe_policy_error (const GError *error)
{
  switch ((ConfabProviderPolicyError) error->code)
    {
    case CONFAB_PROVIDER_POLICY_ERROR_BAD_URL:
      return with_quote (_("This base URL cannot be used."), error);

    case CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE:
    case CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION:
    case CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS:
    case CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP:
    case CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE:
      return quote (error->message);

    case CONFAB_PROVIDER_POLICY_ERROR_TOO_NEW:
      return g_strdup (_("The file with the providers was written by a newer version of Confab, and was left as "
                         "it is. "
                         "Update Confab to use it."));

    case CONFAB_PROVIDER_POLICY_ERROR_BAD_FILE:
      return with_quote (_("The file with the providers makes no sense. The last good settings are in use, and "
                           "nothing of the file is lost."), error);

    case CONFAB_PROVIDER_POLICY_ERROR_BAD_RECORD:
    default:
      return with_quote (_("The settings of a provider make no sense. The last good ones are in use."), error);
    }
}

static char *
describe_engine_error (const GError *error)
{
  switch ((ConfabEngineError) error->code)
    {
    case CONFAB_ENGINE_ERROR_NOT_FOUND:
      return with_quote (_("That is not there any more."), error);

    case CONFAB_ENGINE_ERROR_BUSY:
      return g_strdup (_("A reply is still arriving. Wait for it, or stop it first."));

    case CONFAB_ENGINE_ERROR_NOT_LOADED:
      return g_strdup (_("The file with the providers cannot be read, so it is not written over. Check its "
                         "permissions."));

    case CONFAB_ENGINE_ERROR_BAD_MODEL_DATA:
      return with_quote (_("Your file with facts about models makes no sense, so it is not used."), error);

    case CONFAB_ENGINE_ERROR_TOO_MANY_ROUNDS:
      return g_strdup (_("The model kept asking for tools without coming to an end, so it was stopped. Say how to go "
                         "on."));

    case CONFAB_ENGINE_ERROR_INVALID:
    default:
      return quote (error->message);
    }
}

static char *
describe_local_model_error (const GError *error,
                            const char   *name)
{
  g_autofree char *sentence = NULL;

  switch ((ConfabLocalModelError) error->code)
    {
    case CONFAB_LOCAL_MODEL_ERROR_BAD_NAME:
      return g_strdup (_("This cannot be the name of a model. Names look like “llama3.2:3b”."));

    case CONFAB_LOCAL_MODEL_ERROR_UNKNOWN:
      return g_strdup (_("The library has no model of this name. Check the name at ollama.com/library."));

    case CONFAB_LOCAL_MODEL_ERROR_NO_SPACE:
      /* Translators: the name of a local server */
      return g_strdup_printf (_("The disk of %s is full. Make room, for instance by removing a model, and resume."),
                              name);

    case CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY:
      /* Translators: the name of a local server */
      return g_strdup_printf (_("%s cannot reach the library. Check the internet connection of its computer, and "
                                "resume."), name);

    case CONFAB_LOCAL_MODEL_ERROR_TOO_OLD:
      /* Translators: the name of a local server, twice */
      return g_strdup_printf (_("This model needs a newer %s. Update %s, and resume."), name, name);

    case CONFAB_LOCAL_MODEL_ERROR_INTERRUPTED:
      /* Translators: the name of a local server */
      return g_strdup_printf (_("%s stopped before the model was there. Start it and resume; what came is kept."),
                              name);

    case CONFAB_LOCAL_MODEL_ERROR_FAILED:
    default:
      /* Translators: the name of a local server */
      sentence = g_strdup_printf (_("%s could not fetch the model. Try to resume."), name);
      return with_quote (sentence, error);
    }
}

static char *
describe_net_error (const GError *error)
{
  if (error->code == CONFAB_NET_ERROR_TLS || error->code == CONFAB_NET_ERROR_PIN)
    return g_strdup (_("The connection cannot be trusted: the certificate is not valid. Nothing was sent."));

  return with_quote (_("The server cannot be reached. Check the connection and the base URL."), error);
}

/**
 * confab_failure_text_wait:
 * @retry_at_us: when the next try makes sense, in microseconds since 1970 UTC, or -1
 * @now_us: the present, likewise
 *
 * Beyond a minute it is the time on the clock that is told, since the text stays where it is while
 * time goes on.
 *
 * Returns: (transfer full): a translated sentence: "Try again at 14:05."
 */
char *
confab_failure_text_wait (gint64 retry_at_us,
                          gint64 now_us)
{
  const gint64 minute_us = 60 * (gint64) G_USEC_PER_SEC;
  const gint64 wait_s = (retry_at_us - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  g_autoptr(GDateTime) now = NULL;
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (retry_at_us < 0)
    return g_strdup (_("Try again in a while."));
  if (wait_s <= 0)
    return g_strdup (_("Try again now."));
  if (wait_s < 60)
    /* Translators: a duration in seconds */
    return g_strdup_printf (_("Try again in %d s."), (int) wait_s);

  now = g_date_time_new_from_unix_local (now_us / G_USEC_PER_SEC);
  time = g_date_time_new_from_unix_local ((retry_at_us + minute_us - 1) / minute_us * 60);
  if (now == NULL || time == NULL)
    return g_strdup (_("Try again in a while."));

  if (g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (time) &&
      g_date_time_get_year (now) == g_date_time_get_year (time))
    /* Translators: a time of the same day, see the documentation of g_date_time_format() */
    text = g_date_time_format (time, _("Try again at %H:%M."));
  else
    /* Translators: a day and a time, see the documentation of g_date_time_format() */
    text = g_date_time_format (time, _("Try again on %-e %B at %H:%M."));

  return g_steal_pointer (&text);
}

/**
 * confab_failure_text_summary:
 * @error: what went wrong
 * @provider_name: (nullable): whose failure it is, as people call it
 * @key_page: (nullable): the address of the page where that provider's keys are made
 *
 * A sentence or two for a person: what happened, then what to do. Translated. Where it helps, the
 * provider's own words stand at the end; they were cleared of keys when the error was made.
 *
 * Returns: (transfer full): the text
 */
char *
confab_failure_text_summary (const GError *error,
                             const char   *provider_name,
                             const char   *key_page)
{
  const char *name = provider_name != NULL ? provider_name : _("The provider");

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == CONFAB_PROVIDER_ERROR)
    return describe_provider_error (error, name, key_page);
  if (error->domain == CONFAB_MEDIA_ERROR)
    return confab_media_text_describe (error, name);
  if (error->domain == CONFAB_DOCUMENT_ERROR)
    return confab_media_text_describe_document (error);
  if (error->domain == CONFAB_STORE_ERROR)
    return describe_store_error (error);
  if (error->domain == CONFAB_KEYRING_ERROR)
    return describe_keyring_error (error);
  if (error->domain == CONFAB_PROVIDER_POLICY_ERROR)
    return describe_policy_error (error);
  if (error->domain == CONFAB_ENGINE_ERROR)
    return describe_engine_error (error);
  if (error->domain == CONFAB_LOCAL_MODEL_ERROR)
    return describe_local_model_error (error, name);
  if (error->domain == CONFAB_NET_ERROR)
    return describe_net_error (error);

  return with_quote (_("Something went wrong. Try again."), error);
}
