# What all charts share. A chart is a script that begins with
#
#   call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3
#
# then chooses its rows, sets title, caption and panels, and goes on with
# `eval begin_page`, a plot of the legend, `eval begin_panels`, for each panel
# `eval panel(i)` and a plot, and `eval end_page`. It ends with status 3 where
# the input has nothing for it, and with 2 where it cannot be drawn.
#
# With the name of a resource as third argument it draws a card: the panel of
# that resource alone, a third as wide, for a page that has title, caption and
# the legend of the strategies in words of its own. "all" is a card of all.

here = system('dirname "'.ARG1.'"')
chart = system('basename "'.ARG1.'" .gp')
input = ARG2
output = ARG3
only = ARG4
is_card = only ne ""

if (input eq "" || output eq "") {
    print "Usage: gnuplot -c ".ARG1." FILE.csv OUT.svg [RESOURCE] (or OUT.png)"
    exit status 2
}
ending = strlen(output) > 4 ? output[strlen(output) - 3:*] : ""
if (ending ne ".svg" && ending ne ".png") {
    print "\"".output."\" must end in .svg or .png."
    exit status 2
}

load here."/style.gp"
if (is_card) {
    chart = chart."-".only
    page_width = card_width
    if (only eq "all") { only = "" }
}
load here."/data.gp"

# --- Numbers as people read them -----------------------------------------

# 12345 as 12,345; what is smaller with three digits.
number(v) = v >= 100 ? whole(v) : \
    sprintf(v >= 10 ? "%.1f" : v >= 1 ? "%.2f" : "%.3f", v)
whole(v) = v == v ? with_commas(int(v + 0.5)) : ""
with_commas(n) = n < 1000 ? sprintf("%d", n) : \
    with_commas(n / 1000).sprintf(",%03d", n % 1000)

bytes(n) = n >= 1048576 ? sprintf("%g MiB", n / 1048576.0) : \
    n >= 1024 ? sprintf("%g KiB", n / 1024.0) : sprintf("%g B", n)

# The same of a number that is not a power of two.
bytes_near(n) = n >= 1048576 ? sprintf("%.3g MiB", n / 1048576.0) : \
    n >= 1024 ? sprintf("%.3g KiB", n / 1024.0) : sprintf("%d B", n)

# Nanoseconds in the unit that suits.
duration(ns) = ns >= 1e9 ? number(ns / 1e9)." s" : \
    ns >= 1e6 ? number(ns / 1e6)." ms" : \
    ns >= 1e3 ? number(ns / 1e3)." us" : number(ns)." ns"

# A resource with its size, where it has one.
resource_title(resource, size) = \
    resource.(size + 0 > 1 ? ", ".bytes(size + 0.0) : "")

threads_title(n) = sprintf(n == 1 ? "%d thread" : "%d threads", n)

# What stands in place of a number where the strategy could not go on.
stop_title(held) = "stopped, ".whole(held)." held"

# --- Axes ----------------------------------------------------------------

# The ends of a logarithmic axis over `low` to `high`, with room for marks;
# `after` more of it is left free at the high end. Never under half a decade,
# or noise would look like a finding.
axis_low(low, high) = middle(low, high) / 10**(0.58 * decades(low, high))
axis_high(low, high, after) = \
    middle(low, high) * 10**((0.58 + after) * decades(low, high))
middle(low, high) = sqrt(1.0 * low * high)
decades(low, high) = greater(0.5, log10(1.0 * high / low))

# Labels at every decade, and between them where there are few.
ticks(low, high, step) = ticks_at(low, high, \
    steps(log10(1.0 * high / low)), step)
ticks_at(low, high, steps, step) = "(".ticks_from(floor(log10(low)), \
    ceil(log10(high)), steps, step).")"
steps(span) = span > 2.2 ? "1" : span > 1.2 ? "1 3" : \
    span > 0.8 ? "1 2 5" : "1 1.5 2 3 5 7"
ticks_from(e, last, steps, step) = ticks_in(e, 1, steps). \
    (e + step <= last ? ", ".ticks_from(e + step, last, steps, step) : "")
ticks_in(e, j, steps) = tick(word(steps, j) * 10.0**e). \
    (j < words(steps) ? ", ".ticks_in(e, j + 1, steps) : "")
tick(v) = sprintf('"%s" %g', tick_text(v), v)
tick_text(v) = v < 1000 ? sprintf("%g", v) : whole(v)

# Along the foot of a panel no more than stand apart there: `room` is how many
# labels as wide as the widest a decade has room for.
x_ticks(low, high) = x_ticks_in(low, high, x_room(low, high))
x_room(low, high) = (column_width(across) - gap_left - gap_right) / \
    log10(1.0 * high / low) / (10 + 8.5 * \
    greater(strlen("0.7"), strlen(tick_text(10.0**floor(log10(high))))))
