/* How many objects that lie in a pool are still there after some epochs, which
 * stand for Go's collections. */
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"
#include "strategies/runtime/pool.h"
#include "strategies/runtime/pool_epoch.h"

enum { OBJECTS = 64, EPOCHS_MOST = 3 };

static char objects[OBJECTS];
static struct pool pool = POOL_INITIALIZER(.name = "survivors");

/* How many of OBJECTS are left, or -1 when the pool took fewer. */
static int
survivors_of(int epochs)
{
    int survivors = 0;
    for (int i = 0; i < OBJECTS; i++)
        if (!pool_put(&pool, &objects[i]))
            return -1;
    for (int i = 0; i < epochs; i++)
        pool_epoch_advance();
    while (pool_take(&pool) != NULL)
        survivors++;
    pool_drain(&pool);
    return survivors;
}

static int
pool_survival_run(struct printer *printer)
{
    for (int epochs = 0; epochs <= EPOCHS_MOST; epochs++) {
        int survivors = survivors_of(epochs);
        if (survivors < 0)
            return 1;
        print_value(printer, short_text("collections=%d", epochs).bytes,
            "survive", "share", (double)survivors / OBJECTS);
    }
    return 0;
}

EXPERIMENT(pool_survival, 1,
    "share of idle pooled objects that survive some epochs", pool_survival_run)
