# Makes gnuplot's SVG fit to stand in a page beside others: every id is the
# chart's own and unique, and title and description say what the chart shows.
#
#   awk -f svg.awk -v chart=cost -v title="..." -v caption="..." IN > OUT

function escaped(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    return text
}

# gnuplot names every plot without a title of its own: no text for a reader.
/<title>gnuplot_plot_[0-9]+[a-z]*<\/title>/ {
    sub(/<title>[^<]*<\/title>/, "")
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
    next
}

# Only what is a tag is changed, so that a text that reads like one stays.
/^[ \t]*<text/ {
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

