// Which cells a run has: the presets, and what a person selects from them.
#pragma once

#include "bench/cell.h"
#include "bench/harness/cell.hpp"
#include "bench/harness/result.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

// The names compiled in, in the order of their registries. Peers are allocators
// to compare with, which are measured where they are named, and those
// strategies have cells with them.
struct registry {
    std::vector<std::string> strategies;
    std::vector<std::string> allocators; // without peers
    std::vector<std::string> peers;
    std::vector<std::string> peer_strategies;
    std::vector<std::string> resources;
};
const registry &
compiled_in();

// The allocator of that name, or NULL.
const allocator *
allocator_named(const std::string &name);

enum class preset { quick, standard, full, peers };

std::string to_string(preset);
result<preset>
preset_from_string(const std::string &);

// What the command line asks for. An empty list leaves a dimension as the
// preset has it; a list replaces it. `filter` is an ECMAScript regular
// expression over cell names; empty: all.
struct selection {
    std::vector<std::string> strategies;
    std::vector<std::string> allocators;
    std::vector<std::string> resources;
    std::vector<std::size_t> sizes; // bytes
    std::vector<std::size_t> counts;
    std::vector<unsigned> threads;
    std::string filter;

    bool
    empty() const;
};

// Whether the cells that are wanted may have a peer among their allocators.
bool
asks_for_peers(preset chosen, const selection &wanted);

// A sentence for each peer that cannot be used here: "jemalloc cannot be
// loaded: apt-get install libjemalloc2 (...)".
std::vector<std::string>
missing_peers();

// Whether all of `typed` are `known`; an error names the nearest: "there is no
// resource "fil"; did you mean file".
outcome
check_names(std::string_view kind, const std::vector<std::string> &typed,
    const std::vector<std::string> &known);

// The cells of the preset under the selection, each once; or a sentence that
// names the nearest valid names, or says that nothing is left.
result<std::vector<cell_id>>
select_cells(preset chosen, const selection &wanted);

// Those of the cells that are selected; errors as select_cells.
result<std::vector<cell_id>>
select_among(std::vector<cell_id> cells, const selection &wanted);

// The cells that every round measures once more under another name, the noise
// floor's source: the baseline of every resource and allocator at its telling
// size and count; where none of these is timed, the first baseline or cell.
std::vector<cell_id>
twins_of(std::span<const cell_id> timed);

// Fixed arithmetic, once a round.
cell_id
control_cell();

// How many threads "all cores" are: those this process may run on.
unsigned
all_cores();

// The size and count that stand for a resource in tables: its telling size and
// 1,000.
inline constexpr std::size_t telling_count = 1000;
std::size_t
telling_size(std::string_view resource);

} // namespace cleanup
