#include "bench/harness/accounted.hpp"

#include "bench/cell.h"
#include "bench/harness/human_units.hpp"
#include "bench/harness/machine.hpp"
#include "bench/probe.h"

#include <cerrno>
#include <cstring>
#include <optional>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

std::string
failure_text(const resource &held, int reason)
{
    if (reason == 0)
        return {};
    const char *explained = held.explain ? held.explain(reason) : nullptr;
    return explained ? explained : std::strerror(reason);
}

account
account_of(const cell_id &cell, const resource &held, const probe_result &seen)
{
    account account;
    account.asked = cell.count * cell.threads;
    account.completed = seen.completed;
    account.failures = seen.failures;
    account.failure = failure_text(held, seen.failure);
    account.held_at_failure = seen.held_at_failure;
    account.held_peak = seen.held_peak;
    account.held_bytes_peak = seen.held_bytes_peak;
    if (seen.let_go)
        account.hold_ns_mean = static_cast<double>(seen.hold_ns_sum) /
                               static_cast<double>(seen.let_go);
    account.hold_ns_max = static_cast<double>(seen.hold_ns_max);
    account.burst_peak = seen.burst_peak;
    account.burst_ns = static_cast<double>(seen.burst_ns);
    account.stack_bytes = seen.stack_bytes;
    account.heap_bytes_peak = seen.heap_bytes_peak;
    account.record_bytes_peak = seen.record_bytes_peak;
    account.records_peak = seen.records_peak;
    account.allocations = seen.allocations;
    account.page_faults = seen.page_faults;
    return account;
}

// A strategy may hold all of them at once, and Go's collector lets the heap
// grow to twice what lives. Half of the memory leaves room for the rest of the
// machine; more would wake the kernel's killer, which no program survives to
// report.
std::optional<account>
too_large(const cell_id &cell)
{
    const auto asked = static_cast<double>(cell.count) * cell.threads;
    const double bytes =
        asked * static_cast<double>(cell.size) * (is_in_go(cell) ? 2 : 1);
    const double available = static_cast<double>(memory_available_bytes());
    if (bytes <= available / 2)
        return {};
    return account_not_run(
        cell, fmt::format("not run: could take {} of the {} available",
                  bytes_text(static_cast<std::uint64_t>(bytes)),
                  bytes_text(static_cast<std::uint64_t>(available))));
}

account
account_in_go(const cell_id &cell, go_peer &go)
{
    const result<account> seen = go.account_for(cell);
    return seen ? *seen : account_not_run(cell, seen.message());
}

} // namespace

account
account_not_run(const cell_id &cell, const std::string &why)
{
    account account;
    account.asked = cell.count * cell.threads;
    account.failures = cell.threads;
    account.failure = why;
    return account;
}

result<account>
account_cell(const cell_id &cell, go_peer &go)
{
    if (std::optional<account> refused = too_large(cell))
        return *refused;
    if (is_in_go(cell))
        return account_in_go(cell, go);
    const cell_code *code = cell_code_find(
        cell.strategy.c_str(), cell.allocator.c_str(), cell.resource.c_str());
    const resource &held = *code->resource;
    if (held.prepare && !held.prepare(cell.size, cell.count, cell.threads))
        return error{fmt::format("cannot prepare {} for {}: {}", cell.resource,
            cell.name(), std::strerror(errno))};
    probe_result seen;
    const bool run =
        probe_run(code, cell.size, cell.count, cell.threads, &seen);
    const int reason = errno;
    if (held.finish)
        held.finish();
    if (!run)
        return error{fmt::format("cannot set up the probes for {}: {}",
            cell.name(), std::strerror(reason))};
    if (seen.left)
        return error{fmt::format("{} left {} resources held: its strategy has "
                                 "a fault",
            cell.name(), seen.left)};
    return account_of(cell, held, seen);
}

} // namespace cleanup
