# What charts of ratios by strategy and something else share. Loaded after
# page.gp by a chart that says with `column_place(name)` where the second of the
# columns of $data stands; it then does `eval begin_matrix` after begin_panels,
# and `@matrix` for each panel.

matrix_columns = "ratio ratio_low ratio_high verdict failures held_at_failure"
row_pixels = 36
legend_entries = 2 * legend_columns(legend_characters)   # room for two rows
named_by_page = 0

# Colours end at this factor, up and down: beyond it the number tells.
strongest = 4.0
clamped(ratio) = ratio > strongest ? strongest : \
    ratio < 1 / strongest ? 1 / strongest : ratio
is_dark(ratio) = ratio > 2.6 || ratio < 1 / 2.6
text_ink(ratio) = is_dark(ratio) ? 0xFFFFFF : colour_number(ink)
is_tinted(ratio) = ratio > 1.5 || ratio < 1 / 1.5
interval_ink(ratio) = is_tinted(ratio) ? text_ink(ratio) : \
    colour_number(faint_ink)

factor(v) = sprintf(v < 0.1 ? "%.3f" : v < 10 ? "%.2f" : "%.1f", v)
mark(verdict) = verdict eq "unresolved" ? "?" : verdict eq "same" ? "=" : ""
marked(ratio, verdict) = factor(ratio). \
    (mark(verdict) eq "" || is_card ? "" : " ").mark(verdict)
ratio_font = font(is_card ? small_size : text_size)

begin_matrix = '\
    set palette defined (-2 "#2166AC", -1 "#92C5DE", 0 "#F7F7F7", \
        1 "#F4A582", 2 "#B2182B"); \
    set logscale cb; \
    set cbrange [1 / strongest:strongest]; \
    eval strength_ticks; \
    set colorbox user horizontal noborder \
        origin from_left(84), from_top(legend_top + 10) \
        size from_left(is_card ? 240 : 420), 12.0 / page_height; \
    unset grid; \
    unset border; \
    set tics scale 0; \
    set yrange [strategies + 0.5:0.5]; \
    set ytics font ratio_font; \
    eval "set ytics ".name_ticks(strategy_names)'
strength_ticks = sprintf('set cbtics scale 0 offset 0, 0.6 \
    ("%s or less" %f, "1, as fast" 1, "%s or more" %f)', \
    factor(1 / strongest), 1 / strongest, factor(strongest), strongest)

matrix_text(cell, ratio, low, high, verdict) = cell.": ". \
    (ratio > 0 ? factor(ratio)." times as long as ".baseline : "stopped"). \
    (low < high ? " (".factor(low)." to ".factor(high).")" : ""). \
    (verdict eq "NaN" || verdict eq "" ? "" : ", ".verdict)

# In a cell: the ratio above its interval, if it has one, or that it stopped; on
# a card, which is small, one line of it.
is_double(low, high) = !is_card && low < high
above(strategy) = strategy_place(strategy) - 0.16
below(strategy) = strategy_place(strategy) + 0.2

matrix = 'plot $data using (column_place(strcol(2))): \
            (strategy_place(strcol(1))):(0.49):(0.48): \
            (clamped(column("ratio"))) with boxxyerror fillstyle solid \
            noborder linecolor palette, \
        $data using (column_place(strcol(2))): \
            (is_double(column("ratio_low"), column("ratio_high")) ? \
            above(strcol(1)) : \
            column("ratio") > 0 ? strategy_place(strcol(1)) : nowhere): \
            (marked(column("ratio"), strcol("verdict"))): \
            (text_ink(column("ratio"))) with labels font ratio_font \
            textcolor rgb variable, \
        $data using (column_place(strcol(2))): \
            (is_double(column("ratio_low"), column("ratio_high")) ? \
            below(strcol(1)) : nowhere): \
            (factor(column("ratio_low"))."–".factor(column("ratio_high"))): \
            (interval_ink(column("ratio"))) \
            with labels font font(small_size) textcolor rgb variable, \
        $data using (column_place(strcol(2))): \
            (column("failures") == 0 ? nowhere : is_card ? \
            strategy_place(strcol(1)) : above(strcol(1))): \
            ("stopped") with labels font font(small_size) \
            textcolor rgb faint_ink, \
        $data using (column_place(strcol(2))): \
            (column("failures") > 0 && !is_card ? below(strcol(1)) : nowhere): \
            (whole(column("held_at_failure"))." held") with labels \
            font font(small_size) textcolor rgb faint_ink, \
        $data using (column_place(strcol(2))):(strategy_place(strcol(1))): \
            (matrix_text(strcol(1).", ".strcol(2), column("ratio"), \
            column("ratio_low"), column("ratio_high"), strcol("verdict"))) \
            @spoken'
