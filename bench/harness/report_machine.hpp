// What a run's context tells a reader: where it was, and what to be wary of.
#pragma once

#include "bench/harness/summary.hpp"

#include <span>
#include <string>

#include <nlohmann/json.hpp>

namespace cleanup
{

// The processor and its cores. Plain text.
std::string
machine_name(const nlohmann::json &context);

// In one sentence: on what, how much, made how. Plain text.
std::string
machine_facts(const nlohmann::json &context, std::span<const summary_row> rows);

// As HTML: what may have spoiled the measurements, or that nothing was seen.
std::string
machine_warnings(
    const nlohmann::json &context, std::span<const summary_row> rows);

// The run's noise floor, such as "2.2%".
std::string
floor_text(std::span<const summary_row> rows);

} // namespace cleanup
