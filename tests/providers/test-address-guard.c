/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

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
  { "http://169.254.169.254/latest", PRIVATE, PRIVATE, PRIVATE },
  { "http://metadata.google.internal", PRIVATE, PRIVATE, PRIVATE },
  { "http://0.0.0.0:8000", PRIVATE, OK, PRIVATE },
  { "https://224.0.0.1", PRIVATE, OK, PRIVATE },
  { "http://litellm:4000", PRIVATE, OK, PRIVATE },
  { "http://nas.local", PRIVATE, OK, PRIVATE },
  { "https://me@127.0.0.1", BAD, BAD, BAD },
  { "https://api.openai.com@127.0.0.1/v1", BAD, BAD, BAD },
  { "https://１２７.0.0.1", PRIVATE, OK, PRIVATE },
  { "https://ⓛocalhost", PRIVATE, OK, PRIVATE },

  /* other spellings of addresses, with ports and paths */
  { "https://0177.1/v1", PRIVATE, OK, PRIVATE },
  { "https://0x7F.0x0.0x0.0x1:8443", PRIVATE, OK, PRIVATE },
  { "HTTPS://127.0.0.1", PRIVATE, OK, PRIVATE },
  { "https://127.0.0.1.:443", PRIVATE, OK, PRIVATE },
  { "https://127。0。0。1/v1", PRIVATE, OK, PRIVATE },
  { "https://%31%32%37.0.0.1", BAD, BAD, BAD },
  { "https://127%2e0%2E0%2e1", BAD, BAD, BAD },
  { "https://%6Cocalhost", PRIVATE, OK, PRIVATE },
  { "https://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1", PRIVATE, OK, PRIVATE },
  { "https://3232235777/v1", PRIVATE, OK, PRIVATE },
  { "https://0xa9fea9fe/latest/meta-data", PRIVATE, PRIVATE, PRIVATE },
  { "https://[::127.0.0.1]", PRIVATE, OK, PRIVATE },
  { "https://[0:0:0:0:0:FFFF:7F00:1]:8000", PRIVATE, OK, PRIVATE },
  { "https://[64:ff9b:1::808:808]", PRIVATE, OK, PRIVATE },
  { "https://[2002:7f00:1::]", PRIVATE, OK, PRIVATE },
  { "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]", PRIVATE, OK, PRIVATE },
  { "https://[fe80::1%25eth0]", PRIVATE, OK, PRIVATE },
  { "https://[::1%25lo]", PRIVATE, OK, PRIVATE },
  { "https://[fd00:ec2::254]/latest", PRIVATE, PRIVATE, PRIVATE },
  { "https://[::]:8000", PRIVATE, OK, PRIVATE },
  { "https://[ff02::1]", PRIVATE, OK, PRIVATE },
  { "https://100.100.100.200", PRIVATE, PRIVATE, PRIVATE },
  { "https://100.64.0.1", PRIVATE, OK, PRIVATE },
  { "https://0.1.2.3", PRIVATE, OK, PRIVATE },
  { "https://198.18.0.1", PRIVATE, OK, PRIVATE },
  { "https://203.0.113.1", PRIVATE, OK, PRIVATE },
  { "https://255.255.255.255", PRIVATE, OK, PRIVATE },
  { "http://[2606:4700::1111]", PLAIN, PLAIN, OK },
  { "http://[::ffff:8.8.8.8]", PLAIN, PLAIN, OK },
  { "http://134744072", PLAIN, PLAIN, OK },

  /* names */
  { "https://x.y.localhost", PRIVATE, OK, PRIVATE },
  { "https://localhost.localdomain", PRIVATE, OK, PRIVATE },
  { "https://METADATA.google.internal./computeMetadata", PRIVATE, PRIVATE, PRIVATE },
  { "https://metadata.goog", PRIVATE, PRIVATE, PRIVATE },
  { "https://ｌｏｃａｌｈｏｓｔ:8000", PRIVATE, OK, PRIVATE },

  /* what no address may look like */
  { "https://api.openai.com@evil.example", BAD, BAD, BAD },
  { "https://api.openai.com:443@127.0.0.1", BAD, BAD, BAD },
  { "https://api.openai.com%40evil.example", BAD, BAD, BAD },
  { "https://evil.example%2f.openai.com", BAD, BAD, BAD },
  { "https://evil.example%23.openai.com", BAD, BAD, BAD },
  { "https://evil.example%5c.openai.com", BAD, BAD, BAD },
  { "https://evil.example%00.openai.com", BAD, BAD, BAD },
  { "https://evil.example%0d%0ahost:x", BAD, BAD, BAD },
  { "https://api.openai.com\\@evil.example", BAD, BAD, BAD },
  { "https:\\\\evil.example", BAD, BAD, BAD },
  { "https:/evil.example", BAD, BAD, BAD },
  { "https:evil.example", BAD, BAD, BAD },
  { "//evil.example", BAD, BAD, BAD },
  { "https:///evil.example", BAD, BAD, BAD },
  { "https://:443/v1", BAD, BAD, BAD },
  { "https://.", BAD, BAD, BAD },
  { "https://api.example.com:0", BAD, BAD, BAD },
  { "https://api.example.com:65536", BAD, BAD, BAD },
  { "https://api.example.com:4294967739", BAD, BAD, BAD },
  { "https://api.example.com:+443", BAD, BAD, BAD },
  { "https://api.example.com:65535", OK, OK, OK },
  { "https://[::1", BAD, BAD, BAD },
  { "https://::1", BAD, BAD, BAD },
  { "https://[127.0.0.1]", BAD, BAD, BAD },
  { "https://[v1.127]", BAD, BAD, BAD },

  /* letters that are not what they look like, also in disguise; typed as they go out they are seen */
  { "https://\u0430pi.openai.com", BAD, BAD, BAD },
  { "https://%D0%B0pi.openai.com", BAD, BAD, BAD },
  { "https://api.\u043e\u0440enai.com", BAD, BAD, BAD },
  { "https://api.\u03bfpenai.com", BAD, BAD, BAD },
  { "https://\u0251pi.openai.com", BAD, BAD, BAD },
  { "https://\u0430\u0440\u0456.com", BAD, BAD, BAD },
  { "https://xn--pi-6kc.openai.com", OK, OK, OK },
  { "https://m\u00fcller.example", OK, OK, OK },
  { "https://\u4f8b\u3048.example", OK, OK, OK },
  { "https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", OK, OK, OK },
};

