#include "bench/harness/measured_run.hpp"

#include <algorithm>
#include <regex>

namespace cleanup
{

measured_cell &
cell_named(measured_run &run, const std::string &name)
{
    auto known = std::find_if(run.cells.begin(), run.cells.end(),
        [&](const measured_cell &cell) { return cell.name == name; });
    if (known != run.cells.end())
        return *known;
    run.cells.push_back({name, resource_of_name(name), {}});
    return run.cells.back();
}

void
add_fact(measured_run &run, std::string what, std::string value)
{
    if (!value.empty())
        run.context.push_back({std::move(what), std::move(value)});
}

// benchmark_name of benchmark_entry.hpp, with what either format puts around
// it: the threads behind "/threads=" or "-".
std::string
plain_name(std::string_view name)
{
    static const std::regex exported(
        "(?:cleanup|BenchmarkCleanup)/strategy=([^/]+)/allocator=([^/]+)/"
        "resource=([^/]+)/size=([0-9]+)/count=([0-9]+)"
        "(?:/threads=|-)([0-9]+)(?:/runtime=.*)?");
    std::smatch part;
    std::string text(name);
    if (!std::regex_match(text, part, exported))
        return text;
    return part[1].str() + '/' + part[2].str() + '/' + part[3].str() + '/' +
           part[4].str() + '/' + part[5].str() + '/' + part[6].str();
}

std::string
resource_of_name(std::string_view name)
{
    static const std::regex own(
        "[a-z_0-9]+/[a-z_0-9]+/([a-z_0-9]+)/[0-9]+/[0-9]+/[0-9]+");
    std::smatch part;
    const std::string text(name);
    return std::regex_match(text, part, own) ? part[1].str() : "";
}

} // namespace cleanup
