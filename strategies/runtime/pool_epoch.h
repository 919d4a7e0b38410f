/* When pools let go of what is idle. An epoch discards every pool's victims
 * and makes victims of the other objects that lie in it: an object that is put
 * survives the next epoch and not the one after, unless it is taken. Go does
 * this at each garbage collection; here the program says when: by a call, per
 * bytes allocated, under memory pressure, or by a timer. */
#ifndef STRATEGIES_RUNTIME_POOL_EPOCH_H
#define STRATEGIES_RUNTIME_POOL_EPOCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /* Bytes: Go's smallest heap that is collected (runtime/mgcpacer.go). */
    POOL_EPOCH_BYTES_DEFAULT = 4 << 20,
    /* Bytes that a thread counts alone before it tells the others. */
    POOL_EPOCH_BYTES_STEP = 64 << 10
};

/* Begins a new epoch in every pool in use and returns when all are done; waits
 * for an epoch under way. The caller runs the discard callbacks. */
void
pool_epoch_advance(void);

/* How many epochs have ended. */
uint64_t
pool_epoch_number(void);

/* From now on an epoch begins whenever `bytes` more have been counted; 0:
 * never. POOL_EPOCH_BYTES_DEFAULT until called. */
void
pool_epoch_every_bytes(size_t bytes);

extern _Thread_local size_t pool_epoch_bytes_here;

/* The rest of pool_epoch_count_bytes. */
void
pool_epoch_tell_bytes(void);

/* To be called where the program allocates. A thread's count is told in steps
 * of POOL_EPOCH_BYTES_STEP. No epoch begins while one is under way. */
static inline void
pool_epoch_count_bytes(size_t bytes)
{
    pool_epoch_bytes_here += bytes;
    if (__builtin_expect(pool_epoch_bytes_here >= POOL_EPOCH_BYTES_STEP, 0))
        pool_epoch_tell_bytes();
}

enum pool_epoch_pressure {
    POOL_EPOCH_PRESSURE_UNKNOWN, /* cannot be read: errno */
    POOL_EPOCH_PRESSURE_NONE,
    POOL_EPOCH_PRESSURE_RELIEVED /* there was; an epoch was advanced */
};

/* Advances an epoch when the process has more than `resident_limit` bytes in
 * memory (/proc/self/statm). */
enum pool_epoch_pressure
pool_epoch_under_pressure(size_t resident_limit);

/* Advances an epoch every `milliseconds` (not 0) on a thread of its own.
 * False and errno when it cannot be started; EBUSY: it runs already. */
bool
pool_epoch_timer_start(unsigned milliseconds);

/* Returns when that thread has ended; nothing when there is none. */
void
pool_epoch_timer_stop(void);

#endif
