// Reads what hyperfine --export-json writes.
#pragma once

#include "bench/harness/measured_run.hpp"
#include "bench/harness/result.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace cleanup
{

// Does the content say that hyperfine wrote it?
bool
is_hyperfine_json(const nlohmann::json &content);

// The wall time of every run of every command, in ns per process.
result<measured_run>
read_hyperfine(const nlohmann::json &content, const std::string &source);

} // namespace cleanup
