#include "bench/harness/whole_file.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

TEST_CASE("a file is read back byte for byte, also when it is empty")
{
    temporary_folder folder;
    for (std::string bytes : {std::string{}, std::string("a\0b\r\n", 5)}) {
        REQUIRE(write_whole_file(folder / "file", bytes));
        auto read = read_whole_file(folder / "file");
        REQUIRE(read);
        CHECK(*read == bytes);
    }
}

TEST_CASE("writing replaces a longer file whole and leaves nothing beside it")
{
    temporary_folder folder;
    REQUIRE(write_whole_file(folder / "file", "a longer text"));
    REQUIRE(write_whole_file(folder / "file", "short"));
    CHECK(text_of_file(folder / "file") == "short");
    std::filesystem::directory_iterator files(folder.path), end;
    CHECK(std::distance(files, end) == 1);
}

TEST_CASE("what a killed writer left behind does not get into the file")
{
    temporary_folder folder;
    put_text(folder / "file.partial", "half of a longer text");
    REQUIRE(write_whole_file(folder / "file", "short"));
    CHECK(text_of_file(folder / "file") == "short");
}

TEST_CASE("a file that cannot be written is named and nothing is left behind")
{
    temporary_folder folder;
    std::filesystem::create_directory(folder / "in_the_way");
    outcome written = write_whole_file(folder / "in_the_way", "text");
    REQUIRE_FALSE(written);
    CHECK(written.message().find("in_the_way") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "in_the_way.partial"));
}

TEST_CASE("a file that cannot be read is named")
{
    temporary_folder folder;
    for (std::string name : {"missing", "."}) {
        auto read = read_whole_file(folder / name);
        REQUIRE_FALSE(read);
        CHECK(read.message().find(folder / name) != std::string::npos);
    }
}
