#include "bench/harness/cell.hpp"

#include <fmt/format.h>

namespace cleanup
{

std::string
cell_id::name() const
{
    return fmt::format("{}/{}/{}/{}/{}/{}", strategy, allocator, resource, size,
        count, threads);
}

std::string
to_string(role which)
{
    switch (which) {
    case role::cell:
        return "cell";
    case role::twin:
        return "twin";
    case role::control:
        return "control";
    }
    return {};
}

std::optional<role>
role_from_string(const std::string &name)
{
    for (role which : {role::cell, role::twin, role::control}) {
        if (to_string(which) == name)
            return which;
    }
    return std::nullopt;
}

} // namespace cleanup
