// SPDX-License-Identifier: BSD-2-Clause
// The call as a whole.
#include "clientcore/abi/catalog.h"
#include "clientcore/call/fields.h"
#include "clientcore/trace/fields/field.h"
#include "clientcore/trace/store/seen_call.h"
#include "clientcore/wire/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::trace {

namespace {

using Kind = CallRecord::Kind;
using Outcome = CallRecord::Outcome;

constexpr std::size_t kSlot = 8;

/// The frame that ended the call, if it is kept.
std::optional<std::size_t> answerOf(const CallRecord &record)
{
    if (record.frames.size() < 2)
        return std::nullopt;
    const FrameRecord &last = record.frames.back();
    const bool answer = last.header.frameClass != wire::FrameClass::Request &&
                        last.direction == Direction::FromServer && last.header.reqno == record.reqno;
    return answer ? std::optional(record.frames.size() - 1) : std::nullopt;
}

/// Turns places in copies and slots into places in frames.
class Places
{
public:
    Places(const CallRecord &record, const std::vector<FrameCopy> &copies)
        : m_record(record)
        , m_copies(copies)
    {}

    [[nodiscard]] Field field(call::Field &&from) const
    {
        Field made{std::move(from.name),
                   std::move(from.type),
                   std::move(from.text),
                   std::move(from.meaning),
                   {},
                   0,
                   0,
                   {}};
        place(made, from.spot);
        for (call::Field &child : from.children)
            made.children.push_back(field(std::move(child)));
        return made;
    }

private:
    void place(Field &made, const call::Spot &spot) const
    {
        using In = call::Spot::In;
        std::optional<std::size_t> frame;
        std::size_t begin = wire::kHeaderSize;
        if (spot.in == In::Argument) {
            frame = 0;
            begin += spot.index * kSlot;
        } else if (spot.in == In::Copy) {
            frame = m_copies[spot.index].frame;
            begin = m_copies[spot.index].offset;
        } else if (spot.in == In::Answer) {
            frame = answerOf(m_record);
        }
        if (!frame || *frame >= m_record.frames.size())
            return;
        const std::size_t end = wire::kHeaderSize + m_record.frames[*frame].payload.size();
        const std::size_t offset = begin + spot.offset;
        if (offset >= end || spot.size == 0)
            return;
        made.frame = frame;
        made.offset = offset;
        made.size = std::min(spot.size, end - offset);
    }

    const CallRecord &m_record;
    const std::vector<FrameCopy> &m_copies;
};

Field fact(std::string name, std::string text, std::string meaning = {})
{
    return {std::move(name), {}, std::move(text), std::move(meaning), {}, 0, 0, {}};
}

std::string microseconds(transport::Duration duration)
{
    return fmt::format("{:.1f}", std::chrono::duration<double, std::micro>(duration).count());
}

Field factsOf(const CallRecord &record)
{
    Field facts = fact("facts", {}, "what rumpscope knows of it beside its bytes");
    auto &list = facts.children;
    list.push_back(fact("process", record.process, "command name then"));
    list.push_back(fact("pid", record.pid ? std::to_string(*record.pid) : "?", "in the kernel"));
    list.push_back(fact("connection", std::to_string(static_cast<std::uint32_t>(record.session))));
    list.push_back(fact("generation", std::to_string(static_cast<std::uint32_t>(record.generation)),
                        "connections of this client so far: each is a new process"));
    list.push_back(fact("thread", std::to_string(record.thread), "of the conversation; 0: not known"));
    list.push_back(fact("request", std::to_string(record.reqno), "number the client chose"));
    list.push_back(fact("outcome", std::string(nameOf(record.outcome))));
    if (record.outcome != Outcome::Running)
        list.push_back(
            fact("latency", microseconds(record.ended - record.sent), "µs, from socket to socket"));
    list.push_back(fact("round trips", std::to_string(record.roundTrips), "1 and every copyin"));
    list.push_back(fact("bytes in", std::to_string(record.bytesIn), "the client gave, in copyins"));
    list.push_back(fact("bytes out", std::to_string(record.bytesOut), "the kernel gave, in copyouts"));
    if (record.framesLeftOut > 0)
        list.push_back(fact("frames left out", std::to_string(record.framesLeftOut),
                            "counted above, their bytes not kept"));
    return facts;
}

std::string lifecycleMeaning(Kind kind)
{
    switch (kind) {
    case Kind::Guest:
        return "a new process";
    case Kind::Fork:
        return "claims a prepared child";
    case Kind::Exec:
        return "the process takes a new name; close-on-exec descriptors go";
    case Kind::Prefork:
        return "a child is made and waits to be claimed";
    case Kind::Raise:
        return "a signal from the kernel";
    default:
        return "a request rump_sp does not have";
    }
}

std::string lifecycleName(Kind kind)
{
    switch (kind) {
    case Kind::Guest:
        return "guest";
    case Kind::Fork:
        return "fork";
    case Kind::Exec:
        return "exec";
    case Kind::Prefork:
        return "prefork";
    case Kind::Raise:
        return "signal";
    default:
        return "unknown";
    }
}

} // namespace

Field callFields(const CallRecord &record)
{
    Field top;
    if (record.kind == Kind::Syscall) {
        const abi::Call *known = abi::findCall(record.number);
        const auto slots = record.arguments();
        const auto frames = frameCopiesOf(record);
        std::vector<call::Copy> copies;
        copies.reserve(frames.size());
        for (const FrameCopy &one : frames)
            copies.push_back(one.copy);
        const call::SeenCall seen{.number = record.number,
                                  .arguments = slots,
                                  .copies = copies,
                                  .answered = record.outcome == Outcome::Answered,
                                  .error = record.error,
                                  .retval = record.retval};
        const call::DecodedCall decoded = call::decode(seen);
        top.name = decoded.name;
        top.type = fmt::format("system call {}", record.number);
        top.text = decoded.text + ' ' + decoded.result;
        top.meaning = known != nullptr ? std::string(known->summary) : "not in the catalog";
        const Places places(record, frames);
        for (call::Field &field : call::fieldsOf(seen))
            top.children.push_back(places.field(std::move(field)));
    } else {
        top.name = lifecycleName(record.kind);
        top.type = "lifecycle";
        top.text = wire::printable(record.text);
        top.meaning = lifecycleMeaning(record.kind);
    }
    top.children.push_back(factsOf(record));
    return top;
}

} // namespace rumpscope::trace
