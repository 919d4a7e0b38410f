// A destructor.
#include "bench/studies/ladder/ladder.h"

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
        if (resource)
            ladder_let_go(resource);
    }
};

} // namespace

#define TAKE(k)                                                                \
    owner resource_##k(ladder_take(k));                                        \
    if (!resource_##k.resource)                                                \
        return;

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(raii, straight, n)                                             \
    {                                                                          \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
    }

#define LOOP(n)                                                                \
    LADDER_RUNG(raii, loop, n)                                                 \
    {                                                                          \
        for (size_t k = 1; k <= n; k++) {                                      \
            owner held(ladder_take(k));                                        \
            if (!held.resource)                                                \
                return;                                                        \
            ladder_use();                                                      \
        }                                                                      \
    }

namespace
{

struct failure {
};

__attribute__((noinline)) void
call_functions(size_t more)
{
    owner held(ladder_take(more));
    if (more > 1)
        call_functions(more - 1);
    else if (ladder_fails())
        throw failure();
    ladder_use();
}

} // namespace

#define FAILURE(n)                                                             \
    LADDER_RUNG(raii, failure, n)                                              \
    {                                                                          \
        try {                                                                  \
            call_functions(n);                                                 \
        } catch (const failure &) {                                            \
            ladder_use();                                                      \
        }                                                                      \
    }

extern "C" {
LADDER_STRAIGHT(STRAIGHT)
LADDER_LOOPS(LOOP)
LADDER_FAILURES(FAILURE)
}
