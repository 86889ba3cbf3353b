// SPDX-License-Identifier: BSD-2-Clause
// A server reaches what a call lends it, for as long as the call runs, and nothing else.
#include "clientcore/memory/guest_memory.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace rumpscope::memory;

namespace {

std::vector<std::byte> bytesOf(std::string_view text)
{
    const auto view = std::as_bytes(std::span(text));
    return {view.begin(), view.end()};
}

/// What the server would get, as text.
tl::expected<std::string, Violation> readAt(const GuestMemory &guest, Address address, std::uint64_t length)
{
    std::string text;
    const auto read = guest.copyIn(address, length, [&](std::span<const std::byte> bytes) {
        text.assign(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    });
    if (!read)
        return tl::unexpected(read.error());
    return text;
}

tl::expected<std::string, Violation> readString(const GuestMemory &guest, Address address,
                                                std::uint64_t maximum)
{
    std::string text;
    const auto read = guest.copyInStr(address, maximum, [&](std::span<const std::byte> bytes) {
        text.assign(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    });
    if (!read)
        return tl::unexpected(read.error());
    return text;
}

} // namespace

TEST(GuestMemory, ServesWhatIsLentAndSaysWhose)
{
    GuestMemory guest;
    CallMemory call(guest);
    const Address address = call.in(bytesOf("hello"));
    call.lend(7);
    EXPECT_EQ(readAt(guest, address, 5), "hello");
    EXPECT_EQ(readAt(guest, address + 1, 3), "ell");
    EXPECT_EQ(guest.copyIn(address, 5, [](auto) {}), LenderId{7});
}

TEST(GuestMemory, LendsForTheTimeOfTheCallOnly)
{
    GuestMemory guest;
    CallMemory call(guest);
    const Address address = call.in(bytesOf("hello"));
    EXPECT_EQ(readAt(guest, address, 5).error().kind, Violation::Kind::NotLent);
    call.lend(1);
    EXPECT_TRUE(readAt(guest, address, 5));
    call.takeBack();
    EXPECT_EQ(readAt(guest, address, 5).error().kind, Violation::Kind::NotLent);
}

TEST(GuestMemory, RefusesEverythingOutside)
{
    GuestMemory guest;
    CallMemory call(guest);
    const Address input = call.in(bytesOf("hello"));
    const Address room = call.out(4);
    call.lend(1);
    EXPECT_EQ(readAt(guest, 0, 1).error().kind, Violation::Kind::NotLent);
    EXPECT_EQ(readAt(guest, input - 1, 1).error().kind, Violation::Kind::NotLent);
    EXPECT_EQ(readAt(guest, input, 6).error().kind, Violation::Kind::BeyondEnd);
    EXPECT_EQ(readAt(guest, input + 5, 1).error().kind, Violation::Kind::NotLent);
    EXPECT_EQ(readAt(guest, input, ~std::uint64_t{0}).error().kind, Violation::Kind::BeyondEnd);
    EXPECT_EQ(readAt(guest, ~std::uint64_t{0}, 2).error().kind, Violation::Kind::NotLent);
    EXPECT_EQ(readAt(guest, room, 4).error().kind, Violation::Kind::WriteOnly);
    EXPECT_EQ(guest.copyOut(input, bytesOf("x")).error().kind, Violation::Kind::ReadOnly);
    EXPECT_EQ(guest.copyOut(room, bytesOf("12345")).error().kind, Violation::Kind::BeyondEnd);
    EXPECT_EQ(guest.copyOut(room + 2, bytesOf("123")).error().kind, Violation::Kind::BeyondEnd);
}

TEST(GuestMemory, KeepsWhatWasWritten)
{
    GuestMemory guest;
    CallMemory call(guest);
    const Address room = call.out(8);
    call.lend(3);
    EXPECT_EQ(guest.copyOut(room, bytesOf("abc")), LenderId{3});
    EXPECT_EQ(guest.copyOut(room + 3, bytesOf("de")), LenderId{3});
    call.takeBack();
    ASSERT_EQ(call.ranges().size(), 1U);
    EXPECT_EQ(call.ranges()[0].address, room);
    EXPECT_EQ(call.ranges()[0].written, 5U);
    EXPECT_EQ(call.written(room), 5U);
    EXPECT_EQ(std::memcmp(call.contents(room).data(), "abcde\0\0\0", 8), 0);
}

TEST(GuestMemory, LendingAgainBeginsAnew)
{
    GuestMemory guest;
    CallMemory call(guest);
    const Address room = call.out(4);
    call.lend(1);
    ASSERT_TRUE(guest.copyOut(room, bytesOf("abcd")));
    call.lend(2);
    EXPECT_EQ(call.written(room), 0U);
    EXPECT_EQ(guest.copyOut(room, bytesOf("x")), LenderId{2});
}

TEST(GuestMemory, StringsEndAtTheirNul)
{
    GuestMemory guest;
    CallMemory call(guest);
    const Address path = call.string("/tmp/x");
    const Address raw = call.in(bytesOf("no end"));
    call.lend(1);
    EXPECT_EQ(readString(guest, path, 1024), std::string("/tmp/x\0", 7));
    EXPECT_EQ(readString(guest, path + 5, 1024), std::string("x\0", 2));
    EXPECT_EQ(readString(guest, path, 7), std::string("/tmp/x\0", 7));
    EXPECT_EQ(readString(guest, path, 6).error().kind, Violation::Kind::NoNul);
    EXPECT_EQ(readString(guest, raw, 1024).error().kind, Violation::Kind::NoNul);
}

TEST(GuestMemory, AnonymousMapsAreZeroedBoundedAndForgotten)
{
    GuestMemory guest;
    const auto map = guest.mapAnonymous(100);
    ASSERT_TRUE(map);
    EXPECT_EQ(readAt(guest, *map, 4096), std::string(4096, '\0'));
    EXPECT_TRUE(guest.copyOut(*map, bytesOf("kept")));
    EXPECT_EQ(readAt(guest, *map, 4), "kept");
    EXPECT_FALSE(guest.mapAnonymous(0));
    EXPECT_FALSE(guest.mapAnonymous(GuestMemory::kAnonymousLimit)) << "4096 bytes are taken";
    EXPECT_FALSE(guest.mapAnonymous(~std::uint64_t{0}));
    guest.forgetAnonymous();
    EXPECT_EQ(readAt(guest, *map, 4).error().kind, Violation::Kind::NotLent);
    EXPECT_TRUE(guest.mapAnonymous(GuestMemory::kAnonymousLimit));
}

TEST(GuestMemory, EveryViolationHasASentence)
{
    for (const auto kind : {Violation::Kind::NotLent, Violation::Kind::BeyondEnd, Violation::Kind::ReadOnly,
                            Violation::Kind::WriteOnly, Violation::Kind::NoNul}) {
        const std::string sentence = Violation{kind, 0x1234, 99}.sentence();
        EXPECT_NE(sentence.find("0x1234"), std::string::npos) << sentence;
        EXPECT_NE(sentence.find("99"), std::string::npos) << sentence;
    }
}

TEST(GuestMemory, ContentsOutliveTheirGuest)
{
    auto guest = std::make_unique<GuestMemory>();
    CallMemory call(*guest);
    const Address room = call.out(4);
    call.lend(1);
    ASSERT_TRUE(guest->copyOut(room, bytesOf("kept")));
    guest.reset();
    EXPECT_EQ(call.written(room), 4U);
}

TEST(GuestMemory, AnyReadableMemoryMayBeReadAsAString)
{
    GuestMemory guest;
    CallMemory call(guest);
    const Address bytes = call.in(bytesOf(std::string_view("bus\0more", 8)));
    const Address unended = call.in(bytesOf("isp1"));
    call.lend(7);
    EXPECT_EQ(readString(guest, bytes, 4), std::string("bus\0", 4));
    EXPECT_EQ(readString(guest, bytes + 1, 1024), std::string("us\0", 3));
    EXPECT_EQ(readString(guest, unended, 5), std::string("isp1\0", 5)) << "one byte more: the NUL behind it";
    EXPECT_EQ(readString(guest, unended, 4).error().kind, Violation::Kind::NoNul);
    EXPECT_EQ(readString(guest, unended, 6).error().kind, Violation::Kind::NoNul);
}

TEST(GuestMemory, WhatWasWrittenMayBeReadBackInThatCall)
{
    GuestMemory guest;
    CallMemory call(guest);
    const Address address = call.out(16);
    call.lend(7);
    EXPECT_EQ(readAt(guest, address, 1).error().kind, Violation::Kind::WriteOnly);
    EXPECT_TRUE(guest.copyOut(address, bytesOf(std::string_view("text\0", 5))));
    EXPECT_EQ(readAt(guest, address, 5), std::string("text\0", 5));
    EXPECT_EQ(readAt(guest, address + 1, 3), "ext");
    EXPECT_EQ(readString(guest, address, 1024), std::string("text\0", 5));
    EXPECT_EQ(readAt(guest, address, 6).error().kind, Violation::Kind::WriteOnly);
    call.lend(8);
    EXPECT_EQ(readAt(guest, address, 5).error().kind, Violation::Kind::WriteOnly) << "another call";
}
