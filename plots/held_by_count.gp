# Resources held at the peak against how many one function takes:
#   gnuplot -c plots/held_by_count.gp results/RUN/summary.csv held_by_count.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "size=@telling threads=1"
allocator = fullest_allocator(at)
at = at." allocator=".allocator
resources = compared(at, values(at." held_peak!=", "resource"))
if (words(values(at, "count")) < 2 || resources eq "") {
    eval nothing_to_draw("resources held at several counts")
}

title = "How many resources are held at once?"
caption = "The most that one thread with ".allocator." holds at any moment;". \
    " counted, so without an interval. On the dotted line a function holds". \
    " all that it takes.\nBoth scales are logarithmic; lines that coincide". \
    " are drawn side by side. A cross: the strategy stopped, with so many held."
panels = words(resources)
across = panels_across(panels)
legend_entries = strategies + 1
whole_title = "all that are taken"
legend_characters = greater(legend_characters, strlen(whole_title))

eval begin_page
plot @strategy_line_legend, keyentry with lines dashtype 3 linewidth 2 \
    linecolor rgb faint_ink title whole_title
eval begin_panels

# Strategies that hold the same at every count are set apart by a factor.
array line[strategies]
same_line(k, last) = sum [m = 1:last] (line[m] eq line[k])
apart(k) = 1.15**(same_line(k, k) - (same_line(k, strategies) + 1) / 2.0)

set logscale xy
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)." held_peak!="
    load rows_by("count", "$data", where, "strategy count failures held_peak")
    counts = range(where, "count")
    extent = range(where, "held_peak count")
    low = axis_low(greater(1, word(extent, 1)), word(extent, 2))
    high = axis_high(greater(1, word(extent, 1)), word(extent, 2), 0)
    do for [k = 1:strategies] {
        line[k] = system(select_by("count", "rows", \
            where." strategy=".word(strategy_names, k), "count held_peak"))
    }

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "resources taken in one function")
    eval upright_title(i, "resources held at the peak")
    set xrange [word(counts, 1) / 1.8:word(counts, 2) * 1.8]
    set yrange [low:high]
    eval x_ticks(word(counts, 1), word(counts, 2))
    eval y_ticks(low, high)
    do for [name in values(where." failures!=0", "strategy")] {
        cell = where." failures!=0 strategy=".name
        count = word(range(cell, "count"), 1)
        held = values(cell." count=".count, "held_peak")
        set label held." held" at count, held left offset 0, -1 \
            font font(small_size) textcolor rgb strategy_colour(name)
    }
    plot x with lines dashtype 3 linewidth 2 linecolor rgb faint_ink, \
        for [name in common(strategy_names, values(where, "strategy"))] \
            $data using (strcol(1) eq name ? column("count") : NaN): \
            (column("held_peak") * apart(strategy_place(name))) \
            with lines linewidth 1.5 linecolor rgb strategy_colour(name), \
        $data using "count": \
            (column("held_peak") * apart(strategy_place(strcol(1)))): \
            (column("failures") > 0 ? 2 : strategy_mark(strcol(1))): \
            (strategy_colour(strcol(1))) with points pointtype variable \
            linewidth 1.5 linecolor rgb variable
}
eval end_page
