#include "bench/harness/go_peer.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <doctest/doctest.h>

using namespace cleanup;
using namespace std::chrono_literals;

namespace
{

const cell_id locks{"loop_defer", "go", "lock", 64, 100, 2, "go"};

// A shell script in the place of Go's program, which greets first.
void
put_script(const std::filesystem::path &path, const std::string &script)
{
    put_text(path, "#!/bin/sh\necho '{\"go\":\"go1.99\"}'\n" + script);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

// Both of Go's programs, and the peer that is to start them.
struct fake_go {
    explicit fake_go(
        const std::string &script, std::chrono::milliseconds patience = 20s)
        : peer(patience, folder.path)
    {
        put_script(folder / "cleanup-go", script);
        put_script(folder / "cleanup-go-probes", script);
    }

    temporary_folder folder;
    go_peer peer;
};

// Answers every line with this one.
std::string
always(const std::string &answer)
{
    return "while read -r line; do echo '" + answer + "'; done\n";
}

const std::string a_timing =
    R"({"wall_ns":1500.5,"cpu_ns":3000,"completed":200,"failure":0,)"
    R"("allocations":4,"allocated_bytes":96,"collections":1,)"
    R"("collector_cpu_ns":70.5})";

bool
contains(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("Go's greeting tells its version")
{
    fake_go go(always(""));
    auto version = go.peer.version();
    REQUIRE(version);
    CHECK(*version == "go1.99");
}

TEST_CASE("a timing is read with every figure")
{
    fake_go go(always(a_timing));
    auto timing = go.peer.time(locks, 7);
    REQUIRE(timing);
    CHECK(timing->wall_ns == 1500.5);
    CHECK(timing->cpu_ns == 3000);
    CHECK_FALSE(timing->stopped_early);
    CHECK(timing->heap.allocations == 4);
    CHECK(timing->heap.allocated_bytes == 96);
    CHECK(timing->heap.collections == 1);
    CHECK(timing->heap.collector_cpu_ns == 70.5);
}

TEST_CASE("a request names the cell and its iterations")
{
    fake_go go("read -r line; echo \"$line\" >\"${0%/*}/asked\"\necho '" +
               a_timing + "'\n");
    REQUIRE(go.peer.time(locks, 7));
    CHECK(text_of_file(go.folder / "asked") ==
          "{\"cell\":\"loop_defer/go/lock/64/100/2\",\"iterations\":7}\n");
}

TEST_CASE("an account that names an errno says it in words")
{
    fake_go go(always(
        R"({"completed":93,"failures":1,"failure":24,"held_at_failure":92,)"
        R"("held_peak":94,"held_bytes_peak":1,"hold_ns_mean":2.5,)"
        R"("hold_ns_max":3,"burst_peak":4,"burst_ns":5,"stack_bytes":6,)"
        R"("heap_bytes_peak":7,"record_bytes_peak":8,"records_peak":9,)"
        R"("allocations":10,"page_faults":11})"));
    auto seen = go.peer.account_for(locks);
    REQUIRE(seen);
    CHECK(seen->asked == 200);
    CHECK(seen->completed == 93);
    CHECK(seen->failures == 1);
    CHECK(seen->failure == "Too many open files");
    CHECK(seen->held_at_failure == 92);
    CHECK(seen->held_peak == 94);
    CHECK(seen->hold_ns_mean == 2.5);
    CHECK(seen->records_peak == 9);
    CHECK(seen->page_faults == 11);
}

TEST_CASE("what Go cannot do is an error that leaves it at work")
{
    fake_go go("read -r line; echo '{\"error\":\"no such cell\"}'\n" +
               always(a_timing));
    auto refused = go.peer.time(locks, 1);
    REQUIRE_FALSE(refused);
    CHECK(contains(refused.message(), "no such cell"));
    CHECK(go.peer.lost().empty());
    CHECK(go.peer.time(locks, 1));
}

TEST_CASE("a peer that dies is lost, with its last words")
{
    fake_go go("read -r line; echo 'panic: no more' >&2; echo more >&2; "
               "exit 3\n");
    auto died = go.peer.time(locks, 1);
    REQUIRE_FALSE(died);
    CHECK(died.message() == "Go is lost at loop_defer/go/lock/64/100/2: it "
                            "ended with status 3: panic: no more");
    CHECK(go.peer.lost() == died.message());
}

TEST_CASE("a peer that a signal ends is lost, with the signal's name")
{
    fake_go go("read -r line; kill -KILL $$\n");
    auto died = go.peer.time(locks, 1);
    REQUIRE_FALSE(died);
    CHECK(contains(died.message(), "it was ended by Killed"));
}

TEST_CASE("a peer that is silent is lost once, and never waited for again")
{
    fake_go go("exec sleep 100\n", 100ms);
    auto silent = go.peer.account_for(locks);
    REQUIRE_FALSE(silent);
    CHECK(contains(silent.message(), "said nothing for 0.1 seconds"));
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i)
        CHECK(go.peer.time(locks, 1).message() == silent.message());
    CHECK(std::chrono::steady_clock::now() - start < 50ms);
}

TEST_CASE("a peer that talks nonsense is lost")
{
    for (const std::string nonsense : {"Hello", "[1]", "{\"wall_ns\":\"x\"}"}) {
        fake_go go(always(nonsense));
        CHECK_FALSE(go.peer.time(locks, 1));
        CHECK_FALSE(go.peer.lost().empty());
    }
}

TEST_CASE("a peer that is not there is lost")
{
    temporary_folder empty;
    go_peer peer(1s, empty.path);
    auto missing = peer.time(locks, 1);
    REQUIRE_FALSE(missing);
    CHECK(contains(missing.message(), "cannot start " + empty.path.string()));
    CHECK(contains(missing.message(), "No such file"));
}

TEST_CASE("the peer's process ends with the peer")
{
    pid_t child = 0;
    {
        fake_go go("echo $$ >\"${0%/*}/pid\"\n" + always(a_timing));
        REQUIRE(go.peer.time(locks, 1));
        child = std::stoi(text_of_file(go.folder / "pid"));
        CHECK(kill(child, 0) == 0);
    }
    CHECK(kill(child, 0) != 0);
    CHECK(errno == ESRCH);
}

TEST_CASE("a process that has ended is asked for nothing, and no other is hurt")
{
    fake_go go(always(a_timing));
    REQUIRE(go.peer.time(locks, 1));
    auto ended = line_process::start("/bin/true", {});
    REQUIRE(ended);
    CHECK(contains(ended->receive(20s).message(), "ended with status 0"));
    CHECK(ended->receive(20s).message() == "has ended");
    CHECK(ended->send("more").message() == "has ended");
    CHECK(go.peer.time(locks, 1));
}

TEST_CASE("Go has four strategies of four resources")
{
    CHECK(go_has("object_pool", "lock"));
    CHECK_FALSE(go_has("object_pool", "connection"));
    CHECK_FALSE(go_has("goto_ladder", "lock"));
}
