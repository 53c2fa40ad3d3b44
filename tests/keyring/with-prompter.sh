#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Like with-keyring.sh locked, with a screen of its own on which the prompt to unlock the keyring
# can appear, and xdotool to answer it.
#
#   with-prompter.sh COMMAND...

set -eu

for tool in Xvfb xdotool; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 77; }
done
[ -x /usr/libexec/gcr-prompter ] || [ -x /usr/lib/gcr/gcr-prompter ] ||
  { echo "gcr-prompter is not installed" >&2; exit 77; }

folder=$(mktemp -d)
mkfifo "$folder/number"
# Without -noreset it would start anew whenever its last client leaves.
orphan=()
if command -v setpriv >/dev/null; then
  orphan=(setpriv --pdeathsig TERM)
fi
"${orphan[@]}" Xvfb -displayfd 3 -screen 0 1024x768x24 -nolisten tcp -noreset \
  3>"$folder/number" 2>"$folder/log" &
server=$!
trap 'kill "$server" 2>/dev/null || :; rm -rf "$folder"' EXIT
if ! read -r -t 60 number <>"$folder/number"; then
  echo "Xvfb gave no display within a minute:" >&2
  cat "$folder/log" >&2
  exit 1
fi

status=0
KEYRING_DISPLAY=:$number "${0%/*}/with-keyring.sh" locked "$@" || status=$?
exit "$status"
