#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command in a network of its own, in which nothing but this computer is, ADDRESS belongs to
# it too, whatever that is in the world outside, and names are asked for at 127.0.0.1, where the
# command may answer.
#
#   with-own-network.sh ADDRESS COMMAND...
#
# Exits with 77, which skips a test, where such a network cannot be made.

set -eu

if [ "${CONFAB_TEST_OWN_NETWORK-}" != 1 ]; then
  for tool in unshare ip mount; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 77; }
  done
  unshare --net --mount --map-root-user true 2>/dev/null || { echo "no network namespace can be made" >&2; exit 77; }
  CONFAB_TEST_OWN_NETWORK=1 exec unshare --net --mount --map-root-user "$0" "$@"
fi

ip link set lo up
ip address add "$1/32" dev lo
shift

# Both files stay reachable by what is mounted, though they are gone from their folder.
folder=$(mktemp -d)
printf 'nameserver 127.0.0.1\noptions timeout:5 attempts:2\n' >"$folder/resolv.conf"
printf 'hosts: files dns\n' >"$folder/nsswitch.conf"
for name in resolv.conf nsswitch.conf; do
  mount --bind "$folder/$name" "/etc/$name" || { echo "/etc/$name cannot be replaced" >&2; rm -r "$folder"; exit 77; }
done
rm -r "$folder"

exec "$@"
