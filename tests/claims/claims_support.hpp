// Evidence made up for a test: what an experiment might have printed.
#pragma once

#include "bench/claims/claims.hpp"

#include <map>
#include <string>
#include <vector>

namespace cleanup
{

class made_evidence
{
public:
    // One value a round.
    made_evidence &
    values(const std::string &experiment, const std::string &runtime,
        const std::string &setting, const std::string &metric,
        const std::vector<double> &by_round)
    {
        for (std::size_t i = 0; i < by_round.size(); i++)
            lines.push_back({experiment, runtime, setting, metric, "",
                static_cast<unsigned>(i), by_round[i], ""});
        return *this;
    }

    // `rounds` rounds that vary a little around `middle`: by a thousandth.
    made_evidence &
    about(const std::string &experiment, const std::string &runtime,
        const std::string &setting, const std::string &metric, double middle,
        unsigned rounds = 20)
    {
        std::vector<double> by_round;
        for (unsigned i = 0; i < rounds; i++)
            by_round.push_back(middle * (1 + 0.0001 * (i % 10)));
        return values(experiment, runtime, setting, metric, by_round);
    }

    made_evidence &
    text(const std::string &experiment, const std::string &runtime,
        const std::string &setting, const std::string &metric,
        const std::string &says)
    {
        lines.push_back({experiment, runtime, setting, metric, "", 0, 0, says});
        return *this;
    }

    made_evidence &
    cell(const summary_row &row)
    {
        rows.push_back(row);
        return *this;
    }

    // A file of the run, as its text stands there.
    made_evidence &
    file(const std::string &name, const std::string &csv)
    {
        tables.insert_or_assign(name, *parse_csv(csv, name));
        return *this;
    }

    operator evidence() const
    {
        return evidence(lines, tables, rows);
    }

private:
    std::vector<evidence_line> lines;
    std::map<std::string, table> tables;
    std::vector<summary_row> rows;
};

} // namespace cleanup
