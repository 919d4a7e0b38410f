#include "bench/harness/nearest_name.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

using names = std::vector<std::string>;

names
near(const std::string &typed)
{
    static const names known{"loop_defer", "scoped_defer", "explicit_close",
        "object_pool", "memory", "buffer", "file", "connection", "lock"};
    return nearest_names(typed, known);
}

} // namespace

TEST_CASE("a letter added, dropped, changed or swapped is forgiven")
{
    CHECK(near("explicit_closes") == names{"explicit_close"});
    CHECK(near("explict_close") == names{"explicit_close"});
    CHECK(near("explicit_clone") == names{"explicit_close"});
    CHECK(near("lokc") == names{"lock"});
    CHECK(near("MEMORY") == names{"memory"});
}

TEST_CASE("the beginning of a name stands for it")
{
    CHECK(near("loop") == names{"loop_defer"});
    CHECK(near("obj") == names{"object_pool"});
}

TEST_CASE("the nearest name comes first, and no more than three are told")
{
    names known{"abcdexyh", "abcdefgx", "abcdefgh", "abcdefxy", "abcdefghi"};
    CHECK(nearest_names("abcdefgh", known) ==
          names{"abcdefgh", "abcdefghi", "abcdefgx"});
}

TEST_CASE("what resembles no name gets none")
{
    CHECK(near("zebra").empty());
    CHECK(near("").empty());
    CHECK(nearest_names("file", {}).empty());
}
