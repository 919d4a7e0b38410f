# Reads a disassembly; prints the rungs that call a function, or leave for one
# by a jump.

/^[0-9a-f]+ <.*>:$/ {
    symbol = $2
    gsub(/^<|>:$/, "", symbol)
    rung = symbol ~ /^ladder__/ ? symbol : ""
    sub(/\..*/, "", rung)
    next
}

rung != "" && $2 ~ /^call/ { print rung }

# To itself or to its unlikely part a rung may jump.
rung != "" && $2 ~ /^j/ && index($0, "<" rung) == 0 { print rung }
