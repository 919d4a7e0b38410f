# Time to take and give back one block against its size, by allocator:
#   gnuplot -c plots/latency_by_size.gp results/RUN/summary.csv latency.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "resource=block strategy=".baseline." count=1 threads=1 ns_median!="
allocator_names = common(allocator_names, values(at, "allocator"))
allocators = words(allocator_names)
if (allocators == 0) {
    eval nothing_to_draw("times of blocks with ".baseline)
}

title = "What does a block of memory cost, by its size?"
caption = "Time of one thread to take a block and give it back untouched, by". \
    " allocator. Mark: median of the run's rounds; bar: its 95% interval.\n". \
    "Lower is cheaper; both scales are logarithmic. Blocks over ". \
    bytes(largest_class_bytes)." come straight from the page heap."
panel_height = 560
gap_top = 12
legend_entries = allocators
legend_characters = longest(allocator_names, 1)

eval begin_page
plot @allocator_line_legend
eval begin_panels

load rows_by("size", "$data", at, "allocator size ".times)
sizes = range(at, "size")
extent = range(at, "ns_low ns_median ns_high")
low = axis_low(word(extent, 1), word(extent, 2))
high = axis_high(word(extent, 1), word(extent, 2), 0)

# A label at every second power of two: all of them would touch.
size_ticks(size, last) = sprintf('"%s" %d', bytes(size), size). \
    (size * 4 <= last ? ", ".size_ticks(size * 4, last) : "")

eval panel(1)
eval axis_title(1, "size of the block")
eval upright_title(1, "ns per block")
set logscale xy
set xrange [word(sizes, 1) / 1.3:word(sizes, 2) * 1.3]
set yrange [low:high]
eval at_x("(".size_ticks(int(word(sizes, 1)), word(sizes, 2)).")")
eval y_ticks(low, high)
eval border_mark(word(sizes, 2))
plot for [name in allocator_names] $data using (strcol(1) eq name ? \
    column("size") * beside(allocator_place(name), allocators)**0.5 : NaN): \
    "ns_median":"ns_low":"ns_high" with yerrorlines linewidth 1.5 \
    pointtype allocator_mark(name) linecolor rgb allocator_colour(name), \
    $data using (column("size") * \
    beside(allocator_place(strcol(1)), allocators)**0.5):"ns_median": \
    (strcol(1).", ".bytes(column("size")).": ".value_text( \
    column("ns_median"), column("ns_low"), column("ns_high"), " ns")) @spoken
eval end_page