x_ticks_in(low, high, room) = at_x(ticks_at(low, high, \
    fewer(steps(log10(1.0 * high / low)), room), room < 1 ? 2 : 1))
fewer(steps, room) = words(steps) > 3 && room * 0.125 < 1 ? \
        fewer("1 2 5", room) : \
    words(steps) == 3 && room * 0.301 < 1 ? fewer("1 3", room) : \
    words(steps) == 2 && room * 0.477 < 1 ? "1" : steps
y_ticks(low, high) = "set ytics nomirror ".ticks(low, high, 1)

# gnuplot sets the labels of an SVG further off than those of a PNG.
at_x(labels) = sprintf("set xtics nomirror offset 0, %g ", \
    ending eq ".svg" ? 0.35 : 0).labels

# Where the size classes end, as the run was built; a mark there, on an axis of
# sizes to `last`, with its words on the side that has room.
border = system("sed -n 's/.*\"size_class_largest\": *\\([0-9]*\\).*/\\1/p' ". \
    "\"$(dirname ".quoted(input).")/context.json\" 2>/dev/null")
if (border ne "") { largest_class_bytes = border + 0 }
border_mark(last) = sprintf('\
    set arrow from first largest_class_bytes, graph 0 \
        to first largest_class_bytes, graph 1 nohead dashtype 2 \
        linewidth 1.5 linecolor rgb faint_ink; \
    set label bytes(largest_class_bytes).": the largest size class" \
        at first largest_class_bytes, graph 1 %s, -0.6 \
        font font(small_size) textcolor rgb faint_ink', \
    largest_class_bytes * 8 > last ? "right offset -0.6" : "left offset 0.6")

# The words of a list at 1, 2, 3 and so on.
name_ticks(list) = "(".name_ticks_from(list, 1).")"
name_ticks_from(list, i) = sprintf('"%s" %d', word(list, i), i). \
    (i < words(list) ? ", ".name_ticks_from(list, i + 1) : "")

# Where a row leaves nothing to see; beyond every axis.
nowhere = -1

# Marks that would meet are drawn side by side: a factor for the k-th of n. All
# of them take less than half of the way to twice the value.
beside(k, n) = smaller(1.07, 1.42**(1.0 / n))**(k - (n + 1) / 2.0)

# --- The page ------------------------------------------------------------

# Panels go from left to right, then down. Pixels; a chart may set its own.
panels = 1
across = 1
panel_height = 370
label_width = 48        # left of the first column
gap_left = 66           # within a panel's share of the page
gap_right = 28
gap_top = 34
gap_bottom = 60
legend_entries = strategies
legend_characters = longest(strategy_names, 1)
named_by_page = strategies   # entries that a card leaves to its page

panels_across(n) = n < 4 ? n : n == 4 ? 2 : 3
legend_columns(characters) = (page_width - 40) / (72 + 9 * characters)
rows_of(n, columns) = (n + columns - 1) / columns

from_left(pixels) = pixels / (1.0 * page_width)
from_top(pixels) = 1 - pixels / (1.0 * page_height)

# The folder of the input names the run.
run = system("basename \"$(dirname \"$(realpath ".quoted(input).")\")\"")
part = output.".part"

# The scales make a PNG look as the SVG does, pixel for pixel.
set_terminal = ending eq ".svg" ? '\
    set terminal svg size page_width, page_height fixed noenhanced \
        font font(text_size) background "#FFFFFF"' : '\
    set terminal pngcairo size page_width, page_height noenhanced \
        font font(text_size) fontscale 0.75 pointscale 1.4 \
        background "#FFFFFF"'

legend_top = 0          # known once there is a caption
page_texts = '\
    set label title at screen from_left(24), from_top(30) left \
        font bold_font(title_size) textcolor rgb ink; \
    set label caption at screen from_left(24), from_top(58) left \
        textcolor rgb faint_ink; \
    set label "run ".run at screen from_left(page_width - 24), \
        from_top(page_height - 14) right font font(small_size) \
        textcolor rgb faint_ink'

begin_page = '\
    legend_top = is_card ? 0 : 56 + 20 * lines(caption); \
    if (is_card) { legend_entries = legend_entries - named_by_page }; \
    header_height = legend_top + 14 + \
        23 * rows_of(legend_entries, legend_columns(legend_characters)); \
    page_height = header_height + panel_height * rows_of(panels, across) + \
        (is_card ? 4 : 30); \
    eval set_terminal; \
    set encoding utf8; \
    set output part; \
    set multiplot; \
    unset border; \
    unset tics; \
    set lmargin at screen 0; \
    set rmargin at screen 1; \
    set tmargin at screen 1; \
    set bmargin at screen 0; \
    set xrange [0:1]; \
    set yrange [0:1]; \
    set pointsize 0.9; \
    if (!is_card) { eval page_texts }; \
    set key at screen from_left(16), from_top(legend_top) \
        left top horizontal Left reverse samplen 1 width 2 spacing 1.2 \
        maxcols legend_columns(legend_characters) textcolor rgb ink'

