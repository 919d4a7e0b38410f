#include "bench/harness/samples.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <sys/resource.h>

using namespace cleanup;

namespace
{

constexpr std::size_t lines_per_round = 3;

sample
sample_at(unsigned round, unsigned position)
{
    return {.round = round,
        .position = position,
        .role = position == 0   ? role::control
                : position == 1 ? role::cell
                                : role::twin,
        .cell = {"loop_defer", "central", "memory", 16, 100, 2, "c"},
        .iterations = 1200,
        .ns_per_resource = 18.2 + round / 3.0,
        .cpu_ns_per_resource = 17.5,
        .unix_ms = 1714557600000 + position};
}

bool
same(const sample &a, const sample &b)
{
    return a.round == b.round && a.position == b.position && a.role == b.role &&
           a.cell == b.cell && a.iterations == b.iterations &&
           a.ns_per_resource == b.ns_per_resource &&
           a.cpu_ns_per_resource == b.cpu_ns_per_resource &&
           a.unix_ms == b.unix_ms;
}

// Appends the samples that come after the first `from` of a plan.
void
append_from(const std::filesystem::path &path, std::size_t from, std::size_t to)
{
    auto writer = sample_writer::open(path);
    REQUIRE(writer);
    for (std::size_t i = from; i < to; ++i)
        REQUIRE(
            writer->append(sample_at(static_cast<unsigned>(i / lines_per_round),
                static_cast<unsigned>(i % lines_per_round))));
}

std::vector<sample>
samples_in(const std::filesystem::path &path)
{
    auto samples = read_samples(path);
    REQUIRE(samples);
    return *samples;
}

} // namespace

TEST_CASE("samples are read back as they were appended")
{
    temporary_folder folder;
    append_from(folder / "samples.csv", 0, 7);
    std::vector<sample> samples = samples_in(folder / "samples.csv");
    REQUIRE(samples.size() == 7);
    for (unsigned i = 0; i < 7; ++i)
        CHECK(same(samples[i], sample_at(i / 3, i % 3)));
}

TEST_CASE("what Go's runtime did is read back, and C has none of it")
{
    temporary_folder folder;
    sample in_go = sample_at(0, 1);
    in_go.go = {40000, 5120000, 3, 1250.5};
    {
        auto writer = sample_writer::open(folder / "samples.csv");
        REQUIRE(writer);
        REQUIRE(writer->append(sample_at(0, 0)));
        REQUIRE(writer->append(in_go));
    }
    std::vector<sample> samples = samples_in(folder / "samples.csv");
    CHECK_FALSE(samples[0].go.collections.has_value());
    CHECK(samples[1].go.allocations == 40000);
    CHECK(samples[1].go.allocated_bytes == 5120000);
    CHECK(samples[1].go.collections == 3);
    CHECK(samples[1].go.collector_cpu_ns == 1250.5);
}

TEST_CASE("samples.csv has the columns that its readers expect")
{
    temporary_folder folder;
    append_from(folder / "samples.csv", 0, 1);
    CHECK(text_of_file(folder / "samples.csv") ==
          "round,position,role,strategy,allocator,resource,size,count,threads,"
          "runtime,iterations,ns_per_resource,cpu_ns_per_resource,unix_ms,"
          "go_allocations,go_allocated_bytes,go_collections,"
          "go_collector_cpu_ns\n"
          "0,0,control,loop_defer,central,memory,16,100,2,c,1200,18.2,17.5,"
          "1714557600000,,,,\n");
}

TEST_CASE("a sample is in the file as soon as it is appended")
{
    temporary_folder folder;
    auto writer = sample_writer::open(folder / "samples.csv");
    REQUIRE(writer);
    for (unsigned i = 0; i < 3; ++i) {
        REQUIRE(writer->append(sample_at(0, i)));
        CHECK(samples_in(folder / "samples.csv").size() == i + 1);
    }
}

TEST_CASE("a writer goes on behind the last line without a second header")
{
    temporary_folder folder;
    append_from(folder / "samples.csv", 0, 2);
    append_from(folder / "samples.csv", 2, 5);
    CHECK(samples_in(folder / "samples.csv").size() == 5);
}

