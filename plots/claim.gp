# What was measured of one claim: a row for each thing that varied, a mark for
# each series in it, and a line where the threshold lies.
#   gnuplot -c plots/claim.gp results/RUN/claim_bars.csv C20.svg C20
kinds = ""
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "id=".only
places = words(values(at, "place"))
if (places == 0) { eval nothing_to_draw("figures of claim ".only) }

# Of one row's or one series' own column.
text_of(where, column) = system(select("values", at." ".where, column))
label_of(i) = text_of("place=".i, "label")
looks = values(at, "look")
series_of(k) = text_of("look=".word(looks, k), "series")

title = only.": ".text_of("place=1", "claim")
axis = text_of("place=1", "axis")
threshold = text_of("place=1 threshold!=", "threshold")
caption = "Marks: ".axis.", median; bars: 95% intervals.". \
    (threshold eq "" ? "" : " The broken line is the threshold.")

# C and Go come first, and have these looks in every chart.
colours = "#0072B2 #D55E00 #009E73 #882255 #E69F00 #666666 #CC79A7 #332288"
marks = "7 5 9 13 11 15 7 5"
look_colour(k) = word(colours, 1 + (k - 1) % words(colours))
look_mark(k) = int(word(marks, 1 + (k - 1) % words(marks)))

# --- Size ----------------------------------------------------------------

longest_label(i) = i > places ? 0 : \
    greater(strlen(label_of(i)), longest_label(i + 1))
longest_series(k) = k > words(looks) ? 0 : \
    greater(strlen(series_of(k)), longest_series(k + 1))
page_width = 720
row_pixels = 20 + 10 * words(looks)
gap_top = 12
panel_height = places * row_pixels + gap_top + gap_bottom
label_width = 8
gap_left = smaller(380, 24 + 8 * longest_label(1))
gap_right = 76
legend_entries = words(looks)
legend_characters = longest_series(1)
named_by_page = 0

# --- The axis ------------------------------------------------------------

extent = range(at, "value low high threshold")
least = real(word(extent, 1))
most = real(word(extent, 2))
is_log = least > 0 && most / least > 20
low = is_log ? axis_low(least, most) : smaller(0, least)
high = is_log ? axis_high(least, most, 0.1) : \
    most > low ? most + 0.05 * (most - low) : low + 1

row_at(i, k) = i + (place(sprintf("%d", k), looks) - \
    (words(looks) + 1) / 2.0) * 0.7 / words(looks)
place_ticks(i) = i > places ? "" : sprintf('%s"%s" %d', \
    i > 1 ? ", " : "", as_tick(label_of(i)), i).place_ticks(i + 1)
# A tick's text is a format.
as_tick(text) = strstrt(text, "%") == 0 ? text : \
    text[1:strstrt(text, "%")]."%".as_tick(text[strstrt(text, "%") + 1:*])

load rows("$data", at, \
    "place look value low|value high|value label series")

eval begin_page
plot -1 notitle, for [k in looks] keyentry with points \
    pointtype look_mark(int(k)) linecolor rgb look_colour(int(k)) \
    title series_of(place(k, looks))
eval begin_panels
eval panel(1)
eval axis_title(1, axis)
set xrange [low:high]
set yrange [places + 0.5:0.5]
eval "set ytics scale 0 (".place_ticks(1).")"
set grid noytics
set for [i = 1:places:2] object i rectangle from graph 0, first i - 0.5 \
    to graph 1, first i + 0.5 behind fillcolor rgb band_ink \
    fillstyle solid noborder
if (is_log) {
    set logscale x
    eval x_ticks(low, high)
} else {
    eval at_x("autofreq")
}
if (threshold ne "") {
    set arrow from first threshold, graph 0 to first threshold, graph 1 nohead \
        dashtype 2 linewidth 1.5 linecolor rgb faint_ink
}
shown(v) = v == 0 ? "0" : abs(v) < 0.001 || abs(v) >= 1e7 ? \
    sprintf("%.2g", v) : v < 0 ? sprintf("%.3g", v) : number(v)
plot for [k in looks] $data using \
        (column("look") == k ? column("value") : NaN): \
        (row_at(column("place"), column("look"))):"low":"high" \
        with xerrorbars pointtype look_mark(int(k)) linewidth 1.5 \
        linecolor rgb look_colour(int(k)), \
    $data using "high":(row_at(column("place"), column("look"))): \
        (shown(column("value"))) with labels left offset 0.8, 0 \
        font font(small_size) textcolor rgb faint_ink, \
    $data using "value":(row_at(column("place"), column("look"))): \
        (strcol("label").", ".strcol("series").": ".shown(column("value"))) \
        @spoken
eval end_page
