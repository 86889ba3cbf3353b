// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/store/seen_call.h"

#include "clientcore/wire/payload.h"

#include <algorithm>

namespace rumpscope::trace {

namespace {

using wire::FrameClass;
using wire::FrameType;

constexpr std::size_t kCopyHead = 16; // length and address, before the data of a COPYOUT

std::optional<call::Copy> copyOut(const FrameRecord &frame)
{
    if (frame.payload.size() < kCopyHead)
        return std::nullopt;
    wire::FrameView head{frame.header, wire::ByteView(frame.payload).first(kCopyHead)};
    head.header.length = wire::kHeaderSize + kCopyHead;
    const auto place = wire::decodeCopyIn(head);
    if (!place)
        return std::nullopt;
    return call::Copy{call::Copy::Kind::Out, place->address, wire::ByteView(frame.payload).subspan(kCopyHead),
                      place->length};
}

std::optional<call::Copy> copyIn(const FrameRecord &question, const FrameRecord &answer)
{
    const auto place = wire::decodeCopyIn({question.header, question.payload});
    if (!place)
        return std::nullopt;
    const auto kind =
        question.header.type == FrameType::CopyIn ? call::Copy::Kind::In : call::Copy::Kind::InStr;
    return call::Copy{kind, place->address, answer.payload, answer.header.payloadLength()};
}

} // namespace

std::vector<FrameCopy> frameCopiesOf(const CallRecord &record)
{
    std::vector<FrameCopy> copies;
    std::vector<const FrameRecord *> asked; // answers follow their requests
    for (std::size_t i = 0; i < record.frames.size(); ++i) {
        const FrameRecord &frame = record.frames[i];
        const FrameType type = frame.header.type;
        const bool request = frame.header.frameClass == FrameClass::Request;
        if (request && (type == FrameType::CopyIn || type == FrameType::CopyInStr)) {
            asked.push_back(&frame);
        } else if (request && (type == FrameType::CopyOut || type == FrameType::CopyOutStr)) {
            if (const auto copy = copyOut(frame))
                copies.push_back({*copy, i, wire::kHeaderSize + kCopyHead});
        } else if (!request && type == FrameType::CopyIn) {
            const auto answered = [&](const FrameRecord *one) {
                return one->header.reqno == frame.header.reqno;
            };
            for (const FrameRecord *question : asked) {
                const auto copy = answered(question) ? copyIn(*question, frame) : std::nullopt;
                if (copy)
                    copies.push_back({*copy, i, wire::kHeaderSize});
            }
            std::erase_if(asked, answered);
        }
    }
    return copies;
}

std::vector<call::Copy> copiesOf(const CallRecord &record)
{
    std::vector<call::Copy> copies;
    for (const FrameCopy &one : frameCopiesOf(record))
        copies.push_back(one.copy);
    return copies;
}

call::DecodedCall decode(const CallRecord &record, call::FormatLimits limits)
{
    const auto arguments = record.arguments();
    const auto copies = copiesOf(record);
    return call::decode({.number = record.number,
                         .arguments = arguments,
                         .copies = copies,
                         .answered = record.outcome == CallRecord::Outcome::Answered,
                         .error = record.error,
                         .retval = record.retval},
                        limits);
}

std::vector<std::string_view> pathsOf(const CallRecord &record)
{
    std::vector<std::string_view> paths;
    const abi::Call *known =
        record.kind == CallRecord::Kind::Syscall ? abi::findCall(record.number) : nullptr;
    const auto isPath = [](const abi::Argument &argument) { return argument.role == abi::Role::Path; };
    if (!known || std::none_of(known->arguments.begin(), known->arguments.end(), isPath))
        return paths;
    const auto slots = record.arguments();
    const auto copies = copiesOf(record);
    for (std::size_t i = 0; i < std::min(slots.size(), known->arguments.size()); ++i) {
        if (!isPath(known->arguments[i]))
            continue;
        for (const call::Copy &copy : copies) {
            if (copy.kind != call::Copy::Kind::InStr || copy.address != slots[i])
                continue;
            const std::string_view whole(reinterpret_cast<const char *>(copy.data.data()), copy.data.size());
            paths.push_back(whole.substr(0, whole.find('\0')));
            break;
        }
    }
    return paths;
}

} // namespace rumpscope::trace
