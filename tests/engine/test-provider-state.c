/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-catalogue.h"
#include "confab-enum.h"
#include "confab-provider-error.h"
#include "confab-provider-private.h"
#include "confab-provider-state.h"

#define FACTS(...) { .enabled = TRUE, .address_valid = TRUE, .needs_key = TRUE, \
                     .key_source = CONFAB_KEY_SOURCE_KEYRING, __VA_ARGS__ }

#pragma GCC diagnostic ignored "-Woverride-init"

static const struct
{
  const char          *name;
  ConfabProviderFacts  facts;
  ConfabProviderState  state;
  gboolean             usable;
} cases[] = {
  { "fresh", FACTS (), CONFAB_PROVIDER_STATE_UNKNOWN, TRUE },
  { "ready", FACTS (.outcome = CONFAB_PROVIDER_STATE_READY), CONFAB_PROVIDER_STATE_READY, TRUE },
  { "off", FACTS (.enabled = FALSE, .address_valid = FALSE), CONFAB_PROVIDER_STATE_OFF, FALSE },
  { "bad address", FACTS (.address_valid = FALSE, .key_source = CONFAB_KEY_SOURCE_NONE),
    CONFAB_PROVIDER_STATE_BAD_ADDRESS, FALSE },
  { "no key", FACTS (.key_source = CONFAB_KEY_SOURCE_NONE), CONFAB_PROVIDER_STATE_KEY_MISSING, FALSE },
  { "no key, region to be set", FACTS (.address_valid = FALSE, .address_incomplete = TRUE, .key_source = CONFAB_KEY_SOURCE_NONE),
    CONFAB_PROVIDER_STATE_KEY_MISSING, FALSE },
  { "region to be set", FACTS (.address_valid = FALSE, .address_incomplete = TRUE), CONFAB_PROVIDER_STATE_BAD_ADDRESS, FALSE },
  { "locked", FACTS (.key_source = CONFAB_KEY_SOURCE_LOCKED), CONFAB_PROVIDER_STATE_KEY_MISSING, FALSE },
  { "no key, checking", FACTS (.key_source = CONFAB_KEY_SOURCE_NONE, .checking = TRUE),
    CONFAB_PROVIDER_STATE_KEY_MISSING, FALSE },
  { "key in the file", FACTS (.key_source = CONFAB_KEY_SOURCE_FILE), CONFAB_PROVIDER_STATE_UNKNOWN, TRUE },
  { "key in the environment", FACTS (.key_source = CONFAB_KEY_SOURCE_ENVIRONMENT),
    CONFAB_PROVIDER_STATE_UNKNOWN, TRUE },
  { "checking", FACTS (.checking = TRUE, .outcome = CONFAB_PROVIDER_STATE_READY),
    CONFAB_PROVIDER_STATE_CHECKING, TRUE },
  { "refused", FACTS (.outcome = CONFAB_PROVIDER_STATE_KEY_REFUSED), CONFAB_PROVIDER_STATE_KEY_REFUSED, TRUE },
  { "local, not seen", FACTS (.needs_key = FALSE, .key_source = CONFAB_KEY_SOURCE_NOT_NEEDED, .local = TRUE),
    CONFAB_PROVIDER_STATE_UNKNOWN, FALSE },
  { "local, running", FACTS (.needs_key = FALSE, .key_source = CONFAB_KEY_SOURCE_NOT_NEEDED, .local = TRUE,
                             .running = TRUE, .outcome = CONFAB_PROVIDER_STATE_READY),
    CONFAB_PROVIDER_STATE_READY, TRUE },
  { "no key needed", FACTS (.needs_key = FALSE, .key_source = CONFAB_KEY_SOURCE_NOT_NEEDED),
    CONFAB_PROVIDER_STATE_UNKNOWN, TRUE },
  { "demonstration", FACTS (.demonstration = TRUE), CONFAB_PROVIDER_STATE_READY, FALSE },
};

static void
test_state (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (confab_provider_facts_get_state (&cases[i].facts), ==, cases[i].state);
      g_assert_cmpint (confab_provider_facts_get_usable (&cases[i].facts), ==, cases[i].usable);
    }
}

