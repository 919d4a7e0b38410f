# How many times as much all threads get done as one, by strategy and allocator,
# a panel per resource:
#   gnuplot -c plots/scaling.gp results/RUN/summary.csv scaling.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling count=@telling"
cores = int(either(values(at." threads=@greatest throughput_per_s!=", \
    "threads"), "1"))
if (cores == 1) { eval nothing_to_draw("throughput of several threads") }
measured = at." throughput_per_s!= threads=".cores
resources = compared(measured, values(measured, "resource"))
if (resources eq "") { eval nothing_to_draw("throughput of what is compared") }
count = int(values(at, "count"))

# Only allocators measured with all threads: the others have no mark here.
allocator_names = common(allocator_names, values(measured, "allocator"))
allocators = words(allocator_names)

title = "With which allocator do ".cores." threads get ". \
    (cores == 2 ? "twice" : cores." times")." as much done?"
caption = "What ".cores." threads get done, as a multiple of what one does; ". \
    whole(count)." in one function of each. Each allocator has a mark:". \
    " medians of the rounds; bar: 95% interval.\nAt the broken line threads". \
    " do not disturb each other, the ideal. Left of 1 they get less done". \
    " than one alone. The scale is logarithmic."
panels = words(resources)
across = smaller(2, panels_across(panels))
label_width = 8
gap_left = 24 + 8 * longest(strategy_names, 1)
panel_height = strategies * row_pixels + gap_top + gap_bottom
legend_entries = allocators + 1
legend_characters = longest(allocator_names, 1)
named_by_page = 0

eval begin_page
plot @allocator_legend, keyentry with lines dashtype 2 linewidth 1.5 \
    linecolor rgb faint_ink title "the ideal"
eval begin_panels

# Allocators of one row lie a little above each other.
row_of(strategy, from) = strategy_place(strategy) + \
    (allocator_place(from) - (allocators + 1) / 2.0) * 0.5 / allocators
dot_unit = " times as much"

do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load as_block("$data", select("rows", where, "strategy allocator". \
        " threads throughput_per_s ns_low|ns_median ns_high|ns_median"). \
        " | awk -f ".quoted(here."/scaling.awk")." -v threads=".cores)
    unset logscale x
    set xrange [*:*]
    set yrange [*:*]
    stats $data using "low" nooutput
    least = STATS_min
    stats $data using "high" nooutput
    low = axis_low(smaller(least, 1), greater(STATS_max, cores))
    high = axis_high(smaller(least, 1), greater(STATS_max, cores), 0)

    set logscale x
    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "times as much as one thread")
    eval row_axis(strategy_names)
    set xrange [low:high]
    eval x_ticks(low, high)
    set arrow 98 from first 1, graph 0 to first 1, graph 1 nohead \
        linecolor rgb line_ink
    set arrow 99 from first cores, graph 0 to first cores, graph 1 nohead \
        dashtype 2 linewidth 1.5 linecolor rgb faint_ink
    do for [name in values(where." failures!=0", "strategy")] {
        held = values(where." failures!=0 strategy=".name, "held_at_failure")
        set label stop_title(word(held, 1) + 0) at graph 0.02, \
            first strategy_place(name) left font font(small_size) \
            textcolor rgb faint_ink
    }
    plot $data using "factor":(row_of(strcol(1), strcol(2))):"low":"high": \
            (allocator_colour(strcol(2))) with xerrorbars pointtype 0 \
            linewidth 1.5 linecolor rgb variable, \
        $data using "factor":(row_of(strcol(1), strcol(2))): \
            (allocator_mark(strcol(2))):(allocator_colour(strcol(2))) \
            with points pointtype variable linewidth 1.5 \
            linecolor rgb variable, \
        $data using "factor":(row_of(strcol(1), strcol(2))): \
            (dot_text("factor", "low", "high")."; ". \
            number(column("one") / 1e6)." million per second with 1 thread, ". \
            number(column("all") / 1e6)." with ".cores) @spoken
}
eval end_page
