# Time per resource by strategy and allocator, a panel per resource:
#   gnuplot -c plots/cost.gp results/RUN/summary.csv cost.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling count=@telling threads=1"
resources = compared(at, values(at." ns_median!=", "resource"))
if (resources eq "") { eval nothing_to_draw("times with one thread") }
count = int(values(at, "count"))

title = "What does one resource cost, by strategy and allocator?"
caption = "Time per resource when one thread takes ".whole(count). \
    " in one function. Each allocator has a mark: median of the run's rounds". \
    "; bar: its 95% interval.\nFurther left is cheaper, by a factor: the". \
    " scale is logarithmic. Marks in each other: the allocator does not". \
    " matter. A cross: the strategy could not hold as many."
panels = words(resources)
across = smaller(2, panels_across(panels))
label_width = 8
gap_left = 24 + 8 * longest(strategy_names, 1)
panel_height = strategies * row_pixels + gap_top + gap_bottom
legend_entries = allocators
legend_characters = longest(allocator_names, 1)
named_by_page = 0

eval begin_page
plot @allocator_legend
eval begin_panels

# Allocators of one row lie a little above each other.
row_of(strategy, from) = strategy_place(strategy) + \
    (allocator_place(from) - (allocators + 1) / 2.0) * 0.5 / allocators

set logscale x
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows("$data", where, "strategy allocator failures ".times)
    extent = range(where, "ns_low ns_median ns_high")
    low = axis_low(word(extent, 1), word(extent, 2))
    high = axis_high(word(extent, 1), word(extent, 2), 0)
    left_edge = low * (high / low)**0.03

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "ns per resource")
    eval row_axis(strategy_names)
    set xrange [low:high]
    eval x_ticks(low, high)
    do for [name in values(where." failures!=0", "strategy")] {
        held = values(where." failures!=0 strategy=".name, "held_at_failure")
        set label stop_title(word(held, 1) + 0) at left_edge, \
            strategy_place(name) left offset 0.8, 0 font font(small_size) \
            textcolor rgb faint_ink
    }
    plot $data using "ns_median":(row_of(strcol(1), strcol(2))): \
            "ns_low":"ns_high":(allocator_colour(strcol(2))) \
            with xerrorbars pointtype 0 linewidth 1.5 linecolor rgb variable, \
        $data using "ns_median":(row_of(strcol(1), strcol(2))): \
            (allocator_mark(strcol(2))):(allocator_colour(strcol(2))) \
            with points pointtype variable linewidth 1.5 \
            linecolor rgb variable, \
        $data using (column("failures") > 0 ? left_edge : nowhere): \
            (strategy_place(strcol(1))) with points pointtype 2 linewidth 2 \
            linecolor rgb ink, \
        $data using "ns_median":(row_of(strcol(1), strcol(2))): \
            (dot_text("ns_median", "ns_low", "ns_high")) @spoken
}
eval end_page
