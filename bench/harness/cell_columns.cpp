#include "bench/harness/cell_columns.hpp"

namespace cleanup
{

std::string
field_text(verdict which)
{
    return to_string(which);
}

bool
read_field(const std::string &text, verdict &which)
{
    auto read = verdict_from_string(text);
    which = read.value_or(verdict::unresolved);
    return read.has_value();
}

const csv_columns<cell_id> &
identity_columns()
{
    static const csv_columns<cell_id> columns{
        column_of("strategy", &cell_id::strategy),
        column_of("allocator", &cell_id::allocator),
        column_of("resource", &cell_id::resource),
        column_of("size", &cell_id::size),
        column_of("count", &cell_id::count),
        column_of("threads", &cell_id::threads),
        column_of("runtime", &cell_id::runtime),
    };
    return columns;
}

const csv_columns<account> &
account_columns()
{
    static const csv_columns<account> columns{
        column_of("held_peak", &account::held_peak),
        column_of("held_bytes_peak", &account::held_bytes_peak),
        column_of("hold_ns_mean", &account::hold_ns_mean),
        column_of("hold_ns_max", &account::hold_ns_max),
        column_of("burst_peak", &account::burst_peak),
        column_of("burst_ns", &account::burst_ns),
        column_of("stack_bytes", &account::stack_bytes),
        column_of("heap_bytes_peak", &account::heap_bytes_peak),
        column_of("record_bytes_peak", &account::record_bytes_peak),
        column_of("records_peak", &account::records_peak),
        column_of("allocations", &account::allocations),
        column_of("page_faults", &account::page_faults),
        column_of("asked", &account::asked),
        column_of("completed", &account::completed),
        column_of("failures", &account::failures),
        column_of("held_at_failure", &account::held_at_failure),
        column_of("failure", &account::failure),
    };
    return columns;
}

} // namespace cleanup
