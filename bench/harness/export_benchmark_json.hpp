// benchmark.json: the samples in google-benchmark 1.7's schema, for its
// compare.py.
#pragma once

#include "bench/harness/cell.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

struct cpu_cache {
    std::string type; // "Data", "Instruction" or "Unified"
    int level = 0;
    std::size_t size = 0; // bytes
    int num_sharing = 0;  // logical processors that share it
};

// google-benchmark's context, by its own names.
struct benchmark_context {
    std::string date; // 2024-05-01T12:00:00+02:00
    std::string host_name;
    std::string executable;
    unsigned num_cpus = 0;
    unsigned mhz_per_cpu = 0;
    bool cpu_scaling_enabled = false;
    std::vector<cpu_cache> caches;
    std::vector<double> load_avg;
    // Of this project's build: Debian's libbenchmark calls itself debug.
    std::string library_build_type;
};

// The file's text: an entry per sample of a cell or the control, then each
// one's median. Twins are left out: they would count their cell twice.
std::string
benchmark_json(
    const benchmark_context &context, std::span<const sample> samples);

} // namespace cleanup
