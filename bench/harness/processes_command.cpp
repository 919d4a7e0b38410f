#include "bench/harness/processes_command.hpp"

#include "bench/harness/command.hpp"
#include "bench/harness/export_hyperfine.hpp"
#include "bench/harness/process_summary.hpp"
#include "bench/harness/whole_file.hpp"

#include <algorithm>

namespace cleanup
{

namespace
{

result<std::size_t>
place_of(const std::vector<std::string> &columns, const std::string &name)
{
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end())
        return error{fmt::format("there is no column \"{}\"", name)};
    return static_cast<std::size_t>(found - columns.begin());
}

result<process_design>
design_of(const processes_command &typed)
{
    const std::size_t sign = typed.baseline.find('=');
    if (sign == std::string::npos)
        return error{"--baseline takes COLUMN=VALUE"};
    const auto varied = place_of(typed.columns, typed.baseline.substr(0, sign));
    if (!varied)
        return error{varied.message()};
    process_design design{
        typed.columns, *varied, typed.baseline.substr(sign + 1), {}};
    if (typed.mean_over.empty())
        return design;
    const auto over = place_of(typed.columns, typed.mean_over);
    if (!over)
        return error{over.message()};
    design.mean_over = *over;
    return design;
}

} // namespace

void
add_processes(CLI::App &app, processes_command &typed)
{
    CLI::App &command = *app.add_subcommand("processes",
        "sum up hyperfine's rounds of whole processes (see make process)");
    command.add_option("times", typed.times, "the folder of the rounds")
        ->required();
    command
        .add_option("out", typed.out,
            "the CSV file to write; hyperfine's JSON stands beside it")
        ->required();
    command
        .add_option("--columns", typed.columns, "what the parts of a name are")
        ->delimiter(',')
        ->required();
    command
        .add_option("--baseline", typed.baseline,
            "COLUMN=VALUE: what processes are compared with that differ in "
            "that column alone")
        ->required();
    command.add_option("--mean-over", typed.mean_over,
        "the column whose values a geometric mean joins");
}

int
run_processes(const processes_command &typed)
{
    const result<process_design> design = design_of(typed);
    if (!design)
        return fail(design.message(), usage);
    const auto processes =
        read_process_rounds(typed.times, typed.columns.size());
    if (!processes)
        return fail(processes.message());
    const std::filesystem::path out = typed.out;
    if (outcome written = write_whole_file(
            std::filesystem::path(out).replace_extension(".json"),
            hyperfine_json(*processes));
        !written)
        return fail(written.message());
    const outcome written = write_csv(out,
        process_table(typed.columns, summarise_processes(*design, *processes)));
    return written ? done : fail(written.message());
}

} // namespace cleanup
