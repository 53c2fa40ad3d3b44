/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-address-scope"

#include "config.h"

#include "confab-address-scope.h"

#include <arpa/inet.h>
#include <string.h>

typedef struct
{
  const char         *network;
  ConfabAddressScope  scope;
} Range;

/* The first that matches counts. From the registries of special addresses (RFC 6890 and what was
 * added since) and the documentation of the clouds. */
static const Range ranges[] = {
  { "169.254.169.254/32", CONFAB_ADDRESS_METADATA },  /* nearly all clouds */
  { "169.254.170.2/32", CONFAB_ADDRESS_METADATA },    /* containers at Amazon */
  { "169.254.170.23/32", CONFAB_ADDRESS_METADATA },
  { "168.63.129.16/32", CONFAB_ADDRESS_METADATA },    /* Azure, from a public block */
  { "100.100.100.200/32", CONFAB_ADDRESS_METADATA },  /* Alibaba */
  { "192.0.0.192/32", CONFAB_ADDRESS_METADATA },      /* Oracle */
  { "fd00:ec2::254/128", CONFAB_ADDRESS_METADATA },
  { "fd20:ce::254/128", CONFAB_ADDRESS_METADATA },
  { "0.0.0.0/8", CONFAB_ADDRESS_UNSPECIFIED },
  { "127.0.0.0/8", CONFAB_ADDRESS_LOOPBACK },
  { "10.0.0.0/8", CONFAB_ADDRESS_PRIVATE },
  { "172.16.0.0/12", CONFAB_ADDRESS_PRIVATE },
  { "192.168.0.0/16", CONFAB_ADDRESS_PRIVATE },
  { "100.64.0.0/10", CONFAB_ADDRESS_PRIVATE },        /* behind a carrier's translation, and VPNs */
  { "169.254.0.0/16", CONFAB_ADDRESS_LINK_LOCAL },
  { "192.0.0.0/24", CONFAB_ADDRESS_RESERVED },
  { "192.0.2.0/24", CONFAB_ADDRESS_RESERVED },
  { "192.88.99.0/24", CONFAB_ADDRESS_RESERVED },
  { "198.18.0.0/15", CONFAB_ADDRESS_RESERVED },
  { "198.51.100.0/24", CONFAB_ADDRESS_RESERVED },
  { "203.0.113.0/24", CONFAB_ADDRESS_RESERVED },
  { "224.0.0.0/4", CONFAB_ADDRESS_MULTICAST },
  { "240.0.0.0/4", CONFAB_ADDRESS_RESERVED },
  { "::/128", CONFAB_ADDRESS_UNSPECIFIED },
  { "::1/128", CONFAB_ADDRESS_LOOPBACK },
  { "fe80::/10", CONFAB_ADDRESS_LINK_LOCAL },
  { "fec0::/10", CONFAB_ADDRESS_PRIVATE },
  { "fc00::/7", CONFAB_ADDRESS_PRIVATE },
  { "ff00::/8", CONFAB_ADDRESS_MULTICAST },
  { "64:ff9b:1::/48", CONFAB_ADDRESS_PRIVATE },       /* translation within a network */
  { "100::/64", CONFAB_ADDRESS_RESERVED },
  { "2001::/23", CONFAB_ADDRESS_RESERVED },           /* Teredo and others that wrap addresses */
  { "2001:db8::/32", CONFAB_ADDRESS_RESERVED },
  { "3fff::/20", CONFAB_ADDRESS_RESERVED },
  { "5f00::/16", CONFAB_ADDRESS_RESERVED },
};

/* IPv6 networks that stand for IPv4 ones, and where in the address the other one is. */
static const struct { const char *network; gsize offset; } wrappers[] = {
  { "::ffff:0:0/96", 12 },    /* mapped */
  { "::ffff:0:0:0/96", 12 },  /* translated, SIIT */
  { "::/96", 12 },            /* compatible, no longer used */
  { "64:ff9b::/96", 12 },     /* NAT64 */
  { "2002::/16", 2 },         /* 6to4 */
};

static gboolean
is_within (GInetAddress *address,
           const char   *network)
{
  g_autoptr(GInetAddressMask) mask = g_inet_address_mask_new_from_string (network, NULL);

  g_assert (mask != NULL);

  return g_inet_address_mask_matches (mask, address);
}

static gboolean
find_scope (GInetAddress       *address,
            ConfabAddressScope *scope)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (is_within (address, ranges[i].network))
      {
        *scope = ranges[i].scope;
        return TRUE;
      }

  return FALSE;
}

/**
 * confab_address_scope_of:
 * @address: an address
 *
 * An IPv6 address that only wraps an IPv4 one reaches as far as that one.
 *
 * Returns: how far it reaches
 */
ConfabAddressScope
confab_address_scope_of (GInetAddress *address)
{
  ConfabAddressScope scope;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), CONFAB_ADDRESS_RESERVED);

  if (find_scope (address, &scope))
    return scope;

  for (gsize i = 0; i < G_N_ELEMENTS (wrappers); i++)
    if (is_within (address, wrappers[i].network))
      {
        g_autoptr(GInetAddress) inner =
          g_inet_address_new_from_bytes (g_inet_address_to_bytes (address) + wrappers[i].offset,
                                         G_SOCKET_FAMILY_IPV4);

        return confab_address_scope_of (inner);
      }

  return CONFAB_ADDRESS_PUBLIC;
}