# For the first plot of the page, which must have something beside a legend.
legend_strategies = is_card ? 0 : strategies
strategy_legend = '-1 notitle, for [i = 1:legend_strategies] keyentry \
    with points pointtype int(word(strategy_marks, i)) \
    linecolor rgb word(strategy_colours, i) title word(strategy_names, i)'
strategy_line_legend = '-1 notitle, for [i = 1:legend_strategies] keyentry \
    with linespoints pointtype int(word(strategy_marks, i)) linewidth 1.5 \
    linecolor rgb word(strategy_colours, i) title word(strategy_names, i)'
mechanism_line_legend = '-1 notitle, for [name in legend_names] keyentry \
    with linespoints pointtype mechanism_mark(name) linewidth 1.5 \
    linecolor rgb mechanism_colour(name) title name'
allocator_legend = '-1 notitle, for [i = 1:allocators] keyentry \
    with points pointtype int(word(allocator_marks, i)) linewidth 1.5 \
    linecolor rgb word(allocator_colours, i) title word(allocator_names, i)'
allocator_line_legend = '-1 notitle, for [i = 1:allocators] keyentry \
    with linespoints pointtype int(word(allocator_marks, i)) linewidth 1.5 \
    linecolor rgb word(allocator_colours, i) title word(allocator_names, i)'
tier_legend = '-1 notitle, for [i = 1:tiers] keyentry \
    with points pointtype int(word(tier_marks, i)) linewidth 1.5 \
    linecolor rgb word(tier_colours, i) title word(tier_names, i)'
tier_line_legend = '-1 notitle, for [i = 1:tiers] keyentry \
    with linespoints pointtype int(word(tier_marks, i)) linewidth 1.5 \
    linecolor rgb word(tier_colours, i) title word(tier_names, i)'
tier_box_legend = '-1 notitle, for [i = 1:tiers] keyentry \
    with boxes fillstyle solid noborder \
    linecolor rgb word(tier_colours, i) title word(tier_names, i)'

begin_panels = '\
    unset label; \
    unset key; \
    set border 3 linecolor rgb line_ink; \
    set tics nomirror out scale 0.5 textcolor rgb ink; \
    set grid xtics ytics linetype 1 linewidth 1 linecolor rgb grid_ink; \
    set errorbars small; \
    set pointsize 0.7'

column_width(columns) = (page_width - label_width) / (1.0 * columns)
is_leftmost(i) = (i - 1) % across == 0
panel_left(i) = label_width + (i - 1) % across * column_width(across)
panel_top(i) = header_height + (i - 1) / across * panel_height
panel_bottom(i) = panel_top(i) + panel_height - gap_bottom
panel(i) = sprintf('\
    set lmargin at screen %f; \
    set rmargin at screen %f; \
    set tmargin at screen %f; \
    set bmargin at screen %f; \
    unset label', from_left(panel_left(i) + gap_left), \
    from_left(panel_left(i) + column_width(across) - gap_right), \
    from_top(panel_top(i) + gap_top), from_top(panel_bottom(i)))

# Above the panel, at its left.
panel_title(text) = sprintf('set label "%s" at graph 0, graph 1 left \
    offset 0, character 0.7 font bold_font(text_size) textcolor rgb ink', text)

# What the axes count; the upright one says it once for a row of panels.
axis_title(i, text) = sprintf('set label "%s" at graph 0.5, \
    screen from_top(%d) center textcolor rgb ink', text, panel_bottom(i) + 48)
upright_title(i, text) = is_leftmost(i) ? \
    sprintf('set label "%s" at screen from_left(18), graph 0.5 center rotate \
    textcolor rgb ink', text) : ""

# The output appears when it is whole.
finish_svg = "awk -f ".quoted(here."/svg.awk")." -v chart=".quoted(chart). \
    " -v title=\"$title\" -v caption=\"$caption\" -v panels=\"$panels\" ". \
    quoted(part)." > ".quoted(part."2")." && mv -f ".quoted(part."2")." ". \
    quoted(part)." && "
# Where legend and panels are, for a page that has the words around them.
panels_box(top, height) = \
    sprintf("0 %d %d %d", top, page_width, height - top - (is_card ? 0 : 24))
end_page = '\
    unset multiplot; \
    set output; \
    done = system("title=".quoted(title)." caption=". \
        quoted(one_line(caption))." panels=". \
        quoted(panels_box(legend_top, page_height))."; ". \
        (ending eq ".svg" ? finish_svg : "")."mv -f ".quoted(part)." ". \
        quoted(output)); \
    if (GPVAL_SYSTEM_ERRNO != 0) { exit status 2 }'

