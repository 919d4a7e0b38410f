# shellcheck shell=bash
# A made-up machine for a test: the programs on its PATH are the ones that the
# test puts there, so that a script meets an apt, a sudo or a hyperfine that
# does as the test says. Sourced by the *_test files, which call run_test.
set -euo pipefail
# shellcheck disable=SC2034 # the tests use it
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
mkdir "$world/bin"

fail() {
    printf 'failed: %s\n' "$*" >&2
    [[ ! -s $world/output ]] || sed 's/^/  output: /' "$world/output" >&2
    [[ ! -s $world/calls ]] || sed 's/^/  called: /' "$world/calls" >&2
    exit 1
}

# Gives the machine real programs.
give() {
    local program
    for program; do
        ln -sf "$(type -P "$program")" "$world/bin/$program"
    done
}

# Gives it a program with the shell text on standard input as its body; $call
# is the whole call, and each call is noted.
give_stub() {
    {
        printf '#!/bin/bash\ncall="%s %s"\n' "$1" "\$*"
        printf 'echo "%s" >>"%s/calls"\n' "\$call" "$world"
        cat
    } >"$world/bin/$1"
    chmod +x "$world/bin/$1"
}

# Runs a command on the machine; sets `status`, keeps what it printed.
on_machine() {
    status=0
    PATH=$world/bin CXX='' HOME=$world TMPDIR=$world "$@" \
        >"$world/output" 2>&1 </dev/null || status=$?
}

expect_status() {
    [[ $status == "$1" ]] || fail "status $status, not $1"
}

expect_output() {
    grep -qF -- "$1" "$world/output" || fail "does not say: $1"
}

expect_lines() {
    local lines
    lines=$(wc -l <"$world/output")
    ((lines == $1)) || fail "prints $lines lines, not $1"
}

# expect_calls PROGRAM TEXT: the calls of it, one a line.
expect_calls() {
    local calls
    calls=$(grep "^$1 " "$world/calls" 2>/dev/null || true)
    [[ $calls == "$2" ]] || fail "calls of $1 are not: $2"
}

run_test() {
    declare -F "${1:?say which test}" >/dev/null || fail "no test $1"
    "$1"
}
