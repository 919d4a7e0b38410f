# Where numbers are dense: for each name a block of places and heights, the
# greatest height being 1, on a logarithmic scale. Gaussian kernels, as wide as
# Silverman's rule of thumb has it (Density Estimation, 1986, section 3.4.2).
# Reads what series.awk writes.
#
#   ... | awk -f series.awk -v names="..." | awk -f density.awk

BEGIN {
    FS = OFS = "\t"
    places = 120
    least_width = 0.004 # of a kernel, about 0.4%: less looks like a needle
}

$2 == "" || $2 !~ /^[0-9]/ {
    print_block()
    next
}

{
    value[++n] = log($2)
    sum += value[n]
    squares += value[n] * value[n]
}

END {
    print_block()
}

function print_block(    width, i, low, high, height, most) {
    if (n == 0)
        return
    width = kernel_width()
    low = value[1] - 3 * width
    high = value[n] + 3 * width
    for (i = 0; i <= places; i++) {
        height[i] = density(low + i * (high - low) / places, width)
        if (height[i] > most)
            most = height[i]
    }
    print "place", "height"
    for (i = 0; i <= places; i++)
        print exp(low + i * (high - low) / places), height[i] / most
    print "\n"
    n = sum = squares = 0
}

# The values come sorted.
function kernel_width(    variance, spread, quartiles, width) {
    variance = squares / n - (sum / n) * (sum / n)
    spread = variance > 0 ? sqrt(variance) : 0
    quartiles = (value[int(0.75 * (n - 1)) + 1] - \
        value[int(0.25 * (n - 1)) + 1]) / 1.34
    if (quartiles > 0 && quartiles < spread)
        spread = quartiles
    width = 0.9 * spread * exp(-0.2 * log(n))
    return width > least_width ? width : least_width
}

function density(at, width,    i, total, z) {
    for (i = 1; i <= n; i++) {
        z = (at - value[i]) / width
        total += exp(-z * z / 2)
    }
    return total
}
