# Time of a whole function against how many resources it takes, with the growth
# that fits it best, a panel per resource. The fits are those of growth.csv,
# which lies beside the input:
#   gnuplot -c plots/growth.gp results/RUN/summary.csv growth.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling threads=1"
allocator = fullest_allocator(at)
at = at." ns_median!= allocator=".allocator
resources = compared(at, values(at, "resource"))
fits = file_beside("growth.csv")
if (words(values(at, "count")) < 3 || resources eq "" || fits eq "") {
    eval nothing_to_draw("times at three counts, or no growth.csv beside it")
}

title = "How does the time of a function grow with what it takes?"
caption = "Time of a whole function with one thread and ".allocator. \
    ". Mark: median of the run's rounds; line: the best fit of O(1), O(n)". \
    " and O(n log n).\nThe percentage is how far the marks lie off it. Far". \
    " off, it is none of the three, such as a fixed cost and a small one for". \
    " each."
panels = words(resources)
across = panels_across(panels)
fit_height = 16
panel_height = greater(370, strategies * fit_height + gap_top + gap_bottom)

eval begin_page
plot @strategy_line_legend
eval begin_panels

whole_time = 'column("ns_median") * column("count")'

# A whole function takes from nanoseconds to seconds.
time_ticks(low, high) = "set ytics nomirror (". \
    time_ticks_from(floor(log10(low)), ceil(log10(high))).")"
time_ticks_from(e, last) = sprintf('"%s" %g', time_tick(e), 10.0**e). \
    (e < last ? ", ".time_ticks_from(e + 1, last) : "")
time_tick(e) = e > 12 ? "" : sprintf("%d ", 10**(e % 3)). \
    word("ns us ms s s", e / 3 + 1)

# A line for each strategy at the right of the panel, where it is emptiest: up
# from the bottom, in the legend's order. For the k-th of n.
fit_at(k, n) = (n - k + 0.5) * fit_height / \
    (panel_height - gap_top - gap_bottom)

# Of a line of $fits: strategy, factor_ns, residual, both ends, growth. The
# last one may have blanks.
fit_name(line) = word(line, 1)
fit_factor(line) = real(word(line, 2))
fit_first(line) = real(word(line, 4))
fit_last(line) = real(word(line, 5))
fit_growth(line) = line[strstrt(line, "O("):*]
fit_text(line) = \
    sprintf("%s ±%.0f%%", fit_growth(line), 100 * real(word(line, 3)))
grown(growth, n) = growth eq "O(1)" ? 1 : growth eq "O(n)" ? n : \
    n * log(n + 1) / log(2)
fitted(line, n) = fit_factor(line) * grown(fit_growth(line), n)

# Counts along the line, evenly on the axis.
steps_of_a_line = 40
set samples steps_of_a_line
count_at(line, step) = fit_first(line) * \
    (fit_last(line) / fit_first(line))**(step / (steps_of_a_line - 1.0))

set logscale xy
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows_by("count", "$data", where, "strategy count ns_median")
    counts = range(where, "count")
    names = common(strategy_names, values(where, "strategy"))
    size = values(where, "size")
    load rows_in(fits, "$fits", "resource=".word(resources, i). \
        " size=".size." threads=1 runtime=c allocator=".allocator, \
        "strategy factor_ns residual least_count greatest_count growth")
    unset logscale
    set xrange [*:*]
    set yrange [*:*]
    stats $data using (@whole_time) name "time" nooutput
    low = time_min
    high = time_max
    set logscale xy

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), size))
    eval axis_title(i, "resources taken in one function")
    eval upright_title(i, "time of one function")
    set xrange [word(counts, 1) / 1.8:word(counts, 2) * 1.8 * \
        (word(counts, 2) / word(counts, 1))**0.42]
    set yrange [axis_low(low, high):axis_high(low, high, 0)]
    # Every second power of ten: the text at the right takes their room.
    eval at_x(ticks(word(counts, 1), word(counts, 2), \
        word(counts, 2) > 9999 ? 2 : 1))
    eval time_ticks(low, high)
    do for [k = 2:|$fits|] {
        set label fit_text($fits[k]) at graph 0.99, \
            graph fit_at(k, |$fits|) right font font(small_size) \
            textcolor rgb strategy_colour(fit_name($fits[k]))
    }
    plot for [k = 2:|$fits|] "+" using (count_at($fits[k], column(0))): \
            (fitted($fits[k], count_at($fits[k], column(0)))) with lines \
            linewidth 1 dashtype 2 \
            linecolor rgb strategy_colour(fit_name($fits[k])), \
        for [name in names] $data using (strcol(1) eq name ? \
            column("count") * beside(strategy_place(name), strategies)**0.4 \
            : NaN): (@whole_time) with points \
            pointtype strategy_mark(name) linecolor rgb strategy_colour(name), \
        $data using (column("count") * \
            beside(strategy_place(strcol(1)), strategies)**0.4): \
            (@whole_time):(strcol(1).", ".whole(column("count"))." taken: ". \
            duration(@whole_time)) @spoken
}
eval end_page
