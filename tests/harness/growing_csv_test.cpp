#include "bench/harness/growing_csv.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

TEST_CASE("a growing file has its header once, however often it is opened")
{
    temporary_folder folder;
    for (const char *line : {"1,2\n", "3,4\n"}) {
        auto file = growing_csv::open(folder / "a.csv", "a,b\n");
        REQUIRE(file);
        REQUIRE(file->append(line));
    }
    CHECK(text_of_file(folder / "a.csv") == "a,b\n1,2\n3,4\n");
}

TEST_CASE("a line is in the file as soon as it is appended")
{
    temporary_folder folder;
    auto file = growing_csv::open(folder / "a.csv", "a\n");
    REQUIRE(file);
    CHECK(text_of_file(folder / "a.csv") == "a\n");
    REQUIRE(file->append("1\n"));
    CHECK(text_of_file(folder / "a.csv") == "a\n1\n");
}

TEST_CASE("a file of something else is not written to")
{
    temporary_folder folder;
    put_text(folder / "a.csv", "b\n1\n");
    auto file = growing_csv::open(folder / "a.csv", "a\n");
    REQUIRE_FALSE(file);
    CHECK(file.message().find("other columns") != std::string::npos);
    CHECK(text_of_file(folder / "a.csv") == "b\n1\n");
}

TEST_CASE("a torn line is not read, and not appended to")
{
    temporary_folder folder;
    put_text(folder / "a.csv", "a\n1\n2");
    auto text = read_whole_lines(folder / "a.csv");
    REQUIRE(text);
    CHECK(*text == "a\n1\n");
    CHECK_FALSE(growing_csv::open(folder / "a.csv", "a\n"));
}

TEST_CASE("a file torn within its header has nothing")
{
    temporary_folder folder;
    put_text(folder / "a.csv", "a,b");
    auto text = read_whole_lines(folder / "a.csv");
    REQUIRE(text);
    CHECK(text->empty());
}
