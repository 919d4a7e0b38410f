// A run as comparing sees it, whoever measured and wrote it: names, times, and
// what is known of the machine.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

// One thing measured several times.
struct measured_cell {
    std::string name;
    std::string table; // with which others it is judged, see judge_together
    std::vector<double> ns; // in the order of measuring, not empty
};

// Something known of where the run was made: {"CPU", "AMD EPYC"}.
struct known_fact {
    std::string what;
    std::string value;
};

struct measured_run {
    std::string source; // as typed
    std::string format; // "run folder", "google-benchmark JSON", ...
    std::string unit;   // what one time is of: "ns per resource"
    std::vector<known_fact> context;
    std::vector<measured_cell> cells;
    std::vector<std::string> failed; // that have no time, and why
    std::vector<double> control_ns;  // of fixed arithmetic; may be empty
    std::vector<double> twin_log_ratios;
};

// The cell of that name, made when there is none yet.
measured_cell &
cell_named(measured_run &run, const std::string &name);

// Adds the fact, unless its value is empty.
void
add_fact(measured_run &run, std::string what, std::string value);

// A cell's own name, where `name` is what this program's exports made of it
// ("cleanup/strategy=object_pool/allocator=...", "BenchmarkCleanup/..."); so
// that a run and its exports can be compared. Else `name` as it is.
std::string
plain_name(std::string_view name);

// The resource of a cell's own name; empty for other names.
std::string
resource_of_name(std::string_view name);

} // namespace cleanup
