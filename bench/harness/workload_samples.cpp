#include "bench/harness/workload_samples.hpp"

#include "bench/harness/csv_columns.hpp"

namespace cleanup
{

namespace
{

const csv_columns<workload_sample> &
sample_columns()
{
    static const csv_columns<workload_sample> columns{
        column_of("round", &workload_sample::round),
        column_of("malloc", &workload_sample::malloc),
        column_of("workload", &workload_sample::workload),
        column_of("kind", &workload_sample::kind),
        column_of("operations", &workload_sample::operations),
        column_of("ns_best", &workload_sample::ns_best),
        column_of("ns_median", &workload_sample::ns_median),
        column_of("user_ns", &workload_sample::user_ns),
        column_of("system_ns", &workload_sample::system_ns),
        column_of("faults", &workload_sample::faults),
        column_of("peak_kib", &workload_sample::peak_kib),
        column_of("growth_kib", &workload_sample::growth_kib),
        column_of("end_kib", &workload_sample::end_kib),
    };
    return columns;
}

} // namespace

result<std::vector<workload_sample>>
read_workload_samples(const std::filesystem::path &path)
{
    result<table> content = read_csv(path);
    if (!content)
        return error{content.message()};
    return rows_of(sample_columns(), *content);
}

} // namespace cleanup
