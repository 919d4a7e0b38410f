# Stack and heap that deferred calls take, against how many there are, and where
# it ends:
#   gnuplot -c plots/stack.gp results/RUN/stack.csv stack.svg
kinds = "mechanism"
call system('dirname "'.ARG0.'"')."/page.gp" ARG0 ARG1 ARG2

at = "deferred!=0"
if (mechanism_names eq "") { eval nothing_to_draw("deferred calls") }

title = "How much stack and heap do deferred calls take?"
caption = "Bytes below the caller's frame on a stack of our own, by its". \
    " high-water mark, and bytes held from malloc at the peak, when one". \
    " function defers so many calls.\nA cross: there it ended, by a signal". \
    " at the stack's end or by a refusal of malloc. Both scales are logarithmic."
panels = 2
across = 2
panel_height = 460
legend_names = mechanism_names
legend_entries = mechanisms
legend_characters = longest(mechanism_names, 1)

extent = range(at." stack_bytes!=0", "stack_bytes")
heap_extent = range(at." heap_bytes!=0", "heap_bytes")
low = axis_low(smaller(word(extent, 1), word(heap_extent, 1)), \
    greater(word(extent, 2), word(heap_extent, 2)))
high = axis_high(smaller(word(extent, 1), word(heap_extent, 1)), \
    greater(word(extent, 2), word(heap_extent, 2)), 0.05)
counts = range(at, "registered")

byte_ticks(low, high) = "set ytics nomirror (".byte_tick(1).")"
byte_tick(v) = v > high ? sprintf('"" %g', v) : \
    sprintf('"%s" %g, ', bytes(v), v).byte_tick(v * 8)

eval begin_page
plot @mechanism_line_legend
eval begin_panels

# A panel of one column: where the calls ended well, as a line; where not, as a
# cross with what is said of it, of neighbours at different heights.
curves(column) = 'for [name in mechanism_names] \
    $data using (strcol(1) eq name ? column("registered") : NaN): \
    "'.column.'" with linespoints linewidth 1.5 \
    pointtype mechanism_mark(name) linecolor rgb mechanism_colour(name), \
    $ends using "registered":(ended_here("'.column.'")): \
    (mechanism_colour(strcol(1))) with points pointtype 2 pointsize 1.4 \
    linewidth 2.5 linecolor rgb variable, \
    $ends using "registered":(ended_here("'.column.'") * \
    2.2**((mechanism_place(strcol(1)) + 1) % 2)): \
    (end_title(strcol(3))):(mechanism_colour(strcol(1))) with labels right \
    offset -1.2, 0 font font(small_size) textcolor rgb variable, \
    $data using "registered":"'.column.'":(strcol(1).", ". \
    whole(column("registered"))." deferred: ". \
    bytes_near(column("'.column.'"))) @spoken'
ended_here(panel) = (strcol(3) eq "stack overflow") == \
    (panel eq "stack_bytes") ? column(panel) : nowhere
end_title(result) = result eq "stack overflow" ? \
    bytes(column("stack_limit_bytes"))." of stack end after ". \
    whole(column("registered")) : \
    bytes(column("memory_limit_bytes"))." of memory end after ". \
    whole(column("registered"))

shown = "mechanism registered result stack_bytes heap_bytes". \
    " stack_limit_bytes memory_limit_bytes"
load rows_by("registered", "$data", \
    at." result=finished stack_limit_bytes=@greatest", shown)
load rows("$ends", at." result!=finished", shown)

set logscale xy
set xrange [word(counts, 1) / 1.8:word(counts, 2) * 2.5]
set yrange [low:high]
do for [i = 1:panels] {
    column = word("stack_bytes heap_bytes", i)
    eval panel(i)
    eval panel_title(i == 1 ? "stack" : "heap")
    eval axis_title(i, "calls deferred in one function")
    eval upright_title(i, "bytes")
    eval at_x('("1" 1, "100" 1e2, "10,000" 1e4, "1,000,000" 1e6)')
    eval byte_ticks(low, high)
    eval "plot ".curves(column)
}
eval end_page
