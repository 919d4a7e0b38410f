# Resources held while one function runs, from its start to its end:
#   gnuplot -c plots/held_over_time.gp results/RUN/held_over_time.csv held.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

resources = chosen(values("", "resource"))
if (resources eq "") { eval nothing_to_draw("resources held over time") }
count = int(word(values("", "count"), 1))

title = "When are resources held, within one function?"
caption = "Resources held at each moment of a function that takes ". \
    whole(count).", each used once; one thread, one call.". \
    "\nA ramp: all are kept to the end and let go there in a row. A". \
    " flat line at the bottom: each goes before the next is taken."
panels = words(resources)
across = panels_across(panels)

eval begin_page
plot @strategy_line_legend
eval begin_panels

# A mark at every fiftieth moment, of lines that coincide side by side; at every
# moment of a line that has few.
array stride[strategies]
array first_mark[strategies]

do for [i = 1:panels] {
    where = "resource=".word(resources, i)
    names = common(strategy_names, values(where, "strategy"))
    load series("$held", "time_ns", where, "strategy time_ns held", names, "")
    extent = range(where, "held")
    do for [k = 1:words(names)] {
        moments = row_count(where." strategy=".word(names, k))
        stride[k] = moments > 100 ? 50 : 1
        first_mark[k] = moments > 100 ? (k - 1) * 50 / strategies : 0
    }

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "microseconds since the function began")
    eval upright_title(i, "resources held")
    set xrange [0:word(range(where, "time_ns"), 2) / 1e3 * 1.02]
    set yrange [-0.02 * word(extent, 2):word(extent, 2) * 1.05]
    eval at_x("autofreq")
    set ytics nomirror autofreq
    plot for [k = 1:words(names)] $held index k - 1 using \
            (column("time_ns") / 1e3):"held" with steps linewidth 2 \
            linecolor rgb strategy_colour(word(names, k)), \
        for [k = 1:words(names)] $held index k - 1 using \
            (column("time_ns") / 1e3):"held" every \
            stride[k]::first_mark[k] with points \
            pointtype strategy_mark(word(names, k)) pointsize 0.6 \
            linecolor rgb strategy_colour(word(names, k)), \
        for [k = 1:words(names)] $held index k - 1 using \
            (column("time_ns") / 1e3):"held": \
            (sprintf("%s: %d held after %s", strcol(1), column("held"), \
            duration(column("time_ns")))) every stride[k]::first_mark[k] \
            @spoken
}
eval end_page
