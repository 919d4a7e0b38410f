/* Size classes: which block size serves a request.
 *
 * 67 classes up to 32 KiB after Go's runtime/sizeclasses.go. Go aligns to 8,
 * this heap promises 16: Go's 8 and 24 would never serve a request. Go also
 * lets up to 15.8% of a block go unused (4,097 bytes in 4,864). So six of Go's
 * sizes (8, 24, 3200, 6784, 9472, 19072) make room for six that close the wide
 * gaps (1632, 2448, 3712, 4544, 7360, 9216). Beyond rounding up to 16, no
 * request leaves more than 12.5% of its block unused, and no span more than
 * 12.5% behind its last block. */
#ifndef ALLOCATORS_TIERS_SIZE_CLASS_H
#define ALLOCATORS_TIERS_SIZE_CLASS_H

#include <stddef.h>
#include <stdint.h>

/* Pages are 8 KiB, as Go's are. */
#define HEAP_PAGE_SHIFT 13
#define HEAP_PAGE_BYTES ((size_t)1 << HEAP_PAGE_SHIFT)

/* Every block's alignment, and the step of the lookup table. */
#define BLOCK_ALIGNMENT ((size_t)16)

/* Requests above this take pages of their own. */
#define SIZE_CLASS_LARGEST ((size_t)32768)

/* Classes 1 to 67; 0 is no class. */
#define SIZE_CLASS_COUNT 68

/* X(class, block bytes, block bytes of the class below, pages of a span) */
/* clang-format off */
#define SIZE_CLASSES(X) \
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
/* clang-format on */

extern const uint8_t size_class_table[];
extern const uint32_t size_class_block_bytes[SIZE_CLASS_COUNT];
extern const uint8_t size_class_span_pages[SIZE_CLASS_COUNT];

/* Blocks that move between a thread and the central list at once: 64 KiB of
 * them, but 2 at least and 512 at most. */
extern const uint16_t size_class_batch[SIZE_CLASS_COUNT];

/* The class that serves `size`, which is at most SIZE_CLASS_LARGEST. */
static inline unsigned
size_class_of(size_t size)
{
    return size_class_table[(size + BLOCK_ALIGNMENT - 1) / BLOCK_ALIGNMENT];
}

/* The smallest class whose blocks hold `size` bytes and all start at multiples
 * of `alignment`, a power of two; 0 when no class does. Spans start at a page,
 * so a page is the highest alignment a class can promise. */
unsigned
size_class_aligned(size_t alignment, size_t size);

#endif
