// The pools of pools.h on one thread and on two.
#pragma once

#include "bench/studies/ladder/contender.hpp"

#include <atomic>
#include <barrier>
#include <memory>
#include <thread>

namespace cleanup
{

// Threads that wait for work, each on a processor of its own.
class crew
{
public:
    explicit crew(unsigned threads);
    ~crew();
    crew(const crew &) = delete;
    crew &
    operator=(const crew &) = delete;

    // All call work(calls) at the same time; returns what that took one of
    // them, in ns, on average.
    double
    time(void (*work)(std::uint64_t calls), std::uint64_t calls);

private:
    void
    serve(unsigned which);

    std::barrier<> gate; // opens for all with work, closes behind all
    std::atomic<unsigned> ready = 0;
    void (*work)(std::uint64_t calls) = nullptr; // NULL: no more
    std::uint64_t calls = 0;
    std::vector<double> took; // ns, of each thread
    std::vector<std::jthread> threads;
};

// The most threads that pools are timed on.
inline constexpr unsigned pool_threads = 2;

// Shape "pool", with the threads for a count. Only as many threads as this
// process has processors.
std::vector<contender>
pools();

// How many processors this process may run on.
unsigned
processors();

} // namespace cleanup
