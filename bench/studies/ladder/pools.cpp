#include "bench/studies/ladder/pools.hpp"

#include "bench/studies/ladder/pools.h"

#include <chrono>
#include <numeric>

#include <sched.h>

namespace cleanup
{
namespace
{

// The `which`-th of the processors that this process may run on.
void
stay_on_processor(unsigned which)
{
    cpu_set_t allowed;
    sched_getaffinity(0, sizeof allowed, &allowed);
    for (int each = 0; each < CPU_SETSIZE; each++) {
        if (!CPU_ISSET(each, &allowed) || which-- > 0)
            continue;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(each, &one);
        sched_setaffinity(0, sizeof one, &one);
        return;
    }
}

} // namespace

unsigned
processors()
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return 1;
    return static_cast<unsigned>(CPU_COUNT(&allowed));
}

crew::crew(unsigned size) : gate(size + 1), took(size)
{
    for (unsigned which = 0; which < size; which++)
        threads.emplace_back([this, which] {
            stay_on_processor(which);
            serve(which);
        });
}

crew::~crew()
{
    work = nullptr;
    gate.arrive_and_wait();
}

double
crew::time(void (*todo)(std::uint64_t), std::uint64_t how_often)
{
    work = todo;
    calls = how_often;
    ready = 0;
    gate.arrive_and_wait();
    gate.arrive_and_wait();
    return std::accumulate(took.begin(), took.end(), 0.0) /
           static_cast<double>(took.size());
}

// A barrier wakes one thread long before the other: they wait for each other
// once more, awake.
void
crew::serve(unsigned which)
{
    for (gate.arrive_and_wait(); work; gate.arrive_and_wait()) {
        ready++;
        while (ready < took.size()) {
        }
        const auto started = std::chrono::steady_clock::now();
        work(calls);
        const std::chrono::duration<double, std::nano> passed =
            std::chrono::steady_clock::now() - started;
        took[which] = passed.count();
        gate.arrive_and_wait();
    }
}

std::vector<contender>
pools()
{
    std::vector<contender> all;
    for (unsigned threads = 1; threads <= std::min(pool_threads, processors());
         threads++) {
        const auto workers = std::make_shared<crew>(threads);
        const auto add = [&](const char *name, void (*work)(std::uint64_t)) {
            all.push_back({LADDER_BUILD_COMPILER, name, "pool", threads, "",
                [workers, work](
                    std::uint64_t calls) { return workers->time(work, calls); },
                1});
        };
        add("object_pool", pools_use_object_pool);
        add("pool_locked_list", pools_use_locked_list);
    }
    return all;
}

} // namespace cleanup
