// How far a long job is, on standard error: one line that changes on a
// terminal, else a line every ten seconds.
#pragma once

#include <chrono>
#include <string>

namespace cleanup
{

class progress
{
public:
    // `total`: of whatever unit the work is counted in.
    progress(std::string label, double total);
    ~progress(); // clears the line

    progress(const progress &) = delete;
    progress &
    operator=(const progress &) = delete;

    // So much is done now; `detail` says what is under way.
    void
    update(double done, const std::string &detail);

private:
    using clock = std::chrono::steady_clock;

    void
    draw(double share, const std::string &left, const std::string &detail);

    std::string label;
    double total;
    bool terminal;
    bool drawn = false;
    clock::time_point started;
    clock::time_point said;
};

} // namespace cleanup
