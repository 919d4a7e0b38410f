# Time relative to the baseline, strategy by resource: a run at a glance:
#   gnuplot -c plots/overview.gp results/RUN/summary.csv overview.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3
load here."/matrix.gp"

at = "size=@telling count=@telling threads=1"
allocator = fullest_allocator(at)
at = at." allocator=".allocator
resources = compared(at, values(at." ratio!=", "resource"))
if (resources eq "") { eval nothing_to_draw("ratios to ".baseline) }
count = int(values(at, "count"))

title = "Who is faster than ".baseline.", and at what?"
caption = "Time relative to ".baseline.", when one thread takes ". \
    whole(count)." in one function, with ".allocator.": median of the". \
    " rounds' ratios".(is_card ? "" : ", below it its 95% interval"). \
    ".\n1.00 is as fast, 2.00 takes twice as long; = is the same within the". \
    " run's noise, ? is not settled by it."
label_width = 8
gap_left = 24 + 9 * longest(strategy_names, 1)
gap_top = 8
gap_bottom = 44
if (is_card) {
    label_width = 0
    gap_left = 22 + 7 * longest(strategy_names, 1)
    gap_right = 4
    gap_bottom = 84
    row_pixels = 24
}
panel_height = strategies * row_pixels + gap_top + gap_bottom
column_place(resource) = place(resource, resources)

eval begin_page
plot -1 notitle
eval begin_panels
eval begin_matrix
set xrange [0.5:words(resources) + 0.5]
eval at_x((is_card ? "rotate by 60 right " : "").name_ticks(resources))

load rows("$data", at, "strategy resource ".matrix_columns)
eval panel(1)
@matrix
eval end_page
