/* A table with open addresses that doubles as it fills, and its entries. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/random.h"
#include "bench/workloads/workload.h"

enum { ENTRIES = 5000, FIRST_PLACES = 16, LONGEST_VALUE = 120 };

struct entry {
    uint64_t key;
    char *value;
    uint64_t uses;
};

struct hash_table {
    struct entry **places;
    size_t count;
    size_t used;
};

static struct random random_state = RANDOM_SEED;

static void
table_begin(struct hash_table *table, size_t count)
{
    table->places = calloc(count, sizeof(struct entry *));
    if (!table->places)
        workload_stop("out of memory");
    table->count = count;
    table->used = 0;
}

/* The count is a power of two. */
static void
table_place(struct hash_table *table, struct entry *entry)
{
    size_t at = entry->key & (table->count - 1);
    while (table->places[at])
        at = (at + 1) & (table->count - 1);
    table->places[at] = entry;
    table->used++;
}

static void
table_double(struct hash_table *table)
{
    struct hash_table larger;
    table_begin(&larger, 2 * table->count);
    for (size_t i = 0; i < table->count; i++)
        if (table->places[i])
            table_place(&larger, table->places[i]);
    free(table->places);
    *table = larger;
}

static void
table_add(struct hash_table *table)
{
    if (4 * (table->used + 1) > 3 * table->count)
        table_double(table);
    struct entry *entry = block_make(sizeof *entry);
    entry->key = random_next(&random_state);
    entry->value = block_make(1 + random_below(&random_state, LONGEST_VALUE));
    table_place(table, entry);
}

static void
table_end(struct hash_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->places[i]) {
            free(table->places[i]->value);
            free(table->places[i]);
        }
    free(table->places);
}

static size_t
rehashing_table_run(const struct workload *workload, size_t units)
{
    (void)workload;
    for (size_t unit = 0; unit < units; unit++) {
        struct hash_table table;
        table_begin(&table, FIRST_PLACES);
        for (unsigned i = 0; i < ENTRIES; i++)
            table_add(&table);
        table_end(&table);
    }
    return units * 2 * ENTRIES;
}

const struct workload rehashing_table_workloads[] = {
    {"rehashing_table", WORKLOAD_PROGRAM,
        "a table of 5,000 entries that doubles as it fills, freed", 0, NULL,
        rehashing_table_run, NULL},
    WORKLOADS_END,
};
