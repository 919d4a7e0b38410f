// What about the machine may spoil a measurement, and what to do about it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cleanup
{

// What the kernel tells; what it does not tell has no value.
struct machine_state {
    unsigned cores = 1;
    std::optional<double> load; // cores that others keep busy
    std::optional<std::string> governor;
    std::optional<bool> turbo;
    std::optional<int> aslr; // randomize_va_space
    std::optional<double> steal_share;
    std::optional<std::uint64_t> memory_available_bytes;
    std::optional<std::uint64_t> memory_bytes;
    std::optional<std::uint64_t> open_files; // soft limit
    std::optional<std::uint64_t> disk_free_bytes;
    std::optional<double> hottest_celsius;
};

// good; note: it costs precision, and the method copes; bad: measure later.
enum class fitness { good, note, bad, unknown };

std::string to_string(fitness);

struct check_line {
    std::string what;
    enum fitness fitness = fitness::unknown;
    std::string seen;
    std::string advice; // empty where there is nothing to do
};

// Reads below `root` ("/"; another for tests). `results` is where runs will
// lie. Load and steal are watched for that long, or taken since the machine's
// start when 0.
machine_state
read_machine_state(const std::filesystem::path &root,
    const std::filesystem::path &results, std::chrono::milliseconds watch);

// One line for each thing looked at, always in the same order.
std::vector<check_line>
check_machine(const machine_state &state);

// Of this machine now. Load is watched for a moment, steal taken since the
// machine's start, since a moment is too short for it.
std::vector<check_line>
check_machine_now(const std::filesystem::path &results);

// For context.json: [{"what", "fitness", "seen", "advice"}].
nlohmann::json
to_json(const std::vector<check_line> &lines);

} // namespace cleanup
