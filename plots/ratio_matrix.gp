# Time relative to the baseline, strategy by allocator, a panel per resource:
#   gnuplot -c plots/ratio_matrix.gp results/RUN/summary.csv ratio_matrix.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3
load here."/matrix.gp"

at = "size=@telling count=@telling threads=1"
resources = compared(at, values(at." ratio!=", "resource"))
if (resources eq "") { eval nothing_to_draw("ratios to ".baseline) }
count = int(values(at, "count"))

title = "How much slower or faster than ".baseline."?"
caption = "Time relative to ".baseline." with the same allocator, when one". \
    " thread takes ".whole(count)." in one function: median of the rounds'". \
    " ratios, below it its 95% interval.\n1.00 is as fast, 2.00 takes twice". \
    " as long; = is the same within the run's noise, ? is not settled by it."
panels = words(resources)
across = panels > 1 && allocators < 6 ? 2 : 1
label_width = 8
gap_left = 24 + 9 * longest(strategy_names, 1)
gap_bottom = 44
panel_height = strategies * row_pixels + gap_top + gap_bottom

column_place(allocator) = allocator_place(allocator)

eval begin_page
plot -1 notitle
eval begin_panels
eval begin_matrix
set xrange [0.5:allocators + 0.5]
eval at_x(name_ticks(allocator_names))

do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows("$data", where, "strategy allocator ".matrix_columns)
    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    @matrix
    unset colorbox
}
eval end_page
