/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-catalogue.h"
#include "confab-cloud-address.h"

#include <string.h>

typedef struct
{
  const char *platform, *typed;
  const char *parts;   /* name=value, parted by spaces */
  const char *model;
  const char *base_url, *models_url, *region, *named_model;  /* models_url NULL for the same */
} Good;

typedef struct
{
  const char *platform, *typed, *parts;
  int         code;
  const char *expected;
} Bad;

#define INCOMPLETE CONFAB_PROVIDER_POLICY_ERROR_INCOMPLETE
#define BAD_URL CONFAB_PROVIDER_POLICY_ERROR_BAD_URL
#define R "https://blue.openai.azure.com"
#define VERSION "api-version=2024-10-21"

static ConfabAddressParts *
parse_parts (const char *text)
{
  ConfabAddressParts *parts = confab_address_parts_new ();
  g_auto(GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto(GStrv) sides = g_strsplit (words[i], "=", 2);
      guint part = 0;

      while (part < CONFAB_ADDRESS_PART_KEY_ALONE && !g_str_equal (confab_address_part_get_name (part), sides[0]))
        part++;
      confab_address_parts_set (parts, part, sides[1] != NULL ? sides[1] : "true");
    }

  return parts;
}

static void
test_good (void)
{
  static const Good cases[] = {
    /* Azure, newer addresses */
    { "azure", NULL, "resource=blue", NULL, R "/openai/v1", NULL, NULL, NULL },
    { "azure", R, NULL, NULL, R "/openai/v1", NULL, NULL, NULL },
    { "azure", R "/", "api_version=v1", NULL, R "/openai/v1", NULL, NULL, NULL },
    { "azure", R "/", "api_version=preview", NULL, R "/openai/v1", NULL, NULL, NULL },
    { "azure", R "/openai", NULL, NULL, R "/openai/v1", NULL, NULL, NULL },
    { "azure", R "/openai/v1/", "api_version=2024-10-21 deployment=d", NULL, R "/openai/v1", NULL, NULL, NULL },
    { "azure", R "/openai/v1/chat/completions", NULL, NULL, R "/openai/v1", NULL, NULL, NULL },
    { "azure", R "/openai/v1/responses", NULL, NULL, R "/openai/v1", NULL, NULL, NULL },
    { "azure", R "/openai/v1?api-version=preview", NULL, NULL, R "/openai/v1?api-version=preview", NULL, NULL, NULL },
    { "azure", "https://blue.services.ai.azure.com", NULL, NULL, "https://blue.services.ai.azure.com/openai/v1", NULL, NULL, NULL },
    { "azure", "https://blue.services.ai.azure.com/api/projects/p", NULL, NULL,
      "https://blue.services.ai.azure.com/api/projects/p/openai/v1", NULL, NULL, NULL },
    { "azure", "https://m.eastus2.models.ai.azure.com", NULL, NULL, "https://m.eastus2.models.ai.azure.com/v1", NULL, NULL, NULL },
    { "azure", "https://gateway.example/v1", NULL, NULL, "https://gateway.example/v1", NULL, NULL, NULL },
    { "azure", "http://127.0.0.1:8080", NULL, NULL, "http://127.0.0.1:8080/openai/v1", NULL, NULL, NULL },
    { "azure", R, "resource=other", NULL, R "/openai/v1", NULL, NULL, NULL },
    /* and older ones */
    { "azure", R "/openai/deployments/d", "api_version=2024-10-21", NULL, R "/openai/deployments/d?" VERSION, R "/openai?" VERSION, NULL, "d" },
    { "azure", R "/openai/deployments/d/chat/completions?" VERSION, NULL, NULL, R "/openai/deployments/d?" VERSION, R "/openai?" VERSION, NULL, "d" },
    { "azure", R "/openai/deployments/d%20e?" VERSION, "api_version=2020-01-01", NULL, R "/openai/deployments/d%20e?" VERSION,
      R "/openai?" VERSION, NULL, "d e" },
    { "azure", NULL, "resource=blue deployment=d api_version=2024-10-21", "m", R "/openai/deployments/d?" VERSION, R "/openai?" VERSION, NULL, "d" },
    { "azure", R, "api_version=2024-10-21", "m", R "/openai/deployments/m?" VERSION, R "/openai?" VERSION, NULL, "m" },
    { "azure", R, "api_version=2025-04-01-preview deployment=d", NULL, R "/openai/deployments/d?api-version=2025-04-01-preview",
      R "/openai?api-version=2025-04-01-preview", NULL, "d" },
    { "azure", "https://gateway.example/azure/openai/deployments/d?" VERSION, NULL, NULL,
      "https://gateway.example/azure/openai/deployments/d?" VERSION, "https://gateway.example/azure/openai?" VERSION, NULL, "d" },

    { "bedrock", NULL, "region=us-east-1", NULL, "https://bedrock-runtime.us-east-1.amazonaws.com",
      "https://bedrock.us-east-1.amazonaws.com", "us-east-1", NULL },
    { "bedrock", NULL, "region=us-gov-west-1", NULL, "https://bedrock-runtime.us-gov-west-1.amazonaws.com",
      "https://bedrock.us-gov-west-1.amazonaws.com", "us-gov-west-1", NULL },
    { "bedrock", NULL, "region=cn-north-1", NULL, "https://bedrock-runtime.cn-north-1.amazonaws.com.cn",
      "https://bedrock.cn-north-1.amazonaws.com.cn", "cn-north-1", NULL },
    { "bedrock", "https://bedrock-runtime.eu-west-3.amazonaws.com/", NULL, NULL, "https://bedrock-runtime.eu-west-3.amazonaws.com",
      "https://bedrock.eu-west-3.amazonaws.com", "eu-west-3", NULL },
    { "bedrock", "https://bedrock-runtime.eu-west-3.amazonaws.com/model/m/converse", "region=us-east-1", NULL,
      "https://bedrock-runtime.eu-west-3.amazonaws.com", "https://bedrock.eu-west-3.amazonaws.com", "eu-west-3", NULL },
    { "bedrock", "https://bedrock-runtime-fips.us-west-2.amazonaws.com", NULL, NULL, "https://bedrock-runtime-fips.us-west-2.amazonaws.com",
      "https://bedrock-fips.us-west-2.amazonaws.com", "us-west-2", NULL },
    { "bedrock", "http://127.0.0.1:8080", "region=eu-central-1", NULL, "http://127.0.0.1:8080", NULL, "eu-central-1", NULL },
    { "bedrock", "https://gateway.example/aws", NULL, NULL, "https://gateway.example/aws", NULL, NULL, NULL },

    { "vertex", NULL, "project=blue-project", NULL,
      "https://aiplatform.googleapis.com/v1/projects/blue-project/locations/global", NULL, NULL, NULL },
    { "vertex", NULL, "project=blue-project location=global", NULL,
      "https://aiplatform.googleapis.com/v1/projects/blue-project/locations/global", NULL, NULL, NULL },
    { "vertex", NULL, "project=blue-project location=europe-west4", NULL,
      "https://europe-west4-aiplatform.googleapis.com/v1/projects/blue-project/locations/europe-west4", NULL, NULL, NULL },
    { "vertex", NULL, "project=example.com:blue location=eu", NULL,
      "https://aiplatform.eu.rep.googleapis.com/v1/projects/example.com:blue/locations/eu", NULL, NULL, NULL },
    { "vertex", NULL, "location=us project=blue-project", NULL,
      "https://aiplatform.us.rep.googleapis.com/v1/projects/blue-project/locations/us", NULL, NULL, NULL },
    { "vertex", NULL, "key_alone project=blue-project location=us-east5", NULL, "https://aiplatform.googleapis.com/v1", NULL, NULL, NULL },
    { "vertex", "http://127.0.0.1:8080", "project=blue-project location=eu", NULL,
      "http://127.0.0.1:8080/v1/projects/blue-project/locations/eu", NULL, NULL, NULL },
    { "vertex", "https://gateway.example/google/v1beta1", "project=blue-project", NULL,
      "https://gateway.example/google/v1beta1/projects/blue-project/locations/global", NULL, NULL, NULL },
    { "vertex", "https://x.example/v1/projects/p/locations/l/publishers/google/models/m:generateContent", NULL, NULL,
      "https://x.example/v1/projects/p/locations/l", NULL, NULL, NULL },
    { "vertex", "https://x.example", "key_alone", NULL, "https://x.example/v1", NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabAddressParts) parts = parse_parts (cases[i].parts);
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabCloudAddress) address = confab_cloud_address_new (cases[i].platform, cases[i].typed, parts, cases[i].model, &error);

      g_test_message ("%s: %s, %s", cases[i].platform, cases[i].typed, cases[i].parts);
      g_assert_no_error (error);
      g_assert_cmpstr (address->base_url, ==, cases[i].base_url);
      g_assert_cmpstr (address->models_url, ==, cases[i].models_url != NULL ? cases[i].models_url : cases[i].base_url);
      g_assert_cmpstr (address->region, ==, cases[i].region);
      g_assert_cmpstr (address->model, ==, cases[i].named_model);
    }
}

