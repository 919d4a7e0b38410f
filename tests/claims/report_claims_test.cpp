#include "bench/harness/report_claims.hpp"
#include "bench/harness/whole_file.hpp"
#include "claims_support.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

const table two_claims{"claims.csv",
    {"id", "section", "claim", "words", "method", "verdict", "measured", "low",
        "high", "rounds", "floor_ratio", "metric", "chart", "explanation"},
    {
        {"C20", "2.4", "closes <pile> up", "拖慢", "by cells", "contradicted",
            "1.122", "1.06", "1.16", "20", "1.049", "times", "stack", "So."},
        {"C21", "2.4", "a literal helps", "", "", "reproduced", "", "", "", "0",
            "", "", "", ""},
    }};

bool
has(const std::string &html, std::string_view part)
{
    return html.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("the report has each claim in a table and whole")
{
    const temporary_folder charts;
    const std::string html = claims_report(two_claims, charts / "");
    CHECK(has(html, "<a href=\"#claim-C20\">C20</a>"));
    CHECK(has(html, "<p id=\"claim-C20\">So.</p>"));
    CHECK(has(html, "<span class=\"bad\">contradicted</span>"));
    CHECK(has(html, "<span class=\"good\">reproduced</span>"));
    CHECK(has(html, "closes &lt;pile> up"));
    CHECK(has(html, "1.122, 95% interval 1.06 to 1.16, 20 rounds, noise floor "
                    "4.9% (times)"));
    CHECK_FALSE(has(html, "#stack-title"));
    CHECK_FALSE(has(html, "<figure"));
}

TEST_CASE("a claim stands with its chart, and links to the run's")
{
    const temporary_folder charts;
    std::filesystem::create_directory(charts / "cards");
    const std::string svg = "<svg><title>t</title><desc>d</desc><path/></svg>";
    REQUIRE(write_whole_file(charts / "cards/claim-C20.svg", svg));
    REQUIRE(write_whole_file(charts / "stack.svg", svg));
    const std::string html = claims_report(two_claims, charts / "");
    CHECK(has(html, "<path/>"));
    CHECK(has(html, "<a href=\"#stack-title\">stack</a>"));
}

TEST_CASE("what the article's programs print stands in columns")
{
    const std::string html = article_programs_report({"article_programs.csv",
        {"program", "section", "article_says", "go_prints", "c_prints"},
        {{"defer_order", "2.1", "second\nfirst", "<first>", "second"}}});
    CHECK(has(html, "<details class=\"programs\">"));
    CHECK(has(html, "second\nfirst"));
    CHECK(has(html, "&lt;first>"));
}

TEST_CASE("a run without claims has no such section")
{
    CHECK(article_programs_report({"article_programs.csv", {}, {}}).empty());
    CHECK(claims_report({"claims.csv", {"id"}, {}}, "nowhere").empty());
}
