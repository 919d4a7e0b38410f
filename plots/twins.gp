# How far the same cell strays from itself within a round, as a histogram:
#   gnuplot -c plots/twins.gp results/RUN/samples.csv twins.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

load as_block("$pairs", "echo ratio; awk -f ".quoted(here."/twins.awk")." ". \
    quoted(input)." | sort -g")
n = |$pairs| - 1
if (n == 0) { eval nothing_to_draw("twins") }

# Pairs come sorted, below the header line.
pair(share) = real($pairs[2 + floor(share * (n - 1))])
lower = pair(0.025)
upper = pair(0.975)
reach = greater(log(1.02), 1.5 * greater(-log(lower), log(upper)))
beyond = sum [i = 2:n + 1] (abs(log($pairs[i] + 0.0)) > reach)

# What the run's verdicts take for noise, if it has them.
load as_block("$medians", "echo 'ratio	cell'; awk -f ". \
    quoted(here."/twins.awk")." -v show=medians ".quoted(input))
summary = file_beside("summary.csv")
floor_ratio = summary eq "" ? 1.0 : real(either(system(select_in(summary, \
    "", "values", "floor_ratio!=", "floor_ratio")), "1"))

title = "How far does the same thing stray from itself?"
caption = "Twins are cells that are measured twice in each round. Bars: a". \
    " twin's time divided by that of its cell, ".whole(n)." pairs that should". \
    " all be 1; ".beyond." lie beyond the edges.\nBetween the broken lines lie". \
    " 95% of the pairs. Dots: each twin's median over the rounds, on which". \
    " verdicts rest".(floor_ratio > 1 ? "; the grey band is their noise". \
    sprintf(" floor, %.1f%%.", 100 * (floor_ratio - 1)) : ".")
panel_height = 420
gap_top = 20
legend_entries = 0

eval begin_page
plot -1 notitle
eval begin_panels

bins = 41 # an odd number: 1 is in the middle of one
step = 2 * reach / bins
near(ratio) = sprintf("%.3g", ratio)

eval panel(1)
eval axis_title(1, "time of the twin, times that of its cell")
eval upright_title(1, "pairs")
set logscale x
set xrange [exp(-reach):exp(reach)]
eval x_ticks(exp(-reach), exp(reach))
set ytics nomirror autofreq
set for [edge in "1 2"] arrow from first (edge eq "1" ? lower : upper), \
    graph 0 to first (edge eq "1" ? lower : upper), graph 1 nohead \
    dashtype 2 linewidth 1.5 linecolor rgb faint_ink
set label near(lower) at first lower, graph 1 right offset -0.6, -0.6 \
    font font(small_size) textcolor rgb faint_ink
set label near(upper) at first upper, graph 1 left offset 0.6, -0.6 \
    font font(small_size) textcolor rgb faint_ink
if (floor_ratio > 1) {
    set object rectangle from first 1 / floor_ratio, graph 0 \
        to first floor_ratio, graph 1 behind \
        fillcolor rgb noise_ink fillstyle solid noborder
}
set style fill solid 1 noborder

# How many pairs are in each bin, from its middle on.
array pairs_in[bins]
bin_number(ratio) = floor(log(ratio) / step + 0.5) + (bins + 1) / 2
do for [i = 1:bins] { pairs_in[i] = 0 }
do for [i = 2:n + 1] {
    b = int(bin_number($pairs[i] + 0.0))
    if (b >= 1 && b <= bins) { pairs_in[b] = pairs_in[b] + 1 }
}
middle_of(b) = exp(step * (b - (bins + 1) / 2))
most = 0
do for [i = 1:bins] { most = greater(most, pairs_in[i]) }
set print $bars
print "bin\tpairs"
do for [i = 1:bins] { print sprintf("%d\t%d", i, pairs_in[i]) }
unset print
set yrange [0:most * 1.08]
plot $bars using (middle_of($1)):2 with boxes linecolor rgb "#999999", \
    $bars using (middle_of($1)):2:(sprintf("%d %s from %.3f to %.3f", \
    $2, $2 == 1 ? "pair" : "pairs", middle_of($1 - 0.5), middle_of($1 + 0.5))) @spoken, \
    $medians using 1:(most * 0.03) with points pointtype 7 pointsize 0.5 \
    linecolor rgb ink, \
    $medians using 1:(most * 0.03):(sprintf("%s: median %.3f", strcol(2), \
    column(1))) @spoken
eval end_page
