# Time and memory of whole processes by strategy and allocator, a panel each:
#   gnuplot -c plots/process.gp results/RUN/process.csv process.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "size=@telling count=@telling wall_ms_median!="
resource = word(values(at, "resource"), 1)
if (resource eq "") { eval nothing_to_draw("times of processes") }
at = at." resource=".resource
count = int(values(at, "count"))
# Runs of earlier versions know no peaks.
has_peaks = system("head -n 1 ".quoted(input)." | grep -c ,peak_kib,") > 0 && \
    values(at." peak_kib!=", "resource") ne ""

title = "What does a whole process take, from start to end?"
caption = "Time".(has_peaks ? " and memory" : "")." of a small program that". \
    " takes ".whole(count)." resources (".resource_title(resource, \
    values(at, "size")).") in one function, its start included. Mark and". \
    " number: median of its runs;\nbar: its 95% interval. Further left is". \
    " less, by a factor: the scale is logarithmic."
panels = has_peaks ? 2 : 1
across = panels
eval dot_panels

eval begin_page
plot @strategy_legend
eval begin_panels

load rows("$data", at, "strategy allocator wall_ms_median". \
    " wall_ms_low|wall_ms_median wall_ms_high|wall_ms_median". \
    (has_peaks ? " peak_kib" : ""))
set logscale x
array titles[2] = ["wall time", "peak memory"]
array units[2] = [" ms", " KiB"]
array columns[2] = ["wall_ms_median wall_ms_low wall_ms_high", \
    "peak_kib peak_kib peak_kib"]
do for [i = 1:panels] {
    extent = range(at, columns[i])
    low = axis_low(word(extent, 1), word(extent, 2))
    high = axis_high(word(extent, 1), word(extent, 2), 0.2 / across)
    dot_unit = units[i]

    eval panel(i)
    eval panel_title(titles[i])
    eval axis_title(i, units[i][2:*]." per process")
    eval slot_axis(i)
    set xrange [low:high]
    eval x_ticks(low, high)
    eval "plot ".dots(word(columns[i], 1), word(columns[i], 2), \
        word(columns[i], 3))
}
eval end_page
