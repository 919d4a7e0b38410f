# What every chart needs of text and numbers. Loaded by data.gp, and by
# compare_page.gp.

# `text` as one word for the shell.
quoted(text) = "'".escaped(text)."'"
escaped(text) = strstrt(text, "'") == 0 ? text : \
    text[1:strstrt(text, "'") - 1]."'\\''". \
    escaped(text[strstrt(text, "'") + 1:*])

# Of a text of one line or two.
lines(text) = strstrt(text, "\n") == 0 ? 1 : 2
one_line(text) = lines(text) == 1 ? text : \
    text[1:strstrt(text, "\n") - 1]." ".text[strstrt(text, "\n") + 1:*]

greater(a, b) = a > b ? a : b
smaller(a, b) = a < b ? a : b

font(size) = font_name.",".size
bold_font(size) = font_name.":Bold,".size

# What a mark says where the pointer is on it: a layer to plot over the marks,
# with a text as its third column. Only SVG has it.
spoken = 'with labels hypertext point pointtype 7 pointsize 1.2 \
    linecolor rgb "#FF000000"'
