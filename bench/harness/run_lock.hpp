// One measuring run at a time on a machine: two would measure each other.
#pragma once

#include "bench/harness/result.hpp"

namespace cleanup
{

// The environment's name for another file than the one that all share.
inline constexpr char run_lock_variable[] = "CLEANUP_BENCH_LOCK";

// Held from take to the object's end, or to the end of the process however it
// ends: the kernel lets go of it.
class run_lock
{
public:
    // Takes the lock that all users of the machine share, /tmp's
    // cleanup-bench.lock or the file that run_lock_variable names. An error
    // tells which process holds it, where that is known. Containers share it
    // when they share that file.
    static result<run_lock>
    take();

    run_lock(run_lock &&from) noexcept;
    run_lock &
    operator=(run_lock &&) = delete;
    ~run_lock();

private:
    explicit run_lock(int locked);

    int file; // -1: moved from
};

} // namespace cleanup