# A number with its interval, as a mark says it.
dot_number(v) = number(v)
value_text(v, low, high, unit) = dot_number(v).unit. \
    (low < high ? " (".dot_number(low)." to ".dot_number(high).")" : "")

# --- Rows of strategies, each named at the upright axis ------------------

# For charts of one allocator, which is in `allocator`; Go, which has its own,
# stands below it. A row is the strategy's name, in Go with "go/" before it.
row_name(strategy, from) = from eq "go" ? "go/".strategy : \
    from eq allocator ? strategy : "-"
row_names(where) = (allocator eq "go" ? "" : rows_from(where, allocator)). \
    in_go(rows_from(where, "go"), 1)
rows_from(where, from) = \
    common(strategy_names, values(where." allocator=".from, "strategy"))
in_go(list, i) = i > words(list) ? "" : \
    "go/".word(list, i)." ".in_go(list, i + 1)

# "LOW HIGH" of the columns over these rows.
row_range(where, columns) = wider(range(where." allocator=".allocator, \
    columns), range(where." allocator=go", columns))
wider(one, other) = one eq "" ? other : other eq "" ? one : sprintf("%g %g", \
    smaller(word(one, 1) + 0, word(other, 1) + 0), \
    greater(word(one, 2) + 0, word(other, 2) + 0))

row_title(row) = row[1:3] eq "go/" ? row[4:*]." in Go" : row
row_ticks(list) = "(".row_ticks_from(list, 1).")"
row_ticks_from(list, i) = sprintf('"%s" %d', row_title(word(list, i)), i). \
    (i < words(list) ? ", ".row_ticks_from(list, i + 1) : "")
row_pixels = 20
row_label_width = 24 + 8 * (longest(strategy_names, 1) + \
    (place("go", allocator_names) ? 4 : 0))
row_panels = '\
    label_width = 8; \
    gap_left = row_label_width; \
    panel_height = words(row_names(row_source)) * row_pixels + gap_top + \
        gap_bottom'

# The axis of a panel with these rows; every second one is shaded.
row_axis(list) = sprintf('\
    set yrange [%d.5:0.5]; \
    set ytics scale 0 %s; \
    set grid noytics; \
    set for [s = 1:%d:2] object s rectangle \
        from graph 0, first s - 0.5 to graph 1, first s + 0.5 behind \
        fillcolor rgb band_ink fillstyle solid noborder', \
    words(list), row_ticks(list), words(list))

# --- Rows of dots: a slot per allocator, in it a row per strategy --------

# For panels with allocators at the upright axis.
dot_panels = '\
    label_width = 20 + 9 * longest(allocator_names, 1); \
    gap_left = 16; \
    panel_height = allocators * (12 + 15 * strategies) + gap_top + gap_bottom'

# Off the axis for an allocator that has no slot.
row_of(strategy, allocator) = !allocator_place(allocator) ? nowhere : \
    allocator_place(allocator) + \
    (strategy_place(strategy) - (strategies + 1) / 2.0) * 0.86 / strategies

slot_axis(i) = '\
    set yrange [allocators + 0.5:0.5]; \
    set ytics scale 0 '.(is_leftmost(i) ? name_ticks(allocator_names) : \
        '("" 1)').'; \
    set grid noytics; \
    set for [s = 1:allocators:2] object s rectangle \
        from graph 0, first s - 0.5 to graph 1, first s + 0.5 behind \
        fillcolor rgb band_ink fillstyle solid noborder'

# To plot from $data, whose first columns are strategy and allocator: a mark,
# its interval and its number.
dot_unit = " ns"
dot_text(median, low, high) = strcol(1).", ".strcol(2).": ". \
    value_text(column(median), column(low), column(high), dot_unit)
dots(median, low, high) = '\
    $data using "'.median.'":(row_of(strcol(1), strcol(2))): \
        "'.low.'":"'.high.'":(strategy_colour(strcol(1))) \
        with xerrorbars pointtype 0 linewidth 1.5 linecolor rgb variable, \
    $data using "'.median.'":(row_of(strcol(1), strcol(2))): \
        (strategy_mark(strcol(1))):(strategy_colour(strcol(1))) \
        with points pointtype variable linecolor rgb variable, \
    $data using "'.high.'":(row_of(strcol(1), strcol(2))): \
        (dot_number(column("'.median.'"))) with labels left offset 0.8, 0 \
        font font(small_size) textcolor rgb faint_ink, \
    $data using "'.median.'":(row_of(strcol(1), strcol(2))): \
        (dot_text("'.median.'", "'.low.'", "'.high.'")) @spoken'
