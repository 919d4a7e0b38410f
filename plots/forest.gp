# Ratios to the baseline with the noise floor shaded, a panel per resource:
#   gnuplot -c plots/forest.gp results/RUN/summary.csv forest.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling count=@telling threads=1"
others = at." ratio!= strategy!=".baseline
allocator = fullest_allocator(others)
resources = compared(others, values(others." allocator=".allocator, "resource"))
if (resources eq "") { eval nothing_to_draw("ratios to ".baseline) }
count = int(values(at, "count"))
floor_ratio = real(word(range(others, "floor_ratio"), 2))

title = "Which differences are more than noise?"
caption = "How many times as long as ".baseline." it takes, with one thread". \
    ", ".whole(count)." in one function, ".allocator.". Mark and number: median;". \
    " bar: its 95% interval.\nA bar wholly left of the grey band is faster,". \
    " wholly right of it slower. The band is this run's noise, ". \
    sprintf("%.1f%%", 100 * (floor_ratio - 1)).": what lies in it is the same."
panels = words(resources)
across = smaller(2, panels_across(panels))
row_source = others
eval row_panels
dot_unit = " times as long"
dot_number(v) = sprintf(v < 0.1 ? "%.3f" : v < 10 ? "%.2f" : "%.1f", v)
legend_entries = 0 # each row is named
named_by_page = 0

eval begin_page
plot -1 notitle
eval begin_panels

ratios = "ratio ratio_low|ratio ratio_high|ratio"
set logscale x
do for [i = 1:panels] {
    where = others." resource=".word(resources, i)
    load rows("$data", where, "strategy allocator ".ratios)
    row_list = row_names(where)
    extent = row_range(where, "ratio ratio_low ratio_high")
    least = smaller(word(extent, 1), 1 / floor_ratio)
    most = greater(word(extent, 2), floor_ratio)
    low = axis_low(least, most)
    high = axis_high(least, most, is_card ? 0.3 : 0.15)
    row_of(strategy, from) = place(row_name(strategy, from), row_list)

    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    eval axis_title(i, "times as long as ".baseline)
    eval row_axis(row_list)
    set xrange [low:high]
    eval x_ticks(low, high)
    set object 99 rectangle from first 1 / floor_ratio, graph 0 \
        to first floor_ratio, graph 1 behind \
        fillcolor rgb noise_ink fillstyle solid noborder
    set arrow 99 from first 1, graph 0 to first 1, graph 1 nohead \
        linecolor rgb line_ink
    eval "plot ".dots("ratio", "ratio_low", "ratio_high")
}
eval end_page
