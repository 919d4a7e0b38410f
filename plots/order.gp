# Times round by round beside the control's, and beneath them the CPU time that
# was stolen in each round, where rounds.csv lies beside the input; a panel per
# resource:
#   gnuplot -c plots/order.gp results/RUN/samples.csv order.svg
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2 ARG3

at = "role=cell size=@telling count=@telling threads=1"
allocator = fullest_allocator(at)
at = at." ns_per_resource!= allocator=".allocator
resources = compared(at, values(at, "resource"))
control = "role=control ns_per_resource!="
if (resources eq "" || values(control, "round") eq "") {
    eval nothing_to_draw("rounds with a control")
}

title = "Was the machine the same all along?"
caption = "Each round's time relative to the median of all rounds, with one". \
    " thread and ".allocator.". The broken line is the control, fixed". \
    " arithmetic.\nWhere all lines rise together, the machine was slow in". \
    " that round: ratios, which pair the rounds, do not feel it."
knows_steal = 0
seen = file_beside("rounds.csv")
if (seen ne "") {
    load rows_in(seen, "$seen", "steal_share!=", "round steal_share load")
    knows_steal = |$seen| > 1
}
if (knows_steal) {
    caption = caption." Bars: CPU time stolen by the hypervisor."
}
panels = words(resources)
across = panels_across(panels)
control_title = "control"
legend_entries = strategies + 1

# The strip beneath a panel that shows what was stolen. Pixels.
strip_height = knows_steal ? 48 : 0
strip_gap = knows_steal ? 24 : 0
panel_height = panel_height + strip_height + strip_gap
above_strip(i) = sprintf("set bmargin at screen %f", \
    from_top(panel_bottom(i) - strip_height - strip_gap))
strip(i) = sprintf("unset label; set tmargin at screen %f; \
    set bmargin at screen %f", from_top(panel_bottom(i) - strip_height), \
    from_top(panel_bottom(i)))

eval begin_page
plot @strategy_line_legend, keyentry with lines dashtype 2 linewidth 2.5 \
    linecolor rgb ink title control_title
eval begin_panels

load rows_by("round", "$control", control, "round ns_per_resource")
set xrange [*:*]
set yrange [*:*]
stats $control using "ns_per_resource" name "control" nooutput
rounds = range(control, "round")
if (knows_steal) {
    stats $seen using (100 * column("steal_share")) name "steal" nooutput
    # At least 1%, or a single tick of the kernel's would look like much.
    steal_high = greater(1, ceil(1.02 * steal_max))
}

set logscale y
do for [i = 1:panels] {
    where = at." resource=".word(resources, i)
    names = common(strategy_names, values(where, "strategy"))
    load rows_by("round", "$data", where, "strategy round ns_per_resource")
    array usual[words(names)]
    unset logscale y
    set xrange [*:*]
    set yrange [*:*]
    low = control_min / control_median
    high = control_max / control_median
    do for [k = 1:words(names)] {
        stats $data using (strcol(1) eq word(names, k) ? \
            column("ns_per_resource") : NaN) name "one" nooutput
        usual[k] = one_median
        low = smaller(low, one_min / one_median)
        high = greater(high, one_max / one_median)
    }
    set logscale y

    eval panel(i)
    eval above_strip(i)
    eval panel_title(resource_title(word(resources, i), values(where, "size")))
    if (!knows_steal) { eval axis_title(i, "round") }
    eval upright_title(i, "times its median")
    set xrange [word(rounds, 1) - 0.5:word(rounds, 2) + 0.5]
    set yrange [axis_low(low, high):axis_high(low, high, 0)]
    eval at_x("autofreq")
    if (knows_steal) { set format x "" }
    eval y_ticks(low, high)
    plot for [k = 1:words(names)] $data using (strcol(1) eq word(names, k) ? \
            column("round") : NaN): \
            (column("ns_per_resource") / usual[k]) with linespoints \
            pointtype strategy_mark(word(names, k)) pointsize 0.4 \
            linecolor rgb strategy_colour(word(names, k)), \
        $control using "round":(column("ns_per_resource") / control_median) \
            with lines dashtype 2 linewidth 2.5 linecolor rgb ink, \
        $data using "round":(column("ns_per_resource") / \
            usual[place(strcol(1), names)]): \
            (sprintf("%s, round %d: %s ns", strcol(1), column("round"), \
            number(column("ns_per_resource")))) @spoken, \
        $control using "round":(column("ns_per_resource") / control_median): \
            (sprintf("control, round %d: %.2f times its median", \
            column("round"), column("ns_per_resource") / control_median)) \
            @spoken

    if (knows_steal) {
        unset logscale y
        eval strip(i)
        set format x
        eval axis_title(i, "round")
        set label "stolen CPU time" at graph 0, graph 1 left offset 0, 0.5 \
            font font(small_size) textcolor rgb faint_ink
        set yrange [0:steal_high]
        set ytics nomirror (sprintf("%.0f%%%%", steal_high) steal_high, "0%%" 0)
        plot $seen using "round":(100 * column("steal_share")) with impulses \
                linewidth 3 linecolor rgb faint_ink, \
            $seen using "round":(100 * column("steal_share")): \
                (sprintf("round %d: %.2f%% stolen, load %.1f", \
                column("round"), 100 * column("steal_share"), \
                column("load"))) @spoken
        set logscale y
    }
}
eval end_page
