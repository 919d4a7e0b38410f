# Of a run's samples, the control's and those of the cells that stand for their
# resource, one resource after the other in the first file's order: a smaller file
# with the same columns, from which charts draw faster. No field is quoted.
#
#   awk -f select.awk -v show=values -v columns="resource size count" \
#       -v where="size=@telling count=@telling threads=1" summary.csv |
#       awk -f telling.awk - samples.csv

NR == FNR {
    if (!($1 in known))
        resource[++resources] = $1
    known[$1]
    telling[$1, $2, $3, 1]
    next
}

FNR == 1 {
    FS = ","
    $0 = $0
    for (i = 1; i <= NF; i++)
        at[$i] = i
    print
    next
}

$at["role"] == "control" {
    print
}

$at["role"] == "cell" && ($at["resource"], $at["size"], $at["count"], \
    $at["threads"]) in telling {
    name = $at["resource"]
    line[name, ++lines[name]] = $0
}

END {
    for (i = 1; i <= resources; i++)
        for (j = 1; j <= lines[resource[i]]; j++)
            print line[resource[i], j]
}
