/* Many strings, of which one after the other gets a word more; one that is long
 * enough is done, and begins again. */
#include "bench/workloads/random.h"
#include "bench/workloads/text.h"
#include "bench/workloads/workload.h"

enum { STRINGS = 2000, LONGEST_WORD = 100, LONGEST_STRING = 8192 };
enum { WORDS_PER_UNIT = 100 };

static struct text texts[STRINGS];
static struct random random_state = RANDOM_SEED;

static void
word_append(void)
{
    struct text *text = &texts[random_below(&random_state, STRINGS)];
    size_t word = 1 + random_below(&random_state, LONGEST_WORD);
    if (text->size + word > LONGEST_STRING)
        text_free(text);
    text_grow(text, text->size + word);
}

static size_t
growing_strings_run(const struct workload *workload, size_t units)
{
    (void)workload;
    for (size_t i = 0; i < units * WORDS_PER_UNIT; i++)
        word_append();
    return units * WORDS_PER_UNIT;
}

static void
growing_strings_end(void)
{
    for (unsigned i = 0; i < STRINGS; i++)
        text_free(&texts[i]);
}

const struct workload growing_strings_workloads[] = {
    {"growing_strings", WORKLOAD_PROGRAM,
        "2,000 strings grow by a word at a time, to 8 KiB", 0, NULL,
        growing_strings_run, growing_strings_end},
    WORKLOADS_END,
};
