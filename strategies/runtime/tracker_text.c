#include "strategies/runtime/tracker_format.h"
#include "strategies/runtime/tracker_stack.h"
#include "strategies/runtime/tracker_symbols.h"

#include <inttypes.h>

static void
write_frame(const void *address, FILE *out)
{
    struct tracker_symbol symbol = tracker_symbols_find(address);
    fprintf(out, "      ");
    if (symbol.function)
        fprintf(out, "%s  ", symbol.function);
    if (symbol.file)
        fprintf(out, "%s:%d", symbol.file, symbol.line);
    else
        fprintf(out, "%s+0x%" PRIxPTR, symbol.module ? symbol.module : "",
            symbol.offset);
    fputc('\n', out);
}

static void
write_stack(const struct tracker_stack *stack, FILE *out)
{
    for (unsigned i = 0; i < stack->depth; i++)
        write_frame(stack->frames[i], out);
}

/* "1 place", "2 places". */
static void
write_count(uint64_t count, const char *thing, FILE *out)
{
    fprintf(out, "%" PRIu64 " %s%s", count, thing, count == 1 ? "" : "s");
}

static void
write_head(const struct tracker_report *report, FILE *out)
{
    const struct tracker_totals *totals = &report->totals;
    const char *about = totals->sample_every > 1 ? "about " : "";
    fprintf(out,
        "%s: %s%" PRIu64 " held, %" PRIu64 " bytes; %s%" PRIu64
        " acquired, %" PRIu64 " released\n",
        report->name, about, totals->held, totals->held_bytes, about,
        totals->acquired, totals->released);
    if (totals->sample_every > 1)
        fprintf(out,
            "  estimated from a sample: 1 in %u is tracked, %" PRIu64
            " of those are held\n",
            totals->sample_every, totals->held_seen);
    if (totals->dropped)
        fprintf(out, "  %" PRIu64 " not tracked, for want of memory\n",
            totals->dropped);
}

static void
write_group(const struct tracker_group *group, bool about, FILE *out)
{
    fprintf(out, "  %s%" PRIu64 " held, ", about ? "about " : "", group->held);
    write_count(group->held_bytes, "byte", out);
    fprintf(out, ", oldest %.3f s, newest %.3f s, created by\n",
        (double)group->oldest_ns / 1e9, (double)group->newest_ns / 1e9);
    write_stack(group->created_by, out);
}

static void
write_part(const char *title, const struct tracker_stack *stack, FILE *out)
{
    if (!stack)
        return;
    fprintf(out, "    %s\n", title);
    write_stack(stack, out);
}

static void
write_mistake(const struct tracker_mistake *mistake, FILE *out)
{
    fprintf(out, "  ");
    write_count(mistake->count,
        mistake->kind == TRACKER_RELEASED_TWICE ? "double release"
                                                : "release of a stranger",
        out);
    fprintf(out, ", first of 0x%" PRIxPTR "\n", (uintptr_t)mistake->handle);
    write_part("released by", mistake->at, out);
    write_part("released before by", mistake->released_by, out);
    write_part("created by", mistake->created_by, out);
}

void
tracker_format_text(const struct tracker_report *report, FILE *out)
{
    write_head(report, out);
    for (size_t i = 0; i < report->groups_count; i++)
        write_group(&report->groups[i], report->totals.sample_every > 1, out);
    for (size_t i = 0; i < report->mistakes_count; i++)
        write_mistake(&report->mistakes[i], out);
}
