# Makes gnuplot's SVG fit to stand in a page beside others: every id is the
# chart's own and unique, and title and description say what the chart shows.
#
#   awk -f svg.awk -v chart=cost -v title="..." -v caption="..." \
#       -v panels="LEFT TOP WIDTH HEIGHT" IN > OUT
#
# A page that says title and caption itself hides the texts of class "said", and
# shows only what lies within data-panels.

function escaped(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    return text
}

# The title, a line of the caption, or the name of the run.
function is_said(line) {
    gsub(/^[ \t]*<text>|<\/text>.*/, "", line)
    return line == escaped(title) || line ~ /^run [^ ]+$/ ||
        length(line) > 40 && index(escaped(caption), line)
}

# gnuplot names every plot without a title of its own: no text for a reader.
/<title>gnuplot_plot_[0-9]+[a-z]*<\/title>/ {
    sub(/<title>[^<]*<\/title>/, "")
}

# What gnuplot's own script would show at the pointer becomes the mark's title,
# which needs no script.
/onmousemove="gnuplot_svg.showHypertext/ {
    text = $0
    sub(/.*showHypertext\(evt,'/, "", text)
    sub(/'\)" onmouseout=.*/, "", text)
    printf "\t<g class=\"value\"><title>%s</title>\n", text
    next
}

/<title>Gnuplot<\/title>/ {
    printf "<title id=\"%s-title\">%s</title>\n", chart, escaped(title)
    next
}

/<desc>Produced by GNUPLOT/ {
    printf "<desc id=\"%s-caption\">%s</desc>\n", chart, escaped(caption)
    next
}

/^<svg/ {
    printf "<svg role=\"img\" aria-labelledby=\"%s-title %s-caption\"\n",
        chart, chart
    if (panels != "")
        printf " data-panels=\"%s\"\n", panels
    next
}

# Only what is a tag is changed, so that a text that reads like one stays.
/^[ \t]*<text/ {
    if (is_said($0))
        sub(/<text>/, "<text class=\"said\">")
    print
    next
}

{
    gsub(/ id="gnuplot/, " id=\"" chart "-gnuplot")
    gsub(/ id='/, " id='" chart "-")
    gsub(/href='#/, "href='#" chart "-")
    gsub(/url\(#/, "url(#" chart "-")
    gsub(/font-family="sans-serif:Bold"/,
        "font-family=\"sans-serif\" font-weight=\"bold\"")
    print
}

