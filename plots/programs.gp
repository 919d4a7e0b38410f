# Time and memory of real programs on several mallocs, against glibc's:
#   gnuplot -c plots/programs.gp results/RUN/programs.csv programs.svg
kinds = "malloc program"
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

others = "malloc!=glibc ratio!="
mallocs = common(malloc_names, values(others, "malloc"))
if (mallocs eq "") { eval nothing_to_draw("times of programs") }
floor_ratio = real(word(range(others, "floor_ratio"), 2))
rounds = values(others, "rounds")

# A slot for each program, in it a row for each malloc; see dots in page.gp.
allocator_names = program_names
allocators = words(program_names)
strategies = words(mallocs)
strategy_colour(name) = \
    colour_number(word(malloc_colours, place(name, malloc_names)))
strategy_mark(name) = int(word(malloc_marks, place(name, malloc_names)))
row_of(malloc, program) = place(program, program_names) + \
    (place(malloc, mallocs) - (strategies + 1) / 2.0) * 0.86 / strategies

title = "What does another malloc change in real programs?"
caption = "Whole processes with the malloc loaded before them, relative to". \
    " glibc's in the same round; median of ".word(rounds, 1)." rounds; bar:". \
    " its 95% interval. Further left is faster,\nor smaller. The grey band". \
    " is this run's noise, ".sprintf("%.1f%%", 100 * (floor_ratio - 1)). \
    ". Memory is the peak of the largest process of the program, in one run."
# Peaks may be unknown.
panels = range(others, "peak_ratio") eq "" ? 2 : 3
across = panels
eval dot_panels
dot_number(v) = sprintf("%.2f", v)
legend_entries = strategies
legend_characters = longest(mallocs, 1)

eval begin_page
plot -1 notitle, for [name in mallocs] keyentry with points \
    pointtype strategy_mark(name) linecolor rgb strategy_colour(name) title name
eval begin_panels

load rows("$data", others, "malloc program ratio ratio_low|ratio". \
    " ratio_high|ratio user_ratio peak_ratio")
set logscale x
array titles[3] = ["wall time", "user time", "peak memory"]
array columns[3] = ["ratio ratio_low ratio_high", \
    "user_ratio user_ratio user_ratio", "peak_ratio peak_ratio peak_ratio"]
do for [i = 1:panels] {
    extent = range(others, columns[i])
    low = axis_low(smaller(word(extent, 1), 1), greater(word(extent, 2), 1))
    high = axis_high(smaller(word(extent, 1), 1), \
        greater(word(extent, 2), 1), 0.1)

    eval panel(i)
    eval panel_title(titles[i])
    eval axis_title(i, "times that of glibc")
    eval slot_axis(i)
    set xrange [low:high]
    eval x_ticks(low, high)
    if (i > 1) { unset object 99 } else {
        set object 99 rectangle from first 1 / floor_ratio, graph 0 \
            to first floor_ratio, graph 1 behind \
            fillcolor rgb noise_ink fillstyle solid noborder
    }
    set arrow 99 from first 1, graph 0 to first 1, graph 1 nohead \
        linecolor rgb line_ink
    dot_unit = " times glibc\\'s ".titles[i]
    eval "plot ".dots(word(columns[i], 1), word(columns[i], 2), \
        word(columns[i], 3))
}
eval end_page
