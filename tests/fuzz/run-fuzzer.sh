#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a fuzz target for a while and prints a line `bench fuzz-NAME RUNS runs - ok`. What makes it
# fail is left in the folder fuzz-findings of the current one.
#
#   run-fuzzer.sh NAME PROGRAM DICTIONARY SEEDS...
#
# CONFAB_FUZZ_SECONDS says for how long, 10 seconds by default, and CONFAB_FUZZ_SEED where chance
# begins. A target of several dialects, which names them when it is given --dialects, shares that
# time among them; DIALECT in SEEDS stands for the one in turn. CONFAB_FUZZ_CORPUS names a folder to
# keep what was learnt in.

set -eu

name=$1
program=$2
dictionary=$3
shift 3

# Recorded streams are good seeds too, where there are some.
if [ -n "${CONFAB_STREAM_CORPUS-}" ]; then
  set -- "$@" "$CONFAB_STREAM_CORPUS/DIALECT"
fi

seconds=${CONFAB_FUZZ_SECONDS:-10}
findings=$PWD/fuzz-findings
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$findings"

export G_SLICE=always-malloc G_DEBUG=fatal-warnings
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1

# fuzz NAME SECONDS SEEDS...
fuzz() {
  local target=$1 time=$2 corpus=${CONFAB_FUZZ_CORPUS:-$scratch}/$1 folders=() folder
  shift 2
  mkdir -p "$corpus"
  for folder in "$@"; do
    [ ! -d "$folder" ] || folders+=("$folder")
  done

  if ! "$program" -seed="${CONFAB_FUZZ_SEED:-0}" -max_total_time="$time" -max_len=16384 -timeout=20 -rss_limit_mb=2048 \
      -print_final_stats=1 -verbosity=0 -dict="$dictionary" -artifact_prefix="$findings/$target-" \
      "$corpus" "${folders[@]}" >"$scratch/log" 2>&1; then
    tail -n 100 "$scratch/log"
    echo "bench fuzz-$target 0 runs - short"
    return 1
  fi
  echo "bench fuzz-$target $(sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/log") runs - ok"
}

dialects=
if [ "$name" = decoder ]; then
  dialects=$("$program" --dialects)
fi

if [ -z "$dialects" ]; then
  fuzz "$name" "$seconds" "$@"
  exit
fi

n=$(echo "$dialects" | wc -l)
status=0
for dialect in $dialects; do
  export CONFAB_FUZZ_DIALECT=$dialect
  fuzz "$name-$dialect" $(((seconds + n - 1) / n)) "${@//DIALECT/$dialect}" || status=1
done
exit $status
