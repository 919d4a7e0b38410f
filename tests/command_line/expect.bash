# Shared by the tests of the command line: counts checks, keeps a folder.
# shellcheck shell=bash
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# check SENTENCE COMMAND...: the command must succeed.
check() {
    local sentence=$1
    shift
    if "$@" >"$folder/said" 2>&1; then
        echo "ok: $sentence"
    else
        echo "FAILED: $sentence: $*"
        sed 's/^/    /' "$folder/said"
        failures=$((failures + 1))
    fi
}

# says SENTENCE PATTERN: the last command checked printed what matches.
says() {
    if grep -qE -e "$2" "$folder/said"; then
        echo "ok: $1"
        return
    fi
    echo "FAILED: $1: nothing matches /$2/ in:"
    sed 's/^/    /' "$folder/said"
    failures=$((failures + 1))
}

# refuses STATUS PATTERN COMMAND...: it must end with that status and say one
# line on standard error that matches, and nothing on standard output.
refuses() {
    local wanted=$1 pattern=$2 status=0
    shift 2
    "$@" >"$folder/out" 2>"$folder/said" || status=$?
    sed -i '/^This build has sanitizers/d' "$folder/said"
    if [[ $status -eq $wanted && $(wc -l <"$folder/said") -eq 1 &&
        ! -s $folder/out ]] && grep -qE -e "$pattern" "$folder/said"; then
        echo "ok: refused: ${*:2}"
        return
    fi
    echo "FAILED: expected status $wanted and /$pattern/ of: $*"
    echo "    status $status, said:"
    sed 's/^/    /' "$folder/out" "$folder/said"
    failures=$((failures + 1))
}

finish() {
    [[ $failures -eq 0 ]] || {
        echo "$failures checks failed"
        exit 1
    }
}
