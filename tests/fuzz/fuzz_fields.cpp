// SPDX-License-Identifier: BSD-2-Clause
// A call of any number with any arguments, copies and answer, or any lifecycle step: its fields are found
// without a crash, every kept byte belongs to one, and none lies outside its frame.
#include "clientcore/abi/catalog.h"
#include "clientcore/trace/fields/compare.h"
#include "clientcore/trace/fields/field.h"
#include "clientcore/trace/store/store.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace {

using namespace rumpscope;
using event::Direction;
using event::FrameRecord;

class Input
{
public:
    Input(const std::uint8_t *data, std::size_t size)
        : m_data(data, size)
    {}
    [[nodiscard]] bool empty() const { return m_data.empty(); }
    std::uint8_t byte() { return m_data.empty() ? 0 : take(1)[0]; }
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        const auto bytes = take(sizeof value);
        std::memcpy(&value, bytes.data(), bytes.size());
        return value;
    }
    wire::Bytes bytes(std::size_t size)
    {
        const auto view = std::as_bytes(take(size));
        return {view.begin(), view.end()};
    }

private:
    std::span<const std::uint8_t> take(std::size_t size)
    {
        const auto taken = m_data.first(std::min(size, m_data.size()));
        m_data = m_data.subspan(taken.size());
        return taken;
    }
    std::span<const std::uint8_t> m_data;
};

constexpr std::uint64_t kCall = 7; ///< its request number

/// A frame of the call's conversation; `tail` bytes of its payload were not kept.
FrameRecord frame(Direction direction, wire::FrameClass frameClass, wire::FrameType type, std::uint32_t word,
                  wire::Bytes payload, std::uint8_t tail)
{
    FrameRecord made{};
    made.session = event::SessionId{1};
    made.generation = event::Generation{1};
    made.direction = direction;
    made.thread = 1;
    made.header.reqno = kCall;
    made.header.frameClass = frameClass;
    made.header.type = type;
    made.header.word = word;
    made.header.length = wire::kHeaderSize + payload.size() + tail % 4;
    made.payload = std::move(payload);
    return made;
}

FrameRecord request(Input &input)
{
    constexpr std::uint8_t kLifecycle = 0x40;
    const std::uint8_t choice = input.byte();
    if (choice < kLifecycle) {
        const auto type = choice % 4 == 0 ? wire::FrameType::Prefork : wire::FrameType::Handshake;
        return frame(Direction::ToServer, wire::FrameClass::Request, type, input.byte() % 5,
                     input.bytes(input.byte()), choice);
    }
    const auto calls = abi::calls();
    const std::uint32_t number = choice == 0xff ? static_cast<std::uint32_t>(input.number())
                                                : calls[input.byte() % calls.size()].number;
    return frame(Direction::ToServer, wire::FrameClass::Request, wire::FrameType::Syscall, number,
                 input.bytes(input.byte() % 96), choice);
}

/// Copies either way, an answer, or what makes no sense in between.
FrameRecord next(Input &input)
{
    const std::uint8_t choice = input.byte();
    const auto type = static_cast<wire::FrameType>(choice % 10);
    const auto frameClass = static_cast<wire::FrameClass>(choice / 10 % 4);
    const bool toServer = (choice & 0x80) != 0;
    FrameRecord made = frame(toServer ? Direction::ToServer : Direction::FromServer, frameClass, type,
                             input.byte(), input.bytes(input.byte() * (choice % 3 == 0 ? 4U : 1U)), choice);
    const bool serves =
        made.header.type >= wire::FrameType::CopyIn && made.header.type <= wire::FrameType::AnonMmap;
    if (serves) {
        made.header.reqno = input.byte() % 4;
        made.servedReqno = kCall;
    }
    return made;
}

void check(const trace::CallRecord &record, const trace::Field &field, std::size_t index,
           std::vector<bool> &covered)
{
    if (field.frame == index) {
        if (field.offset > covered.size() || field.size > covered.size() - field.offset)
            std::abort();
        std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(field.offset), field.size, true);
    }
    if (field.frame && *field.frame >= record.frames.size())
        std::abort();
    for (const trace::Field &child : field.children)
        check(record, child, index, covered);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    trace::Store store;
    store.begin();
    store.add(request(input));
    while (!input.empty())
        store.add(next(input));
    static_cast<void>(store.commit());
    for (std::size_t i = 0; i < store.size(); ++i) {
        const trace::CallRecord &record = store.at(i);
        const trace::Field call = trace::callFields(record);
        for (std::size_t k = 0; k < record.frames.size(); ++k) {
            std::vector<bool> covered(wire::kHeaderSize + record.frames[k].payload.size());
            check(record, trace::frameFields(record, k, call), k, covered);
            if (std::find(covered.begin(), covered.end(), false) != covered.end())
                std::abort();
        }
        const trace::FieldPair same = trace::compare(call, trace::callFields(record));
        if (same.differs || same.differsInside)
            std::abort();
    }
    return 0;
}
