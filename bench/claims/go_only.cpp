#include "bench/claims/go_only.hpp"

#include <utility>

#include <fmt/format.h>

namespace cleanup
{

finding
finding_of_go_alone(
    const evidence &seen, std::string_view experiment, std::string why_not_c)
{
    finding found;
    found.c.why_not = std::move(why_not_c);
    found.go = side_not_measured(seen, experiment, "go");
    found.explanation =
        fmt::format("Only Go can answer this, which was not measured: {}.",
            found.go.why_not);
    return found;
}

} // namespace cleanup
