# Time per resource by strategy and allocator, a panel per resource:
#   gnuplot -c plots/cost.gp results/RUN/summary.csv cost.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "size=@telling count=@telling threads=1"
resources = compared(at, values(at." ns_median!=", "resource"))
if (resources eq "") { eval nothing_to_draw("times with one thread") }
count = int(values(at, "count"))

title = "What does one resource cost, by strategy and allocator?"
caption = "Time per resource when one thread takes ".whole(count). \
    " in one function. Mark and number: median of the run's rounds; bar:". \
    " its 95% interval.\nFurther left is cheaper, by a factor: the scale". \
    " is logarithmic. A cross: the strategy could not hold as many."
panels = words(resources)
across = panels_across(panels)
eval dot_panels

# A cell that stopped has no time: a cross at the panel's left.
stops = '\
    $data using (column("failures") > 0 ? left_edge : nowhere): \
        (row_of(strcol(1), strcol(2))):(strategy_colour(strcol(1))) \
        with points pointtype 2 linewidth 2 linecolor rgb variable, \
    $data using (column("failures") > 0 ? left_edge : nowhere): \
        (row_of(strcol(1), strcol(2))): \
        (stop_title(column("held_at_failure"))) with labels left \
        offset 0.8, 0 font font(small_size) textcolor rgb faint_ink'

eval begin_page
plot @strategy_legend
eval begin_panels

set logscale x
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows("$data", where, \
        "strategy allocator failures held_at_failure ".times)
    extent = range(where, "ns_low ns_median ns_high")
    low = axis_low(word(extent, 1), word(extent, 2))
    high = axis_high(word(extent, 1), word(extent, 2), 0.2)
    left_edge = low * (high / low)**0.03

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "ns per resource")
    eval slot_axis(i)
    set xrange [low:high]
    eval x_ticks(low, high)
    eval "plot ".dots("ns_median", "ns_low", "ns_high").", ".stops
}
eval end_page