TEST_CASE("a writer refuses a torn file and a file of something else")
{
    temporary_folder folder;
    append_from(folder / "samples.csv", 0, 2);
    std::filesystem::resize_file(folder / "samples.csv",
        std::filesystem::file_size(folder / "samples.csv") - 1);
    put_text(folder / "other.csv", "a,b\n1,2\n");
    CHECK_FALSE(sample_writer::open(folder / "samples.csv"));
    CHECK_FALSE(sample_writer::open(folder / "other.csv"));
    CHECK_FALSE(sample_writer::open(folder / "no/folder/samples.csv"));
}

namespace
{

// Files may not grow past `bytes` while this lives, as on a full disk.
class file_size_limit
{
public:
    explicit file_size_limit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit limited{bytes, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limited);
    }
    ~file_size_limit()
    {
        setrlimit(RLIMIT_FSIZE, &before);
    }
    file_size_limit(const file_size_limit &) = delete;
    file_size_limit &
    operator=(const file_size_limit &) = delete;

private:
    rlimit before{};
};

} // namespace

TEST_CASE("a sample that does not fit on the disk is an error at once")
{
    temporary_folder folder;
    auto path = folder / "samples.csv";
    auto writer = sample_writer::open(path);
    REQUIRE(writer);
    REQUIRE(writer->append(sample_at(0, 0)));
    std::string problem = [&] {
        file_size_limit full(std::filesystem::file_size(path));
        outcome appended = writer->append(sample_at(0, 1));
        return appended ? "" : appended.message();
    }();
    CHECK(problem.find("samples.csv") != std::string::npos);
}

TEST_CASE("a line in the middle that is no sample is an error, not a gap")
{
    temporary_folder folder;
    append_from(folder / "samples.csv", 0, 3);
    std::string text = text_of_file(folder / "samples.csv");
    text.replace(text.find("0,1,cell"), 8, "0,1,spam");
    put_text(folder / "samples.csv", text);
    CHECK_FALSE(read_samples(folder / "samples.csv"));
}

TEST_CASE("rounds are finished from the first without a gap")
{
    auto rounds = [](const std::vector<std::pair<unsigned, unsigned>> &lines) {
        std::vector<sample> samples;
        for (auto [round, count] : lines)
            for (unsigned i = 0; i < count; ++i)
                samples.push_back(sample_at(round, i));
        return finished_rounds(samples, 3);
    };
    CHECK(rounds({}) == 0);
    CHECK(rounds({{0, 2}}) == 0);
    CHECK(rounds({{0, 3}, {1, 3}, {2, 1}}) == 2);
    CHECK(rounds({{0, 3}, {1, 2}, {2, 3}}) == 1);
    CHECK(rounds({{1, 3}}) == 0);
    CHECK(rounds({{0, 4}}) == 0);
}

TEST_CASE("a run killed at any byte resumes with each round once")
{
    temporary_folder folder;
    auto path = folder / "samples.csv";
    append_from(path, 0, 9);
    const std::string whole = text_of_file(path);
    for (std::size_t bytes = 0; bytes <= whole.size(); ++bytes) {
        // Each costs a sync: every byte beside a line end, else every eighth.
        bool at_line_end = whole.find('\n', bytes) <= bytes + 1 ||
                           (bytes > 0 && whole[bytes - 1] == '\n');
        if (!at_line_end && bytes % 8 != 0)
            continue;
        CAPTURE(bytes);
        put_text(path, whole.substr(0, bytes));
        auto kept = keep_finished_rounds(path, lines_per_round);
        REQUIRE(kept);
        append_from(path, *kept * lines_per_round, 9);
        REQUIRE(text_of_file(path) == whole);
    }
}

TEST_CASE("keeping finished rounds tells how many those are")
{
    temporary_folder folder;
    append_from(folder / "samples.csv", 0, 8);
    auto kept = keep_finished_rounds(folder / "samples.csv", lines_per_round);
    REQUIRE(kept);
    CHECK(*kept == 2);
    CHECK(samples_in(folder / "samples.csv").size() == 6);
}

TEST_CASE("samples of a plan with more lines a round are left alone")
{
    temporary_folder folder;
    append_from(folder / "samples.csv", 0, 6);
    std::string before = text_of_file(folder / "samples.csv");
    CHECK_FALSE(keep_finished_rounds(folder / "samples.csv", 2));
    CHECK(text_of_file(folder / "samples.csv") == before);
}
