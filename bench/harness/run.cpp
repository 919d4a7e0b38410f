#include "bench/harness/run.hpp"

#include "bench/harness/accounted.hpp"
#include "bench/harness/accounts.hpp"
#include "bench/harness/go_peer.hpp"
#include "bench/harness/growth.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/interrupt.hpp"
#include "bench/harness/machine.hpp"
#include "bench/harness/noise.hpp"
#include "bench/harness/progress.hpp"
#include "bench/harness/rounds.hpp"
#include "bench/harness/run_reader.hpp"
#include "bench/harness/samples.hpp"
#include "bench/harness/schedule.hpp"
#include "bench/harness/statistics.hpp"
#include "bench/harness/summary.hpp"
#include "bench/harness/timed.hpp"
#include "bench/harness/tracked_cells.hpp"
#include "bench/harness/whole_file.hpp"
#include "bench/resources/connection_settings.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

using steady = std::chrono::steady_clock;

double
seconds_since(steady::time_point start)
{
    return std::chrono::duration<double>(steady::now() - start).count();
}

const cell_code *
code_of(const cell_id &cell)
{
    return cell_code_find(
        cell.strategy.c_str(), cell.allocator.c_str(), cell.resource.c_str());
}

result<std::vector<accounted_cell>>
account_all(const run_plan &plan, go_peer &go)
{
    progress shown("accounting", static_cast<double>(plan.cells.size()));
    std::vector<accounted_cell> accounted;
    for (const cell_id &cell : plan.cells) {
        if (interrupted())
            break;
        shown.update(static_cast<double>(accounted.size()), cell.name());
        result<account> seen = account_cell(cell, go);
        if (!seen)
            return error{seen.message()};
        accounted.push_back({cell, 0, *seen});
    }
    return accounted;
}

// Cells in Go cannot be timed any more.
void
lose_go(std::vector<accounted_cell> &cells, const std::string &why)
{
    for (accounted_cell &each : cells)
        if (is_in_go(each.cell) && !each.account.failures)
            each = {each.cell, 0, account_not_run(each.cell, why)};
}

// Finds the iterations of every cell that did all that it was asked; the
// others keep 0 and are not timed.
outcome
calibrate_all(
    std::vector<accounted_cell> &cells, const run_plan &plan, go_peer &go)
{
    const std::chrono::nanoseconds target(
        std::llround(plan.time_per_cell_ms * 1e6));
    progress shown("calibrating", static_cast<double>(cells.size()));
    double done = 0;
    for (accounted_cell &each : cells) {
        shown.update(done++, each.cell.name());
        if (each.account.failures || interrupted())
            continue;
        result<std::uint64_t> iterations = calibrate(
            {each.cell, role::cell, code_of(each.cell), 1}, go, target);
        if (!iterations)
            return error{iterations.message()};
        each.iterations = *iterations;
    }
    if (!go.lost().empty())
        lose_go(cells, go.lost());
    return success{};
}

// A run that is resumed may find less than it began with.
outcome
check_here(const cell_id &cell)
{
    const cell_code *code = code_of(cell);
    if (is_in_go(cell) ? !go_is_here() : !code)
        return error{fmt::format("this build has no cell {}", cell.name())};
    if (const char *why = code ? allocator_missing(code->allocator) : nullptr)
        return error{fmt::format("{} {}", cell.allocator, why)};
    return success{};
}

// The cells that are timed, their twins and the control.
result<std::vector<timed_job>>
jobs_of(
    const std::vector<accounted_cell> &cells, const run_plan &plan, go_peer &go)
{
    std::vector<timed_job> jobs;
    std::vector<cell_id> timed;
    std::map<cell_id, std::uint64_t> iterations;
    for (const accounted_cell &each : cells) {
        if (!each.iterations)
            continue;
        if (outcome here = check_here(each.cell); !here)
            return error{here.message()};
        jobs.push_back(
            {each.cell, role::cell, code_of(each.cell), each.iterations});
        timed.push_back(each.cell);
        iterations[each.cell] = each.iterations;
    }
    for (const cell_id &twin : twins_of(timed))
        jobs.push_back({twin, role::twin, code_of(twin), iterations[twin]});
    timed_job control{control_cell(), role::control, nullptr, 1};
    result<std::uint64_t> found = calibrate(control, go,
        std::chrono::nanoseconds(std::llround(plan.time_per_cell_ms * 1e6)));
    if (!found)
        return error{found.message()};
    control.iterations = *found;
    jobs.push_back(control);
    return jobs;
}

std::vector<const timed_job *>
in_order(const std::vector<timed_job> &jobs, unsigned round, std::uint64_t seed)
{
    std::vector<const timed_job *> order;
    for (std::size_t index : round_order(jobs.size(), round, seed))
        order.push_back(&jobs[index]);
    return order;
}

