/* Prints, as Markdown, what the docs say of size classes and structures, from
 * the headers that the heap itself is compiled from.
 *   tier-tables classes|costs|structures */
#include "allocators/thread_cache.h"
#include "allocators/tiers/central_list_state.h"
#include "allocators/tiers/collector_bits.h"
#include "allocators/tiers/page_heap_state.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/size_class.h"
#include "allocators/tiers/span.h"

#include <stdio.h>
#include <string.h>

struct layout {
    unsigned number;
    size_t block_bytes;
    size_t below; /* bytes of the class below */
    size_t pages;
};

#define LAYOUT(number, bytes, below, pages)                                    \
    {(number), (bytes), (below), (pages)},
static const struct layout layouts[] = {SIZE_CLASSES(LAYOUT)};
enum { LAYOUTS = sizeof layouts / sizeof *layouts };

static size_t
span_bytes_of(const struct layout *layout)
{
    return layout->pages << HEAP_PAGE_SHIFT;
}

static size_t
blocks_of(const struct layout *layout)
{
    return span_bytes_of(layout) / layout->block_bytes;
}

static size_t
tail_of(const struct layout *layout)
{
    return span_bytes_of(layout) % layout->block_bytes;
}

/* Of a block, when the smallest request that it serves has 1 byte more than the
 * class below. */
static double
largest_waste_percent(const struct layout *layout)
{
    return 100.0 * (double)(layout->block_bytes - layout->below - 1) /
           (double)layout->block_bytes;
}

static double
tail_percent(const struct layout *layout)
{
    return 100.0 * (double)tail_of(layout) / (double)span_bytes_of(layout);
}

static void
print_classes(void)
{
    puts("| class | block, bytes | pages of a span | blocks of a span |"
         " left behind the last | largest waste inside a block |"
         " blocks in a batch |\n"
         "|---:|---:|---:|---:|---:|---:|---:|");
    for (size_t i = 0; i < LAYOUTS; i++) {
        const struct layout *layout = &layouts[i];
        printf("| %u | %zu | %zu | %zu | %.1f%% | %.1f%% | %u |\n",
            layout->number, layout->block_bytes, layout->pages,
            blocks_of(layout), tail_percent(layout),
            largest_waste_percent(layout),
            (unsigned)size_class_batch[layout->number]);
    }
}

/* What each structure takes of a block's memory. */

static double
no_header(const struct layout *layout)
{
    (void)layout;
    return 0;
}

static double
share_of_span(const struct layout *layout)
{
    return (double)sizeof(struct span) / (double)blocks_of(layout);
}

static double
share_of_page_map(const struct layout *layout)
{
    size_t entry = sizeof(struct page_map_leaf) / PAGE_MAP_LEAF_PAGES;
    return (double)(entry * layout->pages) / (double)blocks_of(layout);
}

static double
share_of_tail(const struct layout *layout)
{
    return (double)tail_of(layout) / (double)blocks_of(layout);
}

static double
share_of_all(const struct layout *layout)
{
    return share_of_span(layout) + share_of_page_map(layout) +
           share_of_tail(layout);
}

static double
percent_of_block(const struct layout *layout)
{
    return 100 * share_of_all(layout) / (double)layout->block_bytes;
}

static const struct {
    const char *name;
    double (*of)(const struct layout *layout);
    const char *unit;
} costs[] = {
    {"a header before the block", no_header, ""},
    {"its part of the span's structure", share_of_span, ""},
    {"its part of the page map", share_of_page_map, ""},
    {"its part of the rest behind the last block", share_of_tail, ""},
    {"all", share_of_all, ""},
    {"of the block", percent_of_block, "%"},
};

static const struct layout *
layout_for(size_t size)
{
    return &layouts[size_class_of(size) - 1];
}

static void
print_costs(void)
{
    static const size_t sizes[] = {16, 64, 256, 4096, 32768};
    enum { SIZES = sizeof sizes / sizeof *sizes };
    puts("| bytes per block | 16 B | 64 B | 256 B | 4 KiB | 32 KiB |\n"
         "|---|---:|---:|---:|---:|---:|");
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        printf("| %s |", costs[i].name);
        for (size_t j = 0; j < SIZES; j++)
            printf(
                " %.3g%s |", costs[i].of(layout_for(sizes[j])), costs[i].unit);
        putchar('\n');
    }
}

static void
print_structure(const char *name, size_t bytes, const char *how_many)
{
    printf("| %s | %zu | %s |\n", name, bytes, how_many);
}

static void
print_structures(void)
{
    puts("| structure | bytes | one for each |\n|---|---:|---|");
    print_structure("`struct span`", sizeof(struct span), "span");
    print_structure("entry of the page map",
        sizeof(struct page_map_leaf) / PAGE_MAP_LEAF_PAGES, "page of 8 KiB");
    print_structure("link to the next block", sizeof(struct block),
        "free block, inside of it");
    print_structure(
        "`struct thread_cache`", sizeof(struct thread_cache), "thread");
    print_structure("`struct central_list`", sizeof(struct central_list),
        "size class, in the process");
    print_structure("ready chains of a central list",
        sizeof central_list_chains[0],
        "size class; the kernel gives memory for those in use");
    print_structure("`struct collector_bits`", sizeof(struct collector_bits),
        "span of which a collector asked something");
    print_structure("`struct page_heap`", sizeof(struct page_heap), "process");
    print_structure("roots of the page map", sizeof page_map_roots,
        "process; the kernel gives memory for those in use");
}

static const struct {
    const char *name;
    void (*print)(void);
} tables[] = {
    {"classes", print_classes},
    {"costs", print_costs},
    {"structures", print_structures},
};

int
main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (argc == 2 && strcmp(argv[1], tables[i].name) == 0) {
            tables[i].print();
            return fflush(stdout) == EOF;
        }
    }
    fputs("usage: tier-tables classes|costs|structures\n", stderr);
    return 1;
}
