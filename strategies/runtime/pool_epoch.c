#include "strategies/runtime/pool_epoch.h"

#include "strategies/runtime/pool_internal.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

pthread_mutex_t pool_epoch_lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic uint64_t epochs_ended; /* written under pool_epoch_lock */

_Thread_local size_t pool_epoch_bytes_here;
static _Atomic size_t bytes_told;
static _Atomic size_t bytes_limit = POOL_EPOCH_BYTES_DEFAULT;

/* Has every running thread of the process pass a full barrier. False when the
 * kernel will not. Registers at first, which is quick to repeat. */
static bool
barrier_on_all_threads(void)
{
    return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0,
               0) == 0 &&
           syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}

/* Takes the private object out of a shard whose owner is told by `claimed`. */
static void *
claim(struct pool_shard *shard)
{
    /* Acquire: pairs with the owner's release in pool_put. */
    void *object = atomic_load_explicit(&shard->private, memory_order_acquire);
    if (!pool_is_object(object))
        return NULL;
    atomic_store_explicit(&shard->private, POOL_ASK, memory_order_relaxed);
    shard->claimed_object = object;
    return object;
}

/* Takes every private object there is: objects[i] from shard i, or NULL. */
static void
claim_all(struct pool *pool, void **objects)
{
    pthread_mutex_lock(&pool->lock);
    unsigned end = atomic_load(&pool->shards_end);
    for (unsigned i = 1; i < end; i++)
        atomic_store_explicit(
            &pool->shards[i].claimed, true, memory_order_relaxed);
    /* Pairs with the signal fence in pool_take_unchecked. */
    bool ordered = barrier_on_all_threads();
    for (unsigned i = 1; ordered && i < end; i++)
        objects[i] = claim(&pool->shards[i]);
    pthread_mutex_unlock(&pool->lock);
}

static void
make_victim(struct pool *pool, struct pool_shard *shard, void *object)
{
    if (pool->without_victims || !pool_chain_push(&shard->victim, object, 0))
        pool_discard(pool, object);
}

static void
discard_victims(struct pool *pool, struct pool_shard *shard)
{
    void *object;
    while ((object = pool_steal(&pool->epoch_steals, &shard->victim)) != NULL)
        pool_discard(pool, object);
    shard->victim.restart = true;
    pool_reclaim(pool, &shard->victim);
}

/* As many as there are now: the owner may be adding all the while. */
static void
make_victims(struct pool *pool, struct pool_shard *shard)
{
    atomic_store(&pool->epoch_steals, true);
    size_t count = pool_chain_count(&shard->local);
    atomic_store_explicit(&pool->epoch_steals, false, memory_order_release);
    for (; count; count--) {
        void *object = pool_steal(&pool->epoch_steals, &shard->local);
        if (!object)
            return;
        make_victim(pool, shard, object);
    }
}

static void
pool_age(struct pool *pool, uint64_t epoch)
{
    void *claimed[POOL_THREADS + 1] = {NULL};
    unsigned end = atomic_load(&pool->shards_end);
    for (unsigned i = 0; i < end; i++)
        discard_victims(pool, &pool->shards[i]);
    claim_all(pool, claimed);
    for (unsigned i = 0; i <= POOL_THREADS; i++)
        if (claimed[i])
            make_victim(pool, &pool->shards[i], claimed[i]);
    for (unsigned i = 0; i < end; i++)
        make_victims(pool, &pool->shards[i]);
    /* Release: pairs with the acquire in take_victim. */
    atomic_store_explicit(&pool->victims, epoch, memory_order_release);
}

/* Under pool_epoch_lock. */
static void
advance(void)
{
    uint64_t epoch =
        atomic_load_explicit(&epochs_ended, memory_order_relaxed) + 1;
    for (struct pool *pool = pool_registry_first(); pool; pool = pool->next)
        pool_age(pool, epoch);
    atomic_store_explicit(&epochs_ended, epoch, memory_order_release);
}

void
pool_epoch_advance(void)
{
    pthread_mutex_lock(&pool_epoch_lock);
    advance();
    pthread_mutex_unlock(&pool_epoch_lock);
}

uint64_t
pool_epoch_number(void)
{
    return atomic_load_explicit(&epochs_ended, memory_order_acquire);
}

void
pool_epoch_every_bytes(size_t bytes)
{
    atomic_store_explicit(&bytes_told, 0, memory_order_relaxed);
    atomic_store_explicit(&bytes_limit, bytes, memory_order_relaxed);
}

