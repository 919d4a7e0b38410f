// The timed pass: google-benchmark does each measurement of C, and Go's peer
// those of Go, with fixed iterations; what is measured when is decided here.
#pragma once

#include "bench/cell.h"
#include "bench/harness/cell.hpp"
#include "bench/harness/go_peer.hpp"
#include "bench/harness/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>

namespace cleanup
{

struct timed_job {
    cell_id cell;
    enum role role = role::cell;
    const cell_code *code = nullptr; // none: the control, and Go
    std::uint64_t iterations = 1;    // calls per thread
};

// Takes each sample as it comes (round and position are left 0), or the error
// that ends the measuring.
using sample_sink = std::function<outcome(const sample &)>;

// Measures the jobs in the order given and hands each sample to the sink.
// Stops early, without an error, when a person interrupts. A job whose cell
// stops early has a sample without a time.
outcome
measure(std::span<const timed_job *const> jobs, go_peer &go,
    const sample_sink &sink);

// Finds how many iterations of the job last about `target`; at least 1. Runs
// the job a few times.
result<std::uint64_t>
calibrate(timed_job job, go_peer &go, std::chrono::nanoseconds target);

} // namespace cleanup
