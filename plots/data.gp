# What the charts know of their input: rows by select.awk, and the strategies
# and allocators in it with their looks. Loaded by page.gp.

set datafile separator tab
set datafile missing NaN
set key autotitle columnheader

load here."/common.gp"

# The command that selects; the conditions are those of select.awk.
select(show, where, columns) = select_by("", show, where, columns)
select_by(by, show, where, columns) = \
    select_in(input, by, show, where, columns)
select_in(file, by, show, where, columns) = \
    "awk -f ".quoted(here."/select.awk")." -v by=".by." -v show=".show. \
    " -v where=".quoted(where)." -v columns=".quoted(columns)." ".quoted(file)

# The run's file of that name, which a chart draws beside its input; "" where
# there is none.
file_beside(name) = system("file=$(dirname ".quoted(input).")/".quoted(name). \
    "; [ ! -e \"$file\" ] || echo \"$file\"")

# To be loaded: puts rows into a data block of that name, under a header line;
# sorted by a column of numbers where lines are to join them.
rows(name, where, columns) = as_block(name, select("rows", where, columns))
rows_by(by, name, where, columns) = \
    as_block(name, select_by(by, "rows", where, columns))
rows_in(file, name, where, columns) = \
    as_block(name, select_in(file, "", "rows", where, columns))
# The same in a block for each strategy, by series.awk; the first column must be
# the strategy. With `more`, a command that they go through.
series(name, by, where, columns, list, more) = as_block(name, \
    select_by(by, "rows", where, columns)." | awk -f ". \
    quoted(here."/series.awk")." -v names=".quoted(list).more)
as_block(name, command) = "< echo '".name." << END'; ".command."; echo END"

# A time and its interval, which has no length where few rounds gave none.
times = "ns_median ns_low|ns_median ns_high|ns_median"

# The different values of a column, one word each, in the file's order.
values(where, column) = system(select("values", where, column))

# "LOW HIGH" over the columns, or "" where they hold no number.
range(where, columns) = system(select("range", where, columns))

# --- Lists: words in a string --------------------------------------------

# The place of a word from 1, or 0.
place(name, list) = sum [k = 1:words(list)] (word(list, k) eq name ? k : 0)

# Characters in the longest word, from the i-th on.
longest(list, i) = i > words(list) ? 0 : \
    greater(strlen(word(list, i)), longest(list, i + 1))

# The words of a list that another has too.
common(list, other) = common_from(list, other, 1)
common_from(list, other, i) = i > words(list) ? "" : \
    (place(word(list, i), other) ? word(list, i)." " : ""). \
    common_from(list, other, i + 1)

# The words of a list that another has not.
without(list, other) = without_from(list, other, 1)
without_from(list, other, i) = i > words(list) ? "" : \
    (place(word(list, i), other) ? "" : word(list, i)." "). \
    without_from(list, other, i + 1)

either(first, second) = first eq "" ? second : first

# --- Which rows a chart draws --------------------------------------------

# Of a list of resources, the one that the chart is asked for, if any.
chosen(list) = only eq "" ? list : common(list, only)

# Of them those measured with several strategies; all of them where none was.
compared(where, list) = \
    chosen(either(compared_from(where, list, 1), list))
compared_from(where, list, i) = i > words(list) ? "" : \
    (words(values(where." resource=".word(list, i), "strategy")) > 1 ? \
    word(list, i)." " : "").compared_from(where, list, i + 1)

# The allocator with the most rows; of equals the first in the legends.
fullest_allocator(where) = \
    fullest_from(where, allocator_names, word(allocator_names, 1), 2)
fullest_from(where, list, best, i) = i > words(list) ? best : \
    fullest_from(where, list, fuller(where, best, word(list, i)), i + 1)
fuller(where, one, other) = row_count(where." allocator=".other) > \
    row_count(where." allocator=".one) ? other : one
row_count(where) = words(system(select("rows", where, "allocator")))

# For eval, where the input has none of what the chart draws.
nothing_to_draw(what) = \
    'print chart.": ".input." has no '.what.'."; exit status 3'

# --- Strategies and allocators, with their looks -------------------------

# What of these the input has columns for; a chart says so before it begins when
# it is something else.
if (!exists("kinds")) { kinds = "strategy allocator" }

look_of(line) = word(line, 3).",".word(line, 4)

# For each kind: KIND_names, KIND_colours and KIND_marks, side by side. Among
# samples stands the control, which is neither.
strategy_names = ""
allocator_names = ""
mechanism_names = ""
tier_names = ""
do for [kind in kinds] {
    present = without(values("", kind), "control none")
    if (GPVAL_SYSTEM_ERRNO != 0) { exit status 2 }
    names = ""; colours = ""; marks = ""; taken = ""; free = ""
    do for [i = 1:|$looks|] {
        if (word($looks[i], 1) eq kind) { taken = taken." ".look_of($looks[i]) }
    }
    do for [i = 1:|$looks|] {
        look = $looks[i]
        if (word(look, 1) eq kind && place(word(look, 2), present)) {
            names = names." ".word(look, 2)
            colours = colours." ".word(look, 3)
            marks = marks." ".word(look, 4)
        }
        if (word(look, 1) eq "free" && !place(look_of(look), taken)) {
            free = free." ".i
        }
    }
    newcomers = 0
    do for [name in present] {
        if (!place(name, names)) {
            look = $looks[int(word(free, newcomers % words(free) + 1))]
            names = names." ".name
            colours = colours." ".word(look, 3)
            marks = marks." ".word(look, 4)
            newcomers = newcomers + 1
        }
    }
    eval kind."_names = names"
    eval kind."_colours = colours"
    eval kind."_marks = marks"
}

strategies = words(strategy_names)
mechanisms = words(mechanism_names)
allocators = words(allocator_names)
tiers = words(tier_names)
strategy_place(name) = place(name, strategy_names)
allocator_place(name) = place(name, allocator_names)
strategy_colour(name) = \
    colour_number(word(strategy_colours, strategy_place(name)))
strategy_mark(name) = int(word(strategy_marks, strategy_place(name)))
mechanism_place(name) = place(name, mechanism_names)
mechanism_colour(name) = \
    colour_number(word(mechanism_colours, mechanism_place(name)))
mechanism_mark(name) = int(word(mechanism_marks, mechanism_place(name)))
allocator_colour(name) = \
    colour_number(word(allocator_colours, allocator_place(name)))
allocator_mark(name) = int(word(allocator_marks, allocator_place(name)))
tier_place(name) = place(name, tier_names)
tier_colour(name) = colour_number(word(tier_colours, tier_place(name)))
tier_mark(name) = int(word(tier_marks, tier_place(name)))

# "#RRGGBB" as a number; 0, black, for no colour.
colour_number(colour) = int(("0x0".colour[2:*]) + 0)
