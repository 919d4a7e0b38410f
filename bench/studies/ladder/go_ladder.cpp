#include "bench/studies/ladder/go_ladder.hpp"

#include "bench/harness/line_process.hpp"
#include "bench/studies/ladder/pools.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

using namespace std::chrono_literals;
constexpr auto patience = 20s;

struct rungs_of_shape {
    const char *mechanism;
    const char *shape;
    std::vector<unsigned> counts;
};

const std::vector<rungs_of_shape> go_rungs = {
    {"explicit_close", "straight", {1, 2, 4, 8}},
    {"explicit_close", "loop", {1, 8, 64, 1000, 10000}},
    {"explicit_close", "failure", {1, 3}},
    {"open_coded", "straight", {1, 2, 4, 8}},
    {"open_coded", "loop", {1, 8, 64, 1000, 10000}},
    {"open_coded", "failure", {1, 3}},
    {"heap_records", "loop", {1, 8, 64, 1000, 10000}},
};

std::optional<line_process>
start()
{
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() /
        "ladder-go";
    if (!std::filesystem::exists(program))
        return std::nullopt;
    auto process = line_process::start(program, {});
    if (!process)
        return std::nullopt;
    return std::move(*process);
}

// NaN when the program does not answer.
double
ask(line_process &process, const contender &rung, std::uint64_t calls)
{
    const outcome sent = process.send(fmt::format(
        "{} {} {} {}", rung.mechanism, rung.shape, rung.count, calls));
    if (!sent)
        return std::numeric_limits<double>::quiet_NaN();
    const auto answer = process.receive(patience);
    return answer ? std::strtod(answer->c_str(), nullptr)
                  : std::numeric_limits<double>::quiet_NaN();
}

class go_rung_list
{
public:
    go_rung_list(
        std::shared_ptr<line_process> asked, const std::string &version)
        : process(std::move(asked)), compiler("go-" + version.substr(2))
    {
    }

    void
    add(const char *mechanism, const char *shape, unsigned count)
    {
        contender rung{compiler, mechanism, shape, count, "", {}};
        rung.time = [asked = process, named = rung](std::uint64_t calls) {
            return ask(*asked, named, calls);
        };
        all.push_back(rung);
    }

    std::vector<contender> all;

private:
    std::shared_ptr<line_process> process;
    std::string compiler;
};

} // namespace

std::vector<contender>
go_ladder()
{
    auto started = start();
    if (!started)
        return {};
    const auto process = std::make_shared<line_process>(std::move(*started));
    const auto version = process->receive(patience);
    if (!version || !version->starts_with("go"))
        return {};
    go_rung_list list(process, *version);
    for (const rungs_of_shape &each : go_rungs)
        for (const unsigned count : each.counts)
            list.add(each.mechanism, each.shape, count);
    for (unsigned threads = 1; threads <= std::min(pool_threads, processors());
         threads++) {
        list.add("object_pool", "pool", threads);
        list.all.back().resources = 1;
    }
    return list.all;
}

} // namespace cleanup
