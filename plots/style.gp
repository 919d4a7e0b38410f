# How the charts look. A new strategy or allocator takes one line in $looks;
# without one it takes the first free look that its kind has not.

# Kind, name, colour, mark (gnuplot's point type), in the order of the legends.
# The first are Okabe and Ito's colours, which the colour-blind can tell apart
# too, without yellow, which is lost on white; then Paul Tol's. Beyond eight no
# colours are told apart by everybody: what might be confused has marks that
# differ, and so have relatives. Allocators have open marks.
# A mechanism of the studies has the look of the strategy that is made of it, a
# tier that of the allocator that it is by itself.
$looks << END
strategy   loop_defer         #D55E00  7
strategy   stack_defer        #E69F00  13
strategy   open_coded_defer   #A6611A  11
strategy   explicit_close     #000000  13
strategy   goto_ladder        #666666  5
strategy   error_only         #999933  9
strategy   scoped_defer       #0072B2  5
strategy   nested_defer       #56B4E9  13
strategy   defer_ts           #332288  11
strategy   raii               #CC79A7  7
strategy   scope_guard        #882255  13
strategy   arena              #AA4499  9
strategy   object_pool        #009E73  9
strategy   pool_no_victim     #44AA99  11
strategy   pool_per_thread    #117733  13
strategy   pool_bounded       #7FB800  5
strategy   pool_locked_list   #004D40  7
mechanism  explicit_close       #000000  13
mechanism  goto_ladder          #666666  5
mechanism  cleanup_attribute    #0072B2  5
mechanism  nested_defer         #56B4E9  13
mechanism  defer_ts             #332288  11
mechanism  raii                 #CC79A7  7
mechanism  scope_guard          #882255  13
mechanism  open_coded           #A6611A  11
mechanism  stack_records        #E69F00  13
mechanism  segmented_records    #009E73  9
mechanism  heap_records         #D55E00  7
mechanism  heap_records_cached  #999933  5
mechanism  open_coded_setjmp    #CC6677  13
mechanism  stack_records_setjmp #88CCEE  5
mechanism  setjmp_by_hand       #AA4499  9
allocator  thread_cache    #56B4E9  6
allocator  central         #E69F00  4
allocator  direct_heap     #882255  12
allocator  system          #666666  8
allocator  go              #009E73  10
allocator  jemalloc        #E7298A  6
allocator  mimalloc        #C5A200  12
allocator  tcmalloc        #1A9BC2  4
allocator  floor           #000000  14
tier       thread_cache    #56B4E9  6
tier       central         #E69F00  4
tier       heap            #882255  12
tier       kernel          #4D4D4D  8
malloc     glibc           #4D4D4D  11
malloc     tiers           #6A3D9A  5
malloc     tiers_hardened  #AC62E2  15
malloc     jemalloc        #E7298A  7
malloc     mimalloc        #C5A200  9
malloc     tcmalloc        #1A9BC2  13
malloc     floor           #999999  2
free       -               #DDCC77  7
free       -               #88CCEE  15
free       -               #661100  5
free       -               #6A3D9A  13
free       -               #E7298A  11
free       -               #1B7837  15
free       -               #CC6677  5
free       -               #4D4D4D  15
END

# What ratios are to, and the strategy that block sizes are drawn for.
baseline = "explicit_close"

# Larger blocks than this come straight from the page heap, unless the run says
# that it was built with another border.
largest_class_bytes = 32768

# Pixels. An SVG names its font only: the reader's own is used.
font_name = "sans-serif"
page_width = 1280
card_width = 400        # of a chart that shows one resource in a report
title_size = 22
text_size = 15
small_size = 13

ink = "#222222"
faint_ink = "#666666"
line_ink = "#888888"
grid_ink = "#E0E0E0"
band_ink = "#F4F4F4"
noise_ink = "#D8D8D8"
