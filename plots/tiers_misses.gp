# What one allocation takes by where its block comes from, a panel for each
# size:
#   gnuplot -c plots/tiers_misses.gp results/RUN/tiers.csv tiers_misses.svg
kinds = "tier"
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "part=miss ns_median!="
sizes = values(at, "size")
ways = values(at, "what")
if (sizes eq "") { eval nothing_to_draw("times of misses") }

title = "What does a miss cost, at each tier?"
caption = "Time of the one allocation that goes there; the heap's counters". \
    " tell that it did. Mark: median of the rounds; bar: its 95% interval.". \
    "\nA miss brings a chain of blocks, and the next allocations are hits:". \
    " its time divided by them is what each bears. The scale is logarithmic."
panels = words(sizes)
across = smaller(2, panels)
way_pixels = 26
label_width = 20 + 9 * longest(ways, 1)
gap_left = 16
panel_height = words(ways) * way_pixels + gap_top + gap_bottom
legend_entries = tiers
legend_characters = longest(tier_names, 1)

extent = range(at." ns_median!=0", "ns_median ns_high")
low = axis_low(greater(1, word(extent, 1) + 0), word(extent, 2))
high = axis_high(greater(1, word(extent, 1) + 0), word(extent, 2), 0.42)

way_place(name) = place(name, ways)
way_title(name) = name eq "hit" ? "hit, no miss" : \
    name eq "spare" ? "spare chain" : name eq "ready_chain" ? "ready chain" : \
    name eq "cached_span" ? "cached span" : name eq "free_run" ? "free run" : \
    name eq "fresh_pages" ? "fresh pages" : name
missing_title(name) = name eq "spans" ? \
    "a span is one block: never free in part" : "was not brought about"
way_ticks(i) = sprintf('"%s" %d', way_title(word(ways, i)), i). \
    (i < words(ways) ? ", ".way_ticks(i + 1) : "")
brought(blocks, ns) = blocks < 2 ? "" : sprintf(" for %s, %s each", \
    whole(blocks), number(ns / blocks))
shown(v) = greater(low, v)

eval begin_page
plot @tier_legend
eval begin_panels

set logscale x
do for [i = 1:panels] {
    where = at." size=".word(sizes, i)
    load rows("$data", where, "what tier blocks faults ".times)

    eval panel(i)
    eval panel_title(bytes(word(sizes, i) + 0))
    eval axis_title(i, "ns per allocation")
    set xrange [low:high]
    set yrange [words(ways) + 0.5:0.5]
    eval x_ticks(low, high)
    set grid noytics
    set for [s = 1:words(ways):2] object s rectangle \
        from graph 0, first s - 0.5 to graph 1, first s + 0.5 behind \
        fillcolor rgb band_ink fillstyle solid noborder
    eval "set ytics scale 0 ".(is_leftmost(i) ? "(".way_ticks(1).")" : '("" 1)')
    missing = without(ways, values(where, "what"))
    do for [name in missing] {
        set label missing_title(name) at graph 0.02, \
            first way_place(name) left font font(small_size) \
            textcolor rgb faint_ink
    }
    plot $data using (shown(column("ns_median"))):(way_place(strcol(1))): \
            (shown(column("ns_low"))):(shown(column("ns_high"))): \
            (tier_colour(strcol(2))) with xerrorbars pointtype 0 \
            linewidth 1.5 linecolor rgb variable, \
        $data using (shown(column("ns_median"))):(way_place(strcol(1))): \
            (tier_mark(strcol(2))):(tier_colour(strcol(2))) with points \
            pointtype variable linewidth 1.5 linecolor rgb variable, \
        $data using (shown(column("ns_high"))):(way_place(strcol(1))): \
            (number(column("ns_median")).brought(column("blocks"), \
            column("ns_median"))) with labels left offset 0.8, 0 \
            font font(small_size) textcolor rgb faint_ink, \
        $data using (shown(column("ns_median"))):(way_place(strcol(1))): \
            (way_title(strcol(1)).", ".strcol(2).": ".value_text( \
            column("ns_median"), column("ns_low"), column("ns_high"), " ns"). \
            brought(column("blocks"), column("ns_median")). \
            (column("faults") > 0 ? sprintf("; %g page faults", \
            column("faults")) : "")) @spoken
}
eval end_page
