// A scope guard: a destructor that calls a lambda.
#include "strategies/runtime/scope_guard.hpp"
#include "bench/studies/exits/exits.h"

#include <new>

namespace
{

// As C++ has it: what fails for want of memory throws.
void
work(exits_way way)
{
    if (!exits_work(way))
        throw std::bad_alloc();
}

void
scope(exits_way way)
{
    for (int once = 0; once < 1; once++) {
        void *resource = exits_take(way);
        cleanup::scope_guard guard([&] { exits_let_go(resource); });
        if (way == EXITS_RETURN)
            return;
        if (way == EXITS_BREAK)
            break;
        if (way == EXITS_GOTO)
            goto out;
        work(way);
    }
out:
    return;
}

exits_struct
give_struct()
{
    exits_struct result = {};
    cleanup::scope_guard guard([&] { exits_change(&result); });
    result.value = exits_value();
    return result;
}

} // namespace

extern "C" const exits_mechanism exits_scope_guard = {
    "scope_guard", scope, give_struct, nullptr, nullptr};
