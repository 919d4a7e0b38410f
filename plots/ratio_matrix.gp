# Time relative to the baseline, strategy by allocator, a panel per resource:
#   gnuplot -c plots/ratio_matrix.gp results/RUN/summary.csv ratio_matrix.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "size=@telling count=@telling threads=1"
resources = compared(at, values(at." ratio!=", "resource"))
if (resources eq "") { eval nothing_to_draw("ratios to ".baseline) }
count = int(values(at, "count"))

title = "How much slower or faster than ".baseline."?"
caption = "Time relative to ".baseline." with the same allocator, when one". \
    " thread takes ".whole(count)." in one function: median of the rounds'". \
    " ratios, below it its 95% interval.\n1.00 is as fast, 2.00 takes twice". \
    " as long.  =  the same within the run's noise   ?  not settled by this run"
panels = words(resources)
across = panels > 1 && allocators < 6 ? 2 : 1
label_width = 8
gap_left = 24 + 9 * longest(strategy_names, 1)
gap_bottom = 44
panel_height = strategies * 44 + gap_top + gap_bottom
legend_entries = 2 * legend_columns(legend_characters)   # room for two rows

# Colours end at this factor, up and down: beyond it the number tells.
strongest = 4.0
clamped(ratio) = ratio > strongest ? strongest : \
    ratio < 1 / strongest ? 1 / strongest : ratio
is_dark(ratio) = ratio > 2.6 || ratio < 1 / 2.6
text_ink(ratio) = is_dark(ratio) ? 0xFFFFFF : colour_number(ink)
interval_ink(ratio) = is_dark(ratio) ? 0xFFFFFF : colour_number(faint_ink)

factor(v) = sprintf(v < 0.1 ? "%.3f" : v < 10 ? "%.2f" : "%.1f", v)
mark(verdict) = verdict eq "unresolved" ? " ?" : verdict eq "same" ? " =" : ""

eval begin_page
plot -1 notitle
eval begin_panels

set palette defined (-2 "#2166AC", -1 "#92C5DE", 0 "#F7F7F7", \
    1 "#F4A582", 2 "#B2182B")
set logscale cb
set cbrange [1 / strongest:strongest]
eval sprintf('set cbtics scale 0 offset 0, 0.6 \
    ("%s or less" %f, "1, as fast" 1, "%s or more" %f)', \
    factor(1 / strongest), 1 / strongest, factor(strongest), strongest)
set colorbox user horizontal noborder \
    origin from_left(84), from_top(66 + 20 * lines(caption)) \
    size from_left(420), 12.0 / page_height
unset grid
unset border
set tics scale 0
set xrange [0.5:allocators + 0.5]
set yrange [strategies + 0.5:0.5]
eval at_x(name_ticks(allocator_names))
eval "set ytics ".name_ticks(strategy_names)

# In a cell: the ratio above its interval, if it has one, or that it stopped.
above(strategy) = strategy_place(strategy) - 0.16
below(strategy) = strategy_place(strategy) + 0.2

do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    load rows("$data", where, "strategy allocator ratio ratio_low". \
        " ratio_high verdict failures held_at_failure")
    eval panel(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    plot $data using (allocator_place(strcol(2))): \
            (strategy_place(strcol(1))):(0.49):(0.48): \
            (clamped(column("ratio"))) with boxxyerror fillstyle solid \
            noborder linecolor palette, \
        $data using (allocator_place(strcol(2))): \
            (column("ratio_low") < column("ratio_high") ? above(strcol(1)) : \
            column("ratio") > 0 ? strategy_place(strcol(1)) : nowhere): \
            (factor(column("ratio")).mark(strcol("verdict"))): \
            (text_ink(column("ratio"))) with labels textcolor rgb variable, \
        $data using (allocator_place(strcol(2))): \
            (column("ratio_low") < column("ratio_high") \
            ? below(strcol(1)) : nowhere): \
            (factor(column("ratio_low"))." – ".factor(column("ratio_high"))): \
            (interval_ink(column("ratio"))) \
            with labels font font(small_size) textcolor rgb variable, \
        $data using (allocator_place(strcol(2))): \
            (column("failures") > 0 ? above(strcol(1)) : nowhere): \
            ("stopped") with labels font font(small_size) \
            textcolor rgb faint_ink, \
        $data using (allocator_place(strcol(2))): \
            (column("failures") > 0 ? below(strcol(1)) : nowhere): \
            (whole(column("held_at_failure"))." held") with labels \
            font font(small_size) textcolor rgb faint_ink
    unset colorbox
}
eval end_page
