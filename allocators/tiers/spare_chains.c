#include "allocators/tiers/spare_chains.h"

/* What a thread's spares together may hold, beyond one of each class. */
static const size_t most_bytes = 1024 * 1024;

/* Relaxed: when exactly a period ends does not matter. */
static _Atomic uint32_t period;

static uint32_t
this_period(void)
{
    return atomic_load_explicit(&period, memory_order_relaxed);
}

static bool
try_lock(struct spare_chains *spares)
{
    return !atomic_exchange_explicit(
        &spares->locked, true, memory_order_acquire);
}

static void
unlock(struct spare_chains *spares)
{
    atomic_store_explicit(&spares->locked, false, memory_order_release);
}

/* Relaxed: the lock orders them, but for who takes a hint. */
static unsigned
count_of(const struct spare_chains *spares, unsigned size_class)
{
    return atomic_load_explicit(
        &spares->counts[size_class], memory_order_relaxed);
}

static void
set_count(struct spare_chains *spares, unsigned size_class, unsigned count)
{
    atomic_store_explicit(
        &spares->counts[size_class], (uint8_t)count, memory_order_relaxed);
}

static size_t
bytes_of(const struct block_chain *chain, unsigned size_class)
{
    return chain->count * size_class_block_bytes[size_class];
}

static bool
has_room(const struct spare_chains *spares, unsigned size_class,
    const struct block_chain *chain)
{
    unsigned count = count_of(spares, size_class);
    if (count == 0)
        return true;
    return count < SPARE_CHAINS_OF_A_CLASS &&
           spares->bytes + bytes_of(chain, size_class) <= most_bytes;
}

/* There is one. */
static struct block_chain
remove_newest(struct spare_chains *spares, unsigned size_class)
{
    unsigned count = count_of(spares, size_class) - 1;
    struct block_chain chain = spares->chains[size_class][count];
    set_count(spares, size_class, count);
    spares->bytes -= bytes_of(&chain, size_class);
    return chain;
}

bool
spare_chains_push(
    struct spare_chains *spares, unsigned size_class, struct block_chain chain)
{
    if (!try_lock(spares))
        return false;
    bool room = has_room(spares, size_class, &chain);
    if (room) {
        unsigned count = count_of(spares, size_class);
        spares->chains[size_class][count] = chain;
        set_count(spares, size_class, count + 1);
        spares->bytes += bytes_of(&chain, size_class);
    }
    spares->used = this_period();
    unlock(spares);
    return room;
}

struct block_chain
spare_chains_pop(struct spare_chains *spares, unsigned size_class)
{
    struct block_chain chain = {0};
    if (!try_lock(spares))
        return chain;
    if (count_of(spares, size_class) > 0)
        chain = remove_newest(spares, size_class);
    spares->used = this_period();
    unlock(spares);
    return chain;
}

bool
spare_chains_any(const struct spare_chains *spares, unsigned size_class)
{
    return count_of(spares, size_class) > 0;
}

static bool
are_idle(const struct spare_chains *spares)
{
    return this_period() - spares->used >= 2;
}

static size_t
take_all(struct spare_chains *spares, struct idle_chain *idle, size_t room)
{
    size_t count = 0;
    for (unsigned i = 1; i < SIZE_CLASS_COUNT && count < room; i++)
        while (count_of(spares, i) > 0 && count < room)
            idle[count++] = (struct idle_chain){i, remove_newest(spares, i)};
    return count;
}

size_t
spare_chains_take_idle(
    struct spare_chains *spares, bool all, struct idle_chain *idle, size_t room)
{
    if (!try_lock(spares))
        return 0;
    bool wanted = spares->bytes > 0 && (all || are_idle(spares));
    size_t count = wanted ? take_all(spares, idle, room) : 0;
    unlock(spares);
    return count;
}

void
spare_chains_end_period(void)
{
    atomic_fetch_add_explicit(&period, 1, memory_order_relaxed);
}
