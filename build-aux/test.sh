#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds Confab with warnings as errors and runs every test: once as it is
# and once under AddressSanitizer and UndefinedBehaviorSanitizer. Then come the benchmarks, and each
# fuzzer for some seconds.
#   test.sh           everything
#   test.sh --quick   without the sanitizers, benchmarks and fuzzers
# Ends with the number of tests that passed and failed.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
builds=${CONFAB_TEST_BUILD_DIR:-$top/_build-test}
sanitizers=yes
[ "${1:-}" = --quick ] && sanitizers=no

bash "$top/build-aux/install-dependencies.sh" test

passed=0
failed=0
skipped=0
failures=()

# Runs tests of one build folder, adds up what meson counted and keeps the names of those that failed.
run_tests() {
  local build=$1 log line
  failures=()
  shift
  log=$build/meson-logs/testlog.json
  rm -f "$log"
  meson test -C "$build" --no-rebuild --print-errorlogs "$@" || true
  if [ ! -s "$log" ]; then
    echo "No test was run in $build." >&2
    failed=$((failed + 1))
    return
  fi
  line=$(python3 - "$log" <<'PY'
import collections, json, sys
results = collections.Counter()
failed = []
with open(sys.argv[1], encoding='utf-8') as log:
    for line in log:
        entry = json.loads(line)
        results[entry['result']] += 1
        if entry['result'] not in ('OK', 'EXPECTEDFAIL', 'SKIP'):
            failed.append(entry['name'].split(' / ')[-1])
good = results.pop('OK', 0) + results.pop('EXPECTEDFAIL', 0)
skipped = results.pop('SKIP', 0)
print(good, sum(results.values()), skipped, *failed)
PY
)
  set -- $line
  passed=$((passed + $1))
  failed=$((failed + $2))
  skipped=$((skipped + $3))
  shift 3
  failures=("$@")
}

setup() {
  local build=$1
  shift
  [ -f "$build/build.ninja" ] || meson setup "$build" "$top" --werror "$@"
  ninja -C "$build"
}

report() {
  if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
  else
    echo "$passed passed, $failed failed"
  fi
  [ "$failed" -eq 0 ]
}

echo "== Build and tests"
setup "$builds/plain"
run_tests "$builds/plain"

echo "== Build without the window"
setup "$builds/no-gui" -Dgui=false

if [ "$sanitizers" = yes ]; then
  echo "== Tests under AddressSanitizer and UndefinedBehaviorSanitizer"
  setup "$builds/sanitized" -Db_sanitize=address,undefined -Db_lundef=false
  export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
  export LSAN_OPTIONS=suppressions=$top/tests/lsan.supp:print_suppressions=0
  ASAN_OPTIONS=detect_leaks=1 \
    run_tests "$builds/sanitized" --timeout-multiplier 4 --no-suite lint --no-suite ui --no-suite e2e
  # The libraries below the window keep things until the end. Whose they are, only slow unwinding
  # tells, as far up as a library's constructors: it makes the window three times slower, so the
  # end-to-end tests do without and know the one thing themselves.
  ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0:malloc_context_size=10 CONFAB_E2E_PATIENCE=3 \
    run_tests "$builds/sanitized" --timeout-multiplier 4 --suite ui
  ASAN_OPTIONS=detect_leaks=1 CONFAB_E2E_PATIENCE=3 \
    run_tests "$builds/sanitized" --timeout-multiplier 4 --suite e2e
  if [ ${#failures[@]} -gt 0 ]; then
    echo "== What failed, once more for its whole stacks; this counts for nothing"
    ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0 CONFAB_E2E_PATIENCE=6 \
      meson test -C "$builds/sanitized" --no-rebuild --print-errorlogs --timeout-multiplier 8 "${failures[@]}" || true
  fi
fi

if [ "$sanitizers" = no ]; then
  report
  exit
fi

# What a figure is says nothing of right or wrong, so it is told and not judged.
echo "== Benchmarks"
if ! meson test -C "$builds/plain" --no-rebuild --print-errorlogs --benchmark >"$builds/benchmarks.log"; then
  cat "$builds/benchmarks.log"
  echo "A benchmark did not come to its end."
  failed=$((failed + 1))
fi
grep -a '^bench ' "$builds/plain/meson-logs/testlog.txt" || true

# The same beginnings each time, so that a finding belongs to the change and not to chance.
echo "== Fuzzers"
if printf 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
    clang -x c -fsanitize=fuzzer -o /dev/null - 2>/dev/null; then
  [ -f "$builds/fuzzing/build.ninja" ] ||
    CC=clang meson setup "$builds/fuzzing" "$top" -Dgui=false -Dfuzzing=true \
      -Db_sanitize=address,undefined -Db_lundef=false
  ninja -C "$builds/fuzzing" fuzzers
  CONFAB_FUZZ_SEED=1 run_tests "$builds/fuzzing" --benchmark --suite fuzz
  grep -a '^bench ' "$builds/fuzzing/meson-logs/testlog.txt" || true
else
  echo "There is no clang that makes fuzzers."
fi

report
