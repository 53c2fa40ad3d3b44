#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command on a screen, a session bus and a home of its own: with-desktop.sh COMMAND...
# Exits with 77, which means "skipped", where there is no Xvfb or dbus-run-session.

set -eu

command -v Xvfb >/dev/null && command -v dbus-run-session >/dev/null || exit 77

home=$(mktemp -d)
mkdir -m 700 "$home/runtime"
mkfifo "$home/display"
export HOME=$home XDG_RUNTIME_DIR=$home/runtime
export XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache XDG_STATE_HOME=$home/state
unset WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS

# The font of GNOME, and nothing that moves, so that two runs give the same picture.
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0"
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-cursor-blink=0\n' >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"

# -noreset: the server must outlive its first client, which may be gone before the next comes.
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1280x800}x24" -nolisten tcp -noreset 3>"$home/display" 2>"$home/xvfb.log" &
server=$!
trap 'kill $server 2>/dev/null || :; rm -rf "$home"' EXIT
read -r number <"$home/display"

export DISPLAY=:$number GDK_BACKEND=x11 GSETTINGS_BACKEND=memory LC_ALL=C.UTF-8
# Drawing by cairo needs no graphics driver and gives the same pixels everywhere.
export GSK_RENDERER=cairo GDK_DEBUG=${GDK_DEBUG-gl-disable}

timeout "${LIMIT:-120}" dbus-run-session -- "$@"
