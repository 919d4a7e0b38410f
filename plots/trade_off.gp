# Memory at the peak against time, a panel per resource:
#   gnuplot -c plots/trade_off.gp results/RUN/summary.csv trade_off.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling count=@telling threads=1"
allocator = fullest_allocator(at)
at = at." ns_median!= heap_bytes_peak!= heap_bytes_peak!=0". \
    " allocator=".allocator
resources = compared(at, values(at, "resource"))
if (resources eq "") { eval nothing_to_draw("times with bytes at the peak") }
count = int(values(at, "count"))

title = "What is paid in memory, and what in time?"
caption = "The most bytes that the allocator had given out at any moment,". \
    " against time per resource, when one thread takes ".whole(count). \
    " in one function, with ".allocator.".\nLower and further left is". \
    " better; both scales are logarithmic. Bar: the time's 95% interval.". \
    " Marks on one band take the same memory."
panels = words(resources)
across = panels_across(panels)
gap_left = 68 # bytes need more room than numbers

eval begin_page
plot @strategy_legend
eval begin_panels

# Strategies with the same bytes would lie on each other: they are set above
# each other by so many pixels, on a band that has its bytes at its middle.
# `peak` has the bytes of each strategy as text, "" where it has none.
apart = 7.0
array peak[strategies]
rank(k) = sum [j = 1:k - 1] (peak[j] eq peak[k])
sharers(k) = peak[k] eq "" ? 0 : sum [j = 1:strategies] (peak[j] eq peak[k])
level(k) = peak[k] * step**((sharers(k) - 1) / 2.0)
# A label of a level is left out where one of another stands too close.
is_labelled(k) = sharers(k) > 0 && rank(k) == 0 && !(sum [m = 1:k - 1] \
    (sharers(m) > 0 && abs(log(level(m) / level(k))) < 2.5 * log(step)))
level_ticks(k) = k > strategies ? "" : (is_labelled(k) ? \
    sprintf('"%s" %g, ', bytes_near(peak[k] + 0), level(k)) : ""). \
    level_ticks(k + 1)
height(strategy) = column("heap_bytes_peak") * \
    step**rank(strategy_place(strategy))

set logscale xy
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows("$data", where, "strategy heap_bytes_peak ".times)
    extent = range(where, "ns_low ns_median ns_high")
    peaks = range(where, "heap_bytes_peak")
    low = axis_low(word(extent, 1), word(extent, 2))
    high = axis_high(word(extent, 1), word(extent, 2), 0)
    bottom = word(peaks, 1) / 2.5
    top = word(peaks, 2) * 2.5
    step = (top / bottom)**(apart / (panel_height - gap_top - gap_bottom))
    do for [k = 1:strategies] {
        peak[k] = values(where." strategy=".word(strategy_names, k), \
            "heap_bytes_peak")
    }

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "ns per resource")
    eval upright_title(i, "bytes at the peak")
    set xrange [low:high]
    set yrange [bottom:top]
    eval x_ticks(low, high)
    unset object
    do for [k = 1:strategies] {
        if (sharers(k) > 1 && rank(k) == 0) {
            set object rectangle from graph 0, first peak[k] / step \
                to graph 1, first peak[k] * step**sharers(k) behind \
                fillcolor rgb band_ink fillstyle solid noborder
        }
    }
    eval "set ytics nomirror (".level_ticks(1).sprintf("'' %g)", bottom)
    plot $data using "ns_median":(height(strcol(1))):"ns_low":"ns_high": \
            (strategy_colour(strcol(1))) with xerrorbars pointtype 0 \
            linewidth 1 linecolor rgb variable, \
        $data using "ns_median":(height(strcol(1))): \
            (strategy_mark(strcol(1))):(strategy_colour(strcol(1))) \
            with points pointtype variable pointsize 1.2 \
            linecolor rgb variable, \
        $data using "ns_median":(height(strcol(1))): \
            (strcol(1).": ".value_text(column("ns_median"), \
            column("ns_low"), column("ns_high"), " ns").", ". \
            bytes_near(column("heap_bytes_peak"))) @spoken
}
eval end_page
