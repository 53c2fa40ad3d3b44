/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-address-guard.h"
#include "confab-base-url.h"

#define OK      -1
#define BAD     CONFAB_PROVIDER_POLICY_ERROR_BAD_URL
#define PRIVATE CONFAB_PROVIDER_POLICY_ERROR_PRIVATE_ADDRESS
#define PLAIN   CONFAB_PROVIDER_POLICY_ERROR_PLAIN_HTTP

/* What becomes of an address as a person types it: alone, when private addresses are meant, and
 * without a key that would go there. */
static const struct { const char *typed; int alone; int private_meant; int without_key; } cases[] = {
  { "https://api.example.com", OK, OK, OK },
  { "http://api.example.com", PLAIN, PLAIN, OK },
  { "http://8.8.8.8/v1", PLAIN, PLAIN, OK },
  { "http://localhost:8000", PRIVATE, OK, PRIVATE },
  { "https://localhost", PRIVATE, OK, PRIVATE },
  { "http://LocalHost.:8000/v1/", PRIVATE, OK, PRIVATE },
  { "http://127.1:1234", PRIVATE, OK, PRIVATE },
  { "http://0x7f.1/v1/chat/completions", PRIVATE, OK, PRIVATE },
  { "https://2130706433", PRIVATE, OK, PRIVATE },
  { "https://017700000001", PRIVATE, OK, PRIVATE },
  { "http://[::1]:8000", PRIVATE, OK, PRIVATE },
  { "http://[::ffff:10.0.0.1]", PRIVATE, OK, PRIVATE },
  { "http://[64:ff9b::7f00:1]", PRIVATE, OK, PRIVATE },
  { "http://169.254.169.254/latest", PRIVATE, OK, PRIVATE },
  { "http://metadata.google.internal", PRIVATE, OK, PRIVATE },
  { "http://0.0.0.0:8000", PRIVATE, OK, PRIVATE },
  { "https://224.0.0.1", PRIVATE, OK, PRIVATE },
  { "http://litellm:4000", PRIVATE, OK, PRIVATE },
  { "http://nas.local", PRIVATE, OK, PRIVATE },
  { "https://me@127.0.0.1", BAD, BAD, BAD },
  { "https://api.openai.com@127.0.0.1/v1", BAD, BAD, BAD },
  { "https://１２７.0.0.1", PRIVATE, OK, PRIVATE },
  { "https://ⓛocalhost", PRIVATE, OK, PRIVATE },
};

static void
check (const char *typed,
       gboolean    private_meant,
       gboolean    sends_key,
       int         expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *base_url = confab_base_url_normalize (typed, "openai-chat", CONFAB_BASE_URL_TYPED, &error);

  if (base_url != NULL)
    g_assert_true (confab_address_guard_check (base_url, private_meant, sends_key, &error) ==
                   (expected == OK));

  g_test_message ("%s: %s", typed, error != NULL ? error->message : "fine");
  if (expected == OK)
    g_assert_no_error (error);
  else
    g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, expected);
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      check (cases[i].typed, FALSE, TRUE, cases[i].alone);
      check (cases[i].typed, TRUE, TRUE, cases[i].private_meant);
      check (cases[i].typed, FALSE, FALSE, cases[i].without_key);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/address-guard/table", test_table);

  return g_test_run ();
}
