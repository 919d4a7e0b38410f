#include "bench/harness/hyperfine_reader.hpp"

#include <fmt/format.h>

namespace cleanup
{

namespace
{

using json = nlohmann::json;

bool
is_command(const json &entry)
{
    return entry.is_object() && entry.contains("command") &&
           entry["command"].is_string() && entry.contains("times") &&
           entry["times"].is_array();
}

void
add_times(measured_run &run, const json &entry)
{
    for (const json &seconds : entry["times"])
        if (seconds.is_number() && seconds.get<double>() > 0)
            cell_named(run, entry["command"])
                .ns.push_back(seconds.get<double>() * 1e9);
}

} // namespace

bool
is_hyperfine_json(const json &content)
{
    if (!content.is_object() || !content.contains("results") ||
        !content["results"].is_array())
        return false;
    const json &results = content["results"];
    return !results.empty() && is_command(results.front());
}

result<measured_run>
read_hyperfine(const json &content, const std::string &source)
{
    measured_run run;
    run.source = source;
    run.format = "hyperfine JSON";
    run.unit = "ns per process";
    for (const json &entry : content["results"])
        if (is_command(entry))
            add_times(run, entry);
    if (run.cells.empty())
        return error{fmt::format("{} has no command with a time", source)};
    return run;
}

} // namespace cleanup
