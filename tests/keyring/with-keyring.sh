#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a command with a home, a session bus and a keyring of its own, away from the caller's.
#
#   with-keyring.sh MODE COMMAND...
#
# MODE is one of
#   unlocked  a real keyring daemon with an unlocked default keyring
#   locked    the same, made in an earlier session and locked now; what the shell command in
#             KEYRING_SEED does is done while it is still unlocked
#   none      a bus on which no secret service is and none can be started
#
# The command finds the mode in KEYRING_MODE and the password of the keyring in KEYRING_PASSWORD.
# Without KEYRING_DISPLAY it gets no display, so that no prompt can appear on anybody's screen.
# Exits with 77, which skips a test, where the daemon or the bus is not installed.

set -eu

# What makes tests strict is for the command alone: neither the daemon nor what the bus starts is
# ours to be strict with.
strict=(G_DEBUG G_MESSAGES_DEBUG G_SLICE MALLOC_CHECK_ MALLOC_PERTURB_ LD_PRELOAD)

mode=$1
shift

if [ "$mode" = --strict ]; then
  for name in "${strict[@]}"; do
    kept=KEYRING_KEPT_$name
    if [ -n "${!kept+set}" ]; then
      export "$name=${!kept}"
      unset "$kept"
    fi
  done
  exec "$@"
fi

for tool in dbus-run-session gdbus; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 77; }
done
if [ "$mode" != none ]; then
  command -v gnome-keyring-daemon >/dev/null ||
    { echo "gnome-keyring-daemon is not installed" >&2; exit 77; }
fi

for name in "${strict[@]}"; do
  if [ -n "${!name+set}" ]; then
    export "KEYRING_KEPT_$name=${!name}"
    unset "$name"
  fi
done

# Inside the private session: starts the daemon, runs the command, ends the daemon.
if [ "${KEYRING_INSIDE-}" = 1 ]; then
  unset KEYRING_INSIDE
  password=$1
  shift

  find_daemon() {
    gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
      -m org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets 2>/dev/null |
      tr -cd '0-9 ' | tr -s ' ' '\n' | tail -n 1
  }

  # Whichever it is by then: one that was killed is started again by the bus, and would outlive it.
  end_daemon() {
    daemon=$(find_daemon) || :
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || :
  }
  trap end_daemon EXIT
  trap 'exit 143' TERM INT HUP

  printf %s "$password" |
    gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
  gdbus wait --session --timeout 20 org.freedesktop.secrets
  KEYRING_PID=$(find_daemon)
  export KEYRING_PID

  # In the background, for a trap has to wait for what is in the foreground.
  "$0" --strict "$@" <&0 &
  status=0
  wait $! || status=$?
  exit "$status"
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -m 700 "$folder/run" "$folder/tmp"

export HOME=$folder XDG_RUNTIME_DIR=$folder/run TMPDIR=$folder/tmp
export XDG_CONFIG_HOME=$folder/config XDG_DATA_HOME=$folder/data
export XDG_CACHE_HOME=$folder/cache XDG_STATE_HOME=$folder/state
export KEYRING_MODE=$mode KEYRING_PASSWORD=opensesame
unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY DISPLAY GNOME_KEYRING_CONTROL SECRET_BACKEND
if [ -n "${KEYRING_DISPLAY-}" ]; then
  export DISPLAY=$KEYRING_DISPLAY
fi

case $mode in
  unlocked)
    KEYRING_INSIDE=1 dbus-run-session -- "$0" "$mode" "$KEYRING_PASSWORD" "$@"
    ;;

  locked)
    KEYRING_INSIDE=1 dbus-run-session -- \
      "$0" "$mode" "$KEYRING_PASSWORD" sh -c "${KEYRING_SEED-:}"
    # A wrong password leaves it locked, and no error is made of it.
    KEYRING_INSIDE=1 dbus-run-session -- "$0" "$mode" wrong "$@"
    ;;

  none)
    cat >"$folder/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=$folder/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF
    dbus-run-session --config-file="$folder/bus.conf" -- "$0" --strict "$@"
    ;;

  *)
    echo "Unknown mode: $mode" >&2
    exit 2
    ;;
esac
