#include "bench/harness/run_reader.hpp"

#include "bench/harness/benchmark_json_reader.hpp"
#include "bench/harness/go_text_reader.hpp"
#include "bench/harness/hyperfine_reader.hpp"
#include "bench/harness/noise.hpp"
#include "bench/harness/samples.hpp"
#include "bench/harness/whole_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cleanup
{

namespace
{

using json = nlohmann::json;

// What of context.json two runs should have in common, in the order in which
// it matters.
struct context_key {
    const char *what;
    const char *pointer;
};

constexpr context_key context_keys[] = {
    {"CPU", "/machine/cpu"},
    {"number of cores", "/machine/cores"},
    {"memory in bytes", "/machine/memory_bytes"},
    {"compiler", "/machine/build/c_compiler"},
    {"C++ compiler", "/machine/build/cxx_compiler"},
    {"flags", "/machine/build/c_flags"},
    {"build type", "/machine/build/build_type"},
    {"sanitizers", "/machine/build/sanitizers"},
    {"largest size class in bytes", "/machine/build/size_class_largest"},
    {"version of cleanup-bench", "/machine/build/version"},
    {"kernel", "/machine/kernel"},
    {"system", "/machine/system"},
    {"glibc", "/machine/libraries/glibc"},
    {"SQLite", "/machine/libraries/sqlite"},
    {"Boost", "/machine/libraries/boost"},
    {"fmt", "/machine/libraries/fmt"},
    {"version of jemalloc", "/peers/jemalloc/version"},
    {"version of mimalloc", "/peers/mimalloc/version"},
    {"version of tcmalloc", "/peers/tcmalloc/version"},
    {"Go", "/go"},
    {"governor", "/machine/kernel_settings/governor"},
    {"turbo (no_turbo)", "/machine/kernel_settings/no_turbo"},
    {"turbo (boost)", "/machine/kernel_settings/boost"},
    {"ASLR", "/machine/kernel_settings/aslr"},
    {"huge pages", "/machine/kernel_settings/transparent_huge_pages"},
    {"clock", "/machine/kernel_settings/clock_source"},
    {"bound of connections", "/machine/limits/connections"},
    {"milliseconds per cell and round", "/plan/time_per_cell_ms"},
};

std::string
words_of(const json &value)
{
    if (value.is_null())
        return {};
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void
add_samples(measured_run &run, std::span<const sample> samples)
{
    for (const auto &[cell, rounds] : group_by_cell(samples, role::cell)) {
        measured_cell &added = run.cells.emplace_back(
            measured_cell{cell.name(), cell.resource, {}});
        for (const auto &[round, ns] : rounds)
            added.ns.push_back(ns);
    }
    for (const auto &[cell, rounds] : group_by_cell(samples, role::control))
        for (const auto &[round, ns] : rounds)
            run.control_ns.push_back(ns);
    run.twin_log_ratios = twin_log_ratios(samples);
}

result<measured_run>
read_json(const json &content, const std::string &source)
{
    if (is_benchmark_json(content))
        return read_benchmark_json(content, source);
    if (is_hyperfine_json(content))
        return read_hyperfine(content, source);
    return error{
        fmt::format("{} is JSON, but neither google-benchmark's (which "
                    "has \"benchmarks\") nor hyperfine's (which has "
                    "\"results\")",
            source)};
}

result<measured_run>
read_file(const std::string &source)
{
    result<std::string> text = read_whole_file(source);
    if (!text)
        return error{text.message()};
    json content = json::parse(*text, nullptr, false);
    if (!content.is_discarded())
        return read_json(content, source);
    if (is_go_text(*text))
        return read_go_text(*text, source);
    return error{fmt::format("{} is none of the files that can be compared: "
                             "google-benchmark's JSON, hyperfine's JSON, Go's "
                             "benchmark text",
        source)};
}

} // namespace

std::vector<known_fact>
facts_of(const json &context)
{
    std::vector<known_fact> facts;
    for (const auto &[what, pointer] : context_keys) {
        const json::json_pointer place(pointer);
        if (!context.contains(place))
            continue;
        std::string value = words_of(context.at(place));
        if (!value.empty())
            facts.push_back({what, std::move(value)});
    }
    return facts;
}

bool
tells_machines_apart(const known_fact &fact)
{
    return fact.what != "memory in bytes";
}

result<measured_run>
read_run_folder(const run_folder &run)
{
    result<json> context = read_context(run);
    if (!context)
        return error{context.message()};
    result<std::vector<sample>> samples = read_samples(run.file("samples.csv"));
    if (!samples)
        return error{samples.message()};
    measured_run read;
    read.source = run.path.string();
    read.format = "run folder";
    read.unit = "ns per resource";
    read.context = facts_of(*context);
    add_samples(read, *samples);
    if (read.cells.empty())
        return error{fmt::format(
            "{} has no finished round to compare", run.path.string())};
    return read;
}

result<measured_run>
read_measured_run(const std::string &name, const std::filesystem::path &results)
{
    std::error_code ignored;
    if (std::filesystem::is_regular_file(name, ignored))
        return read_file(name);
    result<run_folder> run = find_run_folder(name, results);
    if (!run)
        return error{run.message()};
    return read_run_folder(*run);
}

} // namespace cleanup
