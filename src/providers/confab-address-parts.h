/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-record.h"
#include "confab-provider-type.h"

G_BEGIN_DECLS

/**
 * ConfabAddressParts:
 * @values: (nullable): the value of each [enum@AddressPart], owned; %NULL for what nobody said
 *
 * What the address of a cloud is made of, as far as it is known.
 */
typedef struct
{
  char *values[CONFAB_N_ADDRESS_PARTS];
} ConfabAddressParts;

ConfabAddressParts *confab_address_parts_new     (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabAddressParts *confab_address_parts_copy    (const ConfabAddressParts  *self) G_GNUC_WARN_UNUSED_RESULT;
void                confab_address_parts_free    (ConfabAddressParts        *self);
gboolean            confab_address_parts_equal   (const ConfabAddressParts  *a,
                                                  const ConfabAddressParts  *b);
void                confab_address_parts_set     (ConfabAddressParts        *self,
                                                  ConfabAddressPart          part,
                                                  const char                *value);
const char         *confab_address_parts_get     (const ConfabAddressParts  *self,
                                                  ConfabAddressPart          part);
ConfabAddressParts *confab_address_parts_resolve (ConfabProviderType        *type,
                                                  const char                *id,
                                                  ConfabProviderRecord      *record,
                                                  const ConfabAddressParts  *found,
                                                  char                     **environment) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAddressParts, confab_address_parts_free)

G_END_DECLS
