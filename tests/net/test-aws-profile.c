/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-aws-profile.h"

#include <string.h>

#define KEYS(n) "aws_access_key_id = AKIAEXAMPLE000000" n "\naws_secret_access_key = secret/" n "\n"

static ConfabAwsProfile *
parse (const char  *name,
       const char  *credentials,
       const char  *config,
       GError     **error)
{
  g_autoptr(ConfabSecret) credentials_text = credentials != NULL ? confab_secret_new (credentials, -1) : NULL;
  g_autoptr(ConfabSecret) config_text = config != NULL ? confab_secret_new (config, -1) : NULL;

  return confab_aws_profile_new_parse (name, credentials_text, config_text, error);
}

static void
test_good (void)
{
  static const struct { const char *name, *credentials, *config, *id, *secret, *token, *region; } cases[] = {
    { "default", "[default]\n" KEYS ("1"), NULL, "AKIAEXAMPLE0000001", "secret/1", NULL, NULL },
    { "work", "[default]\n" KEYS ("1") "[work]\n" KEYS ("2"), "[default]\nregion=us-east-1\n[profile work]\nregion = eu-west-3\n",
      "AKIAEXAMPLE0000002", "secret/2", NULL, "eu-west-3" },
    { "default", "[default]\n" KEYS ("1") "[work]\n" KEYS ("2"), "[default]\nregion=us-east-1\n[profile work]\nregion = eu-west-3\n",
      "AKIAEXAMPLE0000001", "secret/1", NULL, "us-east-1" },
    { "default", NULL, "[profile default]\nregion = us-east-1\n" KEYS ("3"), "AKIAEXAMPLE0000003", "secret/3", NULL, "us-east-1" },
    { "default", NULL, "[default]\nregion = us-east-1\n", NULL, NULL, NULL, "us-east-1" },
    { "a b", NULL, "[profile \"a b\"]\n" KEYS ("1"), "AKIAEXAMPLE0000001", "secret/1", NULL, NULL },
    { "work", NULL, "[ profile   work ] # mine\n" KEYS ("1"), "AKIAEXAMPLE0000001", "secret/1", NULL, NULL },
    /* comments, letters of either case, line ends, and a mark at the beginning */
    { "x", "\xef\xbb\xbf# first\r\n[x] ; of mine\r\n; aws_access_key_id = no\r\n"
      "AWS_Access_Key_Id=AKIAEXAMPLE0000001 # the id\r\naws_secret_access_key=a#b;c= ; the secret\r\naws_session_token =\ttok/en==\r\n", NULL,
      "AKIAEXAMPLE0000001", "a#b;c=", "tok/en==", NULL },
    /* what stands further in belongs to the line before it, unless it is where lines begin */
    { "x", "[x]\ns3 =\n  region = no\n  aws_access_key_id = no\n" KEYS ("1"), NULL, "AKIAEXAMPLE0000001", "secret/1", NULL, NULL },
    { "x", "[x]\n    aws_access_key_id = AKIAEXAMPLE0000001\n    aws_secret_access_key = s\n", NULL, "AKIAEXAMPLE0000001", "s", NULL, NULL },
    /* the credentials file goes first, the last of two lines counts, an empty value says nothing */
    { "x", "[x]\n" KEYS ("1") "region = b\n", "[profile x]\n" KEYS ("2") "region = a\n", "AKIAEXAMPLE0000001", "secret/1", NULL, "b" },
    { "x", "[x]\n" KEYS ("1") "aws_session_token =\n[y]\n" KEYS ("2") "[x]\nregion = c\nregion = d", NULL,
      "AKIAEXAMPLE0000001", "secret/1", NULL, "d" },
    /* keys go before a role, which needs them */
    { "x", "[x]\n" KEYS ("1"), "[profile x]\nrole_arn = arn:x\n", "AKIAEXAMPLE0000001", "secret/1", NULL, NULL },
    { "x", "[x]\n" KEYS ("1") "no equals sign\n= nameless\n[broken\nregion = no\n", NULL, "AKIAEXAMPLE0000001", "secret/1", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabAwsProfile) profile = parse (cases[i].name, cases[i].credentials, cases[i].config, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_no_error (error);
      g_assert_cmpstr (profile->region, ==, cases[i].region);
      if (cases[i].id == NULL)
        {
          g_assert_null (profile->keys);
          continue;
        }
      g_assert_cmpstr (confab_secret_peek (confab_aws_keys_get_access_key_id (profile->keys)), ==, cases[i].id);
      g_assert_cmpstr (confab_secret_peek (confab_aws_keys_get_secret_access_key (profile->keys)), ==, cases[i].secret);
      if (cases[i].token != NULL)
        g_assert_cmpstr (confab_secret_peek (confab_aws_keys_get_session_token (profile->keys)), ==, cases[i].token);
      else
        g_assert_null (confab_aws_keys_get_session_token (profile->keys));
    }
}

static void
test_bad (void)
{
  static const struct { const char *name, *credentials, *config; int code; const char *expected; } cases[] = {
    { "x", NULL, NULL, CONFAB_CREDENTIAL_ERROR_MISSING, "no profile “x”" },
    { "x", "", "", CONFAB_CREDENTIAL_ERROR_MISSING, "no profile “x”" },
    { "x", "[profile x]\n" KEYS ("1"), NULL, CONFAB_CREDENTIAL_ERROR_MISSING, "no profile “x”" },
    { "x", NULL, "[x]\n" KEYS ("1"), CONFAB_CREDENTIAL_ERROR_MISSING, "no profile “x”" },
    { "x", "[X]\n" KEYS ("1"), "[sso-session x]\nregion = a\n", CONFAB_CREDENTIAL_ERROR_MISSING, "no profile “x”" },
    { "x", "[x]\naws_access_key_id = AKIAEXAMPLE0000001\n", NULL, CONFAB_CREDENTIAL_ERROR_MALFORMED, "“aws_secret_access_key”" },
    { "x", "[x]\naws_secret_access_key = hush\n", NULL, CONFAB_CREDENTIAL_ERROR_MALFORMED, "“aws_access_key_id”" },
    { "x", NULL, "[profile x]\nsso_session = s\nregion = a\n", CONFAB_CREDENTIAL_ERROR_UNSUPPORTED, "“x”" },
    { "x", NULL, "[profile x]\nrole_arn = arn:x\nsource_profile = y\n", CONFAB_CREDENTIAL_ERROR_UNSUPPORTED, "role" },
    { "x", NULL, "[profile x]\ncredential_process = /bin/hush\n", CONFAB_CREDENTIAL_ERROR_UNSUPPORTED, "program" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabAwsProfile) profile = parse (cases[i].name, cases[i].credentials, cases[i].config, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (profile);
      g_assert_error (error, CONFAB_CREDENTIAL_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
      g_assert_null (strstr (error->message, "hush"));
    }
}

/* Of a profile whose keys are of no use the region still is. */
static void
test_region (void)
{
  g_autoptr(ConfabSecret) config = confab_secret_new ("[profile x]\nsso_session = s\nregion = eu-west-1\n", -1);
  g_autofree char *region = confab_aws_profile_dup_region ("x", NULL, config);
  g_autofree char *none = confab_aws_profile_dup_region ("y", NULL, config);

  g_assert_cmpstr (region, ==, "eu-west-1");
  g_assert_null (none);
}

/* A file that is still being written, or cut by a full disk. */
static void
test_cut (void)
{
  static const char whole[] = "[default]\n" KEYS ("1") "[profile x]\nregion = a # b\n  c = d\n";

  for (gsize i = 0; i <= strlen (whole); i++)
    {
      g_autofree char *part = g_strndup (whole, i);
      g_autoptr(ConfabAwsProfile) a = parse ("default", part, NULL, NULL);
      g_autoptr(ConfabAwsProfile) b = parse ("x", NULL, part, NULL);
      g_autoptr(ConfabSecret) text = confab_secret_new (part, -1);
      g_autofree char *region = confab_aws_profile_dup_region ("x", NULL, text);

      g_assert_cmpstr (region, ==, b != NULL ? b->region : NULL);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/aws-profile/good", test_good);
  g_test_add_func ("/net/aws-profile/bad", test_bad);
  g_test_add_func ("/net/aws-profile/region", test_region);
  g_test_add_func ("/net/aws-profile/cut", test_cut);

  return g_test_run ();
}
