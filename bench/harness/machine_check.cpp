#include "bench/harness/machine_check.hpp"

#include "bench/harness/cpu_time.hpp"
#include "bench/harness/matrix.hpp"

#include <algorithm>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>

namespace cleanup
{

namespace
{

namespace fs = std::filesystem;

// Half a core's worth of other work is in every round of two threads. A
// minute's load average would count the build that has just ended.
constexpr double most_load = 0.5;
constexpr auto load_watch = std::chrono::milliseconds(40);

// The hypervisor's other guests; 1% is the least difference we tell apart.
constexpr double most_steal_share = 0.01;

// A cell may take half of what is free; the largest take 10,000 x 64 KiB.
constexpr std::uint64_t least_memory_bytes = std::uint64_t{2} << 30;

// loop_defer holds 10,000 files at once, with a few of our own.
constexpr std::uint64_t least_open_files = 10'100;

// A full run with its charts takes under 100 MB.
constexpr std::uint64_t least_disk_bytes = std::uint64_t{1} << 30;

// Processors slow themselves down from 90 or 100 on.
constexpr double most_celsius = 85;

template <typename Value>
std::optional<Value>
first_value(const fs::path &path)
{
    std::ifstream file(path);
    Value value;
    if (file >> value)
        return value;
    return std::nullopt;
}

std::optional<std::uint64_t>
meminfo_bytes(const fs::path &root, const std::string &key)
{
    std::ifstream file(root / "proc/meminfo");
    std::uint64_t kibibytes;
    for (std::string word; file >> word;)
        if (word == key + ':' && file >> kibibytes)
            return kibibytes * 1024;
    return std::nullopt;
}

void
watch_cpus(
    const fs::path &root, std::chrono::milliseconds watch, machine_state &state)
{
    const cpu_time nothing;
    const auto before = watch.count() ? cpu_time_now(root) : nothing;
    std::this_thread::sleep_for(watch);
    const auto after = cpu_time_now(root);
    if (!before || !after)
        return;
    state.steal_share = stolen_share(*before, *after);
    if (const auto share = busy_share(*before, *after))
        state.load = *share * state.cores;
}

// Intel's driver says when turbo is off, others when boost is on.
std::optional<bool>
turbo_of(const fs::path &root)
{
    const fs::path cpu = root / "sys/devices/system/cpu";
    if (auto off = first_value<int>(cpu / "intel_pstate/no_turbo"))
        return *off == 0;
    if (auto on = first_value<int>(cpu / "cpufreq/boost"))
        return *on != 0;
    return std::nullopt;
}

std::optional<double>
hottest_of(const fs::path &root)
{
    std::optional<double> hottest;
    std::error_code ignored;
    for (const auto &zone :
        fs::directory_iterator(root / "sys/class/thermal", ignored))
        if (auto thousandths = first_value<double>(zone.path() / "temp"))
            hottest = std::max(hottest.value_or(-273), *thousandths / 1000);
    return hottest;
}

std::optional<std::uint64_t>
open_files_limit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return std::nullopt;
    return limit.rlim_cur;
}

// Of the nearest folder that is there, as the run's own is made later.
std::optional<std::uint64_t>
disk_free(fs::path folder)
{
    std::error_code failure;
    folder = fs::absolute(folder, failure);
    while (!fs::exists(folder, failure) && folder.has_relative_path())
        folder = folder.parent_path();
    const fs::space_info space = fs::space(folder, failure);
    if (failure)
        return std::nullopt;
    return space.available;
}

std::string
gibibytes(std::uint64_t bytes)
{
    return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / (1 << 30));
}

check_line
untold(const char *what)
{
    return {what, fitness::unknown, "the kernel does not tell", ""};
}

check_line
check_load(const machine_state &state)
{
    if (!state.load)
        return untold("load");
    const bool busy = *state.load > most_load;
    return {"load", busy ? fitness::bad : fitness::good,
        fmt::format(
            "others keep {:.1f} of {} cores busy", *state.load, state.cores),
        busy ? "stop what else runs (top shows it)" : ""};
}

check_line
check_governor(const machine_state &state)
{
    if (!state.governor)
        return untold("governor");
    const bool steady = *state.governor == "performance";
    return {"governor", steady ? fitness::good : fitness::bad, *state.governor,
        steady ? "" : "cpupower frequency-set --governor performance, as root"};
}

check_line
check_turbo(const machine_state &state)
{
    if (!state.turbo)
        return untold("turbo");
    return {"turbo", *state.turbo ? fitness::note : fitness::good,
        *state.turbo ? "on: the clock rises and falls with the heat" : "off",
        *state.turbo ? "as root, echo 1 >/sys/devices/system/cpu/intel_pstate/"
                       "no_turbo, or echo 0 >/sys/devices/system/cpu/cpufreq/"
                       "boost"
                     : ""};
}

