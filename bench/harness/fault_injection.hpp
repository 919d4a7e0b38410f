// Faults on request: what each strategy leaves held when acquire or use fails
// at random in the middle of its function, by the way that it is left.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/csv.hpp"
#include "bench/harness/result.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

struct fault_injection {
    std::string resource;
    double probability = 0; // of each acquire and of each use
    std::uint64_t seed = 0;
};

// "file:0.01:42".
std::string
to_string(const fault_injection &faults);

// From such a text; an error says what is wrong with it, and names the nearest
// resource.
result<fault_injection>
fault_injection_from_string(const std::string &text);

// faults.csv: a line for each cell in C of the resource, at one thread, and way
// out. An error when there is no such cell, or a resource cannot be prepared.
result<table>
inject_faults(std::span<const cell_id> cells, const fault_injection &faults);

// The table for people: a line for each strategy, allocators together.
std::string
faults_text(const table &faults);

} // namespace cleanup