/* Every spelling that the system's resolver takes for an address: short, decimal, octal and
 * hexadecimal ones of IPv4 too. */
static GInetAddress *
parse_literal (const char *host)
{
  g_autofree char *without_zone = g_strndup (host, strcspn (host, "%"));
  GInetAddress *address = g_inet_address_new_from_string (without_zone);
  struct in_addr old;

  if (address == NULL && inet_aton (host, &old) != 0)
    address = g_inet_address_new_from_bytes ((const guint8 *) &old, G_SOCKET_FAMILY_IPV4);

  return address;
}

static char *
canonicalize (const char *host)
{
  const gsize length = strlen (host);
  g_autofree char *bare = NULL;
  char *ascii;

  bare = length > 2 && host[0] == '[' && host[length - 1] == ']' ? g_strndup (host + 1, length - 2)
                                                                 : g_strdup (host);

  /* Digits and dots of other scripts become those of ASCII, as a resolver would make them. */
  ascii = g_hostname_to_ascii (bare);
  if (ascii == NULL)
    ascii = g_ascii_strdown (bare, -1);

  for (gsize end = strlen (ascii); end > 0 && ascii[end - 1] == '.'; end--)
    ascii[end - 1] = '\0';

  return ascii;
}

static gboolean
is_or_is_below (const char *host,
                const char *domain)
{
  const gsize host_length = strlen (host);
  const gsize length = strlen (domain);

  return g_str_has_suffix (host, domain) &&
         (host_length == length || host[host_length - length - 1] == '.');
}

/**
 * confab_address_scope_of_host:
 * @host: the host of an address: a name, or an IP address in any spelling, brackets allowed
 *
 * Tells by the text alone. What a name leads to is only known when it is connected to; names that
 * by their form belong to a network at home or at work are taken at their word.
 *
 * Returns: how far it reaches; %CONFAB_ADDRESS_PUBLIC for a name that tells nothing
 */
ConfabAddressScope
confab_address_scope_of_host (const char *host)
{
  static const Range names[] = {
    { "metadata.google.internal", CONFAB_ADDRESS_METADATA },
    { "metadata.goog", CONFAB_ADDRESS_METADATA },
    { "instance-data", CONFAB_ADDRESS_METADATA },       /* Amazon */
    { "instance-data.ec2.internal", CONFAB_ADDRESS_METADATA },
    { "metadata.tencentyun.com", CONFAB_ADDRESS_METADATA },
    { "localhost", CONFAB_ADDRESS_LOOPBACK },
    { "localhost.localdomain", CONFAB_ADDRESS_LOOPBACK },
    { "localhost4.localdomain4", CONFAB_ADDRESS_LOOPBACK },
    { "localhost6.localdomain6", CONFAB_ADDRESS_LOOPBACK },
    { "ip6-localhost", CONFAB_ADDRESS_LOOPBACK },
    { "ip6-loopback", CONFAB_ADDRESS_LOOPBACK },
    { "local", CONFAB_ADDRESS_PRIVATE },
    { "localdomain", CONFAB_ADDRESS_PRIVATE },
    { "internal", CONFAB_ADDRESS_PRIVATE },
    { "lan", CONFAB_ADDRESS_PRIVATE },
    { "home.arpa", CONFAB_ADDRESS_PRIVATE },
  };
  g_autoptr(GInetAddress) address = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (host != NULL, CONFAB_ADDRESS_RESERVED);

  name = canonicalize (host);
  address = parse_literal (name);
  if (address != NULL)
    return confab_address_scope_of (address);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_or_is_below (name, names[i].network))
      return names[i].scope;

  /* A name without a dot is looked up in the search list of the network. */
  return strchr (name, '.') == NULL ? CONFAB_ADDRESS_PRIVATE : CONFAB_ADDRESS_PUBLIC;
}

/**
 * confab_address_scope_is_within:
 * @scope: how far an address reaches
 * @reach: what may be connected to
 *
 * No model is where a cloud keeps secrets, so that who means their own network does not mean that.
 *
 * Returns: whether the address may be
 */
gboolean
confab_address_scope_is_within (ConfabAddressScope scope,
                                ConfabAddressReach reach)
{
  if (scope == CONFAB_ADDRESS_PUBLIC)
    return TRUE;

  return reach >= (scope == CONFAB_ADDRESS_METADATA ? CONFAB_ADDRESS_REACH_ANYWHERE : CONFAB_ADDRESS_REACH_PRIVATE);
}

/**
 * confab_address_scope_to_text:
 * @scope: how far an address reaches
 *
 * Returns: (transfer none): what to call it in the text of an error, in English
 */
const char *
confab_address_scope_to_text (ConfabAddressScope scope)
{
  static const char * const texts[] = {
    [CONFAB_ADDRESS_PUBLIC] = "public",
    [CONFAB_ADDRESS_LOOPBACK] = "loopback",
    [CONFAB_ADDRESS_PRIVATE] = "private",
    [CONFAB_ADDRESS_LINK_LOCAL] = "link-local",
    [CONFAB_ADDRESS_METADATA] = "cloud metadata",
    [CONFAB_ADDRESS_UNSPECIFIED] = "unspecified",
    [CONFAB_ADDRESS_MULTICAST] = "multicast",
    [CONFAB_ADDRESS_RESERVED] = "reserved",
  };

  g_return_val_if_fail ((gsize) scope < G_N_ELEMENTS (texts), texts[CONFAB_ADDRESS_RESERVED]);

  return texts[scope];
}
