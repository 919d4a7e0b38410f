# How measurements scatter: violin, box and every round, a panel per resource:
#   gnuplot -c plots/distributions.gp results/RUN/samples.csv distributions.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "role=cell size=@telling count=@telling threads=1"
allocator = fullest_allocator(at)
at = at." ns_per_resource!= allocator=".allocator
resources = compared(at, values(at, "resource"))
if (resources eq "") { eval nothing_to_draw("times of one thread") }

title = "How do the measurements scatter?"
caption = "Time per resource in every round, with one thread and ".allocator. \
    ". Box: the middle half of the rounds; its line: their median.\nShape:". \
    " where rounds are dense; dots: rounds. Further left is cheaper, by a". \
    " factor: the scale is logarithmic."
panels = words(resources)
across = smaller(2, panels_across(panels))
row_height = 24
label_width = is_card ? 0 : 8
gap_left = 24 + 8 * longest(strategy_names, 1)
legend_entries = 0 # each row is named
named_by_page = 0
panel_height = strategies * row_height + gap_top + gap_bottom

eval begin_page
plot -1 notitle
eval begin_panels

# A density's outline from the left above the row and back below it; its
# tallest place reaches this far from the row's middle.
reach = 0.42

# Dots of one row lie apart, in an order without a pattern.
jitter(round) = 0.5 * (round * 0.618034 - floor(round * 0.618034)) - 0.25

set grid noytics
set ytics scale 0
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    names = common(strategy_names, values(where, "strategy"))
    n = words(names)
    extent = range(where, "ns_per_resource")
    low = axis_low(word(extent, 1), word(extent, 2))
    high = axis_high(word(extent, 1), word(extent, 2), 0)
    columns = "strategy ns_per_resource round"
    load series("$rounds", "ns_per_resource", where, columns, names, "")
    load series("$shapes", "ns_per_resource", where, columns, names, \
        " | awk -f ".quoted(here."/density.awk"))
    array lower[n]
    array middle_value[n]
    array upper[n]
    unset logscale x
    set xrange [*:*]
    set yrange [*:*]
    do for [k = 1:n] {
        stats $rounds index k - 1 using 2 name "one" nooutput
        lower[k] = one_lo_quartile
        middle_value[k] = one_median
        upper[k] = one_up_quartile
    }
    set logscale x

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "ns per resource")
    set xrange [low:high]
    set yrange [n + 0.6:0.4]
    eval x_ticks(low, high)
    eval "set ytics ".name_ticks(names)
    plot for [k = 1:n] $shapes index k - 1 using 1: \
            (k - reach * column(2)):(k + reach * column(2)) \
            with filledcurves fillstyle transparent solid 0.18 noborder \
            fillcolor rgb strategy_colour(word(names, k)), \
        for [k = 1:n] "+" every ::::0 using (middle_value[k]):(k): \
            (lower[k]):(upper[k]):(k - 0.16):(k + 0.16) \
            with boxxyerror fillstyle empty border linewidth 1.3 \
            linecolor rgb strategy_colour(word(names, k)), \
        for [k = 1:n] "+" every ::::0 using (middle_value[k]):(k - 0.16): \
            (0):(0.32) with vectors nohead linewidth 2.2 \
            linecolor rgb strategy_colour(word(names, k)), \
        for [k = 1:n] $rounds index k - 1 using "ns_per_resource": \
            (k + jitter(column("round"))) with points pointtype 7 \
            pointsize 0.22 linecolor rgb strategy_colour(word(names, k)), \
        for [k = 1:n] $rounds index k - 1 using "ns_per_resource": \
            (k + jitter(column("round"))):(sprintf("%s, round %d: %s ns", \
            strcol(1), column("round"), number(column(2)))) @spoken, \
        for [k = 1:n] "+" every ::::0 using (middle_value[k]):(k): \
            (word(names, k).": median ".number(middle_value[k]). \
            " ns, middle half ".number(lower[k])." to ".number(upper[k])) \
            @spoken
}
eval end_page
