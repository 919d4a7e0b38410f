// What the kernel counts of its CPUs' time.
#pragma once

#include <filesystem>
#include <optional>

namespace cleanup
{

// Since boot, over all CPUs, in the kernel's steps of 10 ms or so.
struct cpu_time {
    double all_ms = 0;
    double idle_ms = 0;
    double stolen_ms = 0; // that the hypervisor gave to others
};

// None where the kernel does not tell. `root` is where its files begin.
std::optional<cpu_time>
cpu_time_now(const std::filesystem::path &root = "/");

// The share that was stolen from `before` to `after`; none when no step of
// time went by.
std::optional<double>
stolen_share(const cpu_time &before, const cpu_time &after);

// The share in which programs ran on this machine; none as above.
std::optional<double>
busy_share(const cpu_time &before, const cpu_time &after);

} // namespace cleanup
