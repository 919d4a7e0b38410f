# Which tier serves how many of a program's allocations, by size, a panel for
# each shape of program:
#   gnuplot -c plots/tiers_served.gp results/RUN/tiers.csv tiers_served.svg
kinds = "tier"
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "part=served"
shapes = values(at, "what")
if (shapes eq "") { eval nothing_to_draw("shares of tiers") }
tier_names = common(tier_names, values(at, "tier"))
tiers = words(tier_names)

title = "Which tier serves an allocation, by its size?"
caption = "Share of allocations that each tier served, counted by the heap". \
    " itself when the shape had run once before. Above a bar: the share of". \
    " the thread's own cache.\nA central list serves a whole chain of blocks". \
    " at once, the page heap a span of them or one large block."
panels = words(shapes)
across = panels_across(panels)
panel_height = 420
gap_top = 44
legend_entries = tiers
legend_characters = longest(tier_names, 1)

shape_title(shape) = shape eq "pairs" ? "one taken and released, again and again" : \
    shape eq "batches" ? "1,000 taken, then released in order" : \
    shape eq "mixed" ? "20,000 alive, of mixed sizes" : shape

# A label at every second doubling: all of them would touch.
size_ticks(size, last) = sprintf('"%s" %d', bytes(size), size). \
    (size * 16 <= last ? ", ".size_ticks(size * 16, last) : "")

# A row's box stands on those of the tiers before it, which stand above it in
# the file.
base_of(tier) = tier eq word(tier_names, 1) ? (stacked = 0) : stacked
top_of(share) = (stacked = stacked + share)
percent(share) = share >= 0.9995 ? "100%" : sprintf("%.1f%%", 100 * share)

eval begin_page
plot @tier_box_legend
eval begin_panels

set logscale x
do for [i = 1:panels] {
    where = at." what=".word(shapes, i)
    load rows("$data", where, "tier size share")
    sizes = range(where, "size")

    eval panel(i)
    eval panel_title(shape_title(word(shapes, i)))
    eval axis_title(i, "size of the block")
    eval upright_title(i, "share of allocations")
    set xrange [word(sizes, 1) / 1.6:word(sizes, 2) * 1.6]
    set yrange [0:1.2]
    eval at_x("(".size_ticks(int(word(sizes, 1)), word(sizes, 2)).")")
    set ytics nomirror ("0" 0, "25%%" 0.25, "50%%" 0.5, "75%%" 0.75, "100%%" 1)
    plot $data using "size":"share":(column("size") / 1.32): \
            (column("size") * 1.32):(base_of(strcol(1))): \
            (top_of(column("share"))):(tier_colour(strcol(1))) \
            with boxxyerror fillstyle solid noborder linecolor rgb variable, \
        $data using (strcol(1) eq word(tier_names, 1) ? \
            column("size") : NaN):(1.015):(percent(column("share"))) \
            with labels left rotate font font(small_size) \
            textcolor rgb faint_ink, \
        $data using "size":((base_of(strcol(1)) + \
            top_of(column("share"))) / 2):(strcol(1).", ". \
            bytes(column("size")).": ".percent(column("share"))) @spoken
}
eval end_page
