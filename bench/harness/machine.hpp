// What the measurements were taken on, read from the kernel.
#pragma once

#include "bench/harness/export_benchmark_json.hpp"
#include "bench/harness/export_go_text.hpp"

#include <cstdint>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

namespace cleanup
{

// MemAvailable of /proc/meminfo; what it may take under RLIMIT_AS where that
// is less.
std::uint64_t
memory_available_bytes();

// CPU time that the hypervisor gave to others since boot, in seconds, over all
// cores; 0 where the kernel does not tell.
double
steal_seconds();

// Now, in milliseconds since 1970.
std::int64_t
unix_ms_now();

// Now, as "2024-05-01T12:00:00+02:00".
std::string
timestamp_now();

// Machine, kernel, compiler, libraries and limits, for context.json. What the
// machine does not tell is null.
nlohmann::json
machine_context();

// The libraries of those allocators that were loaded from one, as {"jemalloc":
// {"path", "version"}}; null is what the library does not tell. An allocator
// that is missing is left out.
nlohmann::json
loaded_libraries(std::span<const std::string> allocators);

benchmark_context
benchmark_context_now();

go_text_header
go_text_header_now();

} // namespace cleanup
