#include "bench/harness/cell.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

TEST_CASE("a cell is named by its strategy, allocator, resource and sizes")
{
    cell_id cell{"loop_defer", "central", "file", 4096, 10000, 2, "c"};
    CHECK(cell.name() == "loop_defer/central/file/4096/10000/2");
}

TEST_CASE("every role is read back from its name, and nothing else is one")
{
    for (role which : {role::cell, role::twin, role::control})
        CHECK(role_from_string(to_string(which)) == which);
    CHECK_FALSE(role_from_string("").has_value());
    CHECK_FALSE(role_from_string("Cell").has_value());
}
