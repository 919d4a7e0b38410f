#include "bench/claims/claims.hpp"
#include "bench/claims/claims_text.hpp"
#include "claims_support.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

using namespace cleanup;

namespace
{

finding
found_with(claim_verdict verdict)
{
    finding found;
    found.verdict = verdict;
    found.c.says = "1.9 ns a pair against 22 ns, as far as anybody can tell";
    found.go.why_not = "no Go here";
    found.measured = 11.5;
    found.range = interval{11, 12, 0.95};
    found.rounds = 20;
    found.explanation = "It holds.";
    return found;
}

std::vector<judged_claim>
two_judged()
{
    return {{all_claims()[0], found_with(claim_verdict::reproduced)},
        {all_claims()[1], found_with(claim_verdict::contradicted)}};
}

} // namespace

TEST_CASE("claims come in the order of their numbers, each once")
{
    for (std::size_t i = 0; i < all_claims().size(); i++)
        CHECK(all_claims()[i]->id == fmt::format("C{:02}", i + 1));
    CHECK(all_claims().size() == 46);
}

TEST_CASE("each claim states what it says and from where on it counts")
{
    for (const claim *each : all_claims()) {
        CAPTURE(std::string(each->id));
        for (const char *text : {each->section, each->words, each->gloss,
                 each->method, each->metric, each->threshold})
            CHECK_FALSE(std::string_view(text).empty());
    }
}

TEST_CASE("without a measurement no claim has a verdict but arithmetic")
{
    for (const judged_claim &each : judge_claims(evidence())) {
        CAPTURE(std::string(each.stated->id));
        if (std::string_view(each.stated->id) == "C41")
            continue;
        CHECK(each.found.verdict == claim_verdict::not_measured);
        CHECK_FALSE(each.found.explanation.empty());
    }
}

TEST_CASE("in Markdown each claim is a row of five cells, whatever it says")
{
    std::vector<judged_claim> judged = two_judged();
    judged[0].found.c.says = "1 | 2\n3";
    std::istringstream lines(claims_markdown(judged));
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); count++) {
        CAPTURE(line);
        std::size_t bars = 0;
        for (std::size_t i = 0; i < line.size(); i++)
            bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
        CHECK(bars == 6);
    }
    CHECK(count == 4);
}

TEST_CASE("claims.csv has a line for each claim, with its figures")
{
    const table written = claims_table(two_judged(), "go1.19.8");
    REQUIRE(written.rows.size() == 2);
    const auto field = [&](const char *column) {
        return written.rows[1][*written.column(column)];
    };
    CHECK(field("id") == "C02");
    CHECK(field("verdict") == "contradicted");
    CHECK(field("go_says") == "no Go here");
    CHECK(field("go_version") == "go1.19.8");
    CHECK(field("measured") == "11.5");
    CHECK(field("low") == "11");
    CHECK(field("floor_ratio").empty());
    CHECK(field("rounds") == "20");
}

TEST_CASE("bars of one label stand at one place, and C and Go look the same "
          "everywhere")
{
    std::vector<judged_claim> judged = two_judged();
    judged[0].found.bars = {
        {"1", "C, at once", 1, {}}, {"8", "Go", 2, {}}, {"1", "C", 3, {}}};
    const table written = claim_bars_table(judged);
    const auto column = [&](const char *name) {
        std::vector<std::string> fields;
        for (const auto &row : written.rows)
            fields.push_back(row[*written.column(name)]);
        return fields;
    };
    CHECK(column("place") == std::vector<std::string>{"1", "2", "1"});
    CHECK(column("look") == std::vector<std::string>{"3", "2", "1"});
}

TEST_CASE("the table fits a terminal of 100 columns")
{
    std::istringstream lines(claims_text(judge_claims(evidence()), false));
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(line.size() <= 100);
    }
}

TEST_CASE("the table counts its verdicts, and colours them when asked to")
{
    const std::string plain = claims_text(two_judged(), false);
    CHECK(plain.find("2 claims: 1 reproduced, 1 contradicted.") !=
          std::string::npos);
    CHECK(plain.find('\033') == std::string::npos);
    CHECK(claims_text(two_judged(), true).find("\033[31mcontradicted\033[0m") !=
          std::string::npos);
}

TEST_CASE("a claim shown whole has all its parts")
{
    const judged_claim of = two_judged()[1];
    const std::string text = claim_text(of, "go1.19.8", false);
    for (const char *part : {"C02", "contradicted", "It holds.",
             "11.5 (11 to 12, 95%), 20 rounds", "no Go here"})
        CHECK(text.find(part) != std::string::npos);
}
