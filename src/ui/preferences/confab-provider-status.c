/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-status"

#include "config.h"

#include "confab-provider-status.h"

#include "confab-failure-text.h"
#include "confab-key-words.h"
#include "confab-provider-policy-error.h"

#include <glib/gi18n.h>

/* As long as the keyring has not answered, nobody knows whether there is a key. */
static const char *
get_missing_words (ConfabKeySource source)
{
  if (source == CONFAB_KEY_SOURCE_ASKING)
    return _("Asking the keyring…");
  if (source == CONFAB_KEY_SOURCE_LOCKED)
    return _("Keyring locked");

  return _("Key missing");
}

/* What is shorter would be no tenth of a second. */
#define MIN_SECONDS_MS 50

static char *
describe_rest (ConfabProvider *provider,
               gint64          now_us)
{
  const gint64 rest_s = (confab_provider_get_retry_at_us (provider) - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  if (rest_s <= 0)
    return g_strdup (_("Resting after failures"));

  /* Translators: minutes and seconds, like 0:42 */
  return g_strdup_printf (_("Resting after failures · trial in %d:%02d"), (int) (rest_s / 60), (int) (rest_s % 60));
}

static char *
describe_wait (ConfabProvider *provider,
               gint64          now_us)
{
  const gint64 wait_s = (confab_provider_get_retry_at_us (provider) - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  if (wait_s <= 0)
    return g_strdup (_("Rate-limited"));

  /* Translators: minutes and seconds, like 0:42 */
  return g_strdup_printf (_("Rate-limited · again in %d:%02d"), (int) (wait_s / 60), (int) (wait_s % 60));
}

/* What keeps a provider from being asked at all. */
static const char *
get_address_words (ConfabProvider *provider)
{
  const GError *error = confab_provider_get_error (provider);

  if (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION))
    return _("Setting not usable");
  if (g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE))
    return _("Setting missing");
  if (confab_provider_get_base_url (provider) != NULL)
    return _("Address not usable");

  return _("Address missing");
}

/**
 * confab_provider_status_init:
 * @status: (out caller-allocates): what the pill shows
 * @provider: a provider
 * @now_us: the present, in microseconds since 1970 UTC
 */
void
confab_provider_status_init (ConfabProviderStatus *status,
                             ConfabProvider       *provider,
                             gint64                now_us)
{
  const gboolean local = confab_provider_type_get_local (confab_provider_get_provider_type (provider));

  g_return_if_fail (status != NULL);

  switch (confab_provider_get_state (provider))
    {
    case CONFAB_PROVIDER_STATE_CHECKING:
      *status = (ConfabProviderStatus) { "content-loading-symbolic", "dim-label", g_strdup (_("Checking…")) };
      break;

    case CONFAB_PROVIDER_STATE_READY:
      *status = (ConfabProviderStatus) { "emblem-ok-symbolic", "success",
                                         g_strdup (local ? _("Running") : _("Ready")) };
      break;

    case CONFAB_PROVIDER_STATE_OFF:
      *status = (ConfabProviderStatus) { "system-shutdown-symbolic", "dim-label", g_strdup (_("Off")) };
      break;

    case CONFAB_PROVIDER_STATE_KEY_MISSING:
      *status = (ConfabProviderStatus) { "dialog-password-symbolic", "dim-label",
                                         g_strdup (get_missing_words (confab_provider_get_key_source (provider))) };
      break;

    case CONFAB_PROVIDER_STATE_KEY_REFUSED:
      *status = (ConfabProviderStatus) { "dialog-error-symbolic", "error", g_strdup (_("Key refused")) };
      break;

    case CONFAB_PROVIDER_STATE_NO_CREDIT:
      *status = (ConfabProviderStatus) { "dialog-error-symbolic", "error", g_strdup (_("No credit")) };
      break;

    case CONFAB_PROVIDER_STATE_RATE_LIMITED:
      *status = (ConfabProviderStatus) { "alarm-symbolic", "warning", describe_wait (provider, now_us) };
      break;

    case CONFAB_PROVIDER_STATE_RESTING:
      *status = (ConfabProviderStatus) { "alarm-symbolic", "warning", describe_rest (provider, now_us) };
      break;

    case CONFAB_PROVIDER_STATE_UNREACHABLE:
      *status = (ConfabProviderStatus) { "network-error-symbolic", "warning", g_strdup (_("Unreachable")) };
      break;

    case CONFAB_PROVIDER_STATE_NOT_RUNNING:
      *status = (ConfabProviderStatus) { "network-offline-symbolic", "dim-label", g_strdup (_("Not running")) };
      break;

    case CONFAB_PROVIDER_STATE_BAD_ADDRESS:
      *status = (ConfabProviderStatus) { "dialog-warning-symbolic", "warning",
                                         g_strdup (get_address_words (provider)) };
      break;

    case CONFAB_PROVIDER_STATE_UNKNOWN:
    default:
      /* Of a local server that was never looked for there is nothing to say. */
      if (local)
        *status = (ConfabProviderStatus) { "dialog-question-symbolic", NULL, g_strdup ("") };
      else if (confab_provider_get_key_source (provider) == CONFAB_KEY_SOURCE_NOT_NEEDED)
        *status = (ConfabProviderStatus) { "dialog-question-symbolic", "dim-label", g_strdup (_("Not checked yet")) };
      else if (confab_provider_get_key_source (provider) == CONFAB_KEY_SOURCE_ASKING)
        *status = (ConfabProviderStatus) { "dialog-password-symbolic", "dim-label",
                                           g_strdup (get_missing_words (CONFAB_KEY_SOURCE_ASKING)) };
      else
        *status = (ConfabProviderStatus) { "dialog-password-symbolic", NULL, g_strdup (_("Key set")) };
      break;
    }
}

