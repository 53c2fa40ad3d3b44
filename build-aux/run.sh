#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds Confab and starts it. Arguments are passed on to the program.
# Where there is no display, the conversation is held in the terminal.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build=${CONFAB_BUILD_DIR:-$top/_build}

bash "$top/build-aux/install-dependencies.sh" build

if [ ! -f "$build/build.ninja" ]; then
  meson setup "$build" "$top" --prefix "$build/install" >&2
fi
ninja -C "$build" --quiet >&2
meson install -C "$build" --no-rebuild --quiet >&2

export XDG_DATA_DIRS="$build/install/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
program=$build/install/bin/confab

if [ $# -gt 0 ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  exec "$program" "$@"
fi

echo "There is no display here, so Confab talks in the terminal." >&2
if [ ! -t 0 ]; then
  exec "$program" ask
fi
echo "Write a line and press Enter; an empty line or Ctrl+D ends the program." >&2
while read -r -e -p "> " prompt && [ -n "$prompt" ]; do
  "$program" ask "$prompt" || true
done