check_line
check_aslr(const machine_state &state)
{
    if (!state.aslr)
        return untold("ASLR");
    const bool on = *state.aslr != 0;
    return {"ASLR", on ? fitness::note : fitness::good,
        on ? "on: each process has addresses of its own" : "off",
        on ? "believe a small difference between two runs only after `make "
             "ab`, "
             "which takes many processes; or run below setarch -R"
           : ""};
}

check_line
check_steal(const machine_state &state)
{
    if (!state.steal_share)
        return untold("steal time");
    const bool robbed = *state.steal_share > most_steal_share;
    return {"steal time", robbed ? fitness::bad : fitness::good,
        fmt::format("{:.1f}% of the processor went to other guests",
            100 * *state.steal_share),
        robbed ? "measure when the host is quiet, or on a machine of its own"
               : ""};
}

check_line
check_memory(const machine_state &state)
{
    if (!state.memory_available_bytes || !state.memory_bytes)
        return untold("memory");
    const bool little = *state.memory_available_bytes < least_memory_bytes;
    return {"memory", little ? fitness::bad : fitness::good,
        fmt::format("{} of {} are free",
            gibibytes(*state.memory_available_bytes),
            gibibytes(*state.memory_bytes)),
        little ? "end what holds memory: the largest cells will be left out"
               : ""};
}

check_line
check_open_files(const machine_state &state)
{
    if (!state.open_files)
        return untold("open files");
    const bool few = *state.open_files < least_open_files;
    return {"open files", few ? fitness::bad : fitness::good,
        fmt::format("a process may hold {}", *state.open_files),
        few ? fmt::format("ulimit -n {}: loop_defer holds 10,000 files at once",
                  least_open_files)
            : ""};
}

check_line
check_disk(const machine_state &state)
{
    if (!state.disk_free_bytes)
        return untold("disk space");
    const bool little = *state.disk_free_bytes < least_disk_bytes;
    return {"disk space", little ? fitness::bad : fitness::good,
        gibibytes(*state.disk_free_bytes) + " are free for results",
        little ? "make room, or choose another folder with --results" : ""};
}

check_line
check_temperature(const machine_state &state)
{
    if (!state.hottest_celsius)
        return untold("temperature");
    const bool hot = *state.hottest_celsius > most_celsius;
    return {"temperature", hot ? fitness::bad : fitness::good,
        fmt::format(
            "{:.0f} degrees Celsius at the hottest", *state.hottest_celsius),
        hot ? "let it cool: a hot processor slows itself down" : ""};
}

} // namespace

std::string
to_string(fitness which)
{
    switch (which) {
    case fitness::good:
        return "good";
    case fitness::note:
        return "note";
    case fitness::bad:
        return "bad";
    case fitness::unknown:
        return "unknown";
    }
    return {};
}

machine_state
read_machine_state(const fs::path &root, const fs::path &results,
    std::chrono::milliseconds watch)
{
    machine_state state;
    state.cores = all_cores();
    state.governor = first_value<std::string>(
        root / "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    state.turbo = turbo_of(root);
    state.aslr = first_value<int>(root / "proc/sys/kernel/randomize_va_space");
    watch_cpus(root, watch, state);
    state.memory_available_bytes = meminfo_bytes(root, "MemAvailable");
    state.memory_bytes = meminfo_bytes(root, "MemTotal");
    state.open_files = open_files_limit();
    state.disk_free_bytes = disk_free(results);
    state.hottest_celsius = hottest_of(root);
    return state;
}

std::vector<check_line>
check_machine(const machine_state &state)
{
    return {check_load(state), check_governor(state), check_turbo(state),
        check_aslr(state), check_steal(state), check_memory(state),
        check_open_files(state), check_disk(state), check_temperature(state)};
}

std::vector<check_line>
check_machine_now(const fs::path &results)
{
    machine_state state =
        read_machine_state("/", results, std::chrono::milliseconds(0));
    const auto stolen = state.steal_share;
    watch_cpus("/", load_watch, state);
    state.steal_share = stolen;
    return check_machine(state);
}

nlohmann::json
to_json(const std::vector<check_line> &lines)
{
    nlohmann::json list = nlohmann::json::array();
    for (const check_line &line : lines)
        list.push_back(
            {{"what", line.what}, {"fitness", to_string(line.fitness)},
                {"seen", line.seen}, {"advice", line.advice}});
    return list;
}

} // namespace cleanup
