/* A jump out of the failing function, which each function on the way catches to
 * let go of what it holds. */
#include "bench/studies/ladder/ladder.h"

#include <setjmp.h>

/* Where a failure goes. */
static _Thread_local jmp_buf *handler;

static __attribute__((noinline)) void
call_functions(size_t more)
{
    jmp_buf here, *above = handler;
    void *resource = ladder_take(more);
    if (setjmp(here)) {
        ladder_let_go(resource);
        handler = above;
        longjmp(*above, 1);
    }
    handler = &here;
    if (more > 1)
        call_functions(more - 1);
    else if (ladder_fails())
        longjmp(here, 1);
    ladder_let_go(resource);
    handler = above;
}

#define FAILURE(n)                                                             \
    LADDER_RUNG(setjmp_by_hand, failure, n)                                    \
    {                                                                          \
        jmp_buf here;                                                          \
        handler = &here;                                                       \
        if (!setjmp(here))                                                     \
            call_functions(n);                                                 \
        ladder_use();                                                          \
    }

LADDER_FAILURES(FAILURE)
