#include "bench/harness/export_benchmark_json.hpp"

#include "bench/harness/benchmark_entry.hpp"
#include "bench/harness/statistics.hpp"

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace cleanup
{

namespace
{

using json = nlohmann::ordered_json;

std::string
entry_name(const sample &measured)
{
    if (measured.role == role::control)
        return "cleanup/control";
    const cell_id &cell = measured.cell;
    // Names are C's own; any other runtime names itself, or compare.py would
    // take both for one benchmark.
    std::string runtime = cell.runtime == "c" ? "" : "/runtime=" + cell.runtime;
    return fmt::format(
        "cleanup/{}/threads={}{}", benchmark_name(cell), cell.threads, runtime);
}

// A benchmark in google-benchmark's sense, and its samples in their order.
struct family {
    std::string name;
    std::vector<const sample *> samples;
};

std::vector<family>
families_of(std::span<const sample> samples)
{
    std::vector<family> families;
    std::map<std::string, std::size_t> places;
    for (const sample &measured : samples) {
        if (measured.role == role::twin || !measured.ns_per_resource)
            continue;
        std::string name = entry_name(measured);
        auto [place, is_new] = places.try_emplace(name, families.size());
        if (is_new)
            families.push_back({name, {}});
        families[place->second].samples.push_back(&measured);
    }
    return families;
}

// The fields that runs and aggregates have alike, in google-benchmark's order.
json
entry_of(const family &of, std::size_t index, const std::string &run_type)
{
    json entry;
    entry["name"] = of.name;
    entry["family_index"] = index;
    entry["per_family_instance_index"] = 0;
    entry["run_name"] = of.name;
    entry["run_type"] = run_type;
    entry["repetitions"] = of.samples.size();
    entry["threads"] = of.samples.front()->cell.threads;
    return entry;
}

void
add_times(json &entry, std::uint64_t iterations, double real, double cpu)
{
    entry["iterations"] = iterations;
    entry["real_time"] = real;
    entry["cpu_time"] = cpu;
    entry["time_unit"] = "ns";
}

json
run_entry(const family &of, std::size_t index, const sample &measured)
{
    json entry = entry_of(of, index, "iteration");
    entry["repetition_index"] = measured.round;
    add_times(entry, resources_of(measured), *measured.ns_per_resource,
        *measured.cpu_ns_per_resource);
    return entry;
}

double
median_of(const family &of, std::optional<double> sample::*time)
{
    std::vector<double> times;
    for (const sample *measured : of.samples)
        times.push_back(*(measured->*time));
    return median(times);
}

// google-benchmark gives an aggregate the number of runs as its iterations.
json
median_entry(const family &of, std::size_t index)
{
    json entry = entry_of(of, index, "aggregate");
    entry["name"] = of.name + "_median";
    entry["aggregate_name"] = "median";
    entry["aggregate_unit"] = "time";
    add_times(entry, of.samples.size(), median_of(of, &sample::ns_per_resource),
        median_of(of, &sample::cpu_ns_per_resource));
    return entry;
}

json
cache_entry(const cpu_cache &cache)
{
    return {{"type", cache.type}, {"level", cache.level}, {"size", cache.size},
        {"num_sharing", cache.num_sharing}};
}

json
context_entry(const benchmark_context &context)
{
    json entry;
    entry["date"] = context.date;
    entry["host_name"] = context.host_name;
    entry["executable"] = context.executable;
    entry["num_cpus"] = context.num_cpus;
    entry["mhz_per_cpu"] = context.mhz_per_cpu;
    entry["cpu_scaling_enabled"] = context.cpu_scaling_enabled;
    entry["caches"] = json::array();
    for (const cpu_cache &cache : context.caches)
        entry["caches"].push_back(cache_entry(cache));
    entry["load_avg"] = context.load_avg;
    entry["library_build_type"] = context.library_build_type;
    return entry;
}

json
benchmark_entries(std::span<const sample> samples)
{
    json entries = json::array();
    std::vector<family> families = families_of(samples);
    for (std::size_t index = 0; index < families.size(); ++index) {
        for (const sample *measured : families[index].samples)
            entries.push_back(run_entry(families[index], index, *measured));
        entries.push_back(median_entry(families[index], index));
    }
    return entries;
}

} // namespace

std::string
benchmark_json(
    const benchmark_context &context, std::span<const sample> samples)
{
    json file;
    file["context"] = context_entry(context);
    file["benchmarks"] = benchmark_entries(samples);
    // A host may be named in bytes that are not UTF-8.
    return file.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

} // namespace cleanup
