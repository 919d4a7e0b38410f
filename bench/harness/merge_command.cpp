#include "bench/harness/merge_command.hpp"

#include "bench/harness/command.hpp"
#include "bench/harness/merge.hpp"

namespace cleanup
{

void
add_merge(CLI::App &app, merge_command &typed)
{
    CLI::App &command = *app.add_subcommand(
        "merge", "join the parts of a run that --shard measured");
    command.add_option("out", typed.out, "the folder of the whole run")
        ->required();
    command.add_option("runs", typed.parts, "the parts' folders or names")
        ->required();
    command.add_option("--results", typed.results, "where runs lie")
        ->capture_default_str();
    command.add_flag("--force", typed.force,
        "even when contexts differ or shards are missing");
}

int
run_merge(const merge_command &typed)
{
    std::vector<run_folder> parts;
    for (const std::string &name : typed.parts) {
        result<run_folder> part = find_run_folder(name, typed.results);
        if (!part)
            return fail(part.message(), usage);
        parts.push_back(*part);
    }
    result<merge_notes> notes = merge_runs(parts, typed.out, typed.force);
    if (!notes)
        return fail(notes.message());
    for (const std::string &note : *notes)
        fmt::print("{}\n", note);
    const run_folder run{typed.out};
    outcome linked = link_latest(run, typed.results);
    return linked ? done : fail(linked.message());
}

} // namespace cleanup
