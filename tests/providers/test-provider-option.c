/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-catalogue.h"
#include "confab-provider-option.h"
#include "confab-provider-record.h"

/* A certificate that signs itself; nobody has its key any more. */
#define CERTIFICATE \
  "-----BEGIN CERTIFICATE-----\n" \
  "MIIBjjCCATWgAwIBAgIUXdeS5c5nNQMhaJx1mHyFHNWLq3wwCgYIKoZIzj0EAwIw\n" \
  "HDEaMBgGA1UEAwwRRXhhbXBsZSBhdXRob3JpdHkwIBcNMjYxMTI5MjAzMTMwWhgP\n" \
  "MjEyNjExMDUyMDMxMzBaMBwxGjAYBgNVBAMMEUV4YW1wbGUgYXV0aG9yaXR5MFkw\n" \
  "EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQanyIX8FUueh1cGEbXVB/vQGFZfHvBwJ\n" \
  "ELc4c9pRWzib2TqSXEBWkIAEXJwXWjGpzsgemkAcoGn9BhK6lC2PN6NTMFEwHQYD\n" \
  "VR0OBBYEFDo1HQTJxqk+tU20R0fP12N+XgezMB8GA1UdIwQYMBaAFDo1HQTJxqk+\n" \
  "tU20R0fP12N+XgezMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg\n" \
  "Hmm6ZzMtk7zgY011G+FIf6OoqiREuGuylHGVbOdsTr0CIFUJQv+Ukv95C3mLShzz\n" \
  "7gfn/RIa2ZeOPkrujHA+vOgZ\n" \
  "-----END CERTIFICATE-----"

static ConfabProviderType *
get_type (const char *id)
{
  static ConfabCatalogue *catalogue;
  ConfabProviderType *type;

  if (catalogue == NULL)
    catalogue = confab_catalogue_new_builtin ();
  type = confab_catalogue_lookup (catalogue, id);
  g_assert_nonnull (type);

  return type;
}

static ConfabProviderOption
get_option (const char *name)
{
  ConfabProviderOption option;

  if (!confab_provider_option_from_name (name, &option))
    g_error ("%s is no option", name);

  return option;
}

