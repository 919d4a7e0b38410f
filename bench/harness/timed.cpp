#include "bench/harness/timed.hpp"

#include "bench/control.h"
#include "bench/harness/interrupt.hpp"
#include "bench/harness/machine.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace cleanup
{
namespace
{

// google-benchmark's set-up hooks are plain functions: the round under way
// stands here for them. One thread drives all rounds.
std::span<const timed_job *const> jobs_now;
std::string failure_now;   // of a preparation; ends the round
bool prepared_now = false; // the job under way is to be finished

const timed_job &
job_of(const benchmark::State &state)
{
    return *jobs_now[static_cast<std::size_t>(state.range(0))];
}

void
prepare(const benchmark::State &state)
{
    const timed_job &job = job_of(state);
    prepared_now = false;
    if (!job.code || !failure_now.empty() || interrupted())
        return;
    const resource &held = *job.code->resource;
    prepared_now = !held.prepare || held.prepare(job.cell.size, job.cell.count,
                                        job.cell.threads);
    if (!prepared_now)
        failure_now = fmt::format(
            "cannot prepare {}: {}", job.cell.resource, std::strerror(errno));
}

void
finish(const benchmark::State &state)
{
    const timed_job &job = job_of(state);
    if (!prepared_now)
        return;
    job.code->settle();
    if (job.code->resource->finish)
        job.code->resource->finish();
}

// The first call warms the caches, the pools and the branch predictor.
void
run_job(benchmark::State &state)
{
    if (!failure_now.empty() || interrupted()) {
        state.SkipWithError("not run");
        return;
    }
    const timed_job &job = job_of(state);
    auto *run = job.code ? job.code->run : control_run;
    const std::size_t size = job.cell.size;
    const std::size_t count = job.cell.count;
    std::size_t stopped = run(size, count) < count;
    for (auto unused : state) {
        (void)unused;
        stopped |= run(size, count) < count;
    }
    if (stopped)
        state.SkipWithError("stopped early");
}

// google-benchmark adds up the iterations of all threads, and the CPU time;
// its wall time is the mean of the threads'.
sample
sample_of(const timed_job &job, const benchmark::BenchmarkReporter::Run &run)
{
    sample measured;
    measured.role = job.role;
    measured.cell = job.cell;
    measured.iterations = job.iterations;
    measured.unix_ms = unix_ms_now();
    if (run.error_occurred)
        return measured;
    const double per_thread = 1e9 / (static_cast<double>(job.iterations) *
                                        static_cast<double>(job.cell.count));
    measured.ns_per_resource = run.real_accumulated_time * per_thread;
    measured.cpu_ns_per_resource =
        run.cpu_accumulated_time * per_thread / job.cell.threads;
    return measured;
}

// Hands the runs on as they end; prints nothing.
class collector : public benchmark::BenchmarkReporter
{
public:
    explicit collector(const sample_sink &to) : sink(to)
    {
    }

    bool
    ReportContext(const Context &) override
    {
        return true;
    }

    void
    ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs) {
            if (run.run_type != Run::RT_Iteration || interrupted() || !state)
                continue;
            const timed_job &job = *jobs_now[next++];
            state = sink(sample_of(job, run));
        }
    }

    outcome state = success{};

private:
    const sample_sink &sink;
    std::size_t next = 0;
};

void
register_jobs()
{
    benchmark::ClearRegisteredBenchmarks();
    for (std::size_t i = 0; i < jobs_now.size(); i++) {
        const timed_job &job = *jobs_now[i];
        benchmark::RegisterBenchmark(job.cell.name().c_str(), run_job)
            ->Arg(static_cast<std::int64_t>(i))
            ->Iterations(static_cast<benchmark::IterationCount>(job.iterations))
            ->Threads(static_cast<int>(job.cell.threads))
            ->UseRealTime()
            ->Setup(prepare)
            ->Teardown(finish);
    }
}

// Enough to tell a trend from the clock's resolution.
constexpr double calibration_ns = 500'000;

// How many calls fill the time; at least 1.
std::uint64_t
iterations_for(double time_ns, double call_ns)
{
    return std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(time_ns / call_ns));
}

outcome
measure_in_c(std::span<const timed_job *const> jobs, const sample_sink &sink)
{
    jobs_now = jobs;
    failure_now.clear();
    register_jobs();
    collector reporter(sink);
    benchmark::RunSpecifiedBenchmarks(&reporter, ".");
    jobs_now = {};
    if (!failure_now.empty())
        return error{failure_now};
    return reporter.state;
}

// A sample without a time when Go stopped early, or is lost.
sample
sample_in_go(const timed_job &job, go_peer &go)
{
    sample measured;
    measured.role = job.role;
    measured.cell = job.cell;
    measured.iterations = job.iterations;
    const result<go_timing> taken = go.time(job.cell, job.iterations);
    measured.unix_ms = unix_ms_now();
    if (!taken || taken->stopped_early)
        return measured;
    const double resources = static_cast<double>(job.iterations) *
                             static_cast<double>(job.cell.count);
    measured.ns_per_resource = taken->wall_ns / resources;
    measured.cpu_ns_per_resource = taken->cpu_ns / resources / job.cell.threads;
    measured.go = taken->heap;
    return measured;
}

outcome
measure_in_go(std::span<const timed_job *const> jobs, go_peer &go,
    const sample_sink &sink)
{
    outcome taken = success{};
    for (auto job = jobs.begin(); job != jobs.end() && taken; ++job) {
        const sample measured = sample_in_go(**job, go);
        if (interrupted())
            break;
        taken = sink(measured);
    }
    return taken;
}

} // namespace

outcome
measure(std::span<const timed_job *const> jobs, go_peer &go,
    const sample_sink &sink)
{
    outcome measured = success{};
    while (!jobs.empty() && measured && !interrupted()) {
        const bool in_go = is_in_go(jobs.front()->cell);
        const auto other = std::find_if(
            jobs.begin(), jobs.end(), [in_go](const timed_job *job) {
                return is_in_go(job->cell) != in_go;
            });
        const auto alike =
            jobs.first(static_cast<std::size_t>(other - jobs.begin()));
        measured =
            in_go ? measure_in_go(alike, go, sink) : measure_in_c(alike, sink);
        jobs = jobs.subspan(alike.size());
    }
    return measured;
}

namespace
{

// How long one call of the job takes, in ns; 0 when it was not timed.
result<double>
time_of_call(const timed_job &job, go_peer &go)
{
    const timed_job *const jobs[] = {&job};
    double call_ns = 0;
    outcome measured = measure(jobs, go, [&](const sample &seen) -> outcome {
        call_ns = seen.ns_per_resource.value_or(0) *
                  static_cast<double>(job.cell.count);
        return success{};
    });
    if (!measured)
        return error{measured.message()};
    return call_ns;
}

} // namespace

result<std::uint64_t>
calibrate(timed_job job, go_peer &go, std::chrono::nanoseconds target)
{
    const auto wanted_ns = static_cast<double>(target.count());
    for (job.iterations = 1;;) {
        result<double> call_ns = time_of_call(job, go);
        if (!call_ns)
            return error{call_ns.message()};
        const double spent_ns = *call_ns * static_cast<double>(job.iterations);
        if (*call_ns == 0 || interrupted())
            return job.iterations;
        if (spent_ns >= std::min(calibration_ns, wanted_ns / 2))
            return iterations_for(wanted_ns, *call_ns);
        job.iterations = std::clamp(iterations_for(calibration_ns, *call_ns),
            job.iterations * 2, job.iterations * 100);
    }
}

} // namespace cleanup
