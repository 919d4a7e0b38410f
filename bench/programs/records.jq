# The file that jq reads: 9,000 records. jq --null-input --from-file records.jq
[range(9000) | {
    id: .,
    name: "name \(. * 7919 % 1000)",
    tags: [range(. % 5) | tostring],
    value: (. * 104729 % 100003 / 7)
}]
