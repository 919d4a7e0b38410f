# Reads ladder.csv; prints the goals that are about instructions, as lines of
# goals.csv: each scoped form is to execute as many as explicit close, on every
# rung. Nothing where none were counted.

BEGIN {
    FS = ","
    split("cleanup_attribute nested_defer defer_ts raii scope_guard", forms,
        " ")
    for (i in forms)
        scoped[forms[i]] = 1
    wanted = 0
}

FNR == 1 {
    for (i = 1; i <= NF; i++)
        at[$i] = i
    next
}

$at["instructions"] == "" || $at["shape"] == "failure" { next }

{
    rung = $at["compiler"] "," $at["shape"] "," $at["count"]
    all = $at["instructions"] * $at["count"]
}

$at["mechanism"] == "explicit_close" { explicit[rung] = all }

$at["mechanism"] in scoped {
    form = $at["compiler"] " " $at["mechanism"]
    if (!(form in rungs))
        order[++ordered] = form
    rungs[form] = rungs[form] " " rung
    counted[form, rung] = all
}

END {
    for (i = 1; i <= ordered; i++)
        judge(order[i])
}

function judge(form,    names, n, k, more, worst, where) {
    n = split(rungs[form], names, " ")
    for (k = 1; k <= n; k++) {
        more = round(counted[form, names[k]] - explicit[names[k]])
        if (more * more > worst * worst) {
            worst = more
            where = names[k]
        }
    }
    gsub(/,/, " ", where)
    sub(/^[^ ]+ /, "", where)
    printf "a scoped form executes the instructions of explicit close,"
    printf "%s%s,%s,exactly %d,%d,%d,%d,%s\n", form,
        where == "" ? " (all counts)" : " (most at " where ")",
        "instructions per call beyond explicit close", wanted, worst, worst,
        worst, worst == wanted ? "met" : "not met"
}

function round(number) {
    return number < 0 ? -int(0.5 - number) : int(number + 0.5)
}
