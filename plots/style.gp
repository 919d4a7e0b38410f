# How the charts look. A new strategy or allocator takes one line in $looks;
# without one it takes the first free look whose colour its kind has not.

# Kind, name, colour, mark (gnuplot's point type), in the order of the legends.
# Okabe and Ito's colours, which the colour-blind can tell apart too, without
# yellow, which is lost on white; then two of Paul Tol's that go with them.
$looks << END
strategy   loop_defer      #D55E00  7
strategy   scoped_defer    #0072B2  5
strategy   explicit_close  #000000  13
strategy   object_pool     #009E73  9
allocator  thread_cache    #56B4E9  7
allocator  central         #E69F00  5
allocator  direct_heap     #882255  13
allocator  system          #666666  9
free       -               #CC79A7  11
free       -               #56B4E9  15
free       -               #E69F00  7
free       -               #882255  5
free       -               #999933  13
free       -               #666666  9
free       -               #009E73  11
free       -               #0072B2  15
END

# What ratios are to, and the strategy that block sizes are drawn for.
baseline = "explicit_close"

# Larger blocks than this come straight from the page heap.
largest_class_bytes = 32768

# Pixels. An SVG names its font only: the reader's own is used.
font_name = "sans-serif"
page_width = 1280
title_size = 22
text_size = 15
small_size = 13

ink = "#222222"
faint_ink = "#666666"
line_ink = "#888888"
grid_ink = "#E0E0E0"
band_ink = "#F4F4F4"
