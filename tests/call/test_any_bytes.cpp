// SPDX-License-Identifier: BSD-2-Clause
// Recordings, taps and broken peers: any slots, any copies, none at all.
#include "clientcore/call/fields.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rumpscope::call {
namespace {

struct Random
{
    std::vector<std::uint64_t> slots;
    std::vector<std::vector<std::byte>> data;
    std::vector<Copy> copies;
};

/// Addresses near the slots, so that copies hit arguments, overlap and leave gaps.
Random randomCall(std::size_t slotCount)
{
    Random random;
    const auto nearby = rc::gen::inRange<std::uint64_t>(0, 64);
    for (std::size_t i = 0; i < slotCount; ++i)
        random.slots.push_back(
            *rc::gen::oneOf(nearby, rc::gen::arbitrary<std::uint64_t>(), rc::gen::just<std::uint64_t>(0)));
    const auto count = *rc::gen::inRange<std::size_t>(0, 8);
    for (std::size_t i = 0; i < count; ++i) {
        const auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
        std::vector<std::byte> data;
        for (const std::uint8_t byte : bytes)
            data.push_back(std::byte{byte});
        random.data.push_back(std::move(data));
    }
    for (const auto &data : random.data) {
        const std::uint64_t base = random.slots.empty() ? 0 : *rc::gen::elementOf(random.slots);
        const auto kind = *rc::gen::element(Copy::Kind::In, Copy::Kind::InStr, Copy::Kind::Out);
        random.copies.push_back({kind, base + *nearby, data, *rc::gen::arbitrary<std::uint64_t>()});
    }
    return random;
}

/// Whatever a field points at is there.
void checkSpots(const Field &field, const SeenCall &seen)
{
    const Spot &spot = field.spot;
    if (spot.in == Spot::In::Copy) {
        RC_ASSERT(spot.index < seen.copies.size());
        RC_ASSERT(spot.offset + spot.size <= seen.copies[spot.index].data.size());
    } else if (spot.in == Spot::In::Argument) {
        RC_ASSERT(spot.index < seen.arguments.size());
        RC_ASSERT(spot.offset + spot.size <= 8U);
    }
    RC_ASSERT(!field.name.empty());
    for (const Field &child : field.children)
        checkSpots(child, seen);
}

RC_GTEST_PROP(AnyBytes, EveryCallDecodes, ())
{
    for (const abi::Call &call : abi::calls()) {
        const Random random = randomCall(*rc::gen::inRange<std::size_t>(0, call.arguments.size() + 2));
        SeenCall seen;
        seen.number = call.number;
        seen.arguments = random.slots;
        seen.copies = random.copies;
        seen.answered = *rc::gen::arbitrary<bool>();
        seen.error = *rc::gen::oneOf(rc::gen::just(0), rc::gen::arbitrary<std::int32_t>());
        seen.retval = {*rc::gen::arbitrary<std::int64_t>(), *rc::gen::arbitrary<std::int64_t>()};
        const DecodedCall decoded = decode(seen);
        RC_ASSERT(decoded.name == call.display);
        RC_ASSERT(decoded.text.starts_with(decoded.name + "("));
        RC_ASSERT(decoded.text.ends_with(")"));
        RC_ASSERT(!decoded.result.empty());
        RC_ASSERT(decoded.text.find('\n') == std::string::npos);
        for (const Field &field : fieldsOf(seen))
            checkSpots(field, seen);
    }
}

TEST(AnyBytes, HugeLengthsTakeNoMemory)
{
    const std::vector<std::byte> some(10, std::byte{'x'});
    const std::vector<Copy> copies{{Copy::Kind::Out, 0x1000, some, 10}};
    const std::uint64_t slots[] = {3, 0x1000, ~0ULL};
    SeenCall seen;
    seen.number = abi::findCall("read")->number;
    seen.arguments = slots;
    seen.copies = copies;
    seen.answered = true;
    seen.retval = {INT64_MAX, 0};
    EXPECT_EQ(decode(seen).text, "read(3, \"xxxxxxxxxx\"…, 18446744073709551615)");
    EXPECT_EQ(decode(seen).arguments[1].bytes.size(), 10U);
}

TEST(AnyBytes, AGapEndsWhatIsKnown)
{
    const std::vector<std::byte> some(4, std::byte{'x'});
    const std::vector<Copy> copies{{Copy::Kind::Out, 0x1000, some, 4}, {Copy::Kind::Out, 0x1008, some, 4}};
    const std::uint64_t slots[] = {3, 0x1000, 12};
    SeenCall seen;
    seen.number = abi::findCall("read")->number;
    seen.arguments = slots;
    seen.copies = copies;
    seen.answered = true;
    seen.retval = {12, 0};
    EXPECT_EQ(decode(seen).text, "read(3, \"xxxx\"…, 12)");
}

} // namespace
} // namespace rumpscope::call
