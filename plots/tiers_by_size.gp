# Time to take and give back one block against its size, by the tier that is
# asked:
#   gnuplot -c plots/tiers_by_size.gp results/RUN/tiers.csv tiers_by_size.svg
kinds = "tier"
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "part=pair ns_median!="
tier_names = common(tier_names, values(at, "tier"))
tiers = words(tier_names)
if (tiers == 0) { eval nothing_to_draw("times of pairs") }

title = "Where does the size of a block make a step?"
caption = "Time to take a block from a tier, asked by itself, and give it". \
    " back untouched. Mark: median of the rounds; bar: its 95% interval.". \
    "\nBlocks over ".bytes(largest_class_bytes)." come from the page heap,". \
    " whichever tier is asked. Both scales are logarithmic."
panel_height = 520
gap_top = 12
legend_entries = tiers
legend_characters = longest(tier_names, 1)

load rows_by("size", "$data", at, "tier size ".times)
sizes = range(at, "size")
extent = range(at, "ns_low ns_median ns_high")
low = axis_low(word(extent, 1), word(extent, 2))
high = axis_high(word(extent, 1), word(extent, 2), 0)

eval begin_page
plot @tier_line_legend
eval begin_panels

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
plot for [name in tier_names] $data using \
    (strcol(1) eq name ? column("size") : NaN): \
    "ns_median":"ns_low":"ns_high" with yerrorlines linewidth 1.5 \
    pointtype tier_mark(name) linecolor rgb tier_colour(name), \
    $data using "size":"ns_median":(strcol(1).", ". \
    bytes_near(column("size")).": ".value_text(column("ns_median"), \
    column("ns_low"), column("ns_high"), " ns")) @spoken
eval end_page
