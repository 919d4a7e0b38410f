/* Size classes: which block size serves a request.
 *
 * 67 small classes up to 32 KiB after Go's runtime/sizeclasses.go. Go aligns to
 * 8, this heap promises 16: Go's 8 and 24 would never serve a request. Go also
 * lets up to 15.8% of a block go unused (4,097 bytes in 4,864). So six of Go's
 * sizes (8, 24, 3200, 6784, 9472, 19072) make room for six that close the wide
 * gaps (1632, 2448, 3712, 4544, 7360, 9216). Beyond rounding up to 16, no
 * request leaves more than 12.5% of its block unused, and no span more than
 * 12.5% behind its last block.
 *
 * 20 page classes follow, to 1 MiB: four to a doubling, a block a span. They
 * serve where SIZE_CLASS_LARGEST is set above Go's border of 32 KiB. What they
 * leave unused is whole pages, which nobody touches. */
#ifndef ALLOCATORS_TIERS_SIZE_CLASS_H
#define ALLOCATORS_TIERS_SIZE_CLASS_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Pages are 8 KiB, as Go's are. */
#define HEAP_PAGE_SHIFT 13
#define HEAP_PAGE_BYTES ((size_t)1 << HEAP_PAGE_SHIFT)

/* Every block's alignment, and the step of the lookup table. */
#define BLOCK_ALIGNMENT ((size_t)16)

/* Small classes are found in a table by size; page classes in one by pages. */
#define SIZE_CLASS_SMALL_LARGEST ((size_t)32768)
#define SIZE_CLASS_PAGES_LARGEST ((size_t)1048576)

/* Requests above this take pages of their own: a setting between both. */
#ifndef SIZE_CLASS_LARGEST
#define SIZE_CLASS_LARGEST SIZE_CLASS_SMALL_LARGEST
#endif

static_assert(SIZE_CLASS_LARGEST >= SIZE_CLASS_SMALL_LARGEST &&
                  SIZE_CLASS_LARGEST <= SIZE_CLASS_PAGES_LARGEST,
    "the border lies where page classes can serve up to it");

/* Classes 1 to 67 are small, 68 to 87 are page classes; 0 is no class. */
#define SIZE_CLASS_SMALL_COUNT 68
#define SIZE_CLASS_COUNT 88

/* X(class, block bytes, block bytes of the class below, pages of a span) */
/* clang-format off */
#define SMALL_SIZE_CLASSES(X) \
    X(1, 16, 0, 1) \
    X(2, 32, 16, 1) \
    X(3, 48, 32, 1) \
    X(4, 64, 48, 1) \
    X(5, 80, 64, 1) \
    X(6, 96, 80, 1) \
    X(7, 112, 96, 1) \
    X(8, 128, 112, 1) \
    X(9, 144, 128, 1) \
    X(10, 160, 144, 1) \
    X(11, 176, 160, 1) \
    X(12, 192, 176, 1) \
    X(13, 208, 192, 1) \
    X(14, 224, 208, 1) \
    X(15, 240, 224, 1) \
    X(16, 256, 240, 1) \
    X(17, 288, 256, 1) \
    X(18, 320, 288, 1) \
    X(19, 352, 320, 1) \
    X(20, 384, 352, 1) \
    X(21, 416, 384, 1) \
    X(22, 448, 416, 1) \
    X(23, 480, 448, 1) \
    X(24, 512, 480, 1) \
    X(25, 576, 512, 1) \
    X(26, 640, 576, 1) \
    X(27, 704, 640, 1) \
    X(28, 768, 704, 1) \
    X(29, 896, 768, 1) \
    X(30, 1024, 896, 1) \
    X(31, 1152, 1024, 1) \
    X(32, 1280, 1152, 1) \
    X(33, 1408, 1280, 2) \
    X(34, 1536, 1408, 1) \
    X(35, 1632, 1536, 2) \
    X(36, 1792, 1632, 2) \
    X(37, 2048, 1792, 1) \
    X(38, 2304, 2048, 2) \
    X(39, 2448, 2304, 3) \
    X(40, 2688, 2448, 1) \
    X(41, 3072, 2688, 3) \
    X(42, 3456, 3072, 3) \
    X(43, 3712, 3456, 5) \
    X(44, 4096, 3712, 1) \
    X(45, 4544, 4096, 5) \
    X(46, 4864, 4544, 3) \
    X(47, 5376, 4864, 2) \
    X(48, 6144, 5376, 3) \
    X(49, 6528, 6144, 4) \
    X(50, 6912, 6528, 6) \
    X(51, 7360, 6912, 9) \
    X(52, 8192, 7360, 1) \
    X(53, 9216, 8192, 9) \
    X(54, 9728, 9216, 6) \
    X(55, 10240, 9728, 5) \
    X(56, 10880, 10240, 4) \
    X(57, 12288, 10880, 3) \
    X(58, 13568, 12288, 5) \
    X(59, 14336, 13568, 7) \
    X(60, 16384, 14336, 2) \
    X(61, 18432, 16384, 9) \
    X(62, 20480, 18432, 5) \
    X(63, 21760, 20480, 8) \
    X(64, 24576, 21760, 3) \
    X(65, 27264, 24576, 10) \
    X(66, 28672, 27264, 7) \
    X(67, 32768, 28672, 4)

