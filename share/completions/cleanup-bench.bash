# bash completion for cleanup-bench. It asks the program itself, so that it
# knows what this build knows.
# shellcheck shell=bash

# Options of a subcommand, or of the program: --help has them.
_cleanup_bench_options() {
    "$1" ${2:+"$2"} --help 2>/dev/null | grep -oE '^  (-h,)?--[a-z-]+' |
        grep -oE -- '--[a-z-]+'
}

_cleanup_bench_subcommands() {
    "$1" --help 2>/dev/null |
        awk '/^Subcommands:/ { found = 1; next } !NF { found = 0 }
            found && /^  [a-z]/ { print $1 }'
}

# _cleanup_bench_runs FOLDER: names of the runs in it.
_cleanup_bench_runs() {
    local context
    for context in "${1:-results}"/*/context.json; do
        [[ -e $context ]] || continue
        context=${context%/context.json}
        printf '%s\n' "${context##*/}"
    done
}

# The folder after --results, where one is typed.
_cleanup_bench_results() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == --results ]]; then
            printf '%s\n' "${COMP_WORDS[i + 1]}"
        fi
    done
}

# _cleanup_bench_reply WORDS WORD: those that WORD begins, also as the last of
# several that commas separate.
_cleanup_bench_reply() {
    local before=
    [[ $2 == *,* ]] && before=${2%,*},
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${2##*,}")
}

_cleanup_bench() {
    local program=$1 word=$2 before=$3 command=${COMP_WORDS[1]-}
    COMPREPLY=()
    if [[ $COMP_CWORD -eq 1 ]]; then
        _cleanup_bench_reply "$(_cleanup_bench_subcommands "$program")
            $(_cleanup_bench_options "$program" '')" "$word"
        return
    fi
    case $before in
    --strategy) set -- "$("$program" list --names strategies)" ;;
    --allocator)
        set -- "$("$program" list --names allocators)
            $("$program" list --names peers)"
        ;;
    --resource) set -- "$("$program" list --names resources)" ;;
    --preset) set -- 'quick default full peers' ;;
    --id) set -- "$("$program" list --names claims)" ;;
    --names) set -- 'strategies allocators peers resources claims' ;;
    --resume | --repeats)
        set -- "$(_cleanup_bench_runs "$(_cleanup_bench_results)")"
        ;;
    --out | --results | --markdown | --csv)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    *)
        if [[ $word == -* ]]; then
            set -- "$(_cleanup_bench_options "$program" "$command")"
        elif [[ $command =~ ^(show|report|compare|merge|claims)$ ]]; then
            set -- "$(_cleanup_bench_runs "$(_cleanup_bench_results)")"
        else
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
        fi
        ;;
    esac
    _cleanup_bench_reply "$1" "$word"
}
complete -o filenames -F _cleanup_bench cleanup-bench
