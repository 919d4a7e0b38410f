// What is measured: identities, samples and accounts. Plain data, which the
// stages (measure, analyse, export) hand to each other.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace cleanup
{

// One combination. Its name, "strategy/allocator/resource/size/count/threads",
// is unique within a run of one runtime.
struct cell_id {
    std::string strategy;
    std::string allocator;
    std::string resource;
    std::size_t size = 0; // bytes
    std::size_t count = 0;
    unsigned threads = 1;
    std::string runtime = "c";

    auto
    operator<=>(const cell_id &) const = default;
    std::string
    name() const;
};

// Beside the cells, a round carries a control (fixed arithmetic: shows the
// machine's drift) and twins (a cell once more: their ratio to it is noise).
enum class role { cell, twin, control };

std::string to_string(role);
std::optional<role>
role_from_string(const std::string &);

// What Go's runtime did during a measurement, on all threads; C has none.
struct go_heap {
    std::optional<std::uint64_t> allocations;
    std::optional<std::uint64_t> allocated_bytes;
    std::optional<std::uint64_t> collections;
    std::optional<double> collector_cpu_ns; // that it took from the cell
};

// One measurement of the timed pass.
struct sample {
    unsigned round = 0;
    unsigned position = 0; // within the round's order, from 0
    enum role role = role::cell;
    cell_id cell;
    std::uint64_t iterations = 0; // calls per thread
    // Wall time of one thread, per resource; none when the cell stopped early.
    std::optional<double> ns_per_resource;
    std::optional<double> cpu_ns_per_resource;
    std::int64_t unix_ms = 0; // when the measurement ended
    struct go_heap go = {};
};

// What the accounted pass saw of one call of the cell on all its threads.
struct account {
    std::uint64_t asked = 0;     // count x threads
    std::uint64_t completed = 0; // taken, used and let go
    std::uint64_t failures = 0;  // threads that stopped early
    std::string failure;         // why the first of them stopped; or empty
    std::uint64_t held_at_failure = 0;
    std::uint64_t held_peak = 0;       // resources held at once
    std::uint64_t held_bytes_peak = 0; // their memory from the allocator
    double hold_ns_mean = 0;           // last use to letting go
    double hold_ns_max = 0;
    std::uint64_t burst_peak = 0;        // longest unbroken row of releases
    double burst_ns = 0;                 // and how long that took
    std::uint64_t stack_bytes = 0;       // deepest thread, below the cell
    std::uint64_t heap_bytes_peak = 0;   // from the allocator, all told
    std::uint64_t record_bytes_peak = 0; // of those, the strategy's own
    std::uint64_t records_peak = 0;
    std::uint64_t allocations = 0;
    std::uint64_t page_faults = 0;
};

} // namespace cleanup
