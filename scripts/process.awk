# Turns the CSV files of hyperfine, one a round with one run of each process,
# into process.csv. wall_ms_low and wall_ms_high are the sign test's interval of
# the median at 95% (empty below 6 rounds). hyperfine counts in seconds.
BEGIN {
    FS = OFS = ","
    print "strategy,allocator,resource,size,count,runs,wall_ms_median," \
        "wall_ms_low,wall_ms_high,wall_ms_min,user_ms_median,system_ms_median"
}

FNR == 1 {
    for (i = 1; i <= NF; i++)
        column[$i] = i
    next
}

{
    process = $column["parameter_strategy"] OFS $column["parameter_allocator"]
    if (!(process in runs))
        order[++processes] = process
    run = ++runs[process]
    wall[process, run] = 1000 * $column["mean"]
    user[process, run] = 1000 * $column["user"]
    kernel[process, run] = 1000 * $column["system"]
}

# Fills sorted[1..n] with the values of one process, smallest first.
function sort_values(values, process, n,    i, j) {
    for (i = 1; i <= n; i++) {
        for (j = i; j > 1 && sorted[j - 1] > values[process, i]; j--)
            sorted[j] = sorted[j - 1]
        sorted[j] = values[process, i]
    }
}

function sorted_median(n) {
    return (sorted[int((n + 1) / 2)] + sorted[int(n / 2) + 1]) / 2
}

function median(values, process, n) {
    sort_values(values, process, n)
    return sorted_median(n)
}

# How many values may lie outside the interval at each end: the most for which
# the binomial tail stays within 2.5%; -1 when not even none does.
function outside(n,    k, probability, tail) {
    probability = 0.5 ^ n
    for (k = 0; (tail += probability) <= 0.025; k++)
        probability *= (n - k) / (k + 1)
    return k - 1
}

# The columns of the wall time: median, low, high, min.
function wall_columns(process, n,    k, low, high) {
    sort_values(wall, process, n)
    k = outside(n)
    low = k < 0 ? "" : sprintf("%.9g", sorted[k + 1])
    high = k < 0 ? "" : sprintf("%.9g", sorted[n - k])
    return sprintf("%.9g,%s,%s,%.9g", sorted_median(n), low, high, sorted[1])
}

END {
    for (p = 1; p <= processes; p++) {
        process = order[p]
        n = runs[process]
        printf "%s,%s,%s,%s,%d,%s,%.9g,%.9g\n", process, resource, size, \
            count, n, wall_columns(process, n), median(user, process, n), \
            median(kernel, process, n)
    }
}
