# Splits rows of a name and a number, sorted by the number, into a block for
# each name, which gnuplot reaches by `index`. Tabs between fields, a header
# line above each block. Adds the share of the name's rows that lies below.
#
#   ... | awk -f series.awk -v names="loop_defer object_pool"

BEGIN {
    FS = OFS = "\t"
    blocks = split(names, name, " ")
}

FNR == 1 {
    header = $0 OFS "share"
    next
}

{
    rows[$1]++
    row[$1, rows[$1]] = $0
}

END {
    for (i = 1; i <= blocks; i++) {
        print header
        for (j = 1; j <= rows[name[i]]; j++)
            print row[name[i], j], (j - 0.5) / rows[name[i]]
        print "\n"
    }
}
