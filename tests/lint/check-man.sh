#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Formats a manual page and fails for what is wrong in it.
#   check-man.sh PAGE
set -eu

LC_ALL=C.UTF-8
export LC_ALL
said=$(man --warnings -E UTF-8 -l -Tutf8 -Z "$1" 2>&1 >/dev/null)
[ -z "$said" ] || { echo "$said" >&2; exit 1; }
