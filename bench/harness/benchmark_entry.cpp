#include "bench/harness/benchmark_entry.hpp"

#include <fmt/format.h>

namespace cleanup
{

std::string
benchmark_name(const cell_id &cell)
{
    return fmt::format("strategy={}/allocator={}/resource={}/size={}/count={}",
        cell.strategy, cell.allocator, cell.resource, cell.size, cell.count);
}

std::uint64_t
resources_of(const sample &measured)
{
    return measured.iterations * measured.cell.count;
}

} // namespace cleanup
