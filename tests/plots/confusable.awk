# Names pairs of one kind in style.gp that have the same mark and colours closer
# than `least` (CIE 1976, Lab), to eyes that see all colours or lack one kind of
# cone. Machado, Oliveira and Fernandes, "A Physiologically-based Model for
# Simulation of Color Vision Deficiency" (2009), severity 1.
#
#   awk -f confusable.awk -v kind=strategy -v least=18 style.gp

BEGIN {
    eyes = split("1 0 0 0 1 0 0 0 1;" \
        "0.152286 1.052583 -0.204868 0.114503 0.786281 0.099216" \
        " -0.003882 -0.048116 1.051998;" \
        "0.367322 0.860646 -0.227968 0.280085 0.672501 0.047413" \
        " -0.011820 0.042940 0.968881;" \
        "1.255528 -0.076749 -0.178779 -0.078411 0.930809 0.147602" \
        " 0.004733 0.691367 0.303900", matrix, ";")
}

$1 == kind && $3 ~ /^#/ {
    name[++n] = $2
    mark[n] = $4
    for (eye = 1; eye <= eyes; eye++)
        see(n, eye, $3)
    for (i = 1; i < n; i++)
        if (mark[i] == mark[n] && distance(i, n) < least)
            printf "%s and %s: %.1f\n", name[i], name[n], distance(i, n)
}

function hexadecimal(digits) {
    return index("123456789ABCDEF", substr(digits, 1, 1)) * 16 + \
        index("123456789ABCDEF", substr(digits, 2, 1))
}

function linear(value) {
    value /= 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ^ 2.4
}

function within(value) {
    return value < 0 ? 0 : value > 1 ? 1 : value
}

function lightness(value) {
    return value > 0.008856 ? value ^ (1 / 3) : 7.787 * value + 16 / 116
}

function see(i, eye, colour,    m, c, seen, j, x, y, z) {
    split(matrix[eye], m, " ")
    for (j = 1; j <= 3; j++)
        c[j] = linear(hexadecimal(substr(colour, 2 * j)))
    for (j = 0; j < 3; j++)
        seen[j] = within(m[3 * j + 1] * c[1] + m[3 * j + 2] * c[2] + \
            m[3 * j + 3] * c[3])
    x = lightness((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / \
        0.9505)
    y = lightness(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2])
    z = lightness((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / \
        1.089)
    lab[i, eye, 1] = 116 * y - 16
    lab[i, eye, 2] = 500 * (x - y)
    lab[i, eye, 3] = 200 * (y - z)
}

function distance(i, j,    eye, k, squares, nearest) {
    nearest = -1
    for (eye = 1; eye <= eyes; eye++) {
        squares = 0
        for (k = 1; k <= 3; k++)
            squares += (lab[i, eye, k] - lab[j, eye, k]) ^ 2
        if (nearest < 0 || sqrt(squares) < nearest)
            nearest = sqrt(squares)
    }
    return nearest
}
