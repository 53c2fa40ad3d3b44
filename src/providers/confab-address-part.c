/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-address-part"

#include "config.h"

#include "confab-address-part.h"

#include <glib/gi18n-lib.h>

/* What a value looks like that can be right, and what to say of one that does not. */
static const struct
{
  const char *pattern;  /* nullable: anything will do */
  const char *sentence;
} rules[CONFAB_N_ADDRESS_PARTS] = {
  [CONFAB_ADDRESS_PART_REGION] = {
    "^[a-z]{2,}(-[a-z]+)+-[0-9]+$",
    N_("The region cannot be right. It is a word such as us-east-1."),
  },
  [CONFAB_ADDRESS_PART_PROJECT] = {
    "^([a-z0-9.-]+:)?[a-z0-9][a-z0-9-]{3,62}$",
    N_("The project cannot be right. It is the project’s ID in Google Cloud, in small letters."),
  },
  [CONFAB_ADDRESS_PART_LOCATION] = {
    "^[a-z][a-z0-9-]{1,39}$",
    N_("The location cannot be right. It is a word such as europe-west4, or “global”."),
  },
  [CONFAB_ADDRESS_PART_RESOURCE] = {
    "^[A-Za-z0-9][A-Za-z0-9-]{0,62}$",
    N_("The name of the Azure resource cannot be right: it has letters, digits and “-” only."),
  },
  [CONFAB_ADDRESS_PART_DEPLOYMENT] = {
    "^[^\\x00-\\x20\\x7f/?#]{1,128}$",
    N_("The name of the deployment cannot be right. It is the one that Azure shows."),
  },
  [CONFAB_ADDRESS_PART_API_VERSION] = {
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$|^v1$|^preview$|^latest$",
    N_("The API version cannot be right. It is a date, such as 2024-10-21."),
  },
};

/**
 * confab_address_part_get_name:
 * @part: a part
 *
 * Returns: (transfer none) (nullable): what a person and the catalogue call it
 */
const char *
confab_address_part_get_name (ConfabAddressPart part)
{
  static const char * const names[CONFAB_N_ADDRESS_PARTS] = {
    "region", "project", "location", "resource", "deployment", "api_version", NULL
  };

  g_return_val_if_fail (part < CONFAB_N_ADDRESS_PARTS, NULL);

  return names[part];
}

/**
 * confab_address_part_explain:
 * @part: a part
 * @value: what a person set it to
 *
 * Returns: (transfer none) (nullable): a translated sentence that says why @value cannot be right, or
 *   %NULL if it can
 */
const char *
confab_address_part_explain (ConfabAddressPart  part,
                             const char        *value)
{
  g_return_val_if_fail (part < CONFAB_N_ADDRESS_PARTS, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if (rules[part].pattern == NULL ||
      g_regex_match_simple (rules[part].pattern, value, G_REGEX_DOLLAR_ENDONLY, 0))
    return NULL;

  return _(rules[part].sentence);
}
