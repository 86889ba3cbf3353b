// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/filter/field.h"

#include <algorithm>
#include <array>

namespace rumpscope::trace {

namespace {

using Outcome = CallRecord::Outcome;

constexpr FilterField kFields[] = {
    {FieldId::Call, FieldType::Name, true, "call", "name of the system call: call == open"},
    {FieldId::Comm, FieldType::Text, true, "comm", "command name of the process: comm == \"ftpd\""},
    {FieldId::Pid, FieldType::Number, false, "pid", "process number in the kernel"},
    {FieldId::Errno, FieldType::Errno, false, "errno", "error of an answered call; 0 for none"},
    {FieldId::Latency, FieldType::Time, false, "latency",
     "time until the answer, or until now: latency > 5ms"},
    {FieldId::State, FieldType::Name, true, "state", "running, answered, failed, refused, lost, ended"},
    {FieldId::Path, FieldType::Text, false, "path", "a path argument: path contains \"/etc\""},
    {FieldId::Fd, FieldType::Number, false, "fd", "a descriptor the call names or returned"},
    {FieldId::Text, FieldType::Text, true, "text", "the call as the trace prints it"},
    {FieldId::Type, FieldType::Name, false, "type", "type of one of its frames: type == COPYIN"},
    {FieldId::Bytes, FieldType::Size, true, "bytes", "bytes copied in and out: bytes > 4KiB"},
    {FieldId::BytesIn, FieldType::Size, true, "bytesin", "bytes the client gave"},
    {FieldId::BytesOut, FieldType::Size, true, "bytesout", "bytes the kernel gave"},
    {FieldId::RoundTrips, FieldType::Number, true, "roundtrips", "1, and 1 more for each copyin"},
    {FieldId::Result, FieldType::Number, false, "result", "first value of a call that succeeded"},
    {FieldId::Kind, FieldType::Name, true, "kind", "syscall, guest, fork, exec, prefork, signal, other"},
    {FieldId::Generation, FieldType::Number, true, "generation", "life of the session, from 1"},
    {FieldId::Connection, FieldType::Number, true, "connection", "number of the session"},
    {FieldId::Thread, FieldType::Number, true, "thread", "calling thread within the session, from 1"},
    {FieldId::Reqno, FieldType::Number, true, "reqno", "request number on the wire"},
    {FieldId::Time, FieldType::Time, true, "time", "since the beginning of the trace: time > 12.5s"},
    {FieldId::Failed, FieldType::Flag, true, "failed", "an errno, refused, or the answer lost"},
    {FieldId::Running, FieldType::Flag, true, "running", "without an answer yet"},
    {FieldId::Own, FieldType::Flag, true, "own", "rumpscope's own questions"},
};

constexpr std::string_view kKinds[] = {"syscall", "guest", "fork", "exec", "prefork", "signal", "other"};
constexpr std::string_view kTypes[] = {"HANDSHAKE",  "SYSCALL",  "COPYIN",  "COPYINSTR", "COPYOUT",
                                       "COPYOUTSTR", "ANONMMAP", "PREFORK", "RAISE"};
constexpr std::string_view kStates[] = {nameOf(Outcome::Running),   nameOf(Outcome::Answered),
                                        nameOf(Outcome::Refused),   nameOf(Outcome::Lost),
                                        nameOf(Outcome::Cancelled), "failed"};

std::uint32_t bit(std::size_t place)
{
    return 1U << place;
}

std::uint32_t typesOf(const CallRecord &record)
{
    std::uint32_t mask = 0;
    for (const FrameRecord &frame : record.frames) {
        const auto type = static_cast<std::size_t>(frame.header.type);
        mask |= type < std::size(kTypes) ? bit(type) : 0;
    }
    return mask;
}

std::uint32_t statesOf(const CallRecord &record)
{
    constexpr std::size_t kFailed = 5;
    static_assert(kStates[kFailed] == "failed");
    return bit(static_cast<std::size_t>(record.outcome)) | (record.failed() ? bit(kFailed) : 0);
}

} // namespace

std::span<const FilterField> filterFields()
{
    return kFields;
}

const FilterField *findFilterField(std::string_view name)
{
    const auto found = std::find_if(std::begin(kFields), std::end(kFields),
                                    [&](const FilterField &field) { return field.name == name; });
    return found == std::end(kFields) ? nullptr : found;
}

const FilterField &filterField(FieldId id)
{
    return *std::find_if(std::begin(kFields), std::end(kFields),
                         [&](const FilterField &field) { return field.id == id; });
}

std::span<const std::string_view> wordsOf(FieldId id)
{
    switch (id) {
    case FieldId::Kind:
        return kKinds;
    case FieldId::Type:
        return kTypes;
    case FieldId::State:
        return kStates;
    default:
        return {};
    }
}

std::uint32_t maskOf(FieldId id, const CallRecord &record)
{
    switch (id) {
    case FieldId::Kind:
        return bit(static_cast<std::size_t>(record.kind));
    case FieldId::Type:
        return typesOf(record);
    case FieldId::State:
        return statesOf(record);
    default:
        return 0;
    }
}

std::string_view lifecycleName(CallRecord::Kind kind)
{
    return kKinds[static_cast<std::size_t>(kind)];
}

} // namespace rumpscope::trace
