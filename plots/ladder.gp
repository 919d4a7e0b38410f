# Time per deferred call against how many a function has, a panel per compiler:
#   gnuplot -c plots/ladder.gp results/RUN/ladder.csv ladder.svg
kinds = "mechanism"
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "ns_median!= shape!=failure"
compilers = values(at, "compiler")
if (compilers eq "") { eval nothing_to_draw("times of mechanisms") }

drawn(where) = common(mechanism_names, values(where, "mechanism"))
is_drawn(name, shape) = strcol(1) eq name && strcol(2) eq shape

# Forms that cost the same lie on each other: the ones below are larger.
size_of(name) = 1.5 - 0.9 * mechanism_place(name) / mechanisms
curves_of(shape, dash) = sprintf('for [name in drawn(where." shape=%s")] \
    $data using (is_drawn(name, "%s") ? column("count") : NaN): \
    "ns_median":"ns_low":"ns_high" with yerrorlines linewidth 1.5 \
    dashtype %d pointtype mechanism_mark(name) pointsize size_of(name) \
    linecolor rgb mechanism_colour(name)', shape, shape, dash)

title = "What does a deferred call cost, when a function has many?"
caption = "Time per resource whose release does next to nothing, with all". \
    " that is around it: take, register, release. Mark: median of the rounds". \
    "; bar: its 95% interval.\nSolid: a scope, or a record, for each turn of". \
    " a loop. Dotted: all written out in one function. Marks in each other:". \
    " they cost the same. Both scales are logarithmic."
panels = words(compilers)
across = panels_across(panels)
panel_height = 560
legend_names = drawn(at)
legend_entries = words(legend_names)
legend_characters = longest(legend_names, 1)

extent = range(at, "ns_low ns_median ns_high")
low = axis_low(word(extent, 1), word(extent, 2))
high = axis_high(word(extent, 1), word(extent, 2), 0)
counts = range(at, "count")

eval begin_page
plot @mechanism_line_legend
eval begin_panels

set logscale xy
do for [i = 1:panels] {
    compiler = word(compilers, i)
    where = at." compiler=".compiler
    load rows_by("count", "$data", where, "mechanism shape count ".times)

    eval panel(i)
    eval panel_title(compiler)
    eval axis_title(i, "resources in one function")
    eval upright_title(i, "ns per resource")
    set xrange [word(counts, 1) / 1.8:word(counts, 2) * 1.8]
    set yrange [low:high]
    eval x_ticks(word(counts, 1), word(counts, 2))
    eval y_ticks(low, high)
    curves = ""
    do for [shape in values(where, "shape")] {
        curves = curves.(curves eq "" ? "plot " : ", "). \
            curves_of(shape, shape eq "loop" ? 1 : 3)
    }
    eval curves.', $data using "count":"ns_median":(strcol(1).", ". \
        strcol(2).", ".whole(column("count"))." in one function: ".value_text( \
        column("ns_median"), column("ns_low"), column("ns_high"), " ns")) '. \
        spoken
}
eval end_page
