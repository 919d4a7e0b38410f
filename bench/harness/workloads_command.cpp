#include "bench/harness/workloads_command.hpp"

#include "bench/harness/command.hpp"
#include "bench/harness/workload_summary.hpp"
#include "bench/harness/workload_text.hpp"

namespace cleanup
{

void
add_workloads(CLI::App &app, workloads_command &typed)
{
    CLI::App &command = *app.add_subcommand("workloads",
        "sum up rounds of what programs ask of a malloc (see make workloads)");
    command.add_option("samples", typed.samples, "the CSV file of the rounds")
        ->required();
    command.add_option("out", typed.out, "the CSV file to write")->required();
}

int
run_workloads(const workloads_command &typed)
{
    const auto samples = read_workload_samples(typed.samples);
    if (!samples)
        return fail(samples.message());
    if (samples->empty())
        return fail(typed.samples + " has no samples");
    const std::vector<workload_row> rows = summarise_workloads(*samples);
    if (outcome written = write_csv(typed.out, workload_table(rows)); !written)
        return fail(written.message());
    fmt::print("{}", workload_text(rows));
    return done;
}

} // namespace cleanup
