// workload_samples.csv: what cleanup-workloads printed, one line per process.
#pragma once

#include "bench/harness/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cleanup
{

struct workload_sample {
    unsigned round = 0;
    std::string malloc; // or twin_malloc
    std::string workload;
    std::string kind; // shape, program or idle
    std::uint64_t operations = 0;
    // Per operation: of the process's batches, and CPU time of all threads.
    double ns_best = 0;
    double ns_median = 0;
    double user_ns = 0;
    double system_ns = 0;
    double faults = 0; // minor page faults per operation
    double peak_kib = 0;
    double growth_kib = 0; // resident memory, from the first batch to the last
    double end_kib = 0;    // resident memory, when all blocks are freed again
};

// The baseline once more: its ratio to it is noise.
inline constexpr char twin_malloc[] = "twin";

// In the order of the file. An error names the file, and the line's row.
result<std::vector<workload_sample>>
read_workload_samples(const std::filesystem::path &path);

} // namespace cleanup
