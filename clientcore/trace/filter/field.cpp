// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/trace/filter/field.h"

#include <algorithm>
#include <array>

namespace rumpscope::trace {

namespace {

using Outcome = CallRecord::Outcome;

constexpr FilterField kFields[] = {
    {FieldId::Call, "call", FieldType::Name, true, "name of the system call: call == open"},
    {FieldId::Comm, "comm", FieldType::Text, true, "command name of the process: comm == \"ftpd\""},
    {FieldId::Pid, "pid", FieldType::Number, false, "process number in the kernel"},
    {FieldId::Errno, "errno", FieldType::Errno, false, "error of an answered call; 0 for none"},
    {FieldId::Latency, "latency", FieldType::Time, false,
     "time until the answer, or until now: latency > 5ms"},
    {FieldId::State, "state", FieldType::Name, true, "running, answered, failed, refused, lost, ended"},
    {FieldId::Path, "path", FieldType::Text, false, "a path argument: path contains \"/etc\""},
    {FieldId::Fd, "fd", FieldType::Number, false, "a descriptor the call names or returned"},
    {FieldId::Text, "text", FieldType::Text, true, "the call as the trace prints it"},
    {FieldId::Type, "type", FieldType::Name, false, "type of one of its frames: type == COPYIN"},
    {FieldId::Bytes, "bytes", FieldType::Size, true, "bytes copied in and out: bytes > 4KiB"},
    {FieldId::BytesIn, "bytesin", FieldType::Size, true, "bytes the client gave"},
    {FieldId::BytesOut, "bytesout", FieldType::Size, true, "bytes the kernel gave"},
    {FieldId::RoundTrips, "roundtrips", FieldType::Number, true, "1, and 1 more for each copyin"},
    {FieldId::Result, "result", FieldType::Number, false, "first value of a call that succeeded"},
    {FieldId::Kind, "kind", FieldType::Name, true, "syscall, guest, fork, exec, prefork, signal, other"},
    {FieldId::Generation, "generation", FieldType::Number, true, "life of the session, from 1"},
    {FieldId::Connection, "connection", FieldType::Number, true, "number of the session"},
    {FieldId::Thread, "thread", FieldType::Number, true, "calling thread within the session, from 1"},
    {FieldId::Reqno, "reqno", FieldType::Number, true, "request number on the wire"},
    {FieldId::Time, "time", FieldType::Time, true, "since the beginning of the trace: time > 12.5s"},
    {FieldId::Failed, "failed", FieldType::Flag, true, "an errno, refused, or the answer lost"},
    {FieldId::Running, "running", FieldType::Flag, true, "without an answer yet"},
    {FieldId::Own, "own", FieldType::Flag, true, "rumpscope's own questions"},
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
    for (const FrameEvent &frame : record.frames) {
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
