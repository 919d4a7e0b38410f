// All claims of the article, judged and written down.
#pragma once

#include "bench/claims/claim.hpp"
#include "bench/harness/csv.hpp"
#include "bench/harness/result.hpp"

#include <span>
#include <string>
#include <vector>

namespace cleanup
{

// In the order of the article.
std::span<const claim *const>
all_claims();

// A claim and what a run says of it.
struct judged_claim {
    const claim *stated = nullptr;
    finding found;
};

// All claims, judged on that evidence.
std::vector<judged_claim>
judge_claims(const evidence &seen);

// claims.csv. `go_version` is "" where there was no Go.
table
claims_table(
    std::span<const judged_claim> judged, const std::string &go_version);

// claim_bars.csv: what the claims' charts are drawn from.
table
claim_bars_table(std::span<const judged_claim> judged);

// The version of Go that the experiments ran under; empty: there was none.
std::string
go_version_of(const evidence &seen);

} // namespace cleanup
