# Prints the rows and columns that a chart wants of a CSV file (RFC 4180), with
# tabs between them, a header line above them, and NaN for an empty field.
#
#   awk -f select.awk -v columns="count ns_median" \
#       -v where="resource=file size=@telling failures=0" summary.csv
#
# columns   NAME, or FIRST|SECOND: the second where the first is empty
# where     NAME=VALUE or NAME!=VALUE, all of which must hold. An empty VALUE
#           stands for an empty field. In place of a VALUE:
#             @greatest, @smallest  of the column, among all rows
#             size=@telling         the resource's size with the most rows; of
#                                   equals the second smallest: the smallest is
#                                   an edge, the large ones time their own use
#             count=@telling        the count with the most rows at a telling
#                                   size; of equals the second greatest: at the
#                                   greatest some strategies can no longer work
# by        a column of numbers by which to sort the rows, smallest first
# show      rows (default); values: each different line once, without header;
#           range: the smallest and the greatest number, or nothing
#
# A missing column is one sentence on standard error and status 2.

BEGIN {
    wanted = split(columns, column, " ")
    conditions = split(where, condition, " ")
    for (i = 1; i <= wanted; i++)
        split_column(i)
    for (i = 1; i <= conditions; i++)
        split_condition(i)
}

{
    record = open_record == "" ? $0 : open_record "\n" $0
    if (gsub(/"/, "\"", record) % 2) {
        open_record = record
        next
    }
    open_record = ""
    sub(/\r$/, "", record)
    fields = split_record(record, field)
    if (position_count == 0)
        read_header()
    else if (record != "")
        keep_row()
}

END {
    if (failed)
        exit 2
    find_telling_sizes()
    find_telling_count()
    if (show == "" || show == "rows")
        print_line(column)
    for (row = 1; row <= rows; row++)
        if (holds(row))
            insert_row(row)
    for (i = 1; i <= held; i++)
        print_row(order[i])
    if (show == "range" && smallest != "")
        print smallest, greatest
}

function split_column(i,    part) {
    if (split(column[i], part, "|") < 2)
        return
    column[i] = part[1]
    fallback[i] = part[2]
}

function split_condition(i,    sign) {
    negated[i] = condition[i] ~ /!=/
    sign = index(condition[i], "=")
    name[i] = substr(condition[i], 1, sign - 1 - negated[i])
    value[i] = substr(condition[i], sign + 1)
    needs_count = needs_count || condition[i] == "count=@telling"
    needs_size = needs_size || needs_count || condition[i] == "size=@telling"
}

# Splits one record; a quoted field may hold commas, line ends and "" for ".
function split_record(text, into,    n, part, parts, i) {
    split("", into)
    if (index(text, "\"") == 0)
        return split(text, into, ",")
    parts = split(text, part, ",")
    for (i = 1; i <= parts; i++) {
        into[++n] = part[i]
        while (gsub(/"/, "\"", into[n]) % 2 && i < parts)
            into[n] = into[n] "," part[++i]
        if (into[n] ~ /^"/) {
            into[n] = substr(into[n], 2, length(into[n]) - 2)
            gsub(/""/, "\"", into[n])
        }
        gsub(/[\t\n]/, " ", into[n])
    }
    return n
}

function read_header(    i) {
    position_count = fields
    for (i = 1; i <= fields; i++)
        position[field[i]] = i
    for (i = 1; i <= wanted; i++) {
        need(column[i])
        if (i in fallback)
            need(fallback[i])
    }
    for (i = 1; i <= conditions; i++)
        need(name[i])
    if (needs_size)
        need("resource")
    if (needs_size)
        need("size")
    if (needs_count) {
        need("count")
        need("strategy")
    }
    if (by != "")
        need(by)
    if (failed)
        exit
}

function need(what) {
    if (what in position) {
        used[what] = position[what]
        return
    }
    printf "%s has no column \"%s\": it is not what this chart reads.\n",
        FILENAME, what > "/dev/stderr"
    failed = 1
}

