// A claim of the article on Go's memory management, and what a run says of it.
//
// A claim states how it is measured and from where on it counts as reproduced
// before anything is measured; its verdict is then a pure function of what the
// run has measured.
#pragma once

#include "bench/claims/evidence.hpp"
#include "bench/harness/statistics.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cleanup
{

enum class claim_verdict {
    reproduced,     // direction and size hold
    direction_only, // the direction holds, the article's size does not
    contradicted,
    unresolved,  // the noise hides it
    not_measured // `finding::explanation` says why
};

std::string to_string(claim_verdict);

// What one side, C or Go, says in a few words with its figures and units:
// "1.9 ns a pair against 22 ns". Empty: this side was not measured, and `why`
// says why in a few words ("no Go here: apt-get install golang-go").
struct side {
    std::string says;
    std::string why_not;
};

// One mark of a claim's chart: bars of one label stand beside each other, one
// for each series.
struct bar {
    std::string label;  // what varied: "64 B", "10,000 defers"
    std::string series; // "C", "Go", "C, central"
    double value = 0;
    std::optional<interval> range = {}; // 95%
};

// What a run says of a claim.
struct finding {
    claim_verdict verdict = claim_verdict::not_measured;
    side c;
    side go;
    // The one figure that the verdict rests on, in the claim's unit.
    std::optional<double> measured;
    std::optional<interval> range; // of it, 95%
    std::optional<double> floor;   // noise floor as a ratio, where it counts
    std::size_t rounds = 0;
    std::string explanation; // one sentence with its figures
    // The claim's chart, where there is something to show: what the bars
    // measure with its unit ("ns a pair"), the bars in their order, and the
    // height of the threshold, where it is one of the same unit.
    std::string axis;
    std::vector<bar> bars;
    std::optional<double> threshold_line;
};

struct claim {
    const char *id;      // "C01"
    const char *section; // of the article: "1", "2.3", "4.2"
    const char *words;   // the article's, in Chinese
    const char *gloss;   // the same in English
    const char *method;  // what is done, in a sentence
    const char *metric;  // what `measured` is, with its unit
    const char
        *threshold; // when it is reproduced, direction only, contradicted
    finding (*judge)(const evidence &);
    // The chart of the whole run that shows it as well, such as "stack"; empty:
    // there is none.
    const char *chart = "";
};

} // namespace cleanup
