/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-address-scope.h"

#define PUBLIC      CONFAB_ADDRESS_PUBLIC
#define LOOPBACK    CONFAB_ADDRESS_LOOPBACK
#define PRIVATE     CONFAB_ADDRESS_PRIVATE
#define LINK_LOCAL  CONFAB_ADDRESS_LINK_LOCAL
#define METADATA    CONFAB_ADDRESS_METADATA
#define UNSPECIFIED CONFAB_ADDRESS_UNSPECIFIED
#define MULTICAST   CONFAB_ADDRESS_MULTICAST
#define RESERVED    CONFAB_ADDRESS_RESERVED

static const struct { const char *host; ConfabAddressScope scope; } cases[] = {
  /* plain */
  { "8.8.8.8", PUBLIC }, { "1.1.1.1", PUBLIC }, { "2606:4700::1111", PUBLIC },
  { "127.0.0.1", LOOPBACK }, { "127.255.255.254", LOOPBACK }, { "::1", LOOPBACK }, { "[::1]", LOOPBACK },
  { "10.0.0.1", PRIVATE }, { "172.16.0.1", PRIVATE }, { "172.31.255.255", PRIVATE },
  { "172.32.0.1", PUBLIC }, { "172.15.255.255", PUBLIC }, { "192.168.1.1", PRIVATE },
  { "100.64.0.1", PRIVATE }, { "100.128.0.1", PUBLIC }, { "fd12:3456::1", PRIVATE }, { "fec0::1", PRIVATE },
  { "169.254.1.1", LINK_LOCAL }, { "fe80::1", LINK_LOCAL },
  { "169.254.169.254", METADATA }, { "168.63.129.16", METADATA }, { "100.100.100.200", METADATA },
  { "fd00:ec2::254", METADATA }, { "metadata.google.internal", METADATA },
  { "0.0.0.0", UNSPECIFIED }, { "0.1.2.3", UNSPECIFIED }, { "::", UNSPECIFIED },
  { "224.0.0.1", MULTICAST }, { "239.1.2.3", MULTICAST }, { "ff02::1", MULTICAST },
  { "255.255.255.255", RESERVED }, { "240.0.0.1", RESERVED }, { "192.0.2.7", RESERVED },
  { "198.19.0.1", RESERVED }, { "198.18.0.0", RESERVED }, { "198.20.0.1", PUBLIC }, { "198.17.255.255", PUBLIC },
  { "198.51.100.1", RESERVED }, { "203.0.113.9", RESERVED }, { "192.0.0.8", RESERVED }, { "192.0.1.1", PUBLIC },
  { "192.88.99.1", RESERVED }, { "223.255.255.255", PUBLIC }, { "100.63.255.255", PUBLIC },
  { "100.127.255.255", PRIVATE }, { "169.253.1.1", PUBLIC }, { "172.16.0.0", PRIVATE }, { "11.0.0.1", PUBLIC },
  { "169.254.170.2", METADATA }, { "192.0.0.192", METADATA }, { "fd20:ce::254", METADATA },
  { "fe80:0:0:0:0:0:0:1", LINK_LOCAL }, { "febf::1", LINK_LOCAL }, { "fc00::1", PRIVATE }, { "fdff::1", PRIVATE },
  { "fbff::1", PUBLIC }, { "ff05::1:3", MULTICAST }, { "ff0e::1", MULTICAST }, { "100::1", RESERVED },
  { "3fff:1::1", RESERVED }, { "5f00::1", RESERVED }, { "2001:20::1", RESERVED }, { "2001:200::1", PUBLIC },
  { "0000:0000:0000:0000:0000:0000:0000:0001", LOOPBACK }, { "0:0:0:0:0:0:0:0", UNSPECIFIED }, { "[::]", UNSPECIFIED },
  { "2001:db8::1", RESERVED }, { "2001:0:4136:e378::1", RESERVED },

  /* IPv4 as a resolver also takes it */
  { "2130706433", LOOPBACK }, { "0x7f000001", LOOPBACK }, { "0X7F.1", LOOPBACK }, { "0177.0.0.1", LOOPBACK },
  { "017700000001", LOOPBACK }, { "127.1", LOOPBACK }, { "127.0.1", LOOPBACK }, { "0", UNSPECIFIED },
  { "0x0a.0.0.1", PRIVATE }, { "012.1", PRIVATE }, { "3232235777", PRIVATE }, { "192.168.257", PRIVATE },
  { "2852039166", METADATA }, { "0xa9fea9fe", METADATA }, { "0251.0376.0251.0376", METADATA },
  { "134744072", PUBLIC }, { "00000177.0.0.1", LOOPBACK }, { "0x7F.0x0.0x0.0x1", LOOPBACK }, { "127.0x1", LOOPBACK },
  { "4294967295", RESERVED }, { "0xffffffff", RESERVED }, { "0300.0250.1.1", PRIVATE }, { "0x64.0x40.1", PRIVATE },
  { "16843009", PUBLIC }, { "0xC0A80101", PRIVATE }, { "169.16689662", METADATA }, { "0x0.0.0.0", UNSPECIFIED },

  /* spellings that nobody takes for an address, and that are looked up as names */
  { "256.0.0.1", PUBLIC }, { "127.0.0.0.1", PUBLIC }, { "0x7g.1", PUBLIC }, { "127.0.0.1.", LOOPBACK },
  { "4294967296", PRIVATE },

  /* IPv6 around IPv4 */
  { "::ffff:127.0.0.1", LOOPBACK }, { "::ffff:7f00:1", LOOPBACK }, { "::ffff:10.1.2.3", PRIVATE },
  { "::ffff:0:192.168.0.1", PRIVATE }, { "::127.0.0.1", LOOPBACK }, { "::ffff:8.8.8.8", PUBLIC },
  { "64:ff9b::10.0.0.1", PRIVATE }, { "64:ff9b::a9fe:a9fe", METADATA }, { "64:ff9b::8.8.8.8", PUBLIC },
  { "64:ff9b:1::8.8.8.8", PRIVATE }, { "2002:7f00:1::", LOOPBACK }, { "2002:c0a8:101::1", PRIVATE },
  { "64:ff9b:1::a9fe:a9fe", PRIVATE }, { "64:ff9b:1:ffff::1", PRIVATE }, { "64:ff9b:2::1", PUBLIC },
  { "64:ff9b::6440:1", PRIVATE }, { "64:ff9b::7f00:1", LOOPBACK }, { "64:ff9b::", UNSPECIFIED },
  { "2002:a9fe:a9fe::", METADATA }, { "2002:e000:1::", MULTICAST }, { "2002:6440:1::1", PRIVATE },
  { "2001:0:7f00:1::1", RESERVED }, { "::a9fe:a9fe", METADATA }, { "::ffff:169.254.169.254", METADATA },
  { "::ffff:0:127.0.0.1", LOOPBACK }, { "::FFFF:7F00:1", LOOPBACK }, { "::ffff:0.0.0.0", UNSPECIFIED },
  { "::ffff:100.64.0.1", PRIVATE }, { "::ffff:224.0.0.1", MULTICAST }, { "::2", UNSPECIFIED },
  { "2002:808:808::1", PUBLIC }, { "0:0:0:0:0:ffff:7f00:0001", LOOPBACK },

  /* zones, dots at the end, capital letters, other scripts */
  { "fe80::1%eth0", LINK_LOCAL }, { "[fe80::1%25eth0]", LINK_LOCAL }, { "::1%lo", LOOPBACK },
  { "127.0.0.1.", LOOPBACK }, { "localhost.", LOOPBACK }, { "localhost..", LOOPBACK }, { "LOCALHOST", LOOPBACK },
  { "１２７.０.０.１", LOOPBACK }, { "127。0。0。1", LOOPBACK }, { "ｌｏｃａｌｈｏｓｔ", LOOPBACK },
  { "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", LOOPBACK },

  /* names */
  { "a.localhost", LOOPBACK }, { "notlocalhost.example", PUBLIC }, { "nas.local", PRIVATE },
  { "printer.lan", PRIVATE }, { "x.home.arpa", PRIVATE }, { "gateway", PRIVATE }, { "api.internal", PRIVATE },
  { "local.example.com", PUBLIC }, { "api.openai.com", PUBLIC }, { "127.0.0.1.example.com", PUBLIC },
  { "localhost.example.com", PUBLIC }, { "x.y.LocalHost.", LOOPBACK }, { "localhost.localdomain", LOOPBACK },
  { "localhost4.localdomain4", LOOPBACK }, { "localhost6.localdomain6", LOOPBACK }, { "ip6-loopback", LOOPBACK },
  { "box.localdomain", PRIVATE }, { "METADATA.google.Internal.", METADATA }, { "x.metadata.google.internal", METADATA },
  { "metadata.goog", METADATA }, { "instance-data", METADATA }, { "instance-data.ec2.internal", METADATA },
  { "notmetadata.goog", PUBLIC }, { "metadata", PRIVATE }, { "127.0.0.1.nip.io", PUBLIC }, { "xn--bcher-kva.example", PUBLIC },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ConfabAddressScope scope = confab_address_scope_of_host (cases[i].host);

      g_test_message ("%s is %s", cases[i].host, confab_address_scope_to_text (scope));
      g_assert_cmpint (scope, ==, cases[i].scope);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/address-scope/table", test_table);

  return g_test_run ();
}
