#include "bench/harness/machine.hpp"

#include "allocators/tiers/size_class.h"
#include "bench/harness/cpu_time.hpp"
#include "bench/harness/matrix.hpp"
#include "bench/harness/whole_file.hpp"
#include "bench/resources/connection_settings.h"
#include "build_info.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <regex>
#include <sstream>

#include <benchmark/benchmark.h>
#include <boost/version.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gnu/libc-version.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace cleanup
{
namespace
{

// The file's first line, or null: many of these exist on some machines only.
nlohmann::json
first_line(const std::string &path)
{
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line))
        return nullptr;
    return line;
}

// What stands behind "KEY" and its separator on a line of the file.
nlohmann::json
value_of(const std::string &path, const std::string &key)
{
    std::ifstream file(path);
    const std::regex pattern("^" + key + R"re(\s*[:=]\s*"?([^"]*)"?$)re");
    std::smatch match;
    for (std::string line; std::getline(file, line);)
        if (std::regex_match(line, match, pattern))
            return match[1].str();
    return nullptr;
}

std::uint64_t
meminfo_bytes(const std::string &key)
{
    const nlohmann::json value = value_of("/proc/meminfo", key);
    if (!value.is_string())
        return 0;
    return std::strtoull(value.get<std::string>().c_str(), nullptr, 10) * 1024;
}

nlohmann::json
limit_of(decltype(RLIMIT_AS) which, bool hard)
{
    rlimit limit{};
    if (getrlimit(which, &limit) != 0)
        return nullptr;
    const rlim_t value = hard ? limit.rlim_max : limit.rlim_cur;
    if (value == RLIM_INFINITY)
        return "unlimited";
    return static_cast<std::uint64_t>(value);
}

nlohmann::json
limits()
{
    return {{"open_files_soft", limit_of(RLIMIT_NOFILE, false)},
        {"open_files_hard", limit_of(RLIMIT_NOFILE, true)},
        {"stack_bytes_soft", limit_of(RLIMIT_STACK, false)},
        {"address_space_bytes_soft", limit_of(RLIMIT_AS, false)},
        {"connections", connection_limit()},
        {"connection_deadline_ms", connection_deadline_ms()}};
}

nlohmann::json
kernel_settings()
{
    const std::string cpu = "/sys/devices/system/cpu/";
    return {{"aslr", first_line("/proc/sys/kernel/randomize_va_space")},
        {"transparent_huge_pages",
            first_line("/sys/kernel/mm/transparent_hugepage/enabled")},
        {"governor", first_line(cpu + "cpu0/cpufreq/scaling_governor")},
        {"no_turbo", first_line(cpu + "intel_pstate/no_turbo")},
        {"boost", first_line(cpu + "cpufreq/boost")},
        {"clock_source",
            first_line("/sys/devices/system/clocksource/clocksource0/"
                       "current_clocksource")}};
}

nlohmann::json
libraries()
{
    return {{"glibc", gnu_get_libc_version()}, {"sqlite", sqlite3_libversion()},
        {"boost", BOOST_LIB_VERSION}, {"fmt", FMT_VERSION}};
}

nlohmann::json
build()
{
    return {{"version", project_version}, {"c_compiler", build_c_compiler},
        {"cxx_compiler", build_cxx_compiler}, {"build_type", build_type},
        {"c_flags", build_c_flags}, {"sanitizers", build_sanitizers},
        {"size_class_largest", SIZE_CLASS_LARGEST}};
}

nlohmann::json
text_or_null(const char *text)
{
    return text ? nlohmann::json(text) : nullptr;
}

std::string
host_name()
{
    utsname name{};
    uname(&name);
    return name.nodename;
}

} // namespace

std::uint64_t
memory_available_bytes()
{
    std::uint64_t bytes = meminfo_bytes("MemAvailable");
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        bytes = std::min<std::uint64_t>(bytes, limit.rlim_cur);
    return bytes;
}

double
steal_seconds()
{
    constexpr double ms_per_second = 1000;
    return cpu_time_now().value_or(cpu_time{}).stolen_ms / ms_per_second;
}

std::int64_t
unix_ms_now()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
        .count();
}

std::string
timestamp_now()
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%S%z}", fmt::localtime(std::time({})));
}

nlohmann::json
machine_context()
{
    utsname kernel{};
    uname(&kernel);
    double load[3] = {0, 0, 0};
    getloadavg(load, 3);
    return {{"host", kernel.nodename},
        {"cpu", value_of("/proc/cpuinfo", "model name")},
        {"cores", all_cores()}, {"memory_bytes", meminfo_bytes("MemTotal")},
        {"kernel", fmt::format("{} {} {}", kernel.sysname, kernel.release,
                       kernel.machine)},
        {"system", value_of("/etc/os-release", "PRETTY_NAME")},
        {"load_average", {load[0], load[1], load[2]}}, {"limits", limits()},
        {"kernel_settings", kernel_settings()}, {"libraries", libraries()},
        {"build", build()}};
}

nlohmann::json
loaded_libraries(std::span<const std::string> allocators)
{
    nlohmann::json all = nlohmann::json::object();
    for (const std::string &name : allocators) {
        const allocator *found = allocator_named(name);
        if (!found || !found->library || allocator_missing(found))
            continue;
        const allocator_library library = found->library();
        all[name] = {{"path", text_or_null(library.path)},
            {"version", text_or_null(library.version)}};
    }
    return all;
}

benchmark_context
benchmark_context_now()
{
    const benchmark::CPUInfo &cpu = benchmark::CPUInfo::Get();
    benchmark_context context;
    context.date = timestamp_now();
    context.host_name = host_name();
    context.executable = "cleanup-bench";
    context.num_cpus = static_cast<unsigned>(cpu.num_cpus);
    context.mhz_per_cpu = static_cast<unsigned>(cpu.cycles_per_second / 1e6);
    context.cpu_scaling_enabled =
        cpu.scaling == benchmark::CPUInfo::Scaling::ENABLED;
    for (const auto &cache : cpu.caches)
        context.caches.push_back({cache.type, cache.level,
            static_cast<std::size_t>(cache.size), cache.num_sharing});
    context.load_avg = cpu.load_avg;
    context.library_build_type =
        std::string(build_type) == "Debug" ? "debug" : "release";
    return context;
}

go_text_header
go_text_header_now()
{
    utsname kernel{};
    uname(&kernel);
    const std::string machine = kernel.machine;
    const nlohmann::json cpu = value_of("/proc/cpuinfo", "model name");
    return {"linux",
        machine == "x86_64"    ? "amd64"
        : machine == "aarch64" ? "arm64"
                               : machine,
        "cleanup-bench", cpu.is_string() ? cpu.get<std::string>() : machine};
}

} // namespace cleanup
