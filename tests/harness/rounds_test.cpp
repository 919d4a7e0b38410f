#include "bench/harness/rounds.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;
using doctest::Approx;

namespace
{

round_record
record_of(unsigned round)
{
    return {round, 1714557600000 + round, 2, 40, 0.01, 1.5};
}

void
append_rounds(const std::filesystem::path &path, unsigned from, unsigned to)
{
    auto file = open_rounds(path);
    REQUIRE(file);
    for (unsigned round = from; round < to; ++round)
        REQUIRE(append_round(*file, record_of(round)));
}

std::vector<round_record>
rounds_in(const std::filesystem::path &path)
{
    auto records = read_rounds(path);
    REQUIRE(records);
    return *records;
}

void
put_stat(const temporary_folder &folder, const std::string &line)
{
    std::filesystem::create_directory(folder / "proc");
    put_text(folder / "proc/stat", line);
}

} // namespace

TEST_CASE("rounds.csv has the columns that its readers expect")
{
    temporary_folder folder;
    append_rounds(folder / "rounds.csv", 0, 1);
    CHECK(text_of_file(folder / "rounds.csv") ==
          "round,unix_ms,seconds,steal_ms,steal_share,load\n"
          "0,1714557600000,2,40,0.01,1.5\n");
}

TEST_CASE("rounds are read back as they were appended")
{
    temporary_folder folder;
    append_rounds(folder / "rounds.csv", 0, 3);
    const auto records = rounds_in(folder / "rounds.csv");
    REQUIRE(records.size() == 3);
    CHECK(records[2].round == 2);
    CHECK(records[2].unix_ms == 1714557600002);
    CHECK(records[2].steal_ms == 40);
}

TEST_CASE("a run without rounds.csv has no rounds to tell of")
{
    temporary_folder folder;
    CHECK(rounds_in(folder / "rounds.csv").empty());
}

TEST_CASE("rounds of a run killed at any byte are there once when it goes on")
{
    temporary_folder folder;
    auto path = folder / "rounds.csv";
    append_rounds(path, 0, 3);
    const std::string whole = text_of_file(path);
    for (std::size_t bytes = 0; bytes <= whole.size(); bytes += 3) {
        CAPTURE(bytes);
        put_text(path, whole.substr(0, bytes));
        const auto finished = static_cast<unsigned>(
            rounds_in(path).size()); // as samples.csv says
        REQUIRE(keep_rounds(path, finished));
        append_rounds(path, finished, 3);
        REQUIRE(text_of_file(path) == whole);
    }
}

TEST_CASE("the line of a round that was not finished is cut off")
{
    temporary_folder folder;
    append_rounds(folder / "rounds.csv", 0, 3);
    REQUIRE(keep_rounds(folder / "rounds.csv", 2));
    CHECK(rounds_in(folder / "rounds.csv").size() == 2);
}

TEST_CASE("a round of several parts took as long as they took together")
{
    const round_record parts[] = {
        {4, 2000, 1, 10, 0.01, 1}, {4, 1000, 3, 150, 0.05, 3}};
    const round_record joined = joined_round(parts);
    CHECK(joined.round == 4);
    CHECK(joined.unix_ms == 1000);
    CHECK(joined.seconds == 4);
    CHECK(*joined.steal_ms == 160);
    CHECK(*joined.steal_share == Approx(0.04));
    CHECK(*joined.load == Approx(2.5));
}

TEST_CASE("what one part does not tell, the joined round does not")
{
    const round_record parts[] = {
        {4, 2000, 1, 10, 0.01, 1}, {4, 1000, 3, {}, {}, 3}};
    const round_record joined = joined_round(parts);
    CHECK_FALSE(joined.steal_ms);
    CHECK_FALSE(joined.steal_share);
    CHECK(joined.load);
}

TEST_CASE("a watch sees how long its round takes")
{
    const round_watch watch(7);
    const round_record record = watch.seen();
    CHECK(record.round == 7);
    CHECK(record.seconds >= 0);
    CHECK(record.seconds < 60);
    CHECK(record.unix_ms > 1700000000000);
    CHECK(record.load.value_or(0) >= 0);
}

TEST_CASE("stolen time is the eighth number of /proc/stat, in ticks")
{
    temporary_folder folder;
    put_stat(folder, "cpu  100 0 0 800 0 0 0 100 5 5\ncpu0 1 1 1\n");
    const auto time = cpu_time_now(folder.path);
    REQUIRE(time);
    CHECK(time->all_ms == Approx(10 * time->stolen_ms));
    put_stat(folder, "cpu  100 0 0 800\n");
    CHECK_FALSE(cpu_time_now(folder.path)); // a kernel before 2.6.11
}

TEST_CASE("the stolen share is of all time that went by in between")
{
    CHECK(*stolen_share({1000, 500, 10}, {2000, 900, 60}) == Approx(0.05));
    CHECK_FALSE(stolen_share({1000, 500, 10}, {1000, 500, 10}));
}

TEST_CASE("the busy share is what is neither idle nor stolen")
{
    CHECK(*busy_share({1000, 500, 10}, {2000, 900, 60}) == Approx(0.55));
    CHECK_FALSE(busy_share({1000, 500, 10}, {1000, 500, 10}));
}
