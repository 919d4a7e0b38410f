#include "allocators/tiers/size_class.h"

/* Every sixteen bytes between the class below and this one take this class. A
 * request of no bytes takes the first. Ranges as designators are a GNU
 * extension, hence the marks. */
#define LOOKUP(size_class, bytes, below, pages)                                \
    [(below) / 16 + 1 ...(bytes) / 16] = (size_class),
__extension__ const uint8_t size_class_table[SIZE_CLASS_LARGEST / 16 + 1] = {
    [0] = 1, SIZE_CLASSES(LOOKUP)};

#define BLOCK_BYTES(size_class, bytes, below, pages) [size_class] = (bytes),
const uint32_t size_class_block_bytes[SIZE_CLASS_COUNT] = {
    SIZE_CLASSES(BLOCK_BYTES)};

#define SPAN_PAGES(size_class, bytes, below, pages) [size_class] = (pages),
const uint8_t size_class_span_pages[SIZE_CLASS_COUNT] = {
    SIZE_CLASSES(SPAN_PAGES)};

#define BATCH(size_class, bytes, below, pages)                                 \
    [size_class] = (bytes) > 128 ? 65536 / (bytes) : 512,
const uint16_t size_class_batch[SIZE_CLASS_COUNT] = {SIZE_CLASSES(BATCH)};

unsigned
size_class_aligned(size_t alignment, size_t size)
{
    if (alignment > HEAP_PAGE_BYTES || size > SIZE_CLASS_LARGEST)
        return 0;
    unsigned size_class = size_class_of(size);
    while (size_class < SIZE_CLASS_COUNT &&
           size_class_block_bytes[size_class] % alignment != 0)
        size_class++;
    return size_class < SIZE_CLASS_COUNT ? size_class : 0;
}
