// A cell and its samples as other projects' tools see them.
#pragma once

#include "bench/harness/cell.hpp"

#include <cstdint>
#include <string>

namespace cleanup
{

// "strategy=object_pool/allocator=central/resource=memory/size=16/count=100":
// what benchstat can project on, and compare.py filter by. Without the threads
// and the runtime, which each format says in its own way.
std::string
benchmark_name(const cell_id &cell);

// What both formats call iterations: an iteration, or op, is one resource. Per
// thread.
std::uint64_t
resources_of(const sample &measured);

} // namespace cleanup
