// SPDX-License-Identifier: BSD-2-Clause
// Bad addresses are errors, not crashes.
#include "clientcore/capi/safe_memory.h"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace rumpscope::capi {
namespace {

/// Two pages, the second of which nobody may touch.
class HalfMapped
{
public:
    HalfMapped()
    {
        void *pages = mmap(nullptr, 2 * m_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        m_start = pages == MAP_FAILED ? nullptr : static_cast<char *>(pages);
        if (m_start != nullptr)
            mprotect(m_start + m_page, m_page, PROT_NONE);
    }
    HalfMapped(const HalfMapped &) = delete;
    HalfMapped &operator=(const HalfMapped &) = delete;
    ~HalfMapped() { munmap(m_start, 2 * m_page); }

    [[nodiscard]] char *end() const { return m_start + m_page; }

private:
    std::size_t m_page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    char *m_start = nullptr;
};

std::uintptr_t at(const void *pointer)
{
    return reinterpret_cast<std::uintptr_t>(pointer);
}

TEST(SafeMemory, GoodAddressesAreCopied)
{
    const std::array<int, 4> from{1, 2, 3, 4};
    std::array<int, 4> into{};
    ASSERT_TRUE(readMemory(at(from.data()), into.data(), sizeof from));
    EXPECT_EQ(into, from);
    const int seven = 7;
    ASSERT_TRUE(writeMemory(at(&into[2]), &seven, sizeof seven));
    EXPECT_EQ(into[2], 7);
    EXPECT_TRUE(readMemory(0, into.data(), 0)) << "nothing is nothing";
}

TEST(SafeMemory, BadAddressesAreRefused)
{
    std::array<char, 16> room{};
    errno = ERANGE;
    EXPECT_FALSE(readMemory(0, room.data(), room.size()));
    EXPECT_FALSE(readMemory(0x10, room.data(), room.size()));
    EXPECT_FALSE(readMemory(UINTPTR_MAX - 3, room.data(), room.size()));
    EXPECT_FALSE(writeMemory(0x10, room.data(), room.size()));
    EXPECT_FALSE(writeMemory(at("constant"), room.data(), 4)) << "read-only memory";
    EXPECT_EQ(errno, ERANGE) << "errno is the program's";
}

TEST(SafeMemory, AHalfMappedRangeIsRefused)
{
    const HalfMapped memory;
    std::array<char, 16> room{};
    EXPECT_TRUE(readMemory(at(memory.end() - 16), room.data(), 16));
    EXPECT_FALSE(readMemory(at(memory.end() - 8), room.data(), 16));
    EXPECT_FALSE(writeMemory(at(memory.end() - 8), room.data(), 16));
}

TEST(SafeMemory, StringsEndAtTheirNul)
{
    std::array<char, 8> room{};
    EXPECT_EQ(readString(at("abc"), room.data(), room.size()), 4U);
    EXPECT_STREQ(room.data(), "abc");
    EXPECT_EQ(readString(at("abcdefghijk"), room.data(), room.size()), room.size()) << "no NUL in reach";
    EXPECT_EQ(readString(0, room.data(), room.size()), 0U);
    EXPECT_EQ(readString(at("x"), room.data(), 0), 0U);
}

TEST(SafeMemory, AStringMayEndWhereItsPageDoes)
{
    const HalfMapped memory;
    std::memcpy(memory.end() - 4, "abc", 4);
    std::array<char, 64> room{};
    EXPECT_EQ(readString(at(memory.end() - 4), room.data(), room.size()), 4U);
    std::memcpy(memory.end() - 3, "xyz", 3);
    EXPECT_EQ(readString(at(memory.end() - 3), room.data(), room.size()), 0U) << "it runs into the next page";
}

} // namespace
} // namespace rumpscope::capi
