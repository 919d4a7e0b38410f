/* The pool that most tests of a pool's behaviour are about: its objects are
 * numbers, and its discards are counted. */
#ifndef TESTS_STRATEGIES_POOL_OF_NUMBERS_H
#define TESTS_STRATEGIES_POOL_OF_NUMBERS_H

#include "pool_support.h"

static struct pool pool = POOL_INITIALIZER(.discard = count_discard);

static inline int
begin(void **state)
{
    (void)state;
    forget_discards();
    pool_epoch_every_bytes(0);
    return 0;
}

static inline int
end(void **state)
{
    (void)state;
    pool_drain(&pool);
    return 0;
}

static inline void
put_numbers(uintptr_t from, uintptr_t to)
{
    for (uintptr_t i = from; i <= to; i++)
        assert_true(pool_put(&pool, object(i)));
}

#endif
