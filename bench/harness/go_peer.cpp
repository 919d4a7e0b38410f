#include "bench/harness/go_peer.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <unistd.h>

namespace cleanup
{
namespace
{

constexpr char timing_program[] = "cleanup-go";
constexpr char accounting_program[] = "cleanup-go-probes";

using nlohmann::json;

std::filesystem::path
folder_of_this_program()
{
    std::error_code unknown;
    return std::filesystem::read_symlink("/proc/self/exe", unknown)
        .parent_path();
}

std::vector<std::string>
environment()
{
    std::vector<std::string> variables;
    for (char **variable = environ; *variable; variable++)
        variables.emplace_back(*variable);
    return variables;
}

// bench/go/stack.go needs these to see how deep the stack goes.
std::vector<std::string>
environment_for_probes()
{
    std::vector<std::string> variables = environment();
    std::erase_if(variables, [](const std::string &variable) {
        return variable.starts_with("GODEBUG=");
    });
    const char *before = std::getenv("GODEBUG");
    variables.push_back(
        fmt::format("GODEBUG={},gcshrinkstackoff=1,asyncpreemptoff=1",
            before ? before : ""));
    return variables;
}

template <typename Value>
void
read(const json &answer, const char *name, Value &value)
{
    value = answer.at(name).get<Value>();
}

go_timing
timing_of(const json &answer)
{
    go_timing seen;
    seen.wall_ns = answer.at("wall_ns").get<double>();
    seen.cpu_ns = answer.at("cpu_ns").get<double>();
    seen.stopped_early = answer.at("failure").get<int>() != 0;
    seen.heap.allocations = answer.at("allocations").get<std::uint64_t>();
    seen.heap.allocated_bytes =
        answer.at("allocated_bytes").get<std::uint64_t>();
    seen.heap.collections = answer.at("collections").get<std::uint64_t>();
    seen.heap.collector_cpu_ns = answer.at("collector_cpu_ns").get<double>();
    return seen;
}

account
account_of(const cell_id &cell, const json &answer)
{
    account seen;
    seen.asked = cell.count * cell.threads;
    read(answer, "completed", seen.completed);
    read(answer, "failures", seen.failures);
    if (const int reason = answer.at("failure").get<int>())
        seen.failure = std::strerror(reason);
    read(answer, "held_at_failure", seen.held_at_failure);
    read(answer, "held_peak", seen.held_peak);
    read(answer, "held_bytes_peak", seen.held_bytes_peak);
    read(answer, "hold_ns_mean", seen.hold_ns_mean);
    read(answer, "hold_ns_max", seen.hold_ns_max);
    read(answer, "burst_peak", seen.burst_peak);
    read(answer, "burst_ns", seen.burst_ns);
    read(answer, "stack_bytes", seen.stack_bytes);
    read(answer, "heap_bytes_peak", seen.heap_bytes_peak);
    read(answer, "record_bytes_peak", seen.record_bytes_peak);
    read(answer, "records_peak", seen.records_peak);
    read(answer, "allocations", seen.allocations);
    read(answer, "page_faults", seen.page_faults);
    return seen;
}

} // namespace

bool
go_is_here()
{
    const auto folder = folder_of_this_program();
    return access((folder / timing_program).c_str(), X_OK) == 0 &&
           access((folder / accounting_program).c_str(), X_OK) == 0;
}

bool
go_has(std::string_view strategy, std::string_view resource)
{
    constexpr std::array<std::string_view, 4> strategies{
        "loop_defer", "scoped_defer", "explicit_close", "object_pool"};
    constexpr std::array<std::string_view, 4> resources{
        "memory", "buffer", "file", "lock"};
    return std::find(strategies.begin(), strategies.end(), strategy) !=
               strategies.end() &&
           std::find(resources.begin(), resources.end(), resource) !=
               resources.end();
}

go_peer::go_peer(std::chrono::milliseconds for_an_answer)
    : go_peer(for_an_answer, folder_of_this_program())
{
}

go_peer::go_peer(
    std::chrono::milliseconds for_an_answer, std::filesystem::path of_programs)
    : patience(for_an_answer), folder(std::move(of_programs))
{
}

const std::string &
go_peer::lost() const
{
    return why_lost;
}

error
go_peer::lose(const std::string &what, const std::string &why)
{
    timing.reset();
    why_lost = fmt::format("Go is lost at {}: it {}", what, why);
    return {why_lost};
}

// Starts a program and reads its greeting.
result<line_process>
go_peer::start(const char *program, const std::vector<std::string> &variables)
{
    if (!why_lost.empty())
        return error{why_lost};
    result<line_process> started =
        line_process::start(folder / program, variables);
    if (!started)
        return error{why_lost = started.message()};
    result<std::string> line = started->receive(patience);
    if (!line)
        return lose("its start", line.message());
    const json greeting = json::parse(*line, nullptr, false);
    if (!greeting.is_object() || !greeting.contains("go"))
        return lose("its start", "does not greet, but says " + *line);
    greeted = greeting.value("go", "");
    return started;
}

outcome
go_peer::start_timing()
{
    if (timing)
        return success{};
    result<line_process> started = start(timing_program, environment());
    if (!started)
        return error{started.message()};
    timing = std::move(*started);
    return success{};
}

result<std::string>
go_peer::version()
{
    if (outcome started = start_timing(); !started)
        return error{started.message()};
    return greeted;
}

result<json>
go_peer::ask(line_process &process, const cell_id &cell, const json &request)
{
    if (outcome sent = process.send(request.dump()); !sent)
        return lose(cell.name(), sent.message());
    result<std::string> line = process.receive(patience);
    if (!line)
        return lose(cell.name(), line.message());
    json answer = json::parse(*line, nullptr, false);
    if (!answer.is_object())
        return lose(cell.name(), "does not answer, but says " + *line);
    if (answer.contains("error"))
        return error{fmt::format(
            "Go cannot do {}: {}", cell.name(), answer.value("error", ""))};
    return answer;
}

result<go_timing>
go_peer::time(const cell_id &cell, std::uint64_t iterations)
{
    if (outcome started = start_timing(); !started)
        return error{started.message()};
    result<json> answer =
        ask(*timing, cell, {{"cell", cell.name()}, {"iterations", iterations}});
    if (!answer)
        return error{answer.message()};
    try {
        return timing_of(*answer);
    } catch (const json::exception &fault) {
        return lose(cell.name(), fault.what());
    }
}

result<account>
go_peer::account_for(const cell_id &cell)
{
    result<line_process> started =
        start(accounting_program, environment_for_probes());
    if (!started)
        return error{started.message()};
    result<json> answer = ask(*started, cell, {{"cell", cell.name()}});
    if (!answer)
        return error{answer.message()};
    try {
        return account_of(cell, *answer);
    } catch (const json::exception &fault) {
        return lose(cell.name(), fault.what());
    }
}

} // namespace cleanup
