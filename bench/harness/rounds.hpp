// rounds.csv: one line per round, on what the machine did meanwhile.
#pragma once

#include "bench/harness/cpu_time.hpp"
#include "bench/harness/growing_csv.hpp"
#include "bench/harness/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace cleanup
{

struct round_record {
    unsigned round = 0;
    std::int64_t unix_ms = 0; // when it began
    double seconds = 0;
    // CPU time of the whole machine that the hypervisor gave to others, and its
    // share, from 0 to 1. None where the kernel does not tell; a round of less
    // than one of the kernel's steps has no share.
    std::optional<double> steal_ms;
    std::optional<double> steal_share;
    std::optional<double> load; // at its end, of a minute: see getloadavg(3)
};

// Watches the machine during a round, from its construction on.
class round_watch
{
public:
    explicit round_watch(unsigned round);

    // What was seen until now.
    round_record
    seen() const;

private:
    unsigned round;
    std::int64_t began_unix_ms;
    std::chrono::steady_clock::time_point began;
    std::optional<cpu_time> before;
};

// rounds.csv, opened to append to; see growing_csv.
result<growing_csv>
open_rounds(const std::filesystem::path &path);

outcome
append_round(growing_csv &file, const round_record &record);

// In the order of the file, without a line that was torn by a kill; none
// without a file, as in a run of an earlier version.
result<std::vector<round_record>>
read_rounds(const std::filesystem::path &path);

// Replaces the file, all or nothing.
outcome
write_rounds(
    const std::filesystem::path &path, std::span<const round_record> records);

// Cuts the file back to the rounds before `finished`, all or nothing.
outcome
keep_rounds(const std::filesystem::path &path, unsigned finished);

// A round whose parts were measured apart: their times and what was stolen
// added up, the share and the load as their means, by time. `parts` are not
// empty.
round_record
joined_round(std::span<const round_record> parts);

} // namespace cleanup