#define PAGE_SIZE_CLASSES(X) \
    X(68, 40960, 32768, 5) \
    X(69, 49152, 40960, 6) \
    X(70, 57344, 49152, 7) \
    X(71, 65536, 57344, 8) \
    X(72, 81920, 65536, 10) \
    X(73, 98304, 81920, 12) \
    X(74, 114688, 98304, 14) \
    X(75, 131072, 114688, 16) \
    X(76, 163840, 131072, 20) \
    X(77, 196608, 163840, 24) \
    X(78, 229376, 196608, 28) \
    X(79, 262144, 229376, 32) \
    X(80, 327680, 262144, 40) \
    X(81, 393216, 327680, 48) \
    X(82, 458752, 393216, 56) \
    X(83, 524288, 458752, 64) \
    X(84, 655360, 524288, 80) \
    X(85, 786432, 655360, 96) \
    X(86, 917504, 786432, 112) \
    X(87, 1048576, 917504, 128)
/* clang-format on */

#define SIZE_CLASSES(X) SMALL_SIZE_CLASSES(X) PAGE_SIZE_CLASSES(X)

extern const uint8_t size_class_table[];
extern const uint8_t size_class_page_table[];
extern const uint32_t size_class_block_bytes[SIZE_CLASS_COUNT];
extern const uint8_t size_class_span_pages[SIZE_CLASS_COUNT];

/* Blocks that move between a thread and the central list at once: 64 KiB of
 * them, but 512 at most; above 4 KiB 128 KiB; of a page class, one. */
extern const uint16_t size_class_batch[SIZE_CLASS_COUNT];

/* The class that serves `size`, which is at most SIZE_CLASS_SMALL_LARGEST. */
static inline unsigned
size_class_of(size_t size)
{
    return size_class_table[(size + BLOCK_ALIGNMENT - 1) / BLOCK_ALIGNMENT];
}

/* The same for what is above that, to SIZE_CLASS_PAGES_LARGEST. */
static inline unsigned
size_class_of_pages(size_t size)
{
    return size_class_page_table[(size - 1) >> HEAP_PAGE_SHIFT];
}

static inline bool
size_class_is_small(unsigned size_class)
{
    return size_class < SIZE_CLASS_SMALL_COUNT;
}

/* The smallest class whose blocks hold `size` bytes and all start at multiples
 * of `alignment`, a power of two; 0 when no class does. Spans start at a page,
 * so a page is the highest alignment a class can promise. */
unsigned
size_class_aligned(size_t alignment, size_t size);

#endif