/* Whatever is missing is named, and so is what it looks like. */
static void
test_bad (void)
{
  static const Bad cases[] = {
    { "azure", NULL, NULL, INCOMPLETE, "Set the name of the Azure resource" },
    { "azure", NULL, "resource=blue.openai.azure.com", BAD_URL, "Azure resource cannot be right" },
    { "azure", R "/openai/deployments/d", NULL, INCOMPLETE, "Set the API version" },
    { "azure", R "/openai/deployments/d?api-version=soon", NULL, BAD_URL, "API version cannot be right" },
    { "azure", R, "api_version=2024-10-21", INCOMPLETE, "Set the name of the deployment" },
    { "azure", R, "api_version=soon deployment=d", BAD_URL, "API version cannot be right" },
    { "azure", "blue.openai.azure.com", NULL, BAD_URL, "http://" },
    { "azure", R "?api-key=0123", NULL, BAD_URL, "has a key in it" },
    { "bedrock", NULL, NULL, INCOMPLETE, "Set the region" },
    { "bedrock", NULL, "region=", INCOMPLETE, "Set the region" },
    { "bedrock", NULL, "region=Frankfurt", BAD_URL, "region cannot be right" },
    { "bedrock", NULL, "region=us-east-1.evil.example/", BAD_URL, "region cannot be right" },
    { "bedrock", "ftp://x.example", "region=us-east-1", BAD_URL, "http://" },
    { "vertex", NULL, NULL, INCOMPLETE, "Set the project" },
    { "vertex", NULL, "location=europe-west4", INCOMPLETE, "Set the project" },
    { "vertex", NULL, "project=Blue_Project", BAD_URL, "project cannot be right" },
    { "vertex", NULL, "project=blue-project/../x", BAD_URL, "project cannot be right" },
    { "vertex", NULL, "project=blue-project location=evil.example/", BAD_URL, "location cannot be right" },
    { "vertex", "http://127.0.0.1:8080", NULL, INCOMPLETE, "Set the project" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ConfabAddressParts) parts = parse_parts (cases[i].parts);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s: %s, %s", cases[i].platform, cases[i].typed, cases[i].parts);
      g_assert_null (confab_cloud_address_new (cases[i].platform, cases[i].typed, parts, NULL, &error));
      g_assert_error (error, CONFAB_PROVIDER_POLICY_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].expected));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

