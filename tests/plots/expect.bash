# shellcheck shell=bash
# What the tests of the charts share: a folder of their own, which goes when
# they end, and what they expect of the last command.
set -euo pipefail

tests=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
# shellcheck disable=SC2034 # the tests use it
plots=$(realpath "$tests/../../plots")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
    echo "FAILED: $*" >&2
    [[ ! -s $folder/said ]] || sed 's/^/    /' "$folder/said" >&2
    exit 1
}

# Runs a command, whose status and words are then looked at.
try() {
    status=0
    "$@" >"$folder/said" 2>&1 </dev/null || status=$?
}

expect_status() {
    [[ $status == "$1" ]] || fail "status $status, not $1"
}

expect_said() {
    [[ $(<"$folder/said") == "$1" ]] || fail "did not say: $1"
}

expect_line() {
    grep -qF -- "$1" "$folder/said" || fail "no line has: $1"
}

run_test() {
    declare -F "${1:?say which test}" >/dev/null || fail "no test $1"
    "$1"
}
