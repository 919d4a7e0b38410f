# Which ways out each mechanism cleans up on, a panel per compiler:
#   gnuplot -c plots/exits.gp results/RUN/exits.csv exits.svg
kinds = "mechanism"
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

compilers = values("", "compiler")
ways = values("", "way_out")
if (compilers eq "") { eval nothing_to_draw("ways out") }

title = "Which ways out does the clean-up survive?"
caption = "Each square is a program that was run. Left half: compiled with". \
    " -O2; right half: with -fexceptions too, where C is unwound as C++ is.\n". \
    "Last column: the result when the clean-up changes a struct that the". \
    " function returns by value."
panels = words(compilers)
label_width = 16
gap_left = 24 + 9 * longest(mechanism_names, 1)
gap_bottom = 118
panel_height = mechanisms * 27 + gap_top + gap_bottom

# What is seen in a cell, in the order of the legend.
results = 6
array letters = ["R", "–", "2", "!", "W", "·"]
array fills = ["#56B4E9", "#F6D8A8", "#CC79A7", "#000000", "#882255", "#F4F4F4"]
array inks = ["#000000", "#000000", "#000000", "#FFFFFF", "#FFFFFF", "#666666"]
array meanings = ["ran, or the right result", "skipped", "ran twice", \
    "crashed", "wrong result", "not there, or no question"]
kind_of(result) = result eq "ran" || result eq "right" ? 1 : \
    result eq "skipped" ? 2 : result eq "ran twice" ? 3 : \
    result eq "crashed" ? 4 : result eq "wrong" ? 5 : 6
fill(result) = colour_number(fills[kind_of(result)])
text_ink(result) = colour_number(inks[kind_of(result)])
legend_entries = results
legend_characters = 25

eval begin_page
plot -1 notitle, for [k = 1:results] keyentry with points pointtype 5 \
    pointsize 2 linecolor rgb fills[k] title letters[k]."  ".meanings[k]
eval begin_panels

unset grid
unset border
set tics scale 0
set xrange [0.5:words(ways) + 0.5]
set yrange [mechanisms + 0.5:0.5]
eval "set xtics rotate by 35 right ".name_ticks(ways)
eval "set ytics ".name_ticks(mechanism_names)

# The flags come in the file's order: without -fexceptions, then with them.
half(flags) = strstrt(flags, "-fexceptions") ? 0.24 : -0.24
across_at(way, flags) = place(way, ways) + half(flags)

do for [i = 1:panels] {
    compiler = word(compilers, i)
    load rows("$data", "compiler=".compiler, \
        "mechanism way_out flags result")
    eval panel(i)
    eval panel_title(compiler)
    plot $data using (across_at(strcol(2), strcol(3))): \
            (mechanism_place(strcol(1))):(0.23):(0.46): \
            (fill(strcol(4))) with boxxyerror fillstyle solid noborder \
            linecolor rgb variable, \
        $data using (across_at(strcol(2), strcol(3))): \
            (mechanism_place(strcol(1))):(letters[kind_of(strcol(4))]): \
            (text_ink(strcol(4))) with labels font font(small_size) \
            textcolor rgb variable, \
        $data using (across_at(strcol(2), strcol(3))): \
            (mechanism_place(strcol(1))):(strcol(1).", ".strcol(2).", ". \
            strcol(3).": ".strcol(4)) @spoken
}
eval end_page
