#include "bench/harness/csv.hpp"
#include "bench/harness/csv_columns.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace cleanup;

namespace
{

using row = std::vector<std::string>;

bool
mentions(const std::string &message, const std::string &what)
{
    return message.find(what) != std::string::npos;
}

struct measured_thing {
    std::string name;
    std::optional<double> weight;
    std::uint64_t count = 0;
};

const csv_columns<measured_thing> &
thing_columns()
{
    static const csv_columns<measured_thing> columns{
        column_of("name", &measured_thing::name),
        column_of("weight", &measured_thing::weight),
        column_of("count", &measured_thing::count),
    };
    return columns;
}

result<std::vector<measured_thing>>
things_of(const std::string &text)
{
    auto content = parse_csv(text, "things.csv");
    REQUIRE(content);
    return rows_of(thing_columns(), *content);
}

} // namespace

TEST_CASE("a table survives writing and reading whatever its fields hold")
{
    temporary_folder folder;
    table written{{}, {"plain", "quoted \"name\"", "with,comma"},
        {{"1", "two\nlines", "a,b"}, {"", " spaces ", "\"\""},
            {"naïve – 釈放 – 🔒", "\r\n", "\t"}, {"", "", ""}}};
    REQUIRE(write_csv(folder / "table.csv", written));
    auto read = read_csv(folder / "table.csv");
    REQUIRE(read);
    CHECK(read->header == written.header);
    CHECK(read->rows == written.rows);
}

TEST_CASE("a table of one column keeps its empty fields")
{
    auto read = parse_csv(csv_text({{}, {"only"}, {{""}, {"x"}, {""}}}), "f");
    REQUIRE(read);
    CHECK(read->rows == std::vector<row>{{""}, {"x"}, {""}});
}

TEST_CASE("only fields that need quotes get them")
{
    row fields{"12.5", "a b", "a,b", "say \"x\"", "a\nb", ""};
    CHECK(csv_line(fields) == "12.5,a b,\"a,b\",\"say \"\"x\"\"\",\"a\nb\",\n");
}

TEST_CASE("the examples of RFC 4180 are read as it says")
{
    auto read = parse_csv("aaa,bbb,ccc\r\n\"b \r\nbb\",\"c,cc\",\"d\"\"d\"\r\n"
                          "zzz, yyy ,xxx",
        "rfc4180.csv");
    REQUIRE(read);
    CHECK(read->header == row{"aaa", "bbb", "ccc"});
    CHECK(read->rows == std::vector<row>{{"b \r\nbb", "c,cc", "d\"d"},
                            {"zzz", " yyy ", "xxx"}});
}

TEST_CASE("a column is found by its name, and a missing one is named")
{
    auto read = parse_csv("a,b\n1,2\n", "some.csv");
    REQUIRE(read);
    auto found = read->column("b");
    REQUIRE(found);
    CHECK(*found == 1);
    auto missing = read->column("c");
    REQUIRE_FALSE(missing);
    CHECK(missing.message() == "some.csv has no column c");
}

TEST_CASE("a file that is not CSV is refused by its name")
{
    for (std::string text :
        {"", "a,b\n1\n", "a,b\n1,2,3\n", "a,b\n1,\"2\n", "a,b\n1,x\"2\"\n"}) {
        CAPTURE(text);
        auto read = parse_csv(text, "broken.csv");
        REQUIRE_FALSE(read);
        CHECK(mentions(read.message(), "broken.csv"));
    }
}

TEST_CASE("a missing file is an error that names it")
{
    auto read = read_csv("/nowhere/at/all.csv");
    REQUIRE_FALSE(read);
    CHECK(mentions(read.message(), "/nowhere/at/all.csv"));
}

TEST_CASE("numbers are written so that they read back as the same number")
{
    for (double number : {0.1, 1.0 / 3, 1e-300, 12345678.9, 0.0,
             std::numeric_limits<double>::max(),
             std::numeric_limits<double>::denorm_min()}) {
        double read = -1;
        REQUIRE(read_field(field_text(number), read));
        CHECK(read == number);
    }
    CHECK(field_text(18.2) == "18.2");
    CHECK(field_text(std::numeric_limits<std::uint64_t>::max()) ==
          "18446744073709551615");
}

TEST_CASE("rows keep their values, and no value is an empty field")
{
    std::vector<measured_thing> things{{"a", 1.5, 3}, {"b", {}, 4}};
    table content =
        table_of(thing_columns(), std::span<const measured_thing>(things));
    CHECK(csv_text(content) == "name,weight,count\na,1.5,3\nb,,4\n");
    auto read = things_of(csv_text(content));
    REQUIRE(read);
    CHECK((*read)[0].weight == 1.5);
    CHECK_FALSE((*read)[1].weight.has_value());
    CHECK((*read)[1].count == 4);
}

TEST_CASE("columns are read by name, in any order and among others")
{
    auto read = things_of("count,later,name,weight\n7,x,a,\n");
    REQUIRE(read);
    CHECK((*read)[0].name == "a");
    CHECK((*read)[0].count == 7);
}

TEST_CASE("a field that is no number is named with its file, row and column")
{
    for (std::string wrong :
        {"", "x", "1x", "-1", "1.5", "99999999999999999999"}) {
        CAPTURE(wrong);
        auto read = things_of("name,weight,count\na,1,1\nb,2," + wrong + "\n");
        REQUIRE_FALSE(read);
        CHECK(read.message() ==
              "things.csv: row 2, column count: cannot read \"" + wrong + "\"");
    }
    for (std::string wrong : {"nan", "inf", "1e999", "2 "})
        CHECK_FALSE(things_of("name,weight,count\na," + wrong + ",1\n"));
}
