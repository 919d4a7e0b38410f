// The peer in real Go: a process that does one cell at a time, on request.
// Requests and answers are lines of JSON; bench/go/main.go has their form.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/line_process.hpp"
#include "bench/harness/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace cleanup
{

// The runtime's name, which is also that of the one allocator it has.
inline constexpr std::string_view go_runtime = "go";

// What a list, or a run without Go, says.
inline constexpr std::string_view no_go_here =
    "no Go here: apt-get install golang-go";

inline bool
is_in_go(const cell_id &cell)
{
    return cell.runtime == go_runtime;
}

// Whether Go's programs were built beside this one.
bool
go_is_here();

// Whether Go's programs have cells of this strategy and resource.
bool
go_has(std::string_view strategy, std::string_view resource);

// What some calls of a cell took; wall_ns is the mean of the threads, the
// others are of the whole process.
struct go_timing {
    double wall_ns = 0;
    double cpu_ns = 0;
    bool stopped_early = false;
    struct go_heap heap;
};

// The two programs of bench/go: one times, the other one has probes. When
// either of them dies, or says nothing for too long, the peer is lost: nothing
// is asked any more, and every request fails with the sentence that says why.
// The programs end with this object, or with this process.
class go_peer
{
public:
    // How long an answer may take, and where the programs are: beside this
    // one unless given.
    explicit go_peer(std::chrono::milliseconds patience);
    go_peer(std::chrono::milliseconds patience, std::filesystem::path folder);

    // "go1.19.8".
    result<std::string>
    version();

    // Calls the cell `iterations` times on each of its threads.
    result<go_timing>
    time(const cell_id &cell, std::uint64_t iterations);

    // Accounts for one call of the cell, in a process of its own, so that it
    // finds nothing that another one left. What ran out is in the account.
    result<account>
    account_for(const cell_id &cell);

    // Why the peer is lost; empty: it is not.
    const std::string &
    lost() const;

private:
    using json = nlohmann::json;

    error
    lose(const std::string &what, const std::string &why);
    result<line_process>
    start(const char *program, const std::vector<std::string> &environment);
    outcome
    start_timing();
    result<json>
    ask(line_process &process, const cell_id &cell, const json &request);

    std::chrono::milliseconds patience;
    std::filesystem::path folder;
    std::optional<line_process> timing; // once started
    std::string greeted;                // version
    std::string why_lost;
};

} // namespace cleanup
