#include "bench/harness/matrix.hpp"

#include "bench/harness/go_peer.hpp"
#include "bench/harness/nearest_name.hpp"

#include <algorithm>
#include <functional>
#include <regex>
#include <sched.h>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{
namespace
{

const std::vector<std::size_t> all_counts = {1, 10, 100, 1000, 10000};

// The resource that only shows the allocators' own latency.
constexpr std::string_view latency_resource = "block";

void
add_once(std::vector<std::string> &names, const char *name)
{
    if (std::find(names.begin(), names.end(), name) == names.end())
        names.emplace_back(name);
}

registry
read_registry()
{
    registry names;
    for (std::size_t i = 0; i < cell_code_count(); i++) {
        const cell_code *code = cell_code_at(i);
        add_once(names.strategies, code->strategy->name);
        add_once(names.resources, code->resource->name);
        if (code->allocator->peer) {
            add_once(names.peers, code->allocator->name);
            add_once(names.peer_strategies, code->strategy->name);
        } else {
            add_once(names.allocators, code->allocator->name);
        }
    }
    return names;
}

// All that --allocator takes but Go's.
std::vector<std::string>
allocators_and_peers()
{
    std::vector<std::string> names = compiled_in().allocators;
    const std::vector<std::string> &peers = compiled_in().peers;
    names.insert(names.end(), peers.begin(), peers.end());
    return names;
}

const resource *
resource_named(std::string_view name)
{
    for (std::size_t i = 0; i < cell_code_count(); i++)
        if (name == cell_code_at(i)->resource->name)
            return cell_code_at(i)->resource;
    return nullptr;
}

std::vector<std::size_t>
sizes_of(std::string_view name)
{
    const resource *found = resource_named(name);
    return {found->sizes,
        std::find(found->sizes, found->sizes + RESOURCE_MAX_SIZES, 0u)};
}

// A block of the matrix: every combination of its lists. No sizes: those of
// the resource.
struct rule {
    std::vector<std::string> strategies;
    std::vector<std::string> allocators;
    std::vector<std::string> resources;
    bool telling_size_only = false;
    std::vector<std::size_t> counts;
    std::vector<unsigned> threads;
};

std::vector<std::string>
held_resources()
{
    std::vector<std::string> names = compiled_in().resources;
    std::erase(names, latency_resource);
    return names;
}

// The allocator's latency over block size: nothing but the pair.
rule
latency_rule()
{
    return {{"explicit_close"}, compiled_in().allocators,
        {std::string(latency_resource)}, false, {1}, {1}};
}

// The question itself: everything at the telling size and count.
rule
telling_rule(unsigned threads)
{
    const registry &names = compiled_in();
    return {names.strategies, names.allocators, held_resources(), true,
        {telling_count}, {threads}};
}

// Cost and peak against the count, on the three tiers together.
rule
counts_rule(std::vector<std::size_t> counts)
{
    return {compiled_in().strategies, {"thread_cache"}, held_resources(), true,
        std::move(counts), {1}};
}

// Threads are compared on the allocators that differ most in sharing.
rule
threads_rule(std::vector<std::string> allocators)
{
    rule threads = telling_rule(all_cores());
    threads.allocators = std::move(allocators);
    return threads;
}

rule
whole_rule()
{
    const registry &names = compiled_in();
    std::vector<unsigned> threads = {1};
    if (all_cores() > 1)
        threads.push_back(all_cores());
    return {names.strategies, names.allocators, held_resources(), false,
        all_counts, threads};
}

// Other mallocs beside the tiers, over sizes, alone and at once.
rule
peers_rule(unsigned threads)
{
    rule compared = {compiled_in().peer_strategies, allocators_and_peers(),
        {"memory"}, false, {1, telling_count}, {threads}};
    if (threads > 1) {
        compared.telling_size_only = true;
        compared.counts = {telling_count};
    }
    return compared;
}

rule
peers_latency_rule()
{
    rule latency = latency_rule();
    latency.allocators = allocators_and_peers();
    return latency;
}

// The same in Go, which has an allocator of its own.
rule
in_go(rule chosen)
{
    chosen.allocators = {std::string(go_runtime)};
    return chosen;
}

std::vector<rule>
rules_of(preset chosen)
{
    switch (chosen) {
    case preset::quick:
        return {telling_rule(1), counts_rule({1, 10, 100}),
            threads_rule({"thread_cache"}), latency_rule(),
            in_go(telling_rule(1))};
    case preset::standard:
        return {telling_rule(1), counts_rule(all_counts),
            threads_rule(compiled_in().allocators), latency_rule(),
            in_go(counts_rule(all_counts))};
    case preset::full:
        return {whole_rule(), latency_rule(), in_go(whole_rule())};
    case preset::peers:
        return {peers_rule(1), peers_rule(all_cores()), peers_latency_rule()};
    }
    return {};
}

// A dimension given by hand replaces the rule's.
rule
narrowed(rule chosen, const selection &wanted)
{
    if (!wanted.strategies.empty())
        chosen.strategies = wanted.strategies;
    if (!wanted.allocators.empty())
        chosen.allocators = wanted.allocators;
    if (!wanted.resources.empty())
        chosen.resources = wanted.resources;
    if (!wanted.counts.empty())
        chosen.counts = wanted.counts;
    if (!wanted.threads.empty())
        chosen.threads = wanted.threads;
    return chosen;
}

std::vector<std::size_t>
sizes_for(
    const rule &chosen, const selection &wanted, const std::string &resource)
{
    if (!wanted.sizes.empty())
        return wanted.sizes;
    if (chosen.telling_size_only)
        return {telling_size(resource)};
    return sizes_of(resource);
}

// Adds cells with every count and number of threads of the rule.
void
add_counts(std::vector<cell_id> &cells, const rule &chosen, cell_id cell)
{
    for (unsigned threads : chosen.threads)
        for (std::size_t count : chosen.counts) {
            cell.threads = threads;
            cell.count = count;
            cells.push_back(cell);
        }
}

const cell_code *
code_of(const cell_id &cell)
{
    return cell_code_find(
        cell.strategy.c_str(), cell.allocator.c_str(), cell.resource.c_str());
}

bool
exists(const cell_id &cell)
{
    if (is_in_go(cell))
        return go_is_here() && go_has(cell.strategy, cell.resource);
    const cell_code *code = code_of(cell);
    return code && !allocator_missing(code->allocator);
}

// Of a peer, be it here or not.
bool
is_of_peer(const cell_id &cell)
{
    const cell_code *code = code_of(cell);
    return code && code->allocator->peer;
}

// Adds those cells of the rule that pass the test.
void
add_rule(std::vector<cell_id> &cells, const rule &chosen,
    const selection &wanted, bool (*test)(const cell_id &))
{
    for (const std::string &resource : chosen.resources)
        for (std::size_t size : sizes_for(chosen, wanted, resource))
            for (const std::string &allocator : chosen.allocators)
                for (const std::string &strategy : chosen.strategies) {
                    const cell_id cell{strategy, allocator, resource, size, 0,
                        1, allocator == go_runtime ? allocator : "c"};
                    if (test(cell))
                        add_counts(cells, chosen, cell);
                }
}

std::vector<cell_id>
without_repeats(const std::vector<cell_id> &cells)
{
    std::vector<cell_id> once;
    std::set<cell_id> seen;
    for (const cell_id &cell : cells)
        if (seen.insert(cell).second)
            once.push_back(cell);
    return once;
}

// A strategy that not every compiler has is more than a mistyped name.
outcome
check_missing(const std::vector<std::string> &typed)
{
    for (const missing_strategy *missing = missing_strategies(); missing->name;
         missing++)
        if (std::count(typed.begin(), typed.end(), missing->name))
            return error{fmt::format("{} {}", missing->name, missing->needs)};
    return success{};
}

// "NAME WHY", or empty: the allocator is here.
std::string
sentence_of_missing(const std::string &name)
{
    const allocator *found = allocator_named(name);
    const char *why = found ? allocator_missing(found) : nullptr;
    return why ? fmt::format("{} {}", name, why) : "";
}

outcome
check_loaded(const std::vector<std::string> &typed)
{
    for (const std::string &name : typed)
        if (const std::string why = sentence_of_missing(name); !why.empty())
            return error{why};
    return success{};
}

outcome
check_selection(const selection &wanted)
{
    const registry &known = compiled_in();
    std::vector<std::string> allocators = allocators_and_peers();
    allocators.emplace_back(go_runtime);
    if (std::count(
            wanted.allocators.begin(), wanted.allocators.end(), go_runtime) &&
        !go_is_here())
        return error{std::string(no_go_here)};
    for (const outcome &checked : {check_missing(wanted.strategies),
             check_names("strategy", wanted.strategies, known.strategies),
             check_names("allocator", wanted.allocators, allocators),
             check_loaded(wanted.allocators),
             check_names("resource", wanted.resources, known.resources)})
        if (!checked)
            return checked;
    return success{};
}

// `way` is asked how to find cells that the filter matches.
result<std::vector<cell_id>>
filtered(std::vector<cell_id> cells, const std::string &filter,
    const std::function<std::string()> &way)
{
    if (cells.empty())
        return error{"no cell has all of what is selected; "
                     "`cleanup-bench list --cells` shows them"};
    try {
        const std::regex pattern(filter);
        std::erase_if(cells, [&](const cell_id &cell) {
            return !std::regex_search(cell.name(), pattern);
        });
    } catch (const std::regex_error &) {
        return error{fmt::format(
            "\"{}\" is not a regular expression (ECMAScript)", filter)};
    }
    if (cells.empty())
        return error{fmt::format(
            "the filter \"{}\" matches none of the cells; {}", filter, way())};
    return cells;
}

std::string
way_by_list()
{
    return "`cleanup-bench list` shows them";
}

// A filter may mean peers where the preset has none, or the peer is missing.
std::string
way_of(preset chosen, const selection &wanted)
{
    std::vector<cell_id> cells;
    for (const rule &each : rules_of(preset::peers))
        add_rule(cells, narrowed(each, wanted), wanted, is_of_peer);
    const auto meant = filtered(std::move(cells), wanted.filter, way_by_list);
    if (!meant)
        return way_by_list();
    const std::string why = sentence_of_missing(meant->front().allocator);
    return chosen == preset::peers && !why.empty()
               ? why
               : "those of peers are measured with --preset peers";
}

// Peers that are not among what there is.
outcome
check_peers(
    const std::vector<std::string> &typed, const std::vector<std::string> &here)
{
    const std::vector<std::string> &peers = compiled_in().peers;
    for (const std::string &name : typed)
        if (std::ranges::count(peers, name) && !std::ranges::count(here, name))
            return error{fmt::format(
                "there are no cells of {}, a peer; `cleanup-bench run --preset "
                "peers` measures it",
                name)};
    return success{};
}

std::vector<std::string>
names_of(const std::vector<cell_id> &cells, std::string cell_id::*name)
{
    std::set<std::string> names;
    for (const cell_id &cell : cells)
        names.insert(cell.*name);
    return {names.begin(), names.end()};
}

template <typename Value>
bool
is_among(const std::vector<Value> &wanted, const Value &value)
{
    return wanted.empty() ||
           std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool
is_selected(const cell_id &cell, const selection &wanted)
{
    return is_among(wanted.strategies, cell.strategy) &&
           is_among(wanted.allocators, cell.allocator) &&
           is_among(wanted.resources, cell.resource) &&
           is_among(wanted.sizes, cell.size) &&
           is_among(wanted.counts, cell.count) &&
           is_among(wanted.threads, cell.threads);
}

} // namespace

outcome
check_names(std::string_view kind, const std::vector<std::string> &typed,
    const std::vector<std::string> &known)
{
    for (const std::string &name : typed) {
        if (std::find(known.begin(), known.end(), name) != known.end())
            continue;
        std::vector<std::string> near = nearest_names(name, known);
        return error{fmt::format("there is no {} \"{}\"; {} {}", kind, name,
            near.empty() ? "choose from" : "did you mean",
            fmt::join(near.empty() ? known : near, ", "))};
    }
    return success{};
}

result<std::vector<cell_id>>
select_among(std::vector<cell_id> cells, const selection &wanted)
{
    const std::vector<std::string> allocators =
        names_of(cells, &cell_id::allocator);
    for (const outcome &checked : {check_names("strategy", wanted.strategies,
                                       names_of(cells, &cell_id::strategy)),
             check_peers(wanted.allocators, allocators),
             check_names("allocator", wanted.allocators, allocators),
             check_names("resource", wanted.resources,
                 names_of(cells, &cell_id::resource))})
        if (!checked)
            return error{checked.message()};
    std::erase_if(
        cells, [&](const cell_id &cell) { return !is_selected(cell, wanted); });
    return filtered(std::move(cells), wanted.filter, way_by_list);
}

const allocator *
allocator_named(const std::string &name)
{
    for (std::size_t i = 0; i < cell_code_count(); i++)
        if (name == cell_code_at(i)->allocator->name)
            return cell_code_at(i)->allocator;
    return nullptr;
}

bool
asks_for_peers(preset chosen, const selection &wanted)
{
    const std::vector<std::string> &peers = compiled_in().peers;
    if (wanted.allocators.empty())
        return chosen == preset::peers;
    return std::find_first_of(wanted.allocators.begin(),
               wanted.allocators.end(), peers.begin(),
               peers.end()) != wanted.allocators.end();
}

std::vector<std::string>
missing_peers()
{
    std::vector<std::string> sentences;
    for (const std::string &name : compiled_in().peers)
        if (std::string why = sentence_of_missing(name); !why.empty())
            sentences.push_back(std::move(why));
    return sentences;
}

bool
selection::empty() const
{
    return strategies.empty() && allocators.empty() && resources.empty() &&
           sizes.empty() && counts.empty() && threads.empty() && filter.empty();
}

const registry &
compiled_in()
{
    static const registry names = read_registry();
    return names;
}

std::string
to_string(preset chosen)
{
    switch (chosen) {
    case preset::quick:
        return "quick";
    case preset::standard:
        return "default";
    case preset::full:
        return "full";
    case preset::peers:
        return "peers";
    }
    return {};
}

result<preset>
preset_from_string(const std::string &name)
{
    const std::vector<preset> all = {
        preset::quick, preset::standard, preset::full, preset::peers};
    std::vector<std::string> known;
    for (preset candidate : all) {
        known.push_back(to_string(candidate));
        if (known.back() == name)
            return candidate;
    }
    return error{check_names("preset", {name}, known).message()};
}

result<std::vector<cell_id>>
select_cells(preset chosen, const selection &wanted)
{
    if (outcome checked = check_selection(wanted); !checked)
        return error{checked.message()};
    std::vector<cell_id> cells;
    for (const rule &each : rules_of(chosen))
        add_rule(cells, narrowed(each, wanted), wanted, exists);
    if (cells.empty() && asks_for_peers(chosen, wanted))
        return error{fmt::format("no cell has all of what is selected; peers "
                                 "have cells of {}, as in --preset peers",
            fmt::join(compiled_in().peer_strategies, ", "))};
    return filtered(without_repeats(cells), wanted.filter,
        [&] { return way_of(chosen, wanted); });
}

std::vector<cell_id>
twins_of(std::span<const cell_id> timed)
{
    std::vector<cell_id> twins;
    for (const cell_id &cell : timed)
        if (cell.strategy == "explicit_close" && cell.threads == 1 &&
            cell.size == telling_size(cell.resource) &&
            (cell.count == telling_count || cell.resource == latency_resource))
            twins.push_back(cell);
    if (!twins.empty() || timed.empty())
        return twins;
    auto baseline = std::find_if(timed.begin(), timed.end(),
        [](const cell_id &cell) { return cell.strategy == "explicit_close"; });
    return {baseline != timed.end() ? *baseline : timed.front()};
}

cell_id
control_cell()
{
    return {"control", "none", "arithmetic", 0, telling_count, 1};
}

unsigned
all_cores()
{
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) != 0)
        return 1;
    return static_cast<unsigned>(CPU_COUNT(&cores));
}

std::size_t
telling_size(std::string_view name)
{
    const resource *found = resource_named(name);
    return found ? found->telling_size : 0;
}

} // namespace cleanup
