# How each cell changed from one run to another, the most slowed first:
#   gnuplot -c plots/compare.gp compare.csv compare.svg
call system('dirname "'.ARG0.'"')."/compare_page.gp" ARG0 ARG1 ARG2

title = "What became slower, and what faster?"
caption = "Ring: base. Mark: new, as a multiple of base; bar: its 95%". \
    " interval. Numbers: median of base, median of new.".cut_text. \
    "\nOrange square: slower; blue dot: faster; grey dot: the same; grey". \
    " cross: unresolved. The grey band is noise.".name_text
axis_title = "new / base"

# "slower" and so on: mark and colour.
mark_of(verdict) = verdict eq "slower" ? 5 : verdict eq "faster" ? 7 : \
    verdict eq "same" ? 7 : 2
colour_of(verdict) = verdict eq "slower" ? 0xD55E00 : \
    verdict eq "faster" ? 0x0072B2 : 0x666666

stats source using "floor_ratio" nooutput
floor_ratio = STATS_max
# Few rounds have no interval: its fields are empty.
number_or(text, x) = text eq "" ? x : text + 0
low_of(x) = number_or(strcol("ratio_low"), x)
high_of(x) = number_or(strcol("ratio_high"), x)
# An interval that reaches far beyond every ratio is cut at the edge.
stats source using "ratio" nooutput
least = smaller(STATS_min, 1 / floor_ratio) / 1.3
most = greater(STATS_max, floor_ratio) * 1.3
stats source using (low_of(column("ratio"))) nooutput
low = greater(smaller(STATS_min, 1 / floor_ratio), least)
stats source using (high_of(column("ratio"))) nooutput
high = smaller(greater(STATS_max, floor_ratio), most)
room = (high / low)**0.05

eval begin_page
set object rectangle from 1 / floor_ratio, graph 0 to floor_ratio, graph 1 \
    behind fillcolor rgb noise_ink fillstyle solid noborder
plot source using (1):0:(column("ratio") - 1):(0) with vectors nohead \
        linewidth 5 linecolor rgb "#BBBBBB", \
    '' using "ratio":0:(low_of(column("ratio"))):(high_of(column("ratio"))): \
        (colour_of(strcol("verdict"))) with xerrorbars pointtype 0 \
        linewidth 1.5 linecolor rgb variable, \
    '' using (1):0 with points pointtype 6 pointsize 0.9 linecolor rgb ink, \
    '' using "ratio":0:(mark_of(strcol("verdict"))): \
        (colour_of(strcol("verdict"))) with points pointtype variable \
        pointsize 0.9 linecolor rgb variable, \
    '' using (low / room):0:(shortened(strcol("cell"))) with labels right \
        offset -1, 0 font font(small_size) textcolor rgb ink, \
    '' using (high * room):0:(duration(column("base_ns_median"))." → ". \
        duration(column("new_ns_median"))) with labels left offset 1, 0 \
        font font(small_size) textcolor rgb faint_ink, \
    '' using "ratio":0:(strcol("cell").": ".number(column("ratio")). \
        " times base (".number(low_of(column("ratio")))." to ". \
        number(high_of(column("ratio")))."), ".strcol("verdict")) @spoken
eval end_page
