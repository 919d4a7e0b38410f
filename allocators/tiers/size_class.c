#include "allocators/tiers/size_class.h"

/* Every sixteen bytes between the class below and this one take this class. A
 * request of no bytes takes the first. Ranges as designators are a GNU
 * extension, hence the marks. */
#define LOOKUP(size_class, bytes, below, pages)                                \
    [(below) / 16 + 1 ...(bytes) / 16] = (size_class),
__extension__ const uint8_t size_class_table[] = {
    [0] = 1, SMALL_SIZE_CLASSES(LOOKUP)};

#define PAGE_LOOKUP(size_class, bytes, below, pages)                           \
    [(below) / HEAP_PAGE_BYTES...(bytes) / HEAP_PAGE_BYTES - 1] = (size_class),
__extension__ const uint8_t size_class_page_table[] = {
    PAGE_SIZE_CLASSES(PAGE_LOOKUP)};

#define BLOCK_BYTES(size_class, bytes, below, pages) [size_class] = (bytes),
const uint32_t size_class_block_bytes[SIZE_CLASS_COUNT] = {
    SIZE_CLASSES(BLOCK_BYTES)};

#define SPAN_PAGES(size_class, bytes, below, pages) [size_class] = (pages),
const uint8_t size_class_span_pages[SIZE_CLASS_COUNT] = {
    SIZE_CLASSES(SPAN_PAGES)};

#define BATCH(size_class, bytes, below, pages)                                 \
    [size_class] = (bytes) > 32768  ? 1                                        \
                   : (bytes) > 4096 ? 131072 / (bytes)                         \
                   : (bytes) > 128  ? 65536 / (bytes)                          \
                                    : 512,
const uint16_t size_class_batch[SIZE_CLASS_COUNT] = {SIZE_CLASSES(BATCH)};

unsigned
size_class_aligned(size_t alignment, size_t size)
{
    if (alignment > HEAP_PAGE_BYTES || size > SIZE_CLASS_LARGEST)
        return 0;
    if (size > SIZE_CLASS_SMALL_LARGEST)
        return size_class_of_pages(size);
    unsigned size_class = size_class_of(size);
    while (size_class < SIZE_CLASS_SMALL_COUNT &&
           size_class_block_bytes[size_class] % alignment != 0)
        size_class++;
    return size_class < SIZE_CLASS_SMALL_COUNT ? size_class : 0;
}
