#include "bench/claims/claims_command.hpp"

#include "bench/claims/claims.hpp"
#include "bench/claims/claims_text.hpp"
#include "bench/claims/programs.hpp"
#include "bench/harness/command.hpp"
#include "bench/harness/nearest_name.hpp"
#include "bench/harness/run_folder.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/ranges.h>

namespace cleanup
{
namespace
{

std::string
in_capitals(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
        [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

int
explain_unknown_id(const std::string &typed)
{
    std::vector<std::string> ids;
    for (const claim *each : all_claims())
        ids.emplace_back(each->id);
    const std::vector<std::string> near =
        nearest_names(in_capitals(typed), ids);
    return fail(
        near.empty()
            ? fmt::format("there is no claim \"{}\"; choose from {} to {}",
                  typed, ids.front(), ids.back())
            : fmt::format("there is no claim \"{}\"; did you mean {}?", typed,
                  fmt::join(near, ", ")),
        usage);
}

int
show_claim(const std::string &id, const evidence &seen)
{
    for (const claim *each : all_claims()) {
        if (in_capitals(id) != each->id)
            continue;
        fmt::print("{}", claim_text({each, each->judge(seen)},
                             go_version_of(seen), colour_wanted()));
        return done;
    }
    return explain_unknown_id(id);
}

outcome
write_claims(const run_folder &run, const evidence &seen,
    const std::vector<judged_claim> &judged)
{
    const table tables[] = {claim_bars_table(judged), programs_table(seen),
        claims_table(judged, go_version_of(seen))};
    for (const table &each : tables)
        if (outcome written = write_csv(run.file(each.source.c_str()), each);
            !written)
            return written;
    return success{};
}

void
print_claims(const run_folder &run, const std::string &name,
    const std::vector<judged_claim> &judged)
{
    fmt::print("{}", claims_text(judged, colour_wanted()));
    std::error_code ignored;
    if (!std::filesystem::exists(run.file("evidence.csv"), ignored))
        fmt::print("The run has no experiments on claims: make claims RUN={} "
                   "adds them.\n",
            run.path.filename().string());
    fmt::print("cleanup-bench claims {} --id {} shows one whole.\n", name,
        judged.front().stated->id);
}

} // namespace

void
add_claims(CLI::App &app, claims_command &typed)
{
    CLI::App &command = *app.add_subcommand(
        "claims", "judge the article's claims by what a run measured");
    command.add_option("run", typed.run, "its folder or name")
        ->capture_default_str();
    command.add_option("--id", typed.id, "show one claim whole, such as C20");
    command.add_flag("--no-table", typed.no_table,
        "write claims.csv and print one line only");
    command
        .add_flag("--markdown", typed.markdown,
            "print the table as Markdown, and write nothing")
        ->excludes("--no-table")
        ->excludes("--id");
    command.add_option("--results", typed.results, "where runs lie")
        ->capture_default_str();
}

int
run_claims(const claims_command &typed)
{
    result<run_folder> run = find_run_folder(typed.run, typed.results);
    if (!run)
        return fail(run.message(), usage);
    result<evidence> seen = read_evidence(run->path);
    if (!seen)
        return fail(seen.message());
    if (!typed.id.empty())
        return show_claim(typed.id, *seen);
    const std::vector<judged_claim> judged = judge_claims(*seen);
    if (typed.markdown) {
        fmt::print("{}", claims_markdown(judged));
        return done;
    }
    if (outcome written = write_claims(*run, *seen, judged); !written)
        return fail(written.message());
    if (typed.no_table)
        fmt::print("{}\n", verdict_counts(judged));
    else
        print_claims(*run, typed.run, judged);
    return done;
}

} // namespace cleanup
