#include "allocators/tiers/free_runs.h"

/* A treap's shape comes from priorities that look random: the address times
 * the golden ratio does, and needs no field. */
static uint64_t
priority(const struct span *run)
{
    return ((uintptr_t)run->start >> HEAP_PAGE_SHIFT) * 0x9E3779B97F4A7C15u;
}

static bool
before(const struct span *a, const struct span *b)
{
    if (a->pages != b->pages)
        return a->pages < b->pages;
    return a->start < b->start;
}

static struct span **
towards(struct span *node, const struct span *run)
{
    return before(run, node) ? &node->run.left : &node->run.right;
}

/* Parts a tree into what comes before `run` and what comes after. */
static void
split(struct span *tree, const struct span *run, struct span **left,
    struct span **right)
{
    while (tree) {
        if (before(tree, run)) {
            *left = tree;
            left = &tree->run.right;
            tree = tree->run.right;
        } else {
            *right = tree;
            right = &tree->run.left;
            tree = tree->run.left;
        }
    }
    *left = NULL;
    *right = NULL;
}

/* Joins two trees, all of `left` before all of `right`. */
static struct span *
join(struct span *left, struct span *right)
{
    struct span *root = NULL;
    struct span **link = &root;
    while (left && right) {
        if (priority(left) > priority(right)) {
            *link = left;
            link = &left->run.right;
            left = left->run.right;
        } else {
            *link = right;
            link = &right->run.left;
            right = right->run.left;
        }
    }
    *link = left ? left : right;
    return root;
}

static void
tree_insert(struct span **link, struct span *run)
{
    while (*link && priority(*link) > priority(run))
        link = towards(*link, run);
    split(*link, run, &run->run.left, &run->run.right);
    *link = run;
}

static void
tree_remove(struct span **link, struct span *run)
{
    while (*link != run)
        link = towards(*link, run);
    *link = join(run->run.left, run->run.right);
}

static void
list_insert(struct free_runs *runs, struct span *run)
{
    struct span **head = &runs->exact[run->pages];
    run->previous = NULL;
    run->next = *head;
    if (*head)
        (*head)->previous = run;
    *head = run;
    runs->occupied[run->pages / 64] |= (uint64_t)1 << run->pages % 64;
}

static void
list_remove(struct free_runs *runs, struct span *run)
{
    if (run->next)
        run->next->previous = run->previous;
    if (run->previous)
        run->previous->next = run->next;
    else
        runs->exact[run->pages] = run->next;
    if (!runs->exact[run->pages])
        runs->occupied[run->pages / 64] &= ~((uint64_t)1 << run->pages % 64);
}

void
free_runs_insert(struct free_runs *runs, struct span *run)
{
    if (run->pages < FREE_RUNS_EXACT)
        list_insert(runs, run);
    else
        tree_insert(&runs->tree, run);
}

void
free_runs_remove(struct free_runs *runs, struct span *run)
{
    if (run->pages < FREE_RUNS_EXACT)
        list_remove(runs, run);
    else
        tree_remove(&runs->tree, run);
}

/* The next size from `pages` on that has runs; FREE_RUNS_EXACT for none. */
static size_t
next_occupied(const struct free_runs *runs, size_t pages)
{
    uint64_t mask = ~(uint64_t)0 << pages % 64;
    for (size_t word = pages / 64; word < FREE_RUNS_EXACT / 64; word++) {
        uint64_t sizes = runs->occupied[word] & mask;
        if (sizes)
            return word * 64 + (size_t)__builtin_ctzll(sizes);
        mask = ~(uint64_t)0;
    }
    return FREE_RUNS_EXACT;
}

static struct span *
list_best_fit(const struct free_runs *runs, size_t pages)
{
    size_t size = next_occupied(runs, pages);
    return size < FREE_RUNS_EXACT ? runs->exact[size] : NULL;
}

static struct span *
tree_best_fit(struct span *node, size_t pages)
{
    struct span *best = NULL;
    while (node) {
        if (node->pages >= pages) {
            best = node;
            node = node->run.left;
        } else {
            node = node->run.right;
        }
    }
    return best;
}

struct span *
free_runs_best_fit(const struct free_runs *runs, size_t pages)
{
    struct span *run = list_best_fit(runs, pages);
    return run ? run : tree_best_fit(runs->tree, pages);
}

/* Along the way to the best fit, then to the largest. */
static struct span *
tree_touched_fit(struct span *tree, size_t pages)
{
    for (struct span *node = tree; node;
         node = node->pages >= pages ? node->run.left : node->run.right)
        if (node->run.touched_pages >= pages)
            return node;
    for (struct span *node = tree; node; node = node->run.right)
        if (node->run.touched_pages >= pages)
            return node;
    return NULL;
}

/* A page fault takes as long as a hundred looks at a run. */
struct span *
free_runs_touched_fit(const struct free_runs *runs, size_t pages)
{
    size_t size = next_occupied(runs, pages);
    for (int looks = 0; looks < 16 && size < FREE_RUNS_EXACT; looks++) {
        if (runs->exact[size]->run.touched_pages >= pages)
            return runs->exact[size];
        size = next_occupied(runs, size + 1);
    }
    return tree_touched_fit(runs->tree, pages);
}

struct span *
free_runs_largest(const struct free_runs *runs, size_t pages)
{
    struct span *node = runs->tree;
    while (node && node->run.right)
        node = node->run.right;
    return node && node->pages >= pages ? node : NULL;
}
