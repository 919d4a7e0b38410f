#include "bench/harness/interrupt.hpp"

#include <csignal>

namespace cleanup
{
namespace
{

volatile std::sig_atomic_t raised = 0;

void
raise_flag(int)
{
    raised = 1;
}

} // namespace

void
catch_interrupts()
{
    struct sigaction action = {};
    action.sa_handler = raise_flag;
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGXFSZ, SIG_IGN);
}

bool
interrupted()
{
    return raised != 0;
}

} // namespace cleanup