/**
 * confab_provider_status_clear:
 * @status: what the pill showed
 */
void
confab_provider_status_clear (ConfabProviderStatus *status)
{
  g_clear_pointer (&status->text, g_free);
}

/* Of what is at an address of one's own, the address says more than the type. */
static char *
dup_host (ConfabProvider *provider)
{
  const char *base_url = confab_provider_get_base_url (provider);
  g_autoptr(GUri) uri = base_url != NULL ? g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

/**
 * confab_provider_status_dup_note:
 * @provider: a provider
 *
 * Returns: (transfer full): the line below the name: what it is good for and costs, or, of a local
 *   server that runs, what it has; and the model in use
 */
char *
confab_provider_status_dup_note (ConfabProvider *provider)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  const guint n = g_list_model_get_n_items (confab_provider_get_models (provider));
  const char *version = confab_provider_get_version (provider);
  const char *model = confab_provider_get_model (provider);
  g_autofree char *host = confab_provider_type_get_custom (type) ? dup_host (provider) : NULL;
  g_autoptr(GString) note = g_string_new (NULL);

  if (confab_provider_type_get_local (type) && version != NULL &&
      confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_READY)
    {
      /* Translators: a version number, and how many models there are */
      g_string_append_printf (note, g_dngettext (GETTEXT_PACKAGE, "Running %s · %u model", "Running %s · %u models", n),
                              version, n);
    }
  else
    {
      g_string_append (note, host != NULL ? host : confab_provider_type_get_short_note (type));
      if (confab_provider_get_configured (provider) && model != NULL && *model != '\0')
        {
          g_autofree char *name = confab_provider_dup_model_name (provider, model);

          g_string_append_printf (note, " · %s", name);
        }
    }

  return g_string_free (g_steal_pointer (&note), FALSE);
}

/**
 * confab_provider_status_dup_check:
 * @provider: a provider
 *
 * Returns: (transfer full): what the last check or use came to, in a sentence or a few words
 */
char *
confab_provider_status_dup_check (ConfabProvider *provider)
{
  ConfabProviderType *type = confab_provider_get_provider_type (provider);
  const GError *error = confab_provider_get_error (provider);
  const gint64 latency_ms = confab_provider_get_latency_ms (provider);
  const guint n = g_list_model_get_n_items (confab_provider_get_models (provider));
  g_autoptr(GString) text = NULL;

  if (confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_CHECKING)
    return g_strdup (_("Checking…"));

  if (error != NULL)
    return confab_failure_text_summary (error, confab_provider_get_name (provider),
                                        confab_provider_type_get_key_page (type));

  if (confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_RESTING)
    return g_strdup (_("It failed repeatedly, so nothing is asked of it for a while."));

  if (confab_provider_get_state (provider) != CONFAB_PROVIDER_STATE_READY)
    return g_strdup (_("Not checked yet"));

  text = g_string_new (_("Ready"));
  if (n > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " · %u model", " · %u models", n), n);
  if (latency_ms >= 0 && latency_ms < MIN_SECONDS_MS)
    /* Translators: a duration in milliseconds, like 12 ms */
    g_string_append_printf (text, _(" · %d ms"), (int) MAX (latency_ms, 1));
  else if (latency_ms >= 0)
    /* Translators: a duration in seconds, like 0.4 s */
    g_string_append_printf (text, _(" · %.1f s"), latency_ms / 1000.0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What came of a check as far as the key is concerned. */
static gboolean
tells_of_key (ConfabProviderState state)
{
  return state == CONFAB_PROVIDER_STATE_READY || state == CONFAB_PROVIDER_STATE_KEY_REFUSED ||
         state == CONFAB_PROVIDER_STATE_NO_CREDIT || state == CONFAB_PROVIDER_STATE_UNREACHABLE;
}

/**
 * confab_provider_status_dup_key:
 * @provider: the provider
 * @fresh: whether its key was given just now, so that it is told what comes of it
 * @now_us: the present, in microseconds since 1970 UTC
 *
 * The steps of a new key: it is stored, then tried, and then it is known what it is worth.
 *
 * Returns: (transfer full): where the key is, and what is known of it
 */
char *
confab_provider_status_dup_key (ConfabProvider *provider,
                                gboolean        fresh,
                                gint64          now_us)
{
  const ConfabKeySource source = confab_provider_get_key_source (provider);
  const ConfabProviderState state = confab_provider_get_state (provider);
  g_autofree char *place = NULL;
  g_auto(ConfabProviderStatus) status = { 0 };

  place = confab_key_words_dup_place (source, confab_provider_get_key_detail (provider),
                                      confab_provider_get_key_created_at_us (provider), now_us);
  if (!fresh)
    return g_steal_pointer (&place);

  if (state == CONFAB_PROVIDER_STATE_CHECKING)
    return source == CONFAB_KEY_SOURCE_KEYRING
             ? g_strdup (_("Stored · checking…"))
             /* Translators: where a key is */
             : g_strdup_printf (_("%s · checking…"), place);
  if (!tells_of_key (state))
    return g_steal_pointer (&place);

  confab_provider_status_init (&status, provider, now_us);

  return g_strdup_printf ("%s · %s", place, status.text);
}
