# What jq makes of the records: a total for each name, the largest first.
group_by(.name)
| map({
    name: .[0].name,
    count: length,
    sum: (map(.value) | add),
    tags: (map(.tags[]) | unique)
})
| sort_by(-.sum)
| .[:20]
