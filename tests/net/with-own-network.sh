#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command in a network of its own, in which nothing but this computer is and ADDRESS belongs
# to it too, whatever that is in the world outside.
#
#   with-own-network.sh ADDRESS COMMAND...
#
# Exits with 77, which skips a test, where such a network cannot be made.

set -eu

if [ "${CONFAB_TEST_OWN_NETWORK-}" != 1 ]; then
  for tool in unshare ip; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 77; }
  done
  unshare --net --map-root-user true 2>/dev/null || { echo "no network namespace can be made" >&2; exit 77; }
  CONFAB_TEST_OWN_NETWORK=1 exec unshare --net --map-root-user "$0" "$@"
fi

ip link set lo up
ip address add "$1/32" dev lo
shift
exec "$@"
