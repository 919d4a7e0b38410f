#include "bench/claims/evidence.hpp"
#include "bench/harness/whole_file.hpp"
#include "claims_support.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

constexpr const char *header =
    "experiment,runtime,setting,metric,unit,round,value,text\n";

result<evidence>
read_from(const temporary_folder &run, const std::string &lines)
{
    REQUIRE(write_whole_file(run / "evidence.csv", header + lines));
    return read_evidence(run / "");
}

} // namespace

TEST_CASE("values come in the order of their rounds")
{
    const temporary_folder run;
    const auto seen = read_from(run, "queue,c,size=64,time,ns,1,7.5,\n"
                                     "queue,c,size=64,time,ns,0,3,\n"
                                     "queue,go,size=64,time,ns,0,99,\n");
    REQUIRE(seen);
    CHECK(seen->values("queue", "c", "size=64", "time") ==
          std::vector<double>{3, 7.5});
    CHECK(seen->value("queue", "c", "size=64", "time") == 5.25);
    CHECK_FALSE(seen->value("queue", "c", "size=65", "time"));
    CHECK(seen->has_go());
}

TEST_CASE("a text is read as the program printed it")
{
    const temporary_folder run;
    const auto seen = read_from(run, "order,c,,output,,0,,\"second, or\n"
                                     "\"\"first\"\"\n\"\n");
    REQUIRE(seen);
    CHECK(seen->text("order", "c", "", "output") == "second, or\n\"first\"\n");
    CHECK_FALSE(seen->has_go());
}

TEST_CASE("settings come once each, in the order of the file")
{
    const temporary_folder run;
    const auto seen = read_from(run, "queue,c,b,time,ns,0,1,\n"
                                     "queue,c,a,time,ns,0,1,\n"
                                     "queue,c,b,time,ns,1,1,\n");
    REQUIRE(seen);
    CHECK(seen->settings("queue", "c") == std::vector<std::string>{"b", "a"});
    CHECK(seen->settings("queue", "go").empty());
}

TEST_CASE("a run without any of the files is one without evidence")
{
    const temporary_folder run;
    const auto seen = read_evidence(run / "");
    REQUIRE(seen);
    CHECK_FALSE(seen->file("stack.csv"));
    CHECK(seen->cells().empty());
    CHECK_FALSE(seen->has_go());
}

TEST_CASE("a file that cannot be read is named")
{
    const temporary_folder run;
    const auto seen = read_from(run, "queue,c,b,time,ns,zero,1,\n");
    REQUIRE_FALSE(seen);
    CHECK(seen.message().find("evidence.csv: row 1, column round") !=
          std::string::npos);
}
