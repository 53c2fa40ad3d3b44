/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabAddressScope:
 * @CONFAB_ADDRESS_PUBLIC: anywhere in the world
 * @CONFAB_ADDRESS_LOOPBACK: this computer
 * @CONFAB_ADDRESS_PRIVATE: a network at home or at work
 * @CONFAB_ADDRESS_LINK_LOCAL: the same cable
 * @CONFAB_ADDRESS_METADATA: where clouds tell a machine its secrets
 * @CONFAB_ADDRESS_UNSPECIFIED: no address at all, which systems take for this computer
 * @CONFAB_ADDRESS_MULTICAST: many at once
 * @CONFAB_ADDRESS_RESERVED: nothing that can be a server
 *
 * How far an address reaches.
 */
typedef enum
{
  CONFAB_ADDRESS_PUBLIC,
  CONFAB_ADDRESS_LOOPBACK,
  CONFAB_ADDRESS_PRIVATE,
  CONFAB_ADDRESS_LINK_LOCAL,
  CONFAB_ADDRESS_METADATA,
  CONFAB_ADDRESS_UNSPECIFIED,
  CONFAB_ADDRESS_MULTICAST,
  CONFAB_ADDRESS_RESERVED,
} ConfabAddressScope;

/**
 * ConfabAddressReach:
 * @CONFAB_ADDRESS_REACH_PUBLIC: public addresses only
 * @CONFAB_ADDRESS_REACH_PRIVATE: also this computer and the networks it is in
 * @CONFAB_ADDRESS_REACH_ANYWHERE: also where clouds keep secrets
 *
 * Which addresses may be connected to. Each includes the ones before.
 */
typedef enum
{
  CONFAB_ADDRESS_REACH_PUBLIC,
  CONFAB_ADDRESS_REACH_PRIVATE,
  CONFAB_ADDRESS_REACH_ANYWHERE,
} ConfabAddressReach;

ConfabAddressScope confab_address_scope_of        (GInetAddress       *address);
ConfabAddressScope confab_address_scope_of_host   (const char         *host);
gboolean           confab_address_scope_is_within (ConfabAddressScope  scope,
                                                   ConfabAddressReach  reach);
const char        *confab_address_scope_to_text   (ConfabAddressScope  scope);

G_END_DECLS
