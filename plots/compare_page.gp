# What the two charts of a comparison share: its rows, a page with one of them
# a line, and the axis. Loaded with the chart, its input and its output.
here = system('dirname "'.ARG1.'"')
chart = system('basename "'.ARG1.'" .gp')
input = ARG2
output = ARG3
ending = strlen(output) > 4 ? output[strlen(output) - 3:*] : ""
if (input eq "" || output eq "" || (ending ne ".svg" && ending ne ".png")) {
    print "Usage: gnuplot -c ".ARG1." COMPARE.csv OUT.svg (or OUT.png)"
    exit status 2
}
load here."/style.gp"
load here."/common.gp"

set datafile separator comma
set key autotitle columnheader

# More cells than these nobody reads: the ends of the list are shown.
most_at_an_end = 20
stats input using "ratio" nooutput
if (GPVAL_ERRNO != 0 || STATS_records == 0) {
    print chart.": ".input." has no cell that both runs have."
    exit status 3
}
cells = int(STATS_records)
shown = cells > 2 * most_at_an_end ? 2 * most_at_an_end : cells
source = sprintf("< awk -v last=%d -v most=%d ", cells + 1, most_at_an_end). \
    "'NR <= most + 1 || NR > last - most' ".quoted(input)
is_cut = cells > shown
cut_text = is_cut ? sprintf(" The %d most slowed and the %d most sped up of". \
    " %d.", most_at_an_end, most_at_an_end, cells) : ""
# The names of our own cells have six parts; other programs name theirs freely.
is_ours = system("sed -n 2p ".quoted(input)." | cut -d, -f1 | tr -cd /") \
    eq "/////"
name_text = is_ours ? \
    " A row: strategy/allocator/resource/bytes/count/threads." : ""

number(v) = sprintf(v >= 100 ? "%.0f" : v >= 10 ? "%.1f" : "%.2f", v)
duration(ns) = ns >= 999.5e6 ? number(ns / 1e9)." s" : \
    ns >= 999.5e3 ? number(ns / 1e6)." ms" : \
    ns >= 999.5 ? number(ns / 1e3)." us" : number(ns)." ns"

# Pixels. Names stand left of the axis, numbers right of it.
stats source using (strlen(strcol("cell"))) nooutput
label_width = 24 + 8 * smaller(int(STATS_max), 60)
row_height = 24
head_height = 118
foot_height = 66
number_width = 190
page_height = head_height + shown * row_height + foot_height
shortened(name) = strlen(name) > 60 ? name[1:57]."..." : name

from_left(pixels) = pixels / (1.0 * page_width)
from_top(pixels) = 1 - pixels / (1.0 * page_height)
part = output.".part"

# gnuplot labels whole decades only.
decade_ticks = 'set xtics (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, \
    0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)'

# To be evaluated before the plot, once low, high and room say how far the axis
# reaches: the page with its title and caption.
begin_page = '\
    if (ending eq ".svg") { \
        set terminal svg size page_width, page_height fixed noenhanced \
            font font(text_size) background "#FFFFFF" \
    } else { \
        set terminal pngcairo size page_width, page_height noenhanced \
            font font(text_size) fontscale 0.75 pointscale 1.4 \
            background "#FFFFFF" \
    }; \
    set encoding utf8; \
    set output part; \
    set lmargin at screen from_left(label_width); \
    set rmargin at screen from_left(page_width - number_width); \
    set tmargin at screen from_top(head_height); \
    set bmargin at screen from_top(page_height - foot_height); \
    set label title at screen from_left(24), from_top(30) left \
        font bold_font(title_size) textcolor rgb ink; \
    set label caption at screen from_left(24), from_top(58) left \
        textcolor rgb faint_ink; \
    unset key; \
    set border 1 linecolor rgb line_ink; \
    set xtics nomirror out scale 0.5 textcolor rgb ink; \
    set grid xtics linetype 1 linewidth 1 linecolor rgb grid_ink; \
    unset ytics; \
    set yrange [shown - 0.5:-0.5]; \
    set clip two; \
    if (high / low > 3) { set logscale x; eval decade_ticks }; \
    set xrange [low / room:high * room]; \
    set xlabel axis_title textcolor rgb ink; \
    set errorbars small; \
    set arrow from 1, graph 0 to 1, graph 1 nohead linecolor rgb line_ink; \
    if (is_cut) { eval show_cut }'

# Between the ends of the list.
show_cut = '\
    set arrow from screen from_left(24), first most_at_an_end - 0.5 \
        to screen 1 - from_left(24), first most_at_an_end - 0.5 nohead \
        dashtype 2 linecolor rgb line_ink'

end_page = '\
    set output; \
    done = system("t=".quoted(title)." c=".quoted(one_line(caption))."; ". \
        (ending eq ".svg" ? "awk -f ".quoted(here."/svg.awk")." -v chart=". \
        quoted(chart)." -v title=\"$t\" -v caption=\"$c\" ".quoted(part). \
        " > ".quoted(part."2")." && mv -f ".quoted(part."2")." ". \
        quoted(part)." && " : "")."mv -f ".quoted(part)." ".quoted(output)); \
    if (GPVAL_SYSTEM_ERRNO != 0) { exit status 2 }'
