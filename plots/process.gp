# Time of whole processes by strategy and allocator, a panel per resource:
#   gnuplot -c plots/process.gp results/RUN/process.csv process.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "size=@telling count=@telling"
resources = values(at." wall_ms_median!=", "resource")
if (resources eq "") { eval nothing_to_draw("times of processes") }
count = int(values(at, "count"))

title = "What does a whole process take, from start to end?"
caption = "Time of a small program that takes ".whole(count). \
    " resources in one function, its start included. Mark and number: median". \
    " of its runs; bar: its 95% interval.\nFurther left is faster, by a". \
    " factor: the scale is logarithmic."
panels = words(resources)
across = panels_across(panels)
eval dot_panels

eval begin_page
plot @strategy_legend
eval begin_panels

set logscale x
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows("$data", where, "strategy allocator wall_ms_median". \
        " wall_ms_low|wall_ms_median wall_ms_high|wall_ms_median")
    extent = range(where, "wall_ms_low wall_ms_median wall_ms_high")
    low = axis_low(word(extent, 1), word(extent, 2))
    high = axis_high(word(extent, 1), word(extent, 2), 0.2 / across)

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "ms per process")
    eval slot_axis(i)
    set xrange [low:high]
    eval x_ticks(low, high)
    eval "plot ".dots("wall_ms_median", "wall_ms_low", "wall_ms_high")
}
eval end_page
