/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-address-part"

#include "config.h"

#include "confab-address-part.h"

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
