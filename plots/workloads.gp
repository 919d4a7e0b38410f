# How mallocs stand beside glibc's, workload by workload:
#   gnuplot -c plots/workloads.gp results/RUN/workloads.csv workloads.svg
kinds = "malloc workload"
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

# Those that end idle tell of memory alone.
others = "malloc!=glibc ratio!= kind!=idle"
mallocs = common(malloc_names, values(others, "malloc"))
if (mallocs eq "") { eval nothing_to_draw("times of workloads") }
floor_ratio = real(word(range(others, "floor_ratio"), 2))

# A row for each workload; above those of a kind stands their mean. Words are
# held together by _, which a tick shows as it is in the names.
mean_name = "geometric_mean"
row_name(kind, workload) = \
    workload eq mean_name ? "mean_of_".kind."s" : workload
mean_first(kind, list) = (place(mean_name, list) ? \
    row_name(kind, mean_name)." " : "").without(list, mean_name)
rows_of_kind(kind) = \
    mean_first(kind, values(others." kind=".kind, "workload"))." "
names = rows_of_kind("program").rows_of_kind("shape")
# Marks that lie on each other are told apart by their height.
row_of(workload, kind, malloc) = place(row_name(kind, workload), names) + \
    (place(malloc, mallocs) - (words(mallocs) + 1) / 2.0) * 0.11
malloc_colour(name) = \
    colour_number(word(malloc_colours, place(name, malloc_names)))
malloc_mark(name) = int(word(malloc_marks, place(name, malloc_names)))

title = "How do mallocs stand beside glibc's?"
caption = "Wall time per operation with the malloc loaded before the". \
    " program, relative to glibc's in the same round; median of ". \
    word(values(others, "rounds"), 1)." rounds; bar: its\n95% interval.". \
    " Further left is faster. The grey band is this run's noise, ". \
    sprintf("%.1f%%", 100 * (floor_ratio - 1)).". Means are geometric ones."
row_pixels = 20
label_width = 8
gap_top = 12
gap_left = 24 + 8.8 * longest(names, 1)
panel_height = words(names) * row_pixels + gap_top + gap_bottom
legend_entries = words(mallocs)
legend_characters = longest(mallocs, 1)

eval begin_page
plot -1 notitle, for [name in mallocs] keyentry with points \
    pointtype malloc_mark(name) linecolor rgb malloc_colour(name) title name
eval begin_panels

load rows("$data", others, \
    "workload kind malloc ratio ratio_low|ratio ratio_high|ratio")
extent = range(others, "ratio ratio_low ratio_high")
low = axis_low(smaller(word(extent, 1), 1), greater(word(extent, 2), 1))
high = axis_high(smaller(word(extent, 1), 1), greater(word(extent, 2), 1), 0)
dot_number(v) = sprintf("%.2f", v)
ratio_text(v, low, high) = strcol(3).", ".strcol(1).": ". \
    value_text(v, low, high, " times glibc\\'s time")

eval panel(1)
eval axis_title(1, "times that of glibc")
eval row_axis(names)
set logscale x
set xrange [low:high]
eval x_ticks(low, high)
set object 99 rectangle from first 1 / floor_ratio, graph 0 \
    to first floor_ratio, graph 1 behind \
    fillcolor rgb noise_ink fillstyle solid noborder
set arrow 99 from first 1, graph 0 to first 1, graph 1 nohead \
    linecolor rgb line_ink
plot $data using "ratio":(row_of(strcol(1), strcol(2), strcol(3))): \
        "ratio_low":"ratio_high":(malloc_colour(strcol(3))) \
        with xerrorbars pointtype 0 linewidth 1 linecolor rgb variable, \
    $data using "ratio":(row_of(strcol(1), strcol(2), strcol(3))): \
        (malloc_mark(strcol(3))):(malloc_colour(strcol(3))) \
        with points pointtype variable linecolor rgb variable, \
    $data using "ratio":(row_of(strcol(1), strcol(2), strcol(3))): \
        (ratio_text(column("ratio"), column("ratio_low"), \
        column("ratio_high"))) @spoken
eval end_page
