# How each cell's times lie in both runs, in units of base's median:
#   gnuplot -c plots/compare_distributions.gp compare.csv out.svg
call system('dirname "'.ARG0.'"')."/compare_page.gp" ARG0 ARG1 ARG2

title = "How do the times of both runs lie?"
caption = "The rounds of base (above, grey) and of new (below, blue), as a". \
    " multiple of base's median. Tick: median; bar: the middle half; line:". \
    " the middle 90%.\nNumbers: rounds of base and of new.".cut_text. \
    name_text
axis_title = "time / base's median"
row_height = 34
page_height = head_height + shown * row_height + foot_height

# The boxes are shown whole; a line that reaches much further is cut.
low = 0.98
high = 1.02
least = low
most = high
do for [side in "base new"] {
    stats source using (column(side."_ns_p25") / column("base_ns_median")) \
        nooutput
    least = smaller(least, STATS_min / 1.3)
    stats source using (column(side."_ns_p75") / column("base_ns_median")) \
        nooutput
    most = greater(most, STATS_max * 1.3)
    stats source using (column(side."_ns_p5") / column("base_ns_median")) \
        nooutput
    low = smaller(low, STATS_min)
    stats source using (column(side."_ns_p95") / column("base_ns_median")) \
        nooutput
    high = greater(high, STATS_max)
}
low = greater(low, least)
high = smaller(high, most)
room = (high / low)**0.05

at(name) = column(name) / column("base_ns_median")
colour_of(side) = side eq "base" ? 0x666666 : 0x0072B2
shift_of(side) = side eq "base" ? -0.16 : 0.16

eval begin_page
set style fill solid 0.5
plot for [side in "base new"] source \
        using (at(side."_ns_p5")):($0 + shift_of(side)): \
        (at(side."_ns_p95") - at(side."_ns_p5")):(0) with vectors nohead \
        linewidth 1.5 linecolor rgb colour_of(side), \
    for [side in "base new"] source using (at(side."_ns_median")): \
        ($0 + shift_of(side)):(at(side."_ns_p25")):(at(side."_ns_p75")): \
        ($0 + shift_of(side) - 0.11):($0 + shift_of(side) + 0.11) \
        with boxxyerror linecolor rgb colour_of(side), \
    for [side in "base new"] source using (at(side."_ns_median")): \
        ($0 + shift_of(side) - 0.13):(0):(0.26) with vectors nohead \
        linewidth 2 linecolor rgb ink, \
    source using (low / room):0:(shortened(strcol("cell"))) with labels right \
        offset -1, 0 font font(small_size) textcolor rgb ink, \
    source using (high * room):0:(strcol("base_rounds")." and ". \
        strcol("new_rounds")." rounds") with labels left offset 1, 0 \
        font font(small_size) textcolor rgb faint_ink, \
    for [side in "base new"] source using (at(side."_ns_median")): \
        ($0 + shift_of(side)):(strcol("cell").", ".side.": median ". \
        duration(column(side."_ns_median")).", middle half ". \
        duration(column(side."_ns_p25"))." to ". \
        duration(column(side."_ns_p75"))) @spoken
eval end_page
