// C++ on the library: operator new in all its forms, exceptions and containers.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <map>
#include <memory>
#include <new>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace
{

// Hides a size from the compiler, which knows what cannot be had.
std::size_t
hidden(std::size_t size)
{
    __asm__ volatile("" : "+r"(size));
    return size;
}

bool
is_aligned(const void *block, std::size_t alignment)
{
    return block && reinterpret_cast<std::uintptr_t>(block) % alignment == 0;
}

} // namespace

TEST_CASE("operator new and delete are taken over")
{
    for (const char *symbol : {"_Znwm", "_ZnamSt11align_val_t", "_ZdaPvm"}) {
        Dl_info found{};
        REQUIRE(dladdr(dlsym(RTLD_DEFAULT, symbol), &found) != 0);
        CHECK(std::string{found.dli_fname}.find("libtiers.so") !=
              std::string::npos);
    }
}

TEST_CASE("every form of new has its form of delete")
{
    for (std::size_t size : {0, 1, 100, 40000}) {
        ::operator delete(::operator new(size));
        ::operator delete[](::operator new[](size));
        ::operator delete(::operator new(size), size);
        ::operator delete[](::operator new[](size), size);
        ::operator delete(::operator new(size, std::nothrow), std::nothrow);
        ::operator delete[](::operator new[](size, std::nothrow), std::nothrow);
    }
}

TEST_CASE("every form of an aligned new is aligned, and has its delete")
{
    for (std::size_t bytes : {16, 64, 4096, 65536}) {
        auto alignment = static_cast<std::align_val_t>(bytes);
        void *object = ::operator new(100, alignment);
        void *array = ::operator new[](100, alignment);
        CHECK(is_aligned(object, bytes));
        CHECK(is_aligned(array, bytes));
        ::operator delete(object, alignment);
        ::operator delete[](array, alignment);
        object = ::operator new(100, alignment, std::nothrow);
        array = ::operator new[](100, alignment, std::nothrow);
        CHECK(is_aligned(object, bytes));
        CHECK(is_aligned(array, bytes));
        ::operator delete(object, alignment, std::nothrow);
        ::operator delete[](array, alignment, std::nothrow);
        ::operator delete(::operator new(100, alignment), 100, alignment);
        ::operator delete[](::operator new[](100, alignment), 100, alignment);
    }
}

TEST_CASE("what cannot be had throws bad_alloc, or is null without exceptions")
{
    std::size_t too_much = hidden(PTRDIFF_MAX);
    std::align_val_t alignment{64};
    CHECK_THROWS_AS((void)::operator new(too_much), std::bad_alloc);
    CHECK_THROWS_AS((void)::operator new[](too_much), std::bad_alloc);
    CHECK_THROWS_AS((void)::operator new(too_much, alignment), std::bad_alloc);
    CHECK_THROWS_AS(
        (void)::operator new[](too_much, alignment), std::bad_alloc);
    CHECK(::operator new(too_much, std::nothrow) == nullptr);
    CHECK(::operator new[](too_much, std::nothrow) == nullptr);
    CHECK(::operator new(too_much, alignment, std::nothrow) == nullptr);
    CHECK(::operator new[](too_much, alignment, std::nothrow) == nullptr);
}

namespace
{

int handler_calls;

} // namespace

TEST_CASE("the new-handler is asked until it gives up")
{
    handler_calls = 0;
    std::set_new_handler([] {
        if (++handler_calls == 3)
            std::set_new_handler(nullptr);
    });
    CHECK_THROWS_AS((void)::operator new(hidden(PTRDIFF_MAX)), std::bad_alloc);
    CHECK(handler_calls == 3);
}

TEST_CASE("containers hold what they were given")
{
    std::map<std::string, std::vector<int>> ordered;
    std::unordered_map<int, std::string> hashed;
    for (int i = 0; i < 20000; i++) {
        ordered[std::to_string(i % 500)].push_back(i);
        hashed.emplace(i, std::string(static_cast<std::size_t>(i % 300), 'x'));
    }
    std::size_t letters = 0;
    for (const auto &[key, text] : hashed)
        letters += text.size();
    CHECK(ordered.size() == 500);
    CHECK(ordered["7"].size() == 40);
    CHECK(ordered["7"].back() == 19507);
    CHECK(letters == 66 * (299 * 300 / 2) + 199 * 200 / 2);
}

namespace
{

struct alignas(128) wide {
    std::array<unsigned char, 128> bytes;
};

} // namespace

TEST_CASE("wide types are aligned wherever they come from")
{
    std::vector<wide> values(100);
    auto shared = std::make_shared<wide>();
    auto unique = std::make_unique<wide>();
    CHECK(is_aligned(values.data(), 128));
    CHECK(is_aligned(shared.get(), 128));
    CHECK(is_aligned(unique.get(), 128));
}

namespace
{

int
throw_deep(int depth)
{
    std::string text(static_cast<std::size_t>(depth) * 10, 'y');
    if (depth == 0)
        throw std::runtime_error{"from the bottom"};
    return throw_deep(depth - 1) + static_cast<int>(text.size());
}

int
catch_many(int times)
{
    int caught = 0;
    for (int i = 0; i < times; i++) {
        try {
            throw_deep(20);
        } catch (const std::runtime_error &error) {
            caught += std::string{error.what()} == "from the bottom";
        }
    }
    return caught;
}

} // namespace

TEST_CASE("exceptions cross frames in several threads at once")
{
    std::array<int, 4> caught{};
    std::vector<std::thread> threads;
    for (int &count : caught)
        threads.emplace_back([&count] { count = catch_many(500); });
    for (auto &thread : threads)
        thread.join();
    CHECK(std::accumulate(caught.begin(), caught.end(), 0) == 2000);
}

TEST_CASE("an object of one thread is deleted by another")
{
    std::vector<std::unique_ptr<std::string>> made;
    std::thread maker{[&made] {
        for (int i = 0; i < 10000; i++)
            made.push_back(std::make_unique<std::string>(100, 'z'));
    }};
    maker.join();
    std::thread{[taken = std::move(made)] {
        CHECK(taken.size() == 10000);
    }}.join();
}

TEST_CASE("streams and locales work")
{
    std::ostringstream out;
    for (int i = 0; i < 1000; i++)
        out << i << ' ' << i / 8.0 << '\n';
    CHECK(out.str().size() > 5000);
}
