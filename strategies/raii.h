/* C++: an object owns the resource, and its destructor releases it at the end
 * of the iteration's scope. */
#ifndef STRATEGIES_RAII_H
#define STRATEGIES_RAII_H

#include "strategies/strategy.h"

namespace cleanup
{

/* Always inline, as all of a strategy: else gcc gives up on folding the
 * constant structures behind `work` before it inlines a constructor. */
class owned_resource
{
public:
    [[gnu::always_inline]] explicit owned_resource(const struct work &of)
        : held_for(of), handle(of.resource->acquire(of.allocator, of.size))
    {
    }
    [[gnu::always_inline]] ~owned_resource()
    {
        if (handle)
            held_for.resource->release(held_for.allocator, handle);
    }
    owned_resource(const owned_resource &) = delete;
    owned_resource &
    operator=(const owned_resource &) = delete;

    [[gnu::always_inline]] bool
    taken() const
    {
        return handle != nullptr;
    }
    [[gnu::always_inline]] bool
    use() const
    {
        return held_for.resource->use(
            held_for.allocator, handle, held_for.size);
    }

private:
    const struct work &held_for;
    void *handle;
};

} // namespace cleanup

STRATEGY_INLINE bool
raii_step(const struct work *work)
{
    cleanup::owned_resource resource(*work);
    return resource.taken() && resource.use();
}

/* Written out: g++ 12 folds nothing behind a step that it is given. */
STRATEGY_INLINE size_t
raii_run(const struct work *work)
{
    size_t done = 0;
    while (done < work->count && raii_step(work)) {
        done++;
        STRATEGY_BARRIER();
    }
    return done;
}

static const struct strategy raii_strategy = {
    .name = "raii",
    .summary = "C++: released by its owner's destructor at the scope's end",
    .run = raii_run,
    .settle = nullptr,
};

#endif
