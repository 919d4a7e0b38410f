#include "bench/harness/benchmark_json_reader.hpp"

#include <optional>

#include <fmt/format.h>

namespace cleanup
{

namespace
{

using json = nlohmann::json;

constexpr char control_name[] = "cleanup/control";

// Of google-benchmark's own units; none for anything else.
std::optional<double>
nanoseconds_in(const std::string &unit)
{
    if (unit == "ns")
        return 1;
    if (unit == "us")
        return 1e3;
    if (unit == "ms")
        return 1e6;
    if (unit == "s")
        return 1e9;
    return std::nullopt;
}

std::string
text_in(const json &entry, const char *key)
{
    auto found = entry.find(key);
    return found != entry.end() && found->is_string()
               ? found->get<std::string>()
               : "";
}

// Versions before 1.5 have neither run_name nor run_type.
std::string
name_of(const json &entry)
{
    std::string run_name = text_in(entry, "run_name");
    return plain_name(run_name.empty() ? text_in(entry, "name") : run_name);
}

// "" for a repetition, else "median", "mean", "stddev", ...
std::string
aggregate_of(const json &entry)
{
    if (text_in(entry, "run_type") != "aggregate")
        return {};
    return text_in(entry, "aggregate_name");
}

std::optional<double>
nanoseconds_of(const json &entry)
{
    auto unit = nanoseconds_in(text_in(entry, "time_unit"));
    auto time = entry.find("real_time");
    if (!unit || time == entry.end() || !time->is_number() ||
        time->get<double>() <= 0)
        return std::nullopt;
    return time->get<double>() * *unit;
}

void
add_time(measured_run &run, const std::string &name, double ns)
{
    if (name == control_name)
        run.control_ns.push_back(ns);
    else
        cell_named(run, name).ns.push_back(ns);
}

bool
is_true(const json &entry, const char *key)
{
    auto found = entry.find(key);
    return found != entry.end() && *found == true;
}

bool
has_failed(const json &entry)
{
    return is_true(entry, "error_occurred") || is_true(entry, "skipped");
}

// Adds the entries of one kind.
void
add_entries(
    measured_run &run, const json &content, const std::string &aggregate)
{
    for (const json &entry : content["benchmarks"]) {
        if (has_failed(entry) || aggregate_of(entry) != aggregate)
            continue;
        if (auto ns = nanoseconds_of(entry))
            add_time(run, name_of(entry), *ns);
    }
}

void
add_failures(measured_run &run, const json &content)
{
    for (const json &entry : content["benchmarks"])
        if (has_failed(entry))
            run.failed.push_back(fmt::format(
                "{}: {}", name_of(entry), text_in(entry, "error_message")));
}

void
add_context(measured_run &run, const json &context)
{
    auto number = [&](const char *key) {
        auto found = context.find(key);
        return found != context.end() && found->is_number() ? found->dump()
                                                            : "";
    };
    add_fact(run, "host", text_in(context, "host_name"));
    add_fact(run, "number of cores", number("num_cpus"));
    add_fact(run, "MHz", number("mhz_per_cpu"));
    add_fact(run, "build of google-benchmark",
        text_in(context, "library_build_type"));
    add_fact(run, "version of google-benchmark",
        text_in(context, "library_version"));
}

bool
is_entry_list(const json &content)
{
    auto entries = content.find("benchmarks");
    return entries != content.end() && entries->is_array();
}

} // namespace

bool
is_benchmark_json(const json &content)
{
    return content.is_object() && is_entry_list(content);
}

result<measured_run>
read_benchmark_json(const json &content, const std::string &source)
{
    measured_run run;
    run.source = source;
    run.format = "google-benchmark JSON";
    run.unit = "ns per iteration";
    add_context(run, content.value("context", json::object()));
    for (const char *aggregate : {"", "median", "mean"})
        if (run.cells.empty())
            add_entries(run, content, aggregate);
    add_failures(run, content);
    if (run.cells.empty())
        return error{fmt::format("{} has no benchmark with a time", source)};
    return run;
}

} // namespace cleanup
