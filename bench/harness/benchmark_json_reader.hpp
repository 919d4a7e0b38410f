// Reads the JSON that programs built on google-benchmark write.
#pragma once

#include "bench/harness/measured_run.hpp"
#include "bench/harness/result.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace cleanup
{

// Does the content say that google-benchmark's reporter wrote it?
bool
is_benchmark_json(const nlohmann::json &content);

// The wall times, in ns per iteration: each repetition, or where only
// aggregates were written, the median, or the mean. Benchmarks that ended in
// an error are among the failed.
result<measured_run>
read_benchmark_json(const nlohmann::json &content, const std::string &source);

} // namespace cleanup
