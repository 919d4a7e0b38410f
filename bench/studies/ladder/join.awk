# Joins what was measured of each rung into ladder.csv, by its symbol. The files
# are told apart by their names; `calls` is how many more calls of each rung
# `many` counts than `few`. A field is empty where nothing was measured.

BEGIN { FS = OFS = "," }

FNR == 1 {
    part = FILENAME
    sub(/.*\//, "", part)
}

part == "accounted" && FNR > 1 { stack[$1] = $2; heap[$1] = $3 }
part == "few" { few[$1] += $2 }
part == "many" { many[$1] += $2 }
part == "code" { code[$1] += $2 }
part == "frames" { frame[$1] += $2 }
part == "calling" { calling[$1] = 1 }

part == "timed" {
    symbol = $1
    sub(/^[^,]*,/, "")
}

part == "timed" && FNR == 1 {
    print $0, "instructions", "code_bytes", "frame_bytes", "stack_bytes",
        "heap_bytes", "inlined"
}

part == "timed" && FNR > 1 {
    count = $4
    print $0, instructions(), own(code), own(frame), known(stack),
        from_malloc(), inlined()
}

# Of a function alone: a failure goes through several.
function own(numbers) {
    return $3 == "failure" ? "" : known(numbers)
}

# Bytes per resource; what does not come from malloc nobody counted.
function from_malloc() {
    return symbol in heap && $2 !~ /_cached$/ ? \
        shortest(heap[symbol] / count) : ""
}

function inlined() {
    if (!(symbol in code) || $3 == "failure")
        return ""
    return symbol in calling ? "no" : "yes"
}

function known(numbers) {
    return symbol in numbers ? numbers[symbol] : ""
}

# Of one resource. The first call, which fills caches, is in both counts.
function instructions() {
    if (!(symbol in many) || !(symbol in few))
        return ""
    return shortest((many[symbol] - few[symbol]) / calls / count)
}

function shortest(number) {
    return sprintf("%.6g", number)
}