static void
test_from_failure (void)
{
  static const struct
  {
    ConfabProviderError code;
    gboolean            local;
    int                 by_question;  /* -1 for nothing */
    int                 by_check;
  } failures[] = {
    { CONFAB_PROVIDER_ERROR_BAD_KEY, FALSE, CONFAB_PROVIDER_STATE_KEY_REFUSED, CONFAB_PROVIDER_STATE_KEY_REFUSED },
    { CONFAB_PROVIDER_ERROR_FORBIDDEN, FALSE, -1, CONFAB_PROVIDER_STATE_KEY_REFUSED },
    { CONFAB_PROVIDER_ERROR_NO_CREDIT, FALSE, CONFAB_PROVIDER_STATE_NO_CREDIT, CONFAB_PROVIDER_STATE_NO_CREDIT },
    { CONFAB_PROVIDER_ERROR_RATE_LIMITED, FALSE, CONFAB_PROVIDER_STATE_RATE_LIMITED, CONFAB_PROVIDER_STATE_RATE_LIMITED },
    { CONFAB_PROVIDER_ERROR_NETWORK, FALSE, CONFAB_PROVIDER_STATE_UNREACHABLE, CONFAB_PROVIDER_STATE_UNREACHABLE },
    { CONFAB_PROVIDER_ERROR_NETWORK, TRUE, CONFAB_PROVIDER_STATE_NOT_RUNNING, CONFAB_PROVIDER_STATE_NOT_RUNNING },
    { CONFAB_PROVIDER_ERROR_NOT_RUNNING, TRUE, CONFAB_PROVIDER_STATE_NOT_RUNNING, CONFAB_PROVIDER_STATE_NOT_RUNNING },
    { CONFAB_PROVIDER_ERROR_TLS, FALSE, CONFAB_PROVIDER_STATE_UNREACHABLE, CONFAB_PROVIDER_STATE_UNREACHABLE },
    { CONFAB_PROVIDER_ERROR_MODEL_NOT_FOUND, FALSE, -1, CONFAB_PROVIDER_STATE_UNREACHABLE },
    { CONFAB_PROVIDER_ERROR_CONTEXT_TOO_LONG, FALSE, -1, CONFAB_PROVIDER_STATE_UNREACHABLE },
    { CONFAB_PROVIDER_ERROR_SERVER, FALSE, -1, CONFAB_PROVIDER_STATE_UNREACHABLE },
    { CONFAB_PROVIDER_ERROR_UNFIT_MEDIA, FALSE, -1, CONFAB_PROVIDER_STATE_UNREACHABLE },
    { CONFAB_PROVIDER_ERROR_BAD_ADDRESS, FALSE, CONFAB_PROVIDER_STATE_BAD_ADDRESS, CONFAB_PROVIDER_STATE_BAD_ADDRESS },
    { CONFAB_PROVIDER_ERROR_SIGN_IN, FALSE, CONFAB_PROVIDER_STATE_KEY_REFUSED, CONFAB_PROVIDER_STATE_KEY_REFUSED },
    { CONFAB_PROVIDER_ERROR_INCOMPLETE, FALSE, CONFAB_PROVIDER_STATE_BAD_ADDRESS, CONFAB_PROVIDER_STATE_BAD_ADDRESS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    for (int by_check = 0; by_check < 2; by_check++)
      {
        g_autoptr(GError) error = confab_provider_error_new (failures[i].code, 0, NULL, -1, "no");
        const int expected = by_check ? failures[i].by_check : failures[i].by_question;
        ConfabProviderState state = CONFAB_PROVIDER_STATE_UNKNOWN;
        const gboolean said = confab_provider_state_from_failure (error, failures[i].local, by_check, &state);

        g_test_message ("%s", confab_enum_to_nick (CONFAB_TYPE_PROVIDER_ERROR, failures[i].code));
        g_assert_cmpint (said, ==, expected >= 0);
        if (said)
          g_assert_cmpint (state, ==, expected);
      }
}

static void
test_nicks (void)
{
  g_assert_cmpstr (confab_enum_to_nick (CONFAB_TYPE_PROVIDER_STATE, CONFAB_PROVIDER_STATE_KEY_MISSING), ==, "key-missing");
  g_assert_cmpstr (confab_enum_to_nick (CONFAB_TYPE_PROVIDER_STATE, CONFAB_PROVIDER_STATE_BAD_ADDRESS), ==, "bad-address");
  g_assert_cmpstr (confab_enum_to_nick (CONFAB_TYPE_KEY_SOURCE, CONFAB_KEY_SOURCE_ENVIRONMENT), ==, "environment");
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

/* Only what has changed is told, and the time to wait ends by itself. */
static void
test_notifies (void)
{
  g_autoptr(ConfabCatalogue) catalogue = confab_catalogue_new_builtin ();
  ConfabProviderType *type = confab_catalogue_lookup (catalogue, "groq");
  ConfabProvider *provider = confab_provider_new ("groq", type, FALSE);
  g_autoptr(ConfabProviderSettings) settings = confab_provider_settings_resolve (type, "groq", NULL, NULL, NULL);
  g_autoptr(GError) limited = confab_provider_error_new (CONFAB_PROVIDER_ERROR_RATE_LIMITED, 429, NULL, 20, "wait");
  guint n_states = 0;
  guint n_usable = 0;

  g_signal_connect (provider, "notify::state", G_CALLBACK (count_cb), &n_states);
  g_signal_connect (provider, "notify::usable", G_CALLBACK (count_cb), &n_usable);

  confab_provider_set_settings (provider, NULL, settings);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_KEY_MISSING);
  n_states = n_usable = 0;
  confab_provider_set_settings (provider, NULL, settings);
  g_assert_cmpuint (n_states, ==, 0);

  confab_provider_set_key (provider, CONFAB_KEY_SOURCE_ENVIRONMENT, "GROQ_API_KEY", 0, NULL);
  g_assert_cmpuint (n_states, ==, 1);
  g_assert_cmpuint (n_usable, ==, 1);
  g_assert_true (confab_provider_get_usable (provider));
  g_assert_true (confab_provider_get_configured (provider));

  confab_provider_note_success (provider, 12);
  confab_provider_note_success (provider, 12);
  g_assert_cmpuint (n_states, ==, 2);
  g_assert_cmpint (confab_provider_get_latency_ms (provider), ==, 12);

  confab_provider_note_failure (provider, limited, FALSE);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_RATE_LIMITED);
  g_assert_error (confab_provider_get_error (provider), CONFAB_PROVIDER_ERROR, CONFAB_PROVIDER_ERROR_RATE_LIMITED);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), >, 0);
  while (confab_provider_get_state (provider) == CONFAB_PROVIDER_STATE_RATE_LIMITED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (confab_provider_get_state (provider), ==, CONFAB_PROVIDER_STATE_UNKNOWN);
  g_assert_cmpint (confab_provider_get_retry_at_us (provider), ==, 0);
  g_assert_null (confab_provider_get_error (provider));

  g_assert_finalize_object (provider);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/provider-state/state", test_state);
  g_test_add_func ("/engine/provider-state/from-failure", test_from_failure);
  g_test_add_func ("/engine/provider-state/nicks", test_nicks);
  g_test_add_func ("/engine/provider-state/notifies", test_notifies);

  return g_test_run ();
}
