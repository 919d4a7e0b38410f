# How many times what one thread does all threads get done, from rows of select.awk
# with the columns strategy, allocator, threads, throughput_per_s, ns_low and
# ns_high: a line for each strategy and allocator that was measured with both.
# The interval is that of all threads' time.
#
#   ... | awk -f scaling.awk -v threads=2

BEGIN {
    FS = OFS = "\t"
    print "strategy", "allocator", "factor", "low", "high", "one", "all"
}

$4 !~ /^[0-9]/ {
    next
}

$3 == 1 {
    one[$1, $2] = $4
}

$3 == threads {
    order[++n] = $1 SUBSEP $2
    all[$1, $2] = $4
    least[$1, $2] = threads * 1e9 / $6
    most[$1, $2] = threads * 1e9 / $5
}

END {
    for (i = 1; i <= n; i++) {
        cell = order[i]
        if (one[cell] == 0)
            continue
        split(cell, name, SUBSEP)
        print name[1], name[2], all[cell] / one[cell], \
            least[cell] / one[cell], most[cell] / one[cell], one[cell], \
            all[cell]
    }
}
