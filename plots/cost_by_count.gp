# Time per resource against how many one function takes, a panel per resource:
#   gnuplot -c plots/cost_by_count.gp results/RUN/summary.csv cost_by_count.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling threads=1"
allocator = fullest_allocator(at)
at = at." allocator=".allocator
resources = compared(at, values(at." ns_median!=", "resource"))
if (words(values(at, "count")) < 2 || resources eq "") {
    eval nothing_to_draw("times at several counts")
}

title = "Does a resource cost more when one function takes many?"
caption = "Time per resource with one thread and ".allocator. \
    ". Mark: median of the run's rounds; bar: its 95% interval; both scales". \
    " are logarithmic.\nLower is cheaper; a flat line: the count does not". \
    " matter. A cross at the top: the strategy stopped, with so many held."
panels = words(resources)
across = panels_across(panels)

eval begin_page
plot @strategy_line_legend
eval begin_panels

# The part of a panel's height that a row of crosses takes at its top.
cross_row = 0.08
cross_height(k) = 1 - cross_row * (k - 0.5)
sideways(name) = beside(strategy_place(name), strategies)

set logscale xy
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows_by("count", "$data", where, "strategy count failures ".times)
    counts = range(where, "count")
    extent = range(where, "ns_low ns_median ns_high")
    measured = common(strategy_names, values(where." ns_median!=", "strategy"))
    stopped = common(strategy_names, values(where." failures!=0", "strategy"))
    low = axis_low(word(extent, 1), word(extent, 2))
    high = axis_high(word(extent, 1), word(extent, 2), \
        cross_row * words(stopped))

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "resources taken in one function")
    eval upright_title(i, "ns per resource")
    set xrange [word(counts, 1) / 1.8:word(counts, 2) * 1.8]
    set yrange [low:high]
    eval x_ticks(word(counts, 1), word(counts, 2))
    eval y_ticks(low, high)
    do for [k = 1:words(stopped)] {
        name = word(stopped, k)
        cell = where." failures!=0 strategy=".name
        count = word(range(cell, "count"), 1)
        set label values(cell." count=".count, "held_at_failure")." held" \
            at first count * sideways(name), graph cross_height(k) right \
            offset -0.8, 0 font font(small_size) \
            textcolor rgb strategy_colour(name)
    }
    plot for [name in measured] \
            $data using (strcol(1) eq name ? \
            column("count") * sideways(name) : NaN): \
            "ns_median":"ns_low":"ns_high" with yerrorlines linewidth 1.5 \
            pointtype strategy_mark(name) linecolor rgb strategy_colour(name), \
        $data using (column("failures") > 0 ? \
            column("count") * sideways(strcol(1)) : nowhere): \
            (low * (high / low)**cross_height(place(strcol(1), stopped))): \
            (strategy_colour(strcol(1))) with points pointtype 2 linewidth 2 \
            linecolor rgb variable, \
        $data using (column("count") * sideways(strcol(1))):"ns_median": \
            (strcol(1).", ".whole(column("count"))." in one function: ". \
            value_text(column("ns_median"), column("ns_low"), \
            column("ns_high"), " ns")) @spoken
}
eval end_page
