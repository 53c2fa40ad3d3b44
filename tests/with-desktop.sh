#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command on a screen, a session bus and a home of its own: with-desktop.sh COMMAND...
# Exits with 77, which means "skipped", where there is no Xvfb or dbus-run-session.
#
# LIMIT is how many seconds the command may take, 120 by default; a multiple of it where
# CONFAB_E2E_PATIENCE says that the machine is slower than most by that factor. It ends before
# whoever runs the tests loses patience, so that it can still say what it was waiting for.

set -eu

command -v Xvfb >/dev/null && command -v dbus-run-session >/dev/null || exit 77

home=$(mktemp -d)
mkdir -m 700 "$home/runtime"
mkfifo "$home/display"
export HOME=$home XDG_RUNTIME_DIR=$home/runtime
export XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache XDG_STATE_HOME=$home/state
unset WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS

# What the command and the bus have started is known by its runtime directory, whatever became of
# its parents.
sweep() {
  local process
  for process in /proc/[0-9]*; do
    if grep -qszxF "XDG_RUNTIME_DIR=$home/runtime" "$process/environ"; then
      kill "${process#/proc/}" 2>/dev/null || :
    fi
  done
}

server=
command=
trap 'sweep; [ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$home"' EXIT
trap '[ -z "$command" ] || kill "$command"' TERM INT HUP

# Also when this script is killed in a way that it cannot notice.
orphan=()
if command -v setpriv >/dev/null; then
  orphan=(setpriv --pdeathsig TERM)
fi

# The font of GNOME, and nothing that moves, so that two runs give the same picture.
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0"
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-cursor-blink=0\n' >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"

# -noreset: the server must outlive its first client, which may be gone before the next comes.
"${orphan[@]}" Xvfb -displayfd 3 -screen 0 "${SCREEN:-1280x800}x24" -nolisten tcp -noreset \
  3>"$home/display" 2>"$home/xvfb.log" &
server=$!
if ! read -r -t 60 number <>"$home/display"; then
  echo "Xvfb gave no display within a minute:" >&2
  cat "$home/xvfb.log" >&2
  exit 1
fi

export DISPLAY=:$number GDK_BACKEND=x11 GSETTINGS_BACKEND=memory LC_ALL=C.UTF-8
# Drawing by cairo needs no graphics driver and gives the same pixels everywhere.
export GSK_RENDERER=cairo GDK_DEBUG=${GDK_DEBUG-gl-disable}

limit=$(awk "BEGIN { print ${LIMIT:-120} * ${CONFAB_E2E_PATIENCE:-1} }")
status=0
"${orphan[@]}" timeout -k 30 "$limit" dbus-run-session -- "$@" <&0 &
command=$!
wait "$command" || status=$?
if [ "$status" -eq 124 ]; then
  echo "This took longer than $limit s, and was ended: $*" >&2
fi
exit "$status"
