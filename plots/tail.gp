# Time against percentile of the rounds, a panel per resource:
#   gnuplot -c plots/tail.gp results/RUN/samples.csv tail.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "role=cell size=@telling count=@telling threads=1"
allocator = fullest_allocator(at)
at = at." ns_per_resource!= allocator=".allocator
resources = compared(at, values(at, "resource"))
if (resources eq "") { eval nothing_to_draw("times of one thread") }

title = "How bad do the worst measurements get?"
caption = "Time per resource that so many per cent of the rounds stay under,". \
    " with one thread and ".allocator.". A measurement is the mean of many". \
    " calls.\nFlat is steady; a line that rises at its right end had bad". \
    " rounds. The upright scale is logarithmic, the other stretches its end."
panels = words(resources)
across = panels_across(panels)

eval begin_page
plot @strategy_line_legend
eval begin_panels

# How far right a share of rounds stands: each tenfold of what lies beyond it
# takes as much room.
stretched(share) = -log10(1 - share)

do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    names = common(strategy_names, values(where, "strategy"))
    n = words(names)
    load series("$rounds", "ns_per_resource", where, \
        "strategy ns_per_resource", names, "")
    extent = range(where, "ns_per_resource")
    last_share = 0
    unset logscale y
    set xrange [*:*]
    set yrange [*:*]
    do for [k = 1:n] {
        stats $rounds index k - 1 using 3 name "one" nooutput
        last_share = greater(last_share, one_max)
    }

    set logscale y

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "per cent of the rounds")
    eval upright_title(i, "ns per resource")
    set xrange [0:1.03 * stretched(last_share)]
    set yrange [axis_low(word(extent, 1), word(extent, 2)): \
        axis_high(word(extent, 1), word(extent, 2), 0)]
    eval at_x('("0" 0, "50" stretched(0.5), "75" stretched(0.75), \
        "90" stretched(0.9), "95" stretched(0.95), "99" stretched(0.99), \
        "99.9" stretched(0.999))')
    eval y_ticks(word(extent, 1), word(extent, 2))
    plot for [k = 1:n] $rounds index k - 1 using \
            (stretched(column("share"))):"ns_per_resource" with linespoints \
            pointtype strategy_mark(word(names, k)) pointsize 0.45 \
            linecolor rgb strategy_colour(word(names, k)), \
        for [k = 1:n] $rounds index k - 1 using \
            (stretched(column("share"))):"ns_per_resource": \
            (sprintf("%s: %.0f%% of the rounds are under %s ns", strcol(1), \
            100 * column("share"), number(column("ns_per_resource")))) @spoken
}
eval end_page
