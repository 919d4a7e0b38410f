# Resources per second with one thread and with all, a panel per resource:
#   gnuplot -c plots/throughput.gp results/RUN/summary.csv throughput.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling count=@telling"
cores = int(either(values(at." threads=@greatest throughput_per_s!=", \
    "threads"), "1"))
if (cores == 1) { eval nothing_to_draw("throughput of several threads") }
measured = at." throughput_per_s!= threads=".cores
resources = compared(measured, values(measured, "resource"))
if (resources eq "") { eval nothing_to_draw("throughput of what is compared") }
count = int(values(at, "count"))
allocator = fullest_allocator(measured)

title = "How much more do ".threads_title(cores)." get done than one?"
caption = "Million resources per second, ".whole(count)." in one function of". \
    " each thread, with ".allocator.": median of the rounds;". \
    " bar: its 95% interval. Number: ".cores." threads.\nFurther right is". \
    " more, by a factor: the scale is logarithmic. The grey line leads from". \
    " one thread to ".cores." times as much, the ideal."
panels = words(resources)
across = smaller(2, panels_across(panels))
row_source = measured
eval row_panels
named_by_page = 0
legend_entries = 3
legend_characters = 9

# gnuplot numbers an open mark one below the filled one.
open_mark(strategy) = strategy_mark(strategy) - 1

eval begin_page
plot -1 notitle, \
    keyentry with points pointtype 6 linecolor rgb ink title threads_title(1), \
    keyentry with points pointtype 7 linecolor rgb ink \
    title threads_title(cores), \
    keyentry with points pointtype "|" linecolor rgb faint_ink title "the ideal"
eval begin_panels

# Of the row that is plotted, in millions per second, times a factor.
rate(factor) = factor * column("throughput_per_s") / 1e6
# The same of a time by all threads.
rate_of_all(ns) = cores * 1e3 / ns

# How far the ideal's line goes up and down: into no other row.
row_reach = 0.36

set logscale x
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows("$one", where." threads=1", "strategy allocator throughput_per_s")
    load rows("$all", where." threads=".cores, "strategy allocator". \
        " throughput_per_s failures held_at_failure ".times)
    row_list = row_names(where." threads=".cores)
    row_of(strategy, from) = place(row_name(strategy, from), row_list)
    rates = row_range(where, "throughput_per_s")
    extent = row_range(where." threads=".cores, "ns_low ns_median ns_high")
    least = smaller(word(rates, 1) / 1e6, rate_of_all(word(extent, 2)))
    most = greater(word(rates, 2) / 1e6 * cores, rate_of_all(word(extent, 1)))
    low = axis_low(least, most)
    high = axis_high(least, most, is_card ? 0.35 : 0.15)
    right_edge = high / (high / low)**0.02

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "million resources per second")
    eval row_axis(row_list)
    eval x_ticks(low, high)
    set xrange [low:high]
    plot $one using (rate(1)):(row_of(strcol(1), strcol(2))): \
            (rate(cores - 1)):(0) with vectors nohead linewidth 1.5 \
            linecolor rgb "#BBBBBB", \
        $one using (rate(cores)):(row_of(strcol(1), strcol(2)) - \
            row_reach):(0):(2 * row_reach) with vectors nohead linewidth 1.5 \
            linecolor rgb faint_ink, \
        $one using (rate(1)):(row_of(strcol(1), strcol(2))): \
            (open_mark(strcol(1))):(strategy_colour(strcol(1))) with points \
            pointtype variable linewidth 1.5 linecolor rgb variable, \
        $all using (rate(1)):(row_of(strcol(1), strcol(2))): \
            (rate_of_all(column("ns_high"))): \
            (rate_of_all(column("ns_low"))): \
            (strategy_colour(strcol(1))) with xerrorbars pointtype 0 \
            linewidth 1.5 linecolor rgb variable, \
        $all using (rate(1)):(row_of(strcol(1), strcol(2))): \
            (strategy_mark(strcol(1))):(strategy_colour(strcol(1))) \
            with points pointtype variable linecolor rgb variable, \
        $all using (rate(1) > 0 ? right_edge : nowhere): \
            (row_of(strcol(1), strcol(2))):(number(rate(1))) with labels \
            right font font(small_size) textcolor rgb faint_ink, \
        $all using (column("failures") > 0 ? right_edge : nowhere): \
            (row_of(strcol(1), strcol(2))): \
            (stop_title(column("held_at_failure"))) with labels right \
            font font(small_size) textcolor rgb faint_ink, \
        $one using (rate(1)):(row_of(strcol(1), strcol(2))): \
            (strcol(1).", ".strcol(2).": ".number(rate(1)). \
            " million per second with 1 thread") @spoken, \
        $all using (rate(1)):(row_of(strcol(1), strcol(2))): \
            (strcol(1).", ".strcol(2).": ".value_text(rate(1), \
            rate_of_all(column("ns_high")), rate_of_all(column("ns_low")), \
            " million per second with ".threads_title(cores))) @spoken
}
eval end_page
