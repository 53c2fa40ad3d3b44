/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabAddressPart:
 *
 * What the addresses of clouds are made of. Each but the last has a name, by which a record's
 * configuration and the catalogue call it.
 */
typedef enum
{
  CONFAB_ADDRESS_PART_REGION,
  CONFAB_ADDRESS_PART_PROJECT,
  CONFAB_ADDRESS_PART_LOCATION,
  CONFAB_ADDRESS_PART_RESOURCE,
  CONFAB_ADDRESS_PART_DEPLOYMENT,
  CONFAB_ADDRESS_PART_API_VERSION,
  CONFAB_ADDRESS_PART_KEY_ALONE,  /* set when a key signs in that belongs to a project already */
  CONFAB_N_ADDRESS_PARTS
} ConfabAddressPart;

const char *confab_address_part_get_name (ConfabAddressPart part);
const char *confab_address_part_explain  (ConfabAddressPart part,
                                          const char        *value);

G_END_DECLS