// What grows as a run goes.
struct run_files {
    sample_writer samples;
    growing_csv rounds;
};

result<run_files>
open_files(const run_folder &run)
{
    result<sample_writer> samples =
        sample_writer::open(run.file("samples.csv"));
    if (!samples)
        return error{samples.message()};
    result<growing_csv> rounds = open_rounds(run.file("rounds.csv"));
    if (!rounds)
        return error{rounds.message()};
    return run_files{std::move(*samples), std::move(*rounds)};
}

// One round; every sample leaves the process as it comes. The round's own line
// goes before its last sample: so whatever a kill leaves, a finished round has
// one.
outcome
measure_round(const std::vector<timed_job> &jobs, unsigned round,
    const run_plan &plan, go_peer &go, run_files &files, progress &shown)
{
    unsigned position = 0;
    const auto order = in_order(jobs, round, plan.seed);
    const round_watch watch(round);
    return measure(order, go, [&](const sample &seen) -> outcome {
        sample placed = seen;
        placed.round = round;
        placed.position = position++;
        shown.update(round + static_cast<double>(position) /
                                 static_cast<double>(jobs.size()),
            fmt::format("round {}/{}", round + 1, plan.rounds));
        if (position == jobs.size())
            if (outcome noted = append_round(files.rounds, watch.seen());
                !noted)
                return noted;
        return files.samples.append(placed);
    });
}

// The rounds that fit the plan's time, from how long the first one took: 6 at
// least, without which there is no interval.
unsigned
rounds_that_fit(const run_plan &plan, double seconds_per_round)
{
    if (plan.most_seconds <= 0)
        return plan.rounds;
    const auto fit =
        static_cast<unsigned>(plan.most_seconds / seconds_per_round);
    return std::clamp(fit, std::min(6u, plan.rounds), plan.rounds);
}

// Measures the rounds from `first` on until they are done or a person
// interrupts; plan.rounds falls to what fits its time.
outcome
measure_rounds(const run_folder &run, const std::vector<timed_job> &jobs,
    run_plan &plan, unsigned first, go_peer &go)
{
    result<run_files> files = open_files(run);
    if (!files)
        return error{files.message()};
    progress shown("measuring", plan.rounds);
    const steady::time_point start = steady::now();
    for (unsigned round = first; round < plan.rounds; round++) {
        outcome measured = measure_round(jobs, round, plan, go, *files, shown);
        if (!measured)
            return error{measured.message()};
        if (interrupted())
            break;
        if (round == first)
            plan.rounds = std::max(
                round + 1, rounds_that_fit(plan, seconds_since(start)));
    }
    return success{};
}

// Notes in the context how the measuring ended.
outcome
close_context(const run_folder &run, nlohmann::json context,
    const run_plan &plan, const std::string &go_lost, unsigned finished)
{
    double load[3] = {0, 0, 0};
    getloadavg(load, 3);
    context["plan"] = to_json(plan);
    context["go_lost"] = go_lost;
    context["rounds_finished"] = finished;
    context["ended"] = timestamp_now();
    context["load_average_after"] = {load[0], load[1], load[2]};
    context["steal_seconds_after"] = steal_seconds();
    return write_context(run, context);
}

// Cuts an unfinished round off; returns how many there are.
result<unsigned>
keep_finished(const run_folder &run, std::size_t jobs)
{
    result<unsigned> finished =
        keep_finished_rounds(run.file("samples.csv"), jobs);
    if (!finished)
        return finished;
    outcome kept = keep_rounds(run.file("rounds.csv"), *finished);
    return kept ? finished : error{kept.message()};
}

// Cuts an unfinished round off and notes in the context how the run ended.
outcome
close_run(const run_folder &run, const run_plan &plan,
    const std::string &go_lost, std::size_t jobs)
{
    result<unsigned> finished = keep_finished(run, jobs);
    if (!finished)
        return error{finished.message()};
    result<nlohmann::json> context = read_context(run);
    if (!context)
        return error{context.message()};
    return close_context(run, *context, plan, go_lost, *finished);
}

result<run_end>
measure_and_analyse(const run_folder &run, run_plan plan,
    const std::vector<timed_job> &jobs, unsigned first, go_peer &go)
{
    if (outcome measured = measure_rounds(run, jobs, plan, first, go);
        !measured)
        return error{measured.message()};
    if (outcome closed = close_run(run, plan, go.lost(), jobs.size()); !closed)
        return error{closed.message()};
    if (outcome analysed = analyse_run(run); !analysed)
        return error{analysed.message()};
    return interrupted() ? run_end::interrupted : run_end::finished;
}

