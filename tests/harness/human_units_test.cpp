#include "bench/harness/human_units.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

TEST_CASE("thousands are set apart")
{
    CHECK(with_thousands(0) == "0");
    CHECK(with_thousands(999) == "999");
    CHECK(with_thousands(1000) == "1,000");
    CHECK(
        with_thousands(18446744073709551615u) == "18,446,744,073,709,551,615");
}

TEST_CASE("a duration has three digits and the unit that suits it")
{
    CHECK(duration_text(0) == "0 ns");
    CHECK(duration_text(0.31) == "0.31 ns");
    CHECK(duration_text(8.314) == "8.31 ns");
    CHECK(duration_text(12.44e3) == "12.4 us");
    CHECK(duration_text(135.2e6) == "135 ms");
    CHECK(duration_text(2.05e9) == "2.05 s");
    CHECK(duration_text(3600e9) == "3,600 s");
}

TEST_CASE("rounding up to the next unit or digit never shows a fourth digit")
{
    CHECK(duration_text(9.996) == "10.0 ns");
    CHECK(duration_text(99.96) == "100 ns");
    CHECK(duration_text(999.6) == "1.00 us");
    CHECK(duration_text(999.6e3) == "1.00 ms");
    CHECK(duration_text(999.6e6) == "1.00 s");
}

TEST_CASE("bytes take the largest unit that divides them")
{
    CHECK(bytes_text(0) == "0 B");
    CHECK(bytes_text(16) == "16 B");
    CHECK(bytes_text(1500) == "1,500 B");
    CHECK(bytes_text(4096) == "4 KiB");
    CHECK(bytes_text(1 << 20) == "1 MiB");
    CHECK(bytes_text(1536) == "1,536 B");
}

TEST_CASE("four digits are kept, and no number is written as a power")
{
    CHECK(four_digits(0) == "0");
    CHECK(four_digits(0.012345) == "0.01235");
    CHECK(four_digits(-3) == "-3");
    CHECK(four_digits(9999.4) == "9999");
    CHECK(four_digits(10'000) == "10,000");
    CHECK(four_digits(-12'345.6) == "-12,346");
    CHECK(four_digits(1'234'567) == "1,234,567");
}
