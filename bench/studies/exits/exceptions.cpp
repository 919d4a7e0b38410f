// The C++ half of the ways out.
#include "bench/studies/exits/ways.h"

#include <exception>

void
exits_throw()
{
    throw std::exception();
}

// Only what these programs throw is caught: a thread's end and a panic unwind
// by themselves, and must pass.
void
exits_under_catch(void (*scope)(exits_way), exits_way way)
{
    try {
        scope(way);
    } catch (const std::exception &) {
    }
}