function keep_row(    what) {
    rows++
    for (what in used)
        cell[rows, what] = field[used[what]]
    for (what in used)
        keep_extremes(what, field[used[what]])
}

function keep_extremes(what, number) {
    if (number == "")
        return
    if (!((what, "@smallest") in extreme) ||
        number + 0 < extreme[what, "@smallest"] + 0)
        extreme[what, "@smallest"] = number
    if (!((what, "@greatest") in extreme) ||
        number + 0 > extreme[what, "@greatest"] + 0)
        extreme[what, "@greatest"] = number
}

function find_telling_sizes(    row, key, of, size, resource, best, most) {
    if (!needs_size)
        return
    for (row = 1; row <= rows; row++)
        of[cell[row, "resource"] SUBSEP cell[row, "size"]]++
    for (row = 1; row <= rows; row++) {
        resource = cell[row, "resource"]
        if (of[resource SUBSEP cell[row, "size"]] > most[resource])
            most[resource] = of[resource SUBSEP cell[row, "size"]]
    }
    for (resource in most)
        telling_size[resource] = best_of(resource, of, most[resource], 1)
}

# A resource of one strategy compares allocators, not counts: it has no say
# beside others.
function find_telling_count(    row, of, count, most, resource, first,
    several, any) {
    if (!needs_count)
        return
    for (row = 1; row <= rows; row++) {
        resource = cell[row, "resource"]
        if (!(resource in first))
            first[resource] = cell[row, "strategy"]
        else if (first[resource] != cell[row, "strategy"])
            several[resource] = any = 1
    }
    for (row = 1; row <= rows; row++)
        if ((!any || cell[row, "resource"] in several) &&
            cell[row, "size"] == telling_size[cell[row, "resource"]])
            of["count" SUBSEP cell[row, "count"]]++
    for (count in of)
        if (of[count] > most)
            most = of[count]
    telling_count = best_of("count", of, most, -1)
}

# Of the numbers that `of` counts `most` times under `group`, the second one in
# rising (direction 1) or falling order (-1); the only one where there is one.
function best_of(group, of, most, direction,    key, part, first, second) {
    for (key in of) {
        split(key, part, SUBSEP)
        if (part[1] != group || of[key] != most)
            continue
        if (first == "" || (part[2] - first) * direction < 0) {
            second = first
            first = part[2]
        } else if (second == "" || (part[2] - second) * direction < 0)
            second = part[2]
    }
    return second == "" ? first : second
}

function holds(row,    i) {
    for (i = 1; i <= conditions; i++)
        if ((cell[row, name[i]] == meaning(row, i)) == negated[i])
            return 0
    return 1
}

function meaning(row, i) {
    if (value[i] == "@telling" && name[i] == "count")
        return telling_count
    if (value[i] == "@telling")
        return telling_size[cell[row, "resource"]]
    if (value[i] ~ /^@/)
        return extreme[name[i], value[i]]
    return value[i]
}

# Into the order to print in: after the rows that are as great.
function insert_row(row,    i) {
    for (i = ++held; by != "" && i > 1; i--) {
        if (cell[order[i - 1], by] + 0 <= cell[row, by] + 0)
            break
        order[i] = order[i - 1]
    }
    order[i] = row
}

function print_row(row,    i, selected, line) {
    for (i = 1; i <= wanted; i++) {
        selected[i] = cell[row, column[i]]
        if (selected[i] == "" && i in fallback)
            selected[i] = cell[row, fallback[i]]
        if (show == "range")
            widen_range(selected[i])
        if (selected[i] == "")
            selected[i] = "NaN"
        line = line SUBSEP selected[i]
    }
    if (show != "range" && !(show == "values" && printed[line]++))
        print_line(selected)
}

function widen_range(number) {
    if (number == "")
        return
    if (smallest == "" || number + 0 < smallest + 0)
        smallest = number
    if (greatest == "" || number + 0 > greatest + 0)
        greatest = number
}

function print_line(from,    i) {
    for (i = 1; i <= wanted; i++)
        printf "%s%s", from[i], i < wanted ? "\t" : "\n"
}
