// A destructor.
#include "bench/studies/exits/exits.h"

#include <new>

namespace
{

struct owner {
    void *resource;
    explicit owner(void *taken) : resource(taken)
    {
    }
    owner(const owner &) = delete;
    ~owner()
    {
        exits_let_go(resource);
    }
};

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
        owner held(exits_take(way));
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

struct changer {
    exits_struct *changed;
    ~changer()
    {
        exits_change(changed);
    }
};

exits_struct
give_struct()
{
    exits_struct result = {};
    changer armed{&result};
    result.value = exits_value();
    return result;
}

} // namespace

extern "C" const exits_mechanism exits_raii = {
    "raii", scope, give_struct, nullptr, nullptr};
