# Prints how each strategy and allocator of a run looks, as CSV: kind, name,
# colour, mark (gnuplot's point type), in the order of the legends.
#   gnuplot -c plots/looks.gp results/RUN/summary.csv
here = system('dirname "'.ARG0.'"')
input = ARG1
only = ""
load here."/style.gp"
load here."/data.gp"

set print "-"
print "kind,name,colour,mark"
do for [kind in "strategy allocator"] {
    names = value(kind."_names")
    do for [i = 1:words(names)] {
        print kind.",".word(names, i).",".word(value(kind."_colours"), i). \
            ",".word(value(kind."_marks"), i)
    }
}
