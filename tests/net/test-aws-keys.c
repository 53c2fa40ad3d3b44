/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-aws-keys.h"

#include <string.h>

#define ID "AKIAEXAMPLE0EXAMPLE1"
#define SECRET "wq3Zr0kT/9mB+example+secret+key/0xH4yVnLd2"
#define TOKEN "IQoJb3JpZ2luX2VjE+example/session/token=="

static void
test_good (void)
{
  static const struct { const char *text; gboolean token; } cases[] = {
    { ID ":" SECRET, FALSE },
    { ID ":" SECRET ":" TOKEN, TRUE },
    { "  " ID " " SECRET "\n", FALSE },
    { ID ", " SECRET, FALSE },
    { ID "\n" SECRET "\n" TOKEN, TRUE },
    { "aws_access_key_id=" ID "\naws_secret_access_key=" SECRET, FALSE },
    { "[default]\r\naws_access_key_id = " ID "\r\naws_secret_access_key = " SECRET "\r\naws_session_token = " TOKEN "\r\n", TRUE },
    { "export AWS_ACCESS_KEY_ID=\"" ID "\"\nexport AWS_SECRET_ACCESS_KEY=\"" SECRET "\"\nexport AWS_SESSION_TOKEN=\"" TOKEN "\"", TRUE },
    { "SET AWS_SECRET_ACCESS_KEY=" SECRET "\nSET AWS_ACCESS_KEY_ID=" ID, FALSE },
    { "# mine\nregion = eu-west-1\naws_access_key_id='" ID "'\naws_secret_access_key='" SECRET "'\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSecret) text = confab_secret_new (cases[i].text, -1);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabAwsKeys) keys = confab_aws_keys_new_parse (text, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_no_error (error);
      g_assert_false (confab_aws_keys_is_single_key (text));
      g_assert_cmpstr (confab_secret_peek (confab_aws_keys_get_access_key_id (keys)), ==, ID);
      g_assert_cmpstr (confab_secret_peek (confab_aws_keys_get_secret_access_key (keys)), ==, SECRET);
      if (cases[i].token)
        g_assert_cmpstr (confab_secret_peek (confab_aws_keys_get_session_token (keys)), ==, TOKEN);
      else
        g_assert_null (confab_aws_keys_get_session_token (keys));
    }
}

/* Each is told for what it is, in a sentence without any of it. */
static void
test_bad (void)
{
  static const struct { const char *text, *expected; } cases[] = {
    { "", "no access keys" },
    { ID, "no access keys" },
    { ID ":", "no access keys" },
    { ID ":" SECRET ":" TOKEN ":more", "no access keys" },
    { "lower-case-and-more:" SECRET, "key ID cannot be right" },
    { "AKIA:" SECRET, "key ID cannot be right" },
    { SECRET ":" ID, "key ID cannot be right" },
    { ID ":tooshort", "secret access key cannot be right" },
    { "aws_access_key_id=" ID, "secret access key is missing" },
    { "aws_secret_access_key=" SECRET, "key ID is missing" },
    { "aws_access_key_id=" ID "\naws_secret_access_key=" SECRET " x", "secret access key cannot be right" },
    { "aws_access_key_id=" ID "\naws_secret_access_key=" SECRET "\naws_session_token=\x01", "token cannot be right" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSecret) text = confab_secret_new (cases[i].text, -1);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabAwsKeys) keys = confab_aws_keys_new_parse (text, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (keys);
      g_assert_error (error, CONFAB_CREDENTIAL_ERROR, CONFAB_CREDENTIAL_ERROR_MALFORMED);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_null (strstr (error->message, ID));
      g_assert_null (strstr (error->message, SECRET));
    }
}

static void
test_single (void)
{
  static const struct { const char *text; gboolean single; } cases[] = {
    { "ABSKQmVkcm9ja0FQSUtleS1leGFtcGxlOmV4YW1wbGU=", TRUE },
    { " bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249 \n", TRUE },
    { ID, FALSE },
    { ID ":" SECRET, FALSE },
    { "two words", FALSE },
    { "aws_access_key_id=" ID, FALSE },
    { "", FALSE },
    { "  ", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabSecret) text = confab_secret_new (cases[i].text, -1);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (confab_aws_keys_is_single_key (text), ==, cases[i].single);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/aws-keys/good", test_good);
  g_test_add_func ("/net/aws-keys/bad", test_bad);
  g_test_add_func ("/net/aws-keys/single", test_single);

  return g_test_run ();
}
