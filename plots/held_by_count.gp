# Resources held at the peak against how many one function takes:
#   gnuplot -c plots/held_by_count.gp results/RUN/summary.csv held_by_count.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

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
    " all that it takes.\nStrategies that hold the same share a grey line.". \
    " A cross: the strategy stopped, with so many held. Both scales are". \
    " logarithmic."
panels = words(resources)
across = panels_across(panels)
legend_entries = 1 # each line is named
legend_characters = 18
named_by_page = 0

eval begin_page
plot -1 notitle, keyentry with lines dashtype 3 linewidth 2 \
    linecolor rgb faint_ink title "all that are taken"
eval begin_panels

# What each strategy holds at each count, as text: those whose texts are equal
# share a line, which the first of them stands for.
array line[strategies]
array last_held[strategies]
sharers(k) = line[k] eq "" ? 0 : \
    sum [m = 1:strategies] (line[m] eq line[k])
is_first(k) = line[k] ne "" && (sum [m = 1:k] (line[m] eq line[k])) == 1
line_colour(k) = sharers(k) > 1 ? colour_number(faint_ink) : \
    strategy_colour(word(strategy_names, k))
line_mark(k) = sharers(k) > 1 ? 6 : strategy_mark(word(strategy_names, k))
line_title(k) = sharers(k) == strategies ? "all strategies" : \
    sharers(k) > 1 ? sprintf("%d strategies", sharers(k)) : \
    word(strategy_names, k)
array names_of[strategies]
array colour_of[strategies]
array mark_of[strategies]
sharers_from(k, m) = m > strategies ? "" : (line[m] eq line[k] ? \
    (m > k ? ", " : "").word(strategy_names, m) : "").sharers_from(k, m + 1)
# A line is named above its end, or below where another ends close above; those
# that end at the same height above each other.
same_end(k) = sum [j = 1:k - 1] (is_first(j) && last_held[j] == last_held[k])
close_above(k) = sum [j = 1:strategies] (is_first(j) && \
    last_held[j] > last_held[k] && last_held[j] < 4 * last_held[k])
name_shift(k) = close_above(k) ? -0.8 : 0.8 + 1.1 * same_end(k)

set logscale xy
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)." held_peak!="
    load rows_by("count", "$data", where, "strategy count failures held_peak")
    counts = range(where, "count")
    extent = range(where, "held_peak count")
    low = axis_low(greater(1, word(extent, 1)), word(extent, 2))
    high = axis_high(greater(1, word(extent, 1)), word(extent, 2), 0.03)
    do for [k = 1:strategies] {
        cell = where." strategy=".word(strategy_names, k)
        shown = select_by("count", "rows", cell, "count held_peak")
        line[k] = system(shown." | sed 1d")
        last_held[k] = line[k] eq "" ? 0 : word(line[k], words(line[k])) + 0
    }

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "resources taken in one function")
    eval upright_title(i, "resources held at the peak")
    set xrange [word(counts, 1) / 1.8:word(counts, 2) * 1.8]
    set yrange [low:high]
    eval x_ticks(word(counts, 1), word(counts, 2))
    eval y_ticks(low, high)
    leaders = ""
    do for [k = 1:strategies] {
        name = word(strategy_names, k)
        names_of[k] = sharers_from(k, 1)
        colour_of[k] = line_colour(k)
        mark_of[k] = line_mark(k)
        if (is_first(k)) {
            leaders = leaders.name." "
            stopped = values(where." failures!=0 strategy=".name, \
                "held_at_failure")
            set label line_title(k).(stopped eq "" ? "" : \
                " stopped, ".whole(word(stopped, 1) + 0)." held") \
                at word(line[k], words(line[k]) - 1) + 0, last_held[k] right \
                offset 0.6, name_shift(k) font font(small_size) \
                textcolor rgb line_colour(k)
        }
    }
    plot x with lines dashtype 3 linewidth 2 linecolor rgb faint_ink, \
        for [name in leaders] $data using \
            (strcol(1) eq name ? column("count") : NaN):"held_peak" \
            with lines linewidth 1.5 \
            linecolor rgb colour_of[strategy_place(name)], \
        for [name in leaders] $data using \
            (strcol(1) eq name ? column("count") : nowhere):"held_peak": \
            (column("failures") > 0 ? 2 : mark_of[strategy_place(name)]): \
            (colour_of[strategy_place(name)]) with points \
            pointtype variable linewidth 1.5 linecolor rgb variable, \
        for [name in leaders] $data using \
            (strcol(1) eq name ? column("count") : nowhere):"held_peak": \
            (names_of[strategy_place(name)].": ". \
            whole(column("held_peak"))." of ".whole(column("count")). \
            " held at once") @spoken
}
eval end_page