// As long as no cell takes, whatever the machine is busy with.
go_peer
patient_go(const run_plan &plan)
{
    return go_peer(
        std::chrono::seconds(60) +
        std::chrono::milliseconds(std::llround(10 * plan.time_per_cell_ms)));
}

// Go's version; null where there is no Go.
nlohmann::json
go_version(go_peer &go)
{
    if (!go_is_here())
        return nullptr;
    const result<std::string> version = go.version();
    return version ? nlohmann::json(*version) : nullptr;
}

// The libraries of the peers in the whole run, whatever part of it this is:
// parts tell the same, and can be merged.
nlohmann::json
peers_of(run_plan plan)
{
    if (plan.part) {
        plan.part.reset();
        if (result<std::vector<cell_id>> whole = cells_of(plan); whole)
            plan.cells = std::move(*whole);
    }
    std::set<std::string> names;
    for (const cell_id &cell : plan.cells)
        names.insert(cell.allocator);
    return loaded_libraries(std::vector(names.begin(), names.end()));
}

// Written before anything is measured. No lines in a round yet: that is known
// once the cells are accounted, and tells that cells.csv is whole.
nlohmann::json
opening_context(const run_folder &run, const run_plan &plan,
    const std::vector<check_line> &machine, go_peer &go)
{
    return {{"run", run.path.filename().string()}, {"began", timestamp_now()},
        {"plan", to_json(plan)}, {"lines_per_round", 0},
        {"machine", machine_context()}, {"machine_check", to_json(machine)},
        {"peers", peers_of(plan)}, {"go", go_version(go)},
        {"steal_seconds_before", steal_seconds()}};
}

std::map<cell_id, account>
by_cell(const std::vector<accounted_cell> &cells)
{
    std::map<cell_id, account> accounts;
    for (const accounted_cell &each : cells)
        accounts[each.cell] = each.account;
    return accounts;
}

outcome
write_exports(const run_folder &run, std::span<const sample> samples)
{
    if (outcome written = write_whole_file(run.file("benchmark.json"),
            benchmark_json(benchmark_context_now(), samples));
        !written)
        return written;
    return write_whole_file(run.file("benchmark.txt"),
        go_benchmark_text(go_text_header_now(), samples));
}

// What a sample takes in samples.csv and in both exports, with its share of
// the twins: 750 bytes in a run of each preset. The rest is room for names.
constexpr std::size_t bytes_per_sample = 1200;
constexpr std::size_t bytes_per_cell = 1000;
constexpr std::size_t bytes_per_run = 100'000;

std::size_t
bytes_of(const run_plan &plan)
{
    return bytes_per_run +
           plan.cells.size() *
               (bytes_per_cell + bytes_per_sample * plan.rounds);
}

// faults.csv, where the plan has faults.
outcome
write_faults(const run_folder &run, const run_plan &plan)
{
    if (!plan.faults)
        return success{};
    const result<table> measured = inject_faults(plan.cells, *plan.faults);
    if (!measured)
        return error{measured.message()};
    return write_csv(run.file("faults.csv"), *measured);
}

// tracked.csv, where the plan wants it.
outcome
write_tracked(const run_folder &run, const run_plan &plan,
    const std::vector<accounted_cell> &cells)
{
    return plan.track ? track_cells(run, cells) : success{};
}

// Accounts and calibrates the plan's cells and measures from round 0 on. The
// run has its opening context.
result<run_end>
begin_run(const run_folder &run, const run_plan &plan, nlohmann::json context,
    go_peer &go)
{
    result<std::vector<accounted_cell>> cells = account_all(plan, go);
    if (!cells)
        return error{cells.message()};
    if (outcome calibrated = calibrate_all(*cells, plan, go); !calibrated)
        return error{calibrated.message()};
    if (interrupted())
        return run_end::interrupted_before_any;
    if (outcome written = write_accounts(run.file("cells.csv"), *cells);
        !written)
        return error{written.message()};
    if (outcome written = write_faults(run, plan); !written)
        return error{written.message()};
    if (outcome written = write_tracked(run, plan, *cells); !written)
        return error{written.message()};
    result<std::vector<timed_job>> jobs = jobs_of(*cells, plan, go);
    if (!jobs)
        return error{jobs.message()};
    context["lines_per_round"] = jobs->size();
    if (outcome written = write_context(run, context); !written)
        return error{written.message()};
    return measure_and_analyse(run, plan, *jobs, 0, go);
}

// A run that was stopped before its first round.
result<run_end>
begin_again(const run_folder &run, run_plan plan, nlohmann::json context)
{
    result<std::vector<cell_id>> cells = cells_of(plan);
    if (!cells)
        return error{cells.message()};
    plan.cells = std::move(*cells);
    if (outcome room = check_room(run, bytes_of(plan)); !room)
        return error{room.message()};
    go_peer go = patient_go(plan);
    return begin_run(run, plan, std::move(context), go);
}

