// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace cleanup
{

// "10,000".
std::string
with_thousands(std::uint64_t number);

struct time_unit {
    const char *name; // "ns", "us", "ms" or "s"
    double nanoseconds;
};

// The unit in which the duration reads best.
time_unit
unit_for(double nanoseconds);

// A number of 0 or more with the three digits that count: "8.31", "12.4",
// "1,350".
std::string
three_digits(double number);

// A number of any sign and size with up to four digits that count, thousands
// written out: "0.0123", "1.5", "-3", "12,346".
std::string
four_digits(double number);

// A ratio of 0 or more: two decimals or three digits, or two digits that count
// where those would show nothing.
std::string
ratio_number(double ratio);

// Three digits that count and the unit that suits: "8.31 ns", "12.4 us",
// "135 ms", "2.05 s".
std::string
duration_text(double nanoseconds);

// "16 B", "4 KiB", "1 MiB"; whole units only, else bytes: "1,500 B".
std::string
bytes_text(std::uint64_t bytes);

} // namespace cleanup
