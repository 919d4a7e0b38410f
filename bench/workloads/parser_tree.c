/* A parser: builds a tree of small nodes of several sizes, with names, and
 * frees all of it. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/random.h"
#include "bench/workloads/workload.h"

enum { CHILDREN = 4, DEPTH = 6, LONGEST_NAME = 40 };

/* A leaf has no room for children; others have some for what they are. */
struct node {
    char *name;
    unsigned children;
    struct node *child[];
};

static struct random random_state = RANDOM_SEED;

static size_t
node_size(unsigned children)
{
    static const unsigned char more[] = {0, 16, 40, 8};
    return sizeof(struct node) + children * sizeof(struct node *) +
           more[random_below(&random_state, sizeof more)];
}

/* Adds to `count` the blocks that were made. */
static struct node *
tree_build(unsigned depth, size_t *count)
{
    unsigned children =
        depth == 0 ? 0
                   : 2 + (unsigned)random_below(&random_state, CHILDREN - 1);
    struct node *node = block_make(node_size(children));
    node->name = block_make(4 + random_below(&random_state, LONGEST_NAME));
    node->children = children;
    for (unsigned i = 0; i < children; i++)
        node->child[i] = tree_build(depth - 1, count);
    *count += 2;
    return node;
}

static void
tree_free(struct node *node)
{
    for (unsigned i = 0; i < node->children; i++)
        tree_free(node->child[i]);
    free(node->name);
    free(node);
}

static size_t
parser_tree_run(const struct workload *workload, size_t units)
{
    (void)workload;
    size_t count = 0;
    for (size_t unit = 0; unit < units; unit++)
        tree_free(tree_build(DEPTH, &count));
    return count;
}

const struct workload parser_tree_workloads[] = {
    {"parser_tree", WORKLOAD_PROGRAM,
        "trees of some 1,000 nodes of several sizes with names, freed", 0, NULL,
        parser_tree_run, NULL},
    WORKLOADS_END,
};
