# The twins of a run: for each, and for each round, its time divided by that of
# the cell it repeats. No field of samples.csv is quoted.
#
#   awk -f twins.awk samples.csv
#
# With -v show=medians for each twin the median over the rounds, with the name of
# its cell behind a tab.

BEGIN {
    FS = ","
    OFS = "\t"
}

FNR == 1 {
    for (i = 1; i <= NF; i++)
        at[$i] = i
    next
}

$at["ns_per_resource"] > 0 {
    cell = $at["strategy"]
    for (i = at["strategy"] + 1; i < at["runtime"]; i++)
        cell = cell "/" $i
    where = $at["round"] SUBSEP cell
}

$at["ns_per_resource"] > 0 && $at["role"] == "cell" {
    time[where] = $at["ns_per_resource"]
}

$at["ns_per_resource"] > 0 && $at["role"] == "twin" {
    twin[where] = $at["ns_per_resource"]
}

END {
    for (where in twin)
        if (where in time)
            keep(where, twin[where] / time[where])
    if (show == "medians")
        for (cell in rounds)
            print median(cell), cell
}

function keep(where, ratio,    part) {
    if (show != "medians") {
        print ratio
        return
    }
    split(where, part, SUBSEP)
    insert(part[2], ratio)
}

# Keeps the ratios of a cell sorted.
function insert(cell, ratio,    i) {
    for (i = ++rounds[cell]; i > 1 && sorted[cell, i - 1] > ratio; i--)
        sorted[cell, i] = sorted[cell, i - 1]
    sorted[cell, i] = ratio
}

function median(cell,    n) {
    n = rounds[cell]
    return (sorted[cell, int((n + 1) / 2)] + sorted[cell, int(n / 2) + 1]) / 2
}