static void
check (const char         *typed,
       ConfabAddressReach  reach,
       gboolean            sends_key,
       int                 expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *base_url = confab_base_url_normalize (typed, "openai-chat", CONFAB_BASE_URL_TYPED, &error);

  if (base_url != NULL)
    g_assert_true (confab_address_guard_check (base_url, reach, sends_key, &error) ==
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
      check (cases[i].typed, CONFAB_ADDRESS_REACH_PUBLIC, TRUE, cases[i].alone);
      check (cases[i].typed, CONFAB_ADDRESS_REACH_PRIVATE, TRUE, cases[i].private_meant);
      check (cases[i].typed, CONFAB_ADDRESS_REACH_ANYWHERE, TRUE,
             cases[i].private_meant == PRIVATE ? OK : cases[i].private_meant);
      check (cases[i].typed, CONFAB_ADDRESS_REACH_PUBLIC, FALSE, cases[i].without_key);
    }
}

/* What is refused for its looks is told as it would go out. */
static void
test_look_alike (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *base_url = confab_base_url_normalize ("https://user-none.\u0430pi.openai.com/v1", "anthropic",
                                                         CONFAB_BASE_URL_TYPED, &error);

  g_assert_null (base_url);
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_URL);
  g_assert_nonnull (strstr (error->message, "“user-none.xn--pi-6kc.openai.com”"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/address-guard/table", test_table);
  g_test_add_func ("/providers/address-guard/look-alike", test_look_alike);

  return g_test_run ();
}
