# shellcheck shell=bash
# The mallocs that programs are measured on. Sourced by scripts that have `say`.
# shellcheck disable=SC2034 # they use what is set here

baseline=glibc

# Name, library, and the Debian package that has it.
mallocs='tiers build/libtiers.so -
tiers_hardened build/libtiers-hardened.so -
jemalloc libjemalloc.so.2 libjemalloc2
mimalloc libmimalloc.so.2 libmimalloc2.0
tcmalloc libtcmalloc_minimal.so.4 libtcmalloc-minimal4'

# The dynamic linker says so when it cannot find a library.
can_load() {
    [[ ! $(env LD_PRELOAD="$1" true 2>&1) ]]
}

# find_mallocs FOLDER: fills `names` and `libraries`; what is left out is named
# by `say`. The project's own libraries are reached by a path in FOLDER that is
# whole from any folder and has no blank, which would end it.
find_mallocs() {
    local folder=$1 name library package
    names=("$baseline")
    libraries=('')
    while read -r name library package; do
        if [[ $library == */* ]]; then
            ln -s "$PWD/$library" "$folder/"
            library=$folder/${library##*/}
        fi
        if can_load "$library"; then
            names+=("$name")
            libraries+=("$library")
        elif [[ $package == - ]]; then
            say "left out $name: build/${library##*/} cannot be loaded"
        else
            say "left out $name: apt-get install $package"
        fi
    done <<<"$mallocs"
}