static const struct
{
  const char *option;
  const char *type;
  const char *text;
  const char *normal;  /* NULL where it unsets */
} good[] = {
  { "headers", "openai", "X-Team: research", "X-Team: research" },
  { "headers", "openai", "  X-Team :  research  \r\n\r\n x-other:a:b\n", "X-Team: research\nx-other: a:b" },
  { "headers", "bedrock", "X-Amzn-Bedrock-GuardrailIdentifier: abc", "X-Amzn-Bedrock-GuardrailIdentifier: abc" },
  { "headers", "anthropic", "anthropic-beta: a,b", "anthropic-beta: a,b" },
  { "headers", "openai", "X-Plan: basic tier", "X-Plan: basic tier" },
  { "headers", "openai", " \r\n\t", NULL },
  { "headers", "openai", NULL, NULL },
  { "body", "openai", "{\"top_p\":0.9,\"seed\":7}", "{\n  \"top_p\" : 0.9,\n  \"seed\" : 7\n}" },
  { "body", "ollama", "{\"options\":{\"num_ctx\":8192},\"keep_alive\":null}",
    "{\n  \"options\" : {\n    \"num_ctx\" : 8192\n  },\n  \"keep_alive\" : null\n}" },
  { "body", "openai", "{\"x\":\"Gr\xc3\xbc\xc3\x9f\x65 1.10000000000000001 \\\" {[\"}",
    "{\n  \"x\" : \"Gr\xc3\xbc\xc3\x9f\x65 1.10000000000000001 \\\" {[\"\n}" },
  { "body", "openai", "{\"a\":1e300,\"b\":-0.1,\"c\":5.0}", "{\n  \"a\" : 1e+300,\n  \"b\" : -0.1,\n  \"c\" : 5.0\n}" },
  { "body", "openai", "{}", "{}" },
  { "organization", "openai", " org-AbCdEfGh0123456789IjKlMnOp ", "org-AbCdEfGh0123456789IjKlMnOp" },
  { "project", "openai", "proj_AbCdEfGh0123456789", "proj_AbCdEfGh0123456789" },
  { "project", "vertex", "my-project-1", "my-project-1" },
  { "region", "bedrock", "us-gov-west-1", "us-gov-west-1" },
  { "location", "vertex", "global", "global" },
  { "resource", "azure", "My-Resource-1", "My-Resource-1" },
  { "deployment", "azure", "gpt-4.1_mini", "gpt-4.1_mini" },
  { "api_version", "azure", "2024-10-21", "2024-10-21" },
  { "api_version", "azure", "2025-04-01-preview", "2025-04-01-preview" },
  { "api_version", "azure", "preview", "preview" },
  { "api_version", "anthropic", "2023-06-01", "2023-06-01" },
  { "profile", "bedrock", "my own profile \xc3\xa9", "my own profile \xc3\xa9" },
  { "dialect", "openai", "openai-chat", "openai-chat" },
  { "dialect", "custom", "openai-responses", "openai-responses" },
  { "auth", "anthropic", "bearer", "bearer" },
  { "timeouts.connect", "openai", "0", "0" },
  { "timeouts.first_byte", "openai", " 007.50 ", "7.5" },
  { "timeouts.idle", "openai", "86400", "86400" },
  { "proxy", "openai", "DIRECT", "direct" },
  { "proxy", "openai", "http://proxy.example:3128/", "http://proxy.example:3128" },
  { "proxy", "openai", "HTTPS://Proxy.example", "https://Proxy.example" },
  { "proxy", "openai", "socks5h://[::1]:1080", "socks5://[::1]:1080" },
  { "pinned_certificate", "openai",
    "sha256 Fingerprint=00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" },
  { "pinned_certificate", "openai", "sha256:00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF",
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" },
  { "ca_certificate", "openai", "My authority:\n" CERTIFICATE "\nand again\n" CERTIFICATE "\n",
    CERTIFICATE "\n" CERTIFICATE },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      const ConfabProviderOption option = get_option (good[i].option);
      g_autofree char *normal = NULL;
      g_autofree char *again = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s: %s", good[i].option, good[i].text);
      confab_provider_option_check (option, get_type (good[i].type), good[i].text, &normal, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (normal, ==, good[i].normal);

      g_assert_true (confab_provider_option_check (option, get_type (good[i].type), normal, &again, NULL));
      g_assert_cmpstr (again, ==, normal);
    }
}

#define KEY_FIELD "Keys go into the key field"

static const struct
{
  const char *option;
  const char *type;
  const char *text;
  const char *piece;  /* of the sentence */
} bad[] = {
  { "headers", "openai", "no colon", "Line 1" },
  { "headers", "openai", "A: b\n\nno colon", "Line 3" },
  { "headers", "openai", ": value", "name" },
  { "headers", "openai", "X Team: a", "name" },
  { "headers", "openai", "X-T\xc3\xa9\x61m: a", "name" },
  { "headers", "openai", "X-Team:", "no value" },
  { "headers", "openai", "X-Team: Gr\xc3\xbc\xc3\x9f\x65", "plain" },
  { "headers", "openai", "X-Team: a\rX-Evil: b", "plain" },
  { "headers", "openai", "X-Team: a\tb", "plain" },
  { "headers", "openai", "X-Team: a\x7f", "plain" },
  { "headers", "openai", "X-Team: a\xff", "cannot be read" },
  { "headers", "openai", "X-Team: a\nx-tEAM: b", "twice" },
  { "headers", "openai", "Authorization: abc", KEY_FIELD },
  { "headers", "openai", "aUTHORIZATION: abc", KEY_FIELD },
  { "headers", "openai", "x-api-key: abc", KEY_FIELD },
  { "headers", "openai", "api-key: abc", KEY_FIELD },
  { "headers", "openai", "X-Goog-Api-Key: abc", KEY_FIELD },
  { "headers", "openai", "Cookie: a=b", KEY_FIELD },
  { "headers", "openai", "Proxy-Authorization: abc", KEY_FIELD },
  { "headers", "openai", "cf-aig-authorization: abc", KEY_FIELD },
  { "headers", "openai", "X-Auth-Token: abc", KEY_FIELD },
  { "headers", "bedrock", "x-amz-security-token: abc", KEY_FIELD },
  { "headers", "openai", "X-Team: Bearer abcdefgh", KEY_FIELD },
  { "headers", "openai", "X-Team: sk-proj-abcdefghijklmnop", KEY_FIELD },
  { "headers", "openai", "Host: a", "Confab itself" },
  { "headers", "openai", "content-LENGTH: 3", "Confab itself" },
  { "headers", "openai", "User-Agent: Mine", "Confab itself" },
  { "headers", "openai", "Connection: close", "Confab itself" },
  { "headers", "openai", "Transfer-Encoding: chunked", "Confab itself" },
  { "headers", "openai", "Content-Type: text/plain", "Confab itself" },
  { "headers", "openai", "OpenAI-Project: p", "of its own" },
  { "headers", "anthropic", "anthropic-version: 1", "of its own" },
  { "body", "openai", "[]", "not a JSON object" },
  { "body", "openai", "{\"a\":", "not a JSON object" },
  { "body", "openai", "{\"a\":1} x", "not a JSON object" },
  { "body", "openai", "\"", "not a JSON object" },
  { "body", "openai", "{\"a\":\"b", "not a JSON object" },
  { "body", "openai", "{\"a\":\"\\ud800\"}", "not a JSON object" },
  /* Newer parsers refuse them by themselves. */
  { "body", "openai", "{\"a\":\"\\ud83dx\"}", "JSON" },
  { "body", "openai", "{\"a\":\"b\\u0000\"}", "JSON" },
  { "body", "openai", "{\"a\":9223372036854775808}", "digits" },
  { "body", "openai", "{\"model\":\"x\"}", "“model”" },
  { "body", "openai", "{\"MODEL\":null}", "“model”" },
  { "body", "openai", "{\"messages\":[]}", "“messages”" },
  { "body", "openai", "{\"input\":[]}", "“input”" },
  { "body", "google", "{\"contents\":[]}", "“contents”" },
  { "body", "openai", "{\"stream\":false}", "“stream”" },
  { "body", "openai", "{\"tools\":[]}", "“tools”" },
  { "body", "bedrock", "{\"toolConfig\":{}}", "“toolConfig”" },
  { "body", "google", "{\"systemInstruction\":{}}", "“systemInstruction”" },
  { "body", "openai", "{\"api_key\":\"abc\"}", KEY_FIELD },
  { "body", "openai", "{\"metadata\":{\"k\":\"sk-ant-abcdefghijklmnop\"}}", KEY_FIELD },
  { "organization", "openai", "my org", "plain" },
  { "organization", "openai", "a\nb", "invisible" },
  { "organization", "openai", "a\xe2\x80\x8b\x62", "invisible" },
  { "organization", "openai", "sk-abcdefghijklmnopqrst", KEY_FIELD },
  { "organization", "groq", "a", "no such setting" },
  { "project", "vertex", "My Project", "project" },
  { "project", "azure", "p", "no such setting" },
  { "region", "bedrock", "Frankfurt", "us-east-1" },
  { "region", "bedrock", "us-east-1\n", NULL },
  { "region", "bedrock", "us-east-1\nx", "invisible" },
  { "region", "vertex", "us-east-1", "no such setting" },
  { "location", "vertex", "Europe", "europe-west4" },
  { "resource", "azure", "a.b", "resource" },
  { "deployment", "azure", "a/b", "deployment" },
  { "api_version", "azure", "soon", "2024-10-21" },
  { "api_version", "groq", "2024-10-21", "no such setting" },
  { "api_version", "vertex", "2024-10-21", "no such setting" },
  { "profile", "bedrock", "a\x01\x62", "invisible" },
  { "dialect", "openai", "gemini", "openai-chat, openai-responses" },
  { "dialect", "groq", "openai-chat", "no such setting" },
  { "auth", "anthropic", "basic", "bearer" },
  { "auth", "openai", "bearer", "no such setting" },
  { "auth", "bedrock", "bearer", "no such setting" },
  { "timeouts.connect", "openai", "-1", "number of seconds" },
  { "timeouts.connect", "openai", "86401", "number of seconds" },
  { "timeouts.connect", "openai", "1e3", "number of seconds" },
  { "timeouts.connect", "openai", "0x10", "number of seconds" },
  { "timeouts.connect", "openai", "inf", "number of seconds" },
  { "timeouts.connect", "openai", "2,5", "number of seconds" },
  { "timeouts.connect", "openai", "\xd9\xa3", "number of seconds" },
  { "proxy", "openai", "proxy.example:3128", "http://proxy.example:3128" },
  { "proxy", "openai", "ftp://proxy.example", "socks5://" },
  { "proxy", "openai", "http://me:secret@proxy.example", "plain text" },
  { "proxy", "openai", "http://", "host" },
  { "proxy", "openai", "http://proxy.example:0", "port" },
  { "proxy", "openai", "http://proxy.example:99999", "understood" },
  { "proxy", "openai", "http://proxy.example/path", "ends with" },
  { "proxy", "openai", "http://proxy.example?a=b", "ends with" },
  { "proxy", "openai", "http://pr\xc3\xb6xy.example", "character" },
  { "proxy", "openai", "http://a b", "character" },
  { "pinned_certificate", "openai", "0011", "64" },
  { "pinned_certificate", "openai", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeefg", "64" },
  { "pinned_certificate", "openai", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00", "64" },
  { "ca_certificate", "openai", "hello", "BEGIN CERTIFICATE" },
  { "ca_certificate", "openai", "-----BEGIN CERTIFICATE-----\nAAAA", "end" },
  { "ca_certificate", "openai", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "damaged" },
  { "ca_certificate", "openai", CERTIFICATE "\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "private key" },
  { "headers", "demonstration", "X-Team: a", "no such setting" },
};

/* JSON has no such escape. Older parsers make a byte of it that is in no text, newer ones a letter. */
static void
test_octal (void)
{
  g_autofree char *normal = NULL;
  g_autoptr(GError) error = NULL;

  if (confab_provider_option_check (get_option ("body"), get_type ("openai"), "{\"a\":[{\"\\377\":1}]}", &normal, &error))
    g_assert_true (g_utf8_validate (normal, -1, NULL));
  else
    g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *normal = NULL;
      g_autoptr(GError) error = NULL;
      gboolean fits;

      g_test_message ("%s: %s", bad[i].option, bad[i].text);
      fits = confab_provider_option_check (get_option (bad[i].option), get_type (bad[i].type), bad[i].text, &normal, &error);
      if (bad[i].piece == NULL)
        {
          g_assert_no_error (error);
          continue;
        }

      g_assert_false (fits);
      g_assert_null (normal);
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      if (strstr (error->message, bad[i].piece) == NULL)
        g_error ("“%s” is not about “%s”", error->message, bad[i].piece);
      if (strstr (bad[i].piece, KEY_FIELD) != NULL)
        g_assert_null (strstr (error->message, "abc"));
    }
}

/* What is just short enough, and what is one too much. */
static void
check_bound (const char *name,
             const char *fits,
             const char *exceeds)
{
  g_autoptr(GError) error = NULL;

  confab_provider_option_check (get_option (name), get_type ("openai"), fits, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (confab_provider_option_check (get_option (name), get_type ("openai"), exceeds, NULL, &error));
  g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
}

static char *
repeat (const char *before,
        const char *piece,
        gsize       n,
        const char *after)
{
  GString *text = g_string_new (before);

  for (gsize i = 0; i < n; i++)
    g_string_append (text, piece);
  g_string_append (text, after);

  return g_string_free (text, FALSE);
}

static void
test_bounds (void)
{
  g_autofree char *line = repeat ("", "a", 1024, "");
  g_autofree char *long_line = repeat ("", "a", 1025, "");
  g_autofree char *name = repeat ("", "a", 128, ": b");
  g_autofree char *long_name = repeat ("", "a", 129, ": b");
  g_autofree char *value = repeat ("a: ", "b", 8 * 1024 - 3, "");
  g_autofree char *long_value = repeat ("a: ", "b", 8 * 1024 - 2, "");
  g_autofree char *body = repeat ("{\"a\":\"", "b", 64 * 1024 - 8, "\"}");
  g_autofree char *long_body = repeat ("{\"a\":\"", "b", 64 * 1024 - 7, "\"}");
  g_autofree char *inner = repeat ("", "[", 31, "");
  g_autofree char *deep = repeat ("{\"a\":", inner, 1, "");
  g_autofree char *deep_whole = repeat (deep, "]", 31, "}");
  g_autofree char *deeper = repeat ("{\"a\":[", inner, 1, "");
  g_autofree char *deeper_whole = repeat (deeper, "]", 32, "}");
  g_autofree char *abyss = repeat ("{\"a\":", "[", 60000, "");
  g_autofree char *pem = repeat (CERTIFICATE, "-", 64 * 1024 - strlen (CERTIFICATE), "");
  g_autofree char *long_pem = repeat (CERTIFICATE, "-", 64 * 1024 - strlen (CERTIFICATE) + 1, "");
  g_autoptr(GString) headers = g_string_new (NULL);
  g_autofree char *fitting_headers = NULL;

  check_bound ("organization", line, long_line);
  check_bound ("headers", name, long_name);
  check_bound ("headers", value, long_value);
  check_bound ("body", body, long_body);
  check_bound ("ca_certificate", pem, long_pem);
  check_bound ("body", deep_whole, deeper_whole);
  check_bound ("body", deep_whole, abyss);

  for (guint i = 0; i < 32; i++)
    g_string_append_printf (headers, "X-%u: a\n", i);
  fitting_headers = g_strdup (headers->str);
  g_string_append (headers, "X-32: a\n");
  check_bound ("headers", fitting_headers, headers->str);
}

/* While a text is typed, and so while it is half of one, it is looked at again and again. */
static void
test_every_beginning (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    for (gsize length = 0; good[i].text != NULL && length <= strlen (good[i].text); length++)
      {
        g_autofree char *beginning = g_strndup (good[i].text, length);
        g_autofree char *normal = NULL;
        g_autoptr(GError) error = NULL;

        if (!confab_provider_option_check (get_option (good[i].option), get_type (good[i].type), beginning, &normal,
                                           &error))
          g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
      }
}

static void
test_table (void)
{
  ConfabProviderOption option;

  for (guint i = 0; i < CONFAB_N_PROVIDER_OPTIONS; i++)
    {
      g_assert_true (confab_provider_option_from_name (confab_provider_option_get_name (i), &option));
      g_assert_cmpint (option, ==, i);
      g_assert_cmpuint (strlen (confab_provider_option_get_title (i)), >, 0);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (confab_provider_option_get_title (i), !=, confab_provider_option_get_title (j));

      /* An example shows what can be typed. */
      if (confab_provider_option_get_kind (i) != CONFAB_PROVIDER_OPTION_KIND_CHOICE)
        g_assert_nonnull (confab_provider_option_get_example (i, get_type ("openai")));
    }
  g_assert_false (confab_provider_option_from_name ("Region", &option));
  g_assert_false (confab_provider_option_from_name ("timeouts", &option));
  g_assert_cmpstr (confab_provider_option_get_example (CONFAB_PROVIDER_OPTION_API_VERSION, get_type ("anthropic")), ==,
                   "2023-06-01");
}

/* The choice stays whole at an address where the other format is in use. */
static void
test_choices (void)
{
  ConfabProviderType *openai = get_type ("openai");
  ConfabProviderType *elsewhere = confab_provider_type_get_at (openai, NULL, "openai-chat");
  g_auto(GStrv) here = confab_provider_option_dup_choices (CONFAB_PROVIDER_OPTION_DIALECT, openai);
  g_auto(GStrv) there = confab_provider_option_dup_choices (CONFAB_PROVIDER_OPTION_DIALECT, elsewhere);

  g_assert_true (elsewhere != openai);
  g_assert_cmpuint (g_strv_length (here), ==, 2);
  g_assert_true (g_strv_equal ((const char * const *) here, (const char * const *) there));
}

static ConfabProviderRecord *
new_record (const char *type,
            const char *config)
{
  g_autofree char *text = g_strdup_printf ("{\"providers\":[{\"id\":\"lab\",\"type\":\"%s\",\"config\":%s}]}", type, config);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = confab_provider_records_parse (bytes, NULL, NULL, &error);

  g_assert_no_error (error);

  return g_object_ref (g_ptr_array_index (records, 0));
}

/* What is set is found again, also in the file, and what is unset leaves nothing behind. */
static void
test_record (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      const ConfabProviderOption option = get_option (good[i].option);
      g_autoptr(ConfabProviderRecord) record = new_record (good[i].type, "{\"theirs\":1}");
      g_autoptr(GPtrArray) changed = g_ptr_array_new ();
      g_autoptr(GPtrArray) records = NULL;
      g_autoptr(GBytes) contents = NULL;
      g_autofree char *text = NULL;
      g_autofree char *nothing = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s: %s", good[i].option, good[i].normal);
      confab_provider_record_set_option (record, option, good[i].normal);
      g_ptr_array_add (changed, record);
      contents = confab_provider_records_merge (NULL, changed, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      records = confab_provider_records_parse (contents, NULL, NULL, &error);
      g_assert_no_error (error);

      text = confab_provider_record_dup_option (g_ptr_array_index (records, 0), option);
      g_assert_cmpstr (text, ==, good[i].normal);
      confab_provider_record_check_options (g_ptr_array_index (records, 0), get_type (good[i].type), &error);
      g_assert_no_error (error);

      confab_provider_record_set_option (record, option, NULL);
      nothing = confab_provider_record_dup_option (record, option);
      g_assert_null (nothing);
      g_assert_cmpuint (json_object_get_size (confab_provider_record_get_config (record)), ==, 1);
    }
}

/* Numbers stand in the file as a person writes them. */
static void
test_numbers_in_file (void)
{
  g_autoptr(ConfabProviderRecord) record = new_record ("openai", "{\"ratio\":0.7,\"big\":1e300,\"n\":3}");
  g_autoptr(GPtrArray) changed = g_ptr_array_new ();
  g_autoptr(GBytes) contents = NULL;
  const char *text;

  confab_provider_record_set_option (record, CONFAB_PROVIDER_OPTION_IDLE_TIMEOUT, "0.3");
  confab_provider_record_set_option (record, CONFAB_PROVIDER_OPTION_CONNECT_TIMEOUT, "30");
  g_ptr_array_add (changed, record);
  contents = confab_provider_records_merge (NULL, changed, NULL, NULL, NULL, NULL);
  text = g_bytes_get_data (contents, NULL);
  g_assert_nonnull (strstr (text, "\"ratio\" : 0.7,"));
  g_assert_nonnull (strstr (text, "\"big\" : 1e+300,"));
  g_assert_nonnull (strstr (text, "\"n\" : 3,"));
  g_assert_nonnull (strstr (text, "\"idle\" : 0.3,"));
  g_assert_nonnull (strstr (text, "\"connect\" : 30\n"));
}

static const struct
{
  const char *type;
  const char *config;
  const char *piece;  /* of the sentence, NULL when all is well */
} by_hand[] = {
  { "openai", "{}", NULL },
  { "openai", "{\"headers\":null,\"body\":{},\"theirs\":[1]}", NULL },
  { "openai", "{\"region\":5}", NULL },  /* means nothing there */
  { "openai", "{\"headers\":{\"X-A\":\"b\"},\"timeouts\":{\"idle\":0.05}}", NULL },
  { "openai", "{\"headers\":{\"X-A\":5}}", "“headers”" },
  { "openai", "{\"headers\":\"X-A: b\"}", "“headers”" },
  { "openai", "{\"headers\":[\"X-A: b\"]}", "“headers”" },
  { "openai", "{\"headers\":{\"Authorization\":\"b\"}}", KEY_FIELD },
  { "openai", "{\"headers\":{\"X-A\":\"b\\r\\nAuthorization: c\"}}", KEY_FIELD },
  { "openai", "{\"headers\":{\"X-A: b\\nHost\":\"c\"}}", "Confab itself" },
  { "openai", "{\"headers\":{\"X-A\":\"b\\rc\"}}", "plain" },
  { "openai", "{\"body\":\"{}\"}", "“body”" },
  { "openai", "{\"body\":{\"model\":\"x\"}}", "Additional fields" },
  { "openai", "{\"organization\":true}", "“organization”" },
  { "openai", "{\"timeouts\":{\"connect\":\"5\"}}", "“timeouts.connect”" },
  { "openai", "{\"timeouts\":{\"connect\":-5}}", "number of seconds" },
  { "openai", "{\"timeouts\":5}", "“timeouts.connect”" },
  { "openai", "{\"dialect\":\"gemini\"}", "Wire format" },
  { "openai", "{\"proxy\":\"http://a:b@c\"}", "plain text" },
  { "bedrock", "{\"region\":5}", "“region”" },
  { "bedrock", "{\"region\":\"Frankfurt\"}", "us-east-1" },
};

static void
test_by_hand (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (by_hand); i++)
    {
      g_autoptr(ConfabProviderRecord) record = new_record (by_hand[i].type, by_hand[i].config);
      g_autoptr(GError) error = NULL;
      const gboolean fits = confab_provider_record_check_options (record, get_type (by_hand[i].type), &error);

      g_test_message ("%s", by_hand[i].config);
      if (by_hand[i].piece == NULL)
        {
          g_assert_no_error (error);
          g_assert_true (fits);
          continue;
        }

      g_assert_false (fits);
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION);
      if (strstr (error->message, by_hand[i].piece) == NULL)
        g_error ("“%s” is not about “%s”", error->message, by_hand[i].piece);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/provider-option/good", test_good);
  g_test_add_func ("/providers/provider-option/bad", test_bad);
  g_test_add_func ("/providers/provider-option/octal", test_octal);
  g_test_add_func ("/providers/provider-option/bounds", test_bounds);
  g_test_add_func ("/providers/provider-option/every-beginning", test_every_beginning);
  g_test_add_func ("/providers/provider-option/table", test_table);
  g_test_add_func ("/providers/provider-option/choices", test_choices);
  g_test_add_func ("/providers/provider-option/record", test_record);
  g_test_add_func ("/providers/provider-option/numbers-in-file", test_numbers_in_file);
  g_test_add_func ("/providers/provider-option/by-hand", test_by_hand);

  return g_test_run ();
}
