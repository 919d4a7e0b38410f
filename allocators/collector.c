#include "allocators/collector.h"

#include "allocators/thread_cache.h"
#include "allocators/tiers/central_list.h"
#include "allocators/tiers/collector_bits.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/stop.h"

/* The cycle begun last; 0 before the first. Written while stopped. */
static uint32_t cycle;

/* Finding. */

static struct collector_object
object_at(struct span *span, size_t index)
{
    bool large = span->state == SPAN_LARGE;
    return (struct collector_object){
        .start = large ? span->start : span_block_at(span, index),
        .bytes = large ? span_bytes(span) : span->block_bytes,
        .size_class = span->size_class,
        .index = index,
        .span = span,
    };
}

bool
collector_find(const void *address, struct collector_object *object)
{
    struct span *span = page_map_span_of(address);
    if (!span)
        return false;
    size_t index =
        span->state == SPAN_LARGE ? 0 : span_block_index(span, address);
    if (span->state == SPAN_BLOCKS && index >= span->blocks)
        return false;
    *object = object_at(span, index);
    return true;
}

/* Which blocks are live. */

void
collector_settle(void)
{
    thread_cache_empty_all();
    central_lists_settle(true);
}

static bool
is_home(const struct span *span, size_t index)
{
    return span->state == SPAN_BLOCKS &&
           span->free_bits[index / 64] >> index % 64 & 1;
}

bool
collector_is_live(const struct collector_object *object)
{
    return !is_home(object->span, object->index);
}

/* Blocks without pointers. */

static struct collector_object
object_of(const void *block)
{
    struct collector_object object;
    if (!collector_find(block, &object))
        stop_on_pointer(block, "is not a live block");
    if (object.start != block)
        stop_on_pointer(block, "points into a block, not to its start");
    return object;
}

/* First the bit, then the class: who is handed the block finds both. Another
 * thread may do the same for another block of the span. */
bool
collector_declare_pointer_free(void *block)
{
    struct collector_object object = object_of(block);
    struct collector_bits *bits = collector_bits_make(object.span);
    if (!bits)
        return false;
    collector_bits_set(bits->pointer_free, object.index);
    if (page_map_class(block) > 0)
        page_map_set_class(object.span, 0);
    return true;
}

bool
collector_is_pointer_free(const struct collector_object *object)
{
    const struct collector_bits *bits = collector_bits_of(object->span);
    return bits && collector_bits_read(bits->pointer_free, object->index);
}

/* Walking. */

/* False ends the walk. */
typedef bool
visit_span(struct span *span, void *context);

/* The span in use that begins at the page, or NULL. Between pages of a free run
 * the map says what was there before. */
static struct span *
span_beginning_at(size_t page)
{
    struct span *span = page_map_span_of((void *)(page << HEAP_PAGE_SHIFT));
    return span && page_map_page(span->start) == page ? span : NULL;
}

/* `visit` may release the span: what is needed of it is read before. */
static bool
visit_spans(visit_span *visit, void *context)
{
    size_t page = page_map_next_entry(0);
    while (page < PAGE_MAP_PAGES) {
        struct span *span = span_beginning_at(page);
        size_t behind = page + (span ? span->pages : 1);
        if (span && !visit(span, context))
            return false;
        page = page_map_next_entry(behind);
    }
    return true;
}

struct visitor {
    collector_visit *visit;
    void *context;
};

/* Until the last live block is visited, the span stays in use. The copy knows
 * which were live before the first was. */
static bool
visit_blocks(struct span *span, void *context)
{
    const struct visitor *visitor = context;
    struct span before = *span;
    size_t blocks = before.state == SPAN_LARGE ? 1 : before.blocks;
    for (size_t i = 0; i < blocks; i++) {
        if (is_home(&before, i))
            continue;
        struct collector_object object = object_at(span, i);
        visitor->visit(&object, visitor->context);
    }
    return true;
}

void
collector_visit_live(collector_visit *visit, void *context)
{
    struct visitor visitor = {visit, context};
    visit_spans(visit_blocks, &visitor);
}

/* Marks. */

static bool
begin_in_span(struct span *span, void *unused)
{
    (void)unused;
    struct collector_bits *bits = collector_bits_make(span);
    if (!bits)
        return false;
    for (unsigned word = 0; word < SPAN_BITMAP_WORDS; word++)
        atomic_store_explicit(&bits->marked[word], 0, memory_order_relaxed);
    span->sweep_generation = cycle;
    return true;
}

bool
collector_begin_marking(void)
{
    collector_settle();
    cycle = cycle % UINT32_MAX + 1; /* never 0, which spans begin with */
    return visit_spans(begin_in_span, NULL);
}

/* The span's bits when it takes part in this cycle, else NULL. */
static struct collector_bits *
bits_of_cycle(const struct span *span)
{
    bool takes_part = cycle > 0 && span->sweep_generation == cycle;
    return takes_part ? collector_bits_of(span) : NULL;
}

bool
collector_mark(const struct collector_object *object)
{
    struct collector_bits *bits = bits_of_cycle(object->span);
    return bits && collector_bits_set(bits->marked, object->index);
}

bool
collector_is_marked(const struct collector_object *object)
{
    const struct collector_bits *bits = bits_of_cycle(object->span);
    return !bits || collector_bits_read(bits->marked, object->index);
}
