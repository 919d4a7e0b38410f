#include "bench/claims/programs.hpp"

namespace cleanup
{

table
programs_table(const evidence &seen)
{
    const auto text = [&](const char *runtime, const std::string &program,
                          const char *metric) {
        return seen.text("programs", runtime, program, metric).value_or("");
    };
    table all{"article_programs.csv",
        {"program", "section", "article_says", "go_prints", "c_prints"}, {}};
    // The programs in C know what the article says.
    for (const std::string &program : seen.settings("programs", "c"))
        all.rows.push_back({program, text("c", program, "section"),
            text("c", program, "article"), text("go", program, "prints"),
            text("c", program, "prints")});
    return all;
}

} // namespace cleanup