// A run that has its cells, and maybe rounds.
result<run_end>
go_on(const run_folder &run, run_plan plan, std::size_t lines_per_round)
{
    result<std::vector<accounted_cell>> cells =
        read_accounts(run.file("cells.csv"));
    if (!cells)
        return error{cells.message()};
    plan.cells.resize(cells->size());
    if (outcome room = check_room(run, bytes_of(plan)); !room)
        return error{room.message()};
    go_peer go = patient_go(plan);
    result<std::vector<timed_job>> jobs = jobs_of(*cells, plan, go);
    if (!jobs)
        return error{jobs.message()};
    if (lines_per_round != jobs->size())
        return error{fmt::format("{} was begun by another version of this "
                                 "program, which measured other cells in a "
                                 "round: start a new run",
            run.path.string())};
    result<unsigned> finished = keep_finished(run, jobs->size());
    if (!finished)
        return error{finished.message()};
    return measure_and_analyse(run, plan, *jobs, *finished, go);
}

// What of a context may differ where a run goes on: the machine, and the peers
// that it was begun with.
nlohmann::json
context_here(const nlohmann::json &begun)
{
    const nlohmann::json libraries =
        begun.value("peers", nlohmann::json::object());
    std::vector<std::string> peers;
    for (const auto &[name, library] : libraries.items())
        peers.push_back(name);
    return {{"machine", machine_context()}, {"peers", loaded_libraries(peers)}};
}

// What a run was begun with, against what would go on with it.
outcome
check_same_machine(const nlohmann::json &context)
{
    std::map<std::string, std::string> begun;
    for (const known_fact &fact : facts_of(context))
        begun[fact.what] = fact.value;
    for (const known_fact &fact : facts_of(context_here(context)))
        if (begun.contains(fact.what) && begun[fact.what] != fact.value &&
            tells_machines_apart(fact))
            return error{fmt::format("the run was begun with another {}: {}, "
                                     "here it is {}; start a new run, or go on "
                                     "with --force",
                fact.what, begun[fact.what], fact.value)};
    return success{};
}

// The connections that the run began with, not today's default.
void
configure_as(const nlohmann::json &context)
{
    const nlohmann::json::json_pointer bound("/machine/limits/connections");
    if (context.contains(bound))
        connection_configure(
            context.at(bound).get<unsigned>(), connection_deadline_ms());
}

} // namespace

result<run_end>
start_run(const run_folder &run, const run_plan &plan,
    const std::vector<check_line> &machine)
{
    if (outcome room = check_room(run, bytes_of(plan)); !room)
        return error{room.message()};
    go_peer go = patient_go(plan);
    nlohmann::json context = opening_context(run, plan, machine, go);
    if (outcome written = write_context(run, context); !written)
        return error{written.message()};
    return begin_run(run, plan, std::move(context), go);
}

result<run_end>
resume_run(const run_folder &run, bool forced)
{
    result<nlohmann::json> context = read_context(run);
    if (!context)
        return error{context.message()};
    if (context->contains("merged_from"))
        return error{fmt::format("{} was merged from parts: go on with these, "
                                 "and merge them again",
            run.path.string())};
    result<run_plan> plan = plan_from_json(*context);
    if (!plan)
        return error{plan.message()};
    configure_as(*context);
    if (outcome same = check_same_machine(*context); !same && !forced)
        return error{same.message()};
    if (!context->contains("lines_per_round"))
        return error{fmt::format("{} was begun by an earlier version of this "
                                 "program: start a new run",
            run.path.string())};
    const auto lines = context->at("lines_per_round").get<std::size_t>();
    return lines ? go_on(run, std::move(*plan), lines)
                 : begin_again(run, std::move(*plan), std::move(*context));
}

outcome
analyse_run(const run_folder &run)
{
    result<std::vector<accounted_cell>> cells =
        read_accounts(run.file("cells.csv"));
    if (!cells)
        return error{cells.message()};
    result<std::vector<sample>> samples = read_samples(run.file("samples.csv"));
    if (!samples)
        return error{samples.message()};
    std::vector<cell_id> identities;
    for (const accounted_cell &each : *cells)
        identities.push_back(each.cell);
    const std::vector<summary_row> rows =
        summarise(identities, *samples, by_cell(*cells));
    if (outcome written = write_summary(run.file("summary.csv"), rows);
        !written)
        return written;
    if (outcome written = write_growth(run.file("growth.csv"), growth_of(rows));
        !written)
        return written;
    return write_exports(run, *samples);
}

} // namespace cleanup