void
pool_epoch_tell_bytes(void)
{
    size_t bytes = pool_epoch_bytes_here;
    pool_epoch_bytes_here = 0;
    size_t limit = atomic_load_explicit(&bytes_limit, memory_order_relaxed);
    size_t told = bytes + atomic_fetch_add_explicit(
                              &bytes_told, bytes, memory_order_relaxed);
    if (limit == 0 || told < limit || pthread_mutex_trylock(&pool_epoch_lock))
        return;
    /* Unless another thread's epoch, which has just ended, was for these. */
    if (atomic_load_explicit(&bytes_told, memory_order_relaxed) >= limit) {
        atomic_store_explicit(&bytes_told, 0, memory_order_relaxed);
        advance();
    }
    pthread_mutex_unlock(&pool_epoch_lock);
}

/* The second number of /proc/self/statm, in pages. False and errno. */
static bool
read_resident_bytes(size_t *bytes)
{
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return false;
    char text[128];
    const char *rest = fgets(text, sizeof text, file);
    fclose(file);
    rest = rest ? strchr(rest, ' ') : NULL;
    if (!rest) {
        errno = EIO;
        return false;
    }
    *bytes = strtoul(rest, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
    return true;
}

enum pool_epoch_pressure
pool_epoch_under_pressure(size_t resident_limit)
{
    size_t resident;
    if (!read_resident_bytes(&resident))
        return POOL_EPOCH_PRESSURE_UNKNOWN;
    if (resident <= resident_limit)
        return POOL_EPOCH_PRESSURE_NONE;
    pool_epoch_advance();
    return POOL_EPOCH_PRESSURE_RELIEVED;
}

/* The timer. Its lock is taken before all others. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* on the monotonic clock, while it runs */
    pthread_t thread;
    unsigned milliseconds;
    bool runs; /* until stop is asked for */
    bool exists;
} timer = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void
fork_prepare(void)
{
    pthread_mutex_lock(&timer.lock);
    pthread_mutex_lock(&pool_epoch_lock);
    pool_registry_lock_all();
}

static void
fork_end(void)
{
    pool_registry_unlock_all();
    pthread_mutex_unlock(&pool_epoch_lock);
    pthread_mutex_unlock(&timer.lock);
}

/* The timer's thread is the parent's alone. */
static void
fork_end_in_child(void)
{
    timer.runs = false;
    timer.exists = false;
    fork_end();
}

static void
fork_survive_once(void)
{
    pthread_atfork(fork_prepare, fork_end, fork_end_in_child);
}

/* Not a constructor: what is told last is asked first, and these locks come
 * before an allocator's, which a discard takes. */
void
pool_survive_fork(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fork_survive_once);
}

static struct timespec
in_milliseconds(unsigned milliseconds)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += milliseconds / 1000;
    at.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_nsec -= 1000000000;
        at.tv_sec++;
    }
    return at;
}

/* Under the timer's lock, which waiting lets go. False: it was stopped. */
static bool
timer_wait(void)
{
    struct timespec end = in_milliseconds(timer.milliseconds);
    while (timer.runs &&
           pthread_cond_timedwait(&timer.changed, &timer.lock, &end) == 0) {
    }
    return timer.runs;
}

static void *
timer_run(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&timer.lock);
    while (timer_wait()) {
        pthread_mutex_unlock(&timer.lock);
        pool_epoch_advance();
        pthread_mutex_lock(&timer.lock);
    }
    pthread_mutex_unlock(&timer.lock);
    return NULL;
}

/* The program's signals are for its own threads. 0 or an errno. */
static int
timer_thread_create(void)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int reason = pthread_create(&timer.thread, NULL, timer_run, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return reason;
}

/* Under the timer's lock. 0 or an errno. */
static int
timer_begin(unsigned milliseconds)
{
    if (timer.exists)
        return EBUSY;
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&timer.changed, &clock);
    pthread_condattr_destroy(&clock);
    timer.milliseconds = milliseconds;
    timer.runs = true;
    int reason = timer_thread_create();
    timer.exists = reason == 0;
    if (reason)
        pthread_cond_destroy(&timer.changed);
    return reason;
}

bool
pool_epoch_timer_start(unsigned milliseconds)
{
    pool_survive_fork();
    pthread_mutex_lock(&timer.lock);
    int reason = timer_begin(milliseconds);
    pthread_mutex_unlock(&timer.lock);
    if (reason)
        errno = reason;
    return reason == 0;
}

void
pool_epoch_timer_stop(void)
{
    pthread_mutex_lock(&timer.lock);
    bool existed = timer.exists && timer.runs;
    timer.runs = false;
    if (existed)
        pthread_cond_signal(&timer.changed);
    pthread_mutex_unlock(&timer.lock);
    if (!existed)
        return;
    pthread_join(timer.thread, NULL);
    pthread_mutex_lock(&timer.lock);
    pthread_cond_destroy(&timer.changed);
    timer.exists = false;
    pthread_mutex_unlock(&timer.lock);
}