/* A record goes before the environment, and what lay beside the key comes last. Where a second
 * provider is, the environment does not say. */
static void
test_parts (void)
{
  static const char json[] =
    "{ \"defaults\": { \"openai-chat\": { \"auth_header\": \"api-key\" } }, \"providers\": [ { \"id\": \"cloud\", \"name\": \"Cloud\","
    "  \"group\": \"native\", \"dialect\": \"openai-chat\", \"platform\": \"azure\", \"initials\": \"Cl\", \"tint\": \"#123456\","
    "  \"short_note\": \"a\", \"best_for\": \"A.\", \"cost_note\": \"B.\", \"env\": { \"region\": [\"CLOUD_REGION\", \"ANY_REGION\"],"
    "  \"resource\": [\"CLOUD_RESOURCE\"], \"project\": [\"CLOUD_PROJECT\"] } } ] }";
  const char * const environment[] = {
    "ANY_REGION=of-any", "CLOUD_REGION=", "CLOUD_RESOURCE=of-environment", "CLOUD_PROJECT=of-environment", NULL
  };
  g_autoptr(GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabCatalogue) catalogue = confab_catalogue_new_parse (bytes, &error);
  g_autoptr(ConfabProviderRecord) record = confab_provider_record_new ("second", "cloud");
  g_autoptr(ConfabAddressParts) found = parse_parts ("region=found location=found");
  g_autoptr(ConfabAddressParts) first = NULL;
  g_autoptr(ConfabAddressParts) second = NULL;
  g_autoptr(ConfabAddressParts) copy = NULL;
  ConfabProviderType *type;

  g_assert_no_error (error);
  type = confab_catalogue_lookup (catalogue, "cloud");

  first = confab_address_parts_resolve (type, "cloud", NULL, found, (char **) environment);
  g_assert_cmpstr (confab_address_parts_get (first, CONFAB_ADDRESS_PART_REGION), ==, "of-any");
  g_assert_cmpstr (confab_address_parts_get (first, CONFAB_ADDRESS_PART_LOCATION), ==, "found");
  g_assert_cmpstr (confab_address_parts_get (first, CONFAB_ADDRESS_PART_RESOURCE), ==, "of-environment");
  g_assert_null (confab_address_parts_get (first, CONFAB_ADDRESS_PART_API_VERSION));

  json_object_set_string_member (confab_provider_record_get_config (record), "project", " of-record ");
  json_object_set_int_member (confab_provider_record_get_config (record), "location", 5);
  second = confab_address_parts_resolve (type, "second", record, found, (char **) environment);
  g_assert_cmpstr (confab_address_parts_get (second, CONFAB_ADDRESS_PART_PROJECT), ==, "of-record");
  g_assert_cmpstr (confab_address_parts_get (second, CONFAB_ADDRESS_PART_LOCATION), ==, "found");
  g_assert_cmpstr (confab_address_parts_get (second, CONFAB_ADDRESS_PART_REGION), ==, "of-any");
  g_assert_null (confab_address_parts_get (second, CONFAB_ADDRESS_PART_RESOURCE));

  copy = confab_address_parts_copy (second);
  g_assert_true (confab_address_parts_equal (copy, second));
  g_assert_false (confab_address_parts_equal (first, second));
  g_assert_false (confab_address_parts_equal (NULL, second));
  g_assert_true (confab_address_parts_equal (NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/providers/cloud-address/good", test_good);
  g_test_add_func ("/providers/cloud-address/bad", test_bad);
  g_test_add_func ("/providers/cloud-address/parts", test_parts);

  return g_test_run ();
}
