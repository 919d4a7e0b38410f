# Time from a resource's last use to its release, a panel per resource:
#   gnuplot -c plots/hold_time.gp results/RUN/summary.csv hold_time.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling count=@telling threads=1"
allocator = fullest_allocator(at)
at = at." allocator=".allocator
resources = compared(at, values(at." hold_ns_mean!=", "resource"))
if (resources eq "") { eval nothing_to_draw("hold times") }
count = int(values(at, "count"))

title = "How long is a resource held after its last use?"
caption = "From last use to release or put back: one thread, ". \
    whole(count)." in one function, ".allocator.", one call. Mark and number". \
    ": mean; upright line: the longest.\nA burst: so many are let go in a". \
    " row with nothing between. The scale is logarithmic; up to 30 ns are". \
    " the clock's own time."
panels = words(resources)
across = panels < 2 ? 1 : 2
label_width = 8
gap_left = 24 + 8 * longest(strategy_names, 1)
panel_height = strategies * row_pixels + gap_top + gap_bottom
legend_entries = 0 # each row is named
named_by_page = 0

# Seconds of one resource, or of the row of releases, as people say it.
seconds(ns) = ns < 1e3 ? sprintf("%.0f ns", ns) : \
    ns < 1e6 ? sprintf("%.3g us", ns / 1e3) : \
    ns < 1e9 ? sprintf("%.3g ms", ns / 1e6) : \
    sprintf("%g s", floor(ns / 1e7) / 100.0)
second_tick(e) = sprintf('"%s" 1e%d', seconds(10.0**e), e)
second_ticks(first, last, step) = second_tick(first). \
    (first + step <= last ? ", ".second_ticks(first + step, last, step) : "")

burst_title(burst, ns) = burst > 1 ? \
    "; burst of ".whole(burst)." in ".seconds(ns) : ""

eval begin_page
plot -1 notitle
eval begin_panels

set logscale x
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)." hold_ns_mean!="
    load rows("$data", where, "strategy hold_ns_mean hold_ns_max burst_peak". \
        " burst_ns")
    extent = range(where." hold_ns_max!=0", "hold_ns_mean hold_ns_max")
    low = axis_low(word(extent, 1), word(extent, 2))
    high = axis_high(word(extent, 1), word(extent, 2), is_card ? 0.4 : 0.9)

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "from last use to release")
    set xrange [low:high]
    eval at_x("(".second_ticks(ceil(log10(low)), \
        floor(log10(word(extent, 2))) + 1, \
        decades(low, high) > 6 ? 3 : decades(low, high) > 4 ? 2 : 1).")")
    eval row_axis(strategy_names)
    plot $data using "hold_ns_mean":(strategy_place(strcol(1))): \
            (column("hold_ns_max") - column("hold_ns_mean")):(0): \
            (strategy_colour(strcol(1))) with vectors nohead linewidth 1.5 \
            linecolor rgb variable, \
        $data using "hold_ns_max":(strategy_place(strcol(1)) - 0.25):(0): \
            (0.5):(strategy_colour(strcol(1))) with vectors nohead linewidth 2 \
            linecolor rgb variable, \
        $data using "hold_ns_mean":(strategy_place(strcol(1))): \
            (strategy_mark(strcol(1))):(strategy_colour(strcol(1))) \
            with points pointtype variable linecolor rgb variable, \
        $data using "hold_ns_max":(strategy_place(strcol(1))): \
            (seconds(column("hold_ns_mean")).(is_card ? "" : \
            burst_title(column("burst_peak"), column("burst_ns")))) \
            with labels left offset 0.8, 0 font font(small_size) \
            textcolor rgb faint_ink, \
        $data using "hold_ns_mean":(strategy_place(strcol(1))): \
            (strcol(1).": held for ".seconds(column("hold_ns_mean")). \
            " on average, ".seconds(column("hold_ns_max"))." at most". \
            burst_title(column("burst_peak"), column("burst_ns"))) @spoken
}
eval end_page
